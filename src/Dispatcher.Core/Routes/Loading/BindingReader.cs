using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Yaml;
using Dispatcher.Templates;

namespace Dispatcher.Routes.Loading;

/// <summary>Reads <c>bindings</c>.</summary>
/// <remarks>routes-v1, "bindings": the table there is <see cref="Form"/>.</remarks>
internal static class BindingReader
{
    /// <summary>The keys that may stand beside the form of a route's binding.</summary>
    public static readonly string[] Options = ["type", "optional"];

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

        bool isPlain = IsPlain(context, entry.Key, "the binding");
        if (Form(context, entry.Value, parameter, Options) is not { } form || !isPlain)
            return null;
        BindingValue? value =
            form.Kind == BindingKind.Schema
                ? Schema(context, templates, form.Value)
                : Value(context, templates, form.Value);
        if (value is null)
            return null;
        var binding = new RouteBinding(parameter, entry.Key.Position, form.Kind, value);
        return HasType(context, templates, form, ref binding) & IsOptional(context, form, ref binding) ? binding : null;
    }

    private static bool IsPlain(LoadContext context, RawScalar key, string what)
    {
        if (!key.Value.Contains("{{", StringComparison.Ordinal))
            return true;
        context.Error(
            Codes.TemplateNotAllowed,
            key.Position,
            $"{what} {Quote.Value(key.Value)} has a template in its name",
            "a name is sent as written; templates work in values"
        );
        return false;
    }

    /// <summary>How a binding is written: its form, the node that holds its value, and what stands beside it; null with
    /// an error.</summary>
    /// <param name="context">Where problems go.</param>
    /// <param name="node">What is written for the parameter.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="options">The keys that may stand beside the form.</param>
    public static BindingForm? Form(
        LoadContext context,
        RawNode node,
        string parameter,
        params ReadOnlySpan<string> options
    )
    {
        if (node is RawScalar)
            return new(BindingKind.Simple, node, null, null);
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
        MapReader? reader = MapReader.Open(
            context,
            map,
            $"the binding `{parameter}`",
            [.. BindingKinds.Words.All, .. options]
        );
        if (context.ErrorCount > before)
            return null;
        RawEntry[] forms = [.. map.Entries.Where(entry => BindingKinds.Words.Find(entry.Key.Value) is not null)];
        if (forms.Length != 1)
        {
            context.Error(
                Codes.WrongShape,
                map.Position,
                $"the binding `{parameter}` has {forms.Length} forms",
                "write exactly one of simple, schema and root"
            );
            return null;
        }

        BindingKind kind = BindingKinds.Words.Find(forms[0].Key.Value)!.Value;
        if (kind != BindingKind.Root || forms[0].Value is RawMap)
            return new(kind, forms[0].Value, reader!.Find("type"), reader.Find("optional"));
        context.Error(
            Codes.WrongShape,
            forms[0].Value.Position,
            $"`root` is {MapReader.Shape(forms[0].Value)}",
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

    private static BindingValue.Text? Schema(LoadContext context, TemplateReader templates, RawNode node)
    {
        if (templates.Read(node, "`schema`") is not { } template)
            return null;
        return template.Template.IsLiteral && !IsSchema(context, node, template.Template.Text)
            ? null
            : new BindingValue.Text(template);
    }

    private static bool HasType(
        LoadContext context,
        TemplateReader templates,
        BindingForm form,
        ref RouteBinding binding
    )
    {
        if (form.Type is not { } node)
            return true;
        string word = (node as RawScalar)?.Value ?? "";
        if (BindingTypes.Words.Find(word) is not { } type)
        {
            context.Error(
                Codes.WrongValue,
                node.Position,
                $"`type` is {MapReader.Shape(node)}",
                BindingTypes.Words.Hint(word)
            );
            return false;
        }

        if (form.Kind != BindingKind.Simple || binding.Value is not BindingValue.Text text)
        {
            context.Error(
                Codes.WrongValue,
                node.Position,
                "`type` stands beside a value that is not one text",
                "`type` says what a rendered text is sent as: write "
                    + "`{ simple: \"TEMPLATE\", type: integer }`, or leave it out"
            );
            return false;
        }

        binding = binding with { Type = type };
        TextTemplate template = text.Template.Template;
        bool never = template.IsLiteral ? !type.Accepts(template.Text) : templates.IsNever(text.Template, type);
        if (!never)
            return true;
        context.Error(
            Codes.RenderType,
            form.Value.Position,
            template.IsLiteral
                ? $"{Quote.Value(template.Text)} is not {type.Description()}"
                : $"no object that the route takes makes this {type.Description()}",
            type.Advice()
        );
        return false;
    }

    private static bool IsOptional(LoadContext context, BindingForm form, ref RouteBinding binding)
    {
        if (form.Optional is not { } node)
            return true;
        string? json = node is RawScalar scalar ? YamlScalar.Json(scalar, out _) : null;
        if (json is not ("true" or "false"))
        {
            context.Error(
                Codes.WrongValue,
                node.Position,
                $"`optional` is {MapReader.Shape(node)}",
                "write `true` or `false`"
            );
            return false;
        }

        binding = binding with { Optional = json == "true" };
        if (!binding.Optional || RouteTemplates.Of(binding.Value).Any(placed => !placed.Template.IsLiteral))
            return true;
        context.Error(
            Codes.RenderType,
            node.Position,
            "`optional` stands beside a value that is the same for every event",
            "it leaves a parameter out when its template renders to nothing; write a template, or leave it out"
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
                if (YamlScalar.Json(scalar, out ScalarProblem? problem) is { } json)
                    return new BindingValue.Literal(json);
                if (problem is not null)
                {
                    context.Error(Codes.WrongValue, node.Position, problem.Message, problem.Hint);
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
            whole &= IsPlain(context, entry.Key, "the key");
            if (Value(context, templates, entry.Value) is { } value)
                members.Add(new(entry.Key.Value, value));
            else
                whole = false;
        }

        return whole ? new BindingValue.Map(members.DrainToImmutable()) : null;
    }
}

/// <summary>A binding as it is written.</summary>
/// <param name="Kind">Its form.</param>
/// <param name="Value">What stands after the form's key.</param>
/// <param name="Type">What stands after <c>type</c>, or null.</param>
/// <param name="Optional">What stands after <c>optional</c>, or null.</param>
internal sealed record BindingForm(BindingKind Kind, RawNode Value, RawNode? Type, RawNode? Optional);
