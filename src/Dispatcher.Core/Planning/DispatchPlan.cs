using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;

namespace Dispatcher.Planning;

/// <summary>What an event starts, decided without touching anything.</summary>
public sealed record DispatchPlan
{
    /// <summary>The version of the route set that decided.</summary>
    public required string RouteSetVersion { get; init; }

    /// <summary>The event.</summary>
    public required StorageEvent Event { get; init; }

    /// <summary><see cref="Outcome.Dispatched"/> when everything that matched could be rendered,
    /// <see cref="Outcome.Ignored"/> when only sinks matched, <see cref="Outcome.Shadowed"/> when only shadow routes
    /// did, <see cref="Outcome.Held"/> when only grouped routes did, <see cref="Outcome.Unmatched"/> when no route
    /// matched, <see cref="Outcome.Rejected"/> when a route that matched could not be rendered,
    /// <see cref="Outcome.Deferred"/> when deciding or rendering passed its <see cref="PlanBudget"/>.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The task runs to create, in route order.</summary>
    public required ImmutableArray<TaskRunRequest> Runs { get; init; }

    /// <summary>The enabled sinks that matched, in route order: they start nothing.</summary>
    public ImmutableArray<string> Sinks { get; init; } = [];

    /// <summary>The sink that the event ends in; null unless only sinks matched.</summary>
    public string? Sink => Outcome == Outcome.Ignored ? Sinks[0] : null;

    /// <summary>What the shadow routes would create, in route order.</summary>
    public required ImmutableArray<TaskRunRequest> Shadow { get; init; }

    /// <summary>The groups that the object belongs to, in route order: nothing is started for them now.</summary>
    public ImmutableArray<GroupedObject> Groups { get; init; } = [];

    /// <summary>The same of shadow routes.</summary>
    public ImmutableArray<GroupedObject> ShadowGroups { get; init; } = [];

    /// <summary>What could not be rendered.</summary>
    public required ImmutableArray<DispatchError> Errors { get; init; }

    /// <summary>The shadow routes that matched, in route order: those of <see cref="Shadow"/> and of
    /// <see cref="ShadowErrors"/>, and sinks.</summary>
    public ImmutableArray<string> ShadowRoutes { get; init; } = [];

    /// <summary>Failures of shadow routes: reported, without consequence.</summary>
    public required ImmutableArray<DispatchError> ShadowErrors { get; init; }
}
