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
    /// <see cref="Outcome.Unmatched"/> when no enabled route matched, <see cref="Outcome.Rejected"/> when a route that
    /// matched could not be rendered, <see cref="Outcome.Deferred"/> when deciding or rendering passed its
    /// <see cref="PlanBudget"/>.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The task runs to create, in route order.</summary>
    public required ImmutableArray<TaskRunRequest> Runs { get; init; }

    /// <summary>What the shadow routes would create, in route order.</summary>
    public required ImmutableArray<TaskRunRequest> Shadow { get; init; }

    /// <summary>What could not be rendered.</summary>
    public required ImmutableArray<DispatchError> Errors { get; init; }

    /// <summary>Failures of shadow routes: reported, without consequence.</summary>
    public required ImmutableArray<DispatchError> ShadowErrors { get; init; }
}
