namespace Dispatcher.Routes;

/// <summary>Walks over what a route renders.</summary>
public static class RouteTemplates
{
    /// <summary>Every template that an event of this route can render: task, bindings, and the variables these look
    /// up.</summary>
    public static IEnumerable<PlacedTemplate> Of(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        PlacedTemplate?[] task =
        [
            route.Task?.Key,
            route.Task?.Workspace,
            route.Task?.Application,
            route.Task?.Name,
            route.Task?.Description,
        ];
        return task.OfType<PlacedTemplate>()
            .Concat(OfBindings(route))
            .Concat(route.UsedVars.Select(variable => variable.Value))
            .Concat(OfKeys(route));
    }

    /// <summary>The templates of its <c>group</c> and <c>expect</c>.</summary>
    public static IEnumerable<PlacedTemplate> OfKeys(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        PlacedTemplate?[] keys = [route.Group?.By, route.Group?.Complete?.Part, route.Expect?.Key];
        return keys.OfType<PlacedTemplate>();
    }

    /// <summary>Every template of its bindings.</summary>
    public static IEnumerable<PlacedTemplate> OfBindings(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return route.Bindings.SelectMany(binding => Of(binding.Value));
    }

    /// <summary>The configuration keys without which the route cannot be rendered, in ordinal order.</summary>
    public static IEnumerable<string> RequiredConfiguration(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        IEnumerable<string> looked =
            from placed in Of(route)
            from reference in placed.Template.References
            where reference is { Root: "config", Member: not null, Optional: false }
            select reference.Member!;
        if (route.Task is { Workspace: null })
            looked = looked.Append("workspace_id");
        if (route.Task is { Application: null })
            looked = looked.Append("application_key");
        return looked.Distinct().Order(StringComparer.Ordinal);
    }

    /// <summary>Every template of a value, in the order written.</summary>
    internal static IEnumerable<PlacedTemplate> Of(BindingValue value) =>
        value switch
        {
            BindingValue.Text text => [text.Template],
            BindingValue.List list => list.Items.SelectMany(Of),
            BindingValue.Map map => map.Members.SelectMany(member => Of(member.Value)),
            _ => [],
        };
}
