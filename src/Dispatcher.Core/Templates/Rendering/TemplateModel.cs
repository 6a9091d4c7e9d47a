using Dispatcher.Events;

namespace Dispatcher.Templates.Rendering;

/// <summary>Everything a template sees of one event on one route.</summary>
/// <remarks>routes-v1, "Templates", the table of names.</remarks>
public sealed class TemplateModel
{
    private ObjectName? name;

    /// <summary>The event: <c>object</c>, <c>bucket</c> and <c>event</c>.</summary>
    public required StorageEvent Event { get; init; }

    /// <summary>The group that the run is for: <c>group</c>; null for a run for one event.</summary>
    public GroupFacts? Group { get; init; }

    /// <summary>The function configuration: <c>config</c>.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>The captures of the expression that matched: <c>groups</c>. A group that took no part is
    /// null.</summary>
    public required IReadOnlyDictionary<string, string?> Groups { get; init; }

    /// <summary>The rendered variables: <c>vars</c>.</summary>
    public required IReadOnlyDictionary<string, string> Vars { get; init; }

    /// <summary>The route's name: <c>route.name</c>.</summary>
    public required string RouteName { get; init; }

    /// <summary>The route's file, relative to the source: <c>route.file</c>.</summary>
    public required string RouteFile { get; init; }

    internal ObjectName Name => name ??= ObjectName.Of(Event.ObjectName);
}
