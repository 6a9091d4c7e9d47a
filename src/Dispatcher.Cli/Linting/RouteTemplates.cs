using Dispatcher.Routes;

namespace Dispatcher.Cli.Linting;

/// <summary>Walks over what a route renders.</summary>
internal static class RouteTemplates
{
    /// <summary>Every template that an event of this route can render: task, bindings, and the variables these look up.</summary>
    public static IEnumerable<PlacedTemplate> Of(Route route)
    {
        PlacedTemplate?[] task = [route.Task.Key, route.Task.Workspace, route.Task.Application, route.Task.Name, route.Task.Description];
        return task.OfType<PlacedTemplate>()
            .Concat(OfBindings(route))
            .Concat(route.UsedVars.Select(variable => variable.Value));
    }

    /// <summary>Every template of its bindings.</summary>
    public static IEnumerable<PlacedTemplate> OfBindings(Route route) => route.Bindings.SelectMany(binding => Of(binding.Value));

    private static IEnumerable<PlacedTemplate> Of(BindingValue value) => value switch
    {
        BindingValue.Text text => [text.Template],
        BindingValue.List list => list.Items.SelectMany(Of),
        BindingValue.Map map => map.Members.SelectMany(member => Of(member.Value)),
        _ => [],
    };
}
