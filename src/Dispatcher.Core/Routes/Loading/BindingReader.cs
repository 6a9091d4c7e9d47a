using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Yaml;

namespace Dispatcher.Routes.Loading;

/// <summary>Reads <c>bindings</c>.</summary>
/// <remarks>routes-v1, "bindings": the table there is <see cref="Form"/>.</remarks>
internal static class BindingReader
{
    /// <summary>One parameter and what it is bound to, or null with the errors.</summary>
    public static RouteBinding? Read(LoadContext context, TemplateReader templates, RawEntry entry)
    {
        string parameter = entry.Key.Value;
        if (parameter.Length == 0)
        {
            context.Error(
                Codes.WrongValue,
                entry.Key.Position,
                "a binding has an empty name",
                "write the task's parameter name"
            );
            return null;
        }

        if (Form(context, entry.Value, parameter) is not var (kind, value))
            return null;
        if (kind == BindingKind.Schema)
        {
            PlacedTemplate? template = templates.Read(value, "`schema`");
            if (template is null)
                return null;
            if (template.Template.IsLiteral && !IsSchema(context, value, template.Template.Text))
                return null;
            return new RouteBinding(parameter, entry.Key.Position, kind, new BindingValue.Text(template));
        }

        return Value(context, templates, value) is { } read
            ? new RouteBinding(parameter, entry.Key.Position, kind, read)
            : null;
    }

    /// <summary>Which form a binding is written in, and the node that holds its value; null with an error.</summary>
    public static (BindingKind Kind, RawNode Value)? Form(LoadContext context, RawNode node, string parameter)
    {
        if (node is RawScalar)
            return (BindingKind.Simple, node);
        if (node is not RawMap map)
        {
            context.Error(
                Codes.WrongShape,
                node.Position,
                $"the binding `{parameter}` is a list",
                "write `{ simple: [ … ] }` to send a list as the simple value"
            );
            return null;
        }

        int before = context.ErrorCount;
        MapReader.Open(context, map, $"the binding `{parameter}`", [.. BindingKinds.Words.All]);
        if (context.ErrorCount > before)
            return null;
        if (map.Entries.Length != 1)
        {
            context.Error(
                Codes.WrongShape,
                map.Position,
                $"the binding `{parameter}` has {map.Entries.Length} forms",
                "write exactly one of simple, schema and root"
            );
            return null;
        }

        RawEntry form = map.Entries[0];
        BindingKind kind = BindingKinds.Words.Find(form.Key.Value)!.Value;
        if (kind != BindingKind.Root || form.Value is RawMap)
            return (kind, form.Value);
        context.Error(
            Codes.WrongShape,
            form.Value.Position,
            $"`root` is {MapReader.Shape(form.Value)}",
            "write the object as a map, with its `modelType`"
        );
        return null;
    }

    /// <summary>Whether the text is <c>CONNECTION/SCHEMA</c>; an error when it is not.</summary>
    public static bool IsSchema(LoadContext context, RawNode node, string text)
    {
        if (ParameterValue.IsSchema(text))
            return true;
        context.Error(
            Codes.RenderSchema,
            node.Position,
            $"`schema` is {MapReader.Shape(node)}",
            "write CONNECTION/SCHEMA, each half one segment without `/`"
        );
        return false;
    }

    private static BindingValue? Value(LoadContext context, TemplateReader templates, RawNode node)
    {
        switch (node)
        {
            case RawList list:
                ImmutableArray<BindingValue?> items = [.. list.Items.Select(item => Value(context, templates, item))];
                return items.Contains(null) ? null : new BindingValue.List(items!);
            case RawMap map:
                return Map(context, templates, map);
            default:
                var scalar = (RawScalar)node;
                if (YamlScalar.Json(scalar, out string? problem) is { } json)
                    return new BindingValue.Literal(json);
                if (problem is not null)
                {
                    context.Error(Codes.WrongValue, node.Position, problem, "put it in quotes to send it as text");
                    return null;
                }

                return templates.Read(scalar, "the value") is { } template ? new BindingValue.Text(template) : null;
        }
    }

    private static BindingValue.Map? Map(LoadContext context, TemplateReader templates, RawMap map)
    {
        bool whole = true;
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, BindingValue>>(map.Entries.Length);
        foreach (RawEntry entry in MapReader.Unique(context, map, "the value"))
        {
            if (entry.Key.Value.Contains("{{", StringComparison.Ordinal))
            {
                context.Error(
                    Codes.TemplateNotAllowed,
                    entry.Key.Position,
                    $"the key {Quote.Value(entry.Key.Value)} has a template",
                    "a key is sent as written; templates work in values"
                );
                whole = false;
            }

            if (Value(context, templates, entry.Value) is { } value)
                members.Add(new(entry.Key.Value, value));
            else
                whole = false;
        }

        return whole ? new BindingValue.Map(members.DrainToImmutable()) : null;
    }
}
