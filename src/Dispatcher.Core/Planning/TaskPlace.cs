using Dispatcher.Routes;

namespace Dispatcher.Planning;

/// <summary>A published task: what a run is of.</summary>
/// <param name="Workspace">The workspace's OCID.</param>
/// <param name="Application">The application's key.</param>
/// <param name="TaskKey">The task's key.</param>
public sealed record TaskPlace(string Workspace, string Application, string TaskKey)
{
    /// <summary>The task of a run.</summary>
    public static TaskPlace Of(TaskRunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(request.Workspace, request.Application, request.TaskKey);
    }

    /// <summary>The task of a route where it is the same for every event; null when it depends on the event or cannot
    /// be rendered, and for a sink.</summary>
    public static TaskPlace? Of(Route route, Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(configuration);
        string? Text(string what, PlacedTemplate? template, string key) =>
            template is null ? configuration.Find(key)
            : FixedText.Of(route, what, template, configuration) is { Problem: null, Value: { } value } ? value
            : null;
        return
            route.Task is { } written
            && Text("task.workspace", written.Workspace, "workspace_id") is { Length: > 0 } workspace
            && Text("task.application", written.Application, "application_key") is { Length: > 0 } application
            && Text("task.key", written.Key, "") is { Length: > 0 } task
            ? new(workspace, application, task)
            : null;
    }
}
