using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs;

/// <summary>What is proved of one route among the routes before it.</summary>
public sealed record RouteProof
{
    /// <summary>The route; never a disabled one.</summary>
    public required Route Route { get; init; }

    /// <summary>The routes before it that end the search and that an event matches as well, in route order.</summary>
    public required ImmutableArray<RouteOverlap> Overlaps { get; init; }

    /// <summary>The routes before it that end the search and of which the budget did not tell whether they
    /// overlap.</summary>
    public required ImmutableArray<Route> Undecided { get; init; }

    /// <summary>Whether every route before it was looked at; when not, <see cref="Undecided"/> is not all.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Whether some event makes it fire.</summary>
    public required Decision Fires { get; init; }

    /// <summary>When none does: routes before it that together take every event it matches, none of which can be left
    /// out as far as the budget could tell. Empty when it matches no event at all.</summary>
    public required ImmutableArray<Route> CoveredBy { get; init; }

    /// <summary>An event it matches, when it cannot fire for the routes before it.</summary>
    public EventDocument? Witness { get; init; }
}
