using System.Globalization;
using System.Text;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Diff;

/// <summary>What a route says, as text that can be compared: equal texts mean the same, different ones may.</summary>
internal static class RouteWording
{
    /// <summary>The route's conditions. Two routes that are equal in this match the same events.</summary>
    public static string Match(RouteMatch match)
    {
        var text = new StringBuilder();
        foreach (MatchPart part in match.Parts.Concat(match.OpenExceptions))
            text.Append(part.Wording);
        foreach (ObjectEventKind kind in match.Kinds.Order())
            Add(text, "kind", kind.ToString());
        return text.ToString();
    }

    /// <summary>Everything that a request is made of. Two routes that are equal in this send the same for the same
    /// event.</summary>
    public static string Request(Route route)
    {
        var text = new StringBuilder();
        Add(text, "name", route.Name);
        // A sink sends nothing.
        if (route.Task is not { } task)
            return text.ToString();
        if (SeesFile(route))
            Add(text, "file", route.File);
        Add(text, "key", task.Key);
        Add(text, "workspace", task.Workspace);
        Add(text, "application", task.Application);
        Add(text, "run", task.Name);
        Add(text, "description", task.Description);
        // None of them sees another, and a request's members have no order.
        foreach (RouteVariable variable in route.UsedVars.OrderBy(variable => variable.Name, StringComparer.Ordinal))
            Add(text, variable.Name, variable.Value);
        foreach (RouteBinding binding in route.Bindings.OrderBy(binding => binding.Parameter, StringComparer.Ordinal))
        {
            Add(text, binding.Parameter, binding.Kind.ToString());
            Add(text, binding.Type.Word(), binding.Optional ? "optional" : "always");
            Add(text, binding.Value);
        }

        if (route.Group is { } group)
        {
            Add(text, "group", group.By);
            Add(text, "quiet", group.Quiet.ToString());
            Add(text, "part", group.Complete?.Part);
            foreach (string part in group.Complete?.Of ?? [])
                Add(text, "of", part);
            Add(text, "most", group.AtMost?.ToString() ?? "");
        }

        Add(text, "max", route.MaxLength.ToString(CultureInfo.InvariantCulture));
        // Captures are those of the first expression that matches.
        if (route.UsesGroups)
            text.Append(route.Match.Parts.First().Wording);
        return text.ToString();
    }

    private static bool SeesFile(Route route) =>
        RouteTemplates
            .Of(route)
            .Any(placed =>
                placed.Template.References.Any(reference => reference is { Root: "route", Member: "file" or null })
            );

    private static void Add(StringBuilder text, BindingValue value)
    {
        switch (value)
        {
            case BindingValue.Text single:
                Add(text, "text", single.Template);
                break;
            case BindingValue.Literal literal:
                Add(text, "literal", literal.Json);
                break;
            case BindingValue.List list:
                Add(text, "list", list.Items.Length.ToString(CultureInfo.InvariantCulture));
                foreach (BindingValue item in list.Items)
                    Add(text, item);
                break;
            case BindingValue.Map map:
                Add(text, "map", map.Members.Length.ToString(CultureInfo.InvariantCulture));
                foreach ((string key, BindingValue member) in map.Members)
                {
                    Add(text, "key", key);
                    Add(text, member);
                }

                break;
        }
    }

    private static void Add(StringBuilder text, string key, PlacedTemplate? template)
    {
        if (template is not null)
            Add(text, key, template.Template.Text);
    }

    // Lengths first: no value can pass for the end of its member.
    private static void Add(StringBuilder text, string key, string value) =>
        text.Append(key.Length).Append(' ').Append(value.Length).Append(' ').Append(key).Append(value);
}
