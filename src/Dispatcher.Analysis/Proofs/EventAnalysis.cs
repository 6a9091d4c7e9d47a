using System.Collections.Immutable;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs;

/// <summary>Decides questions about all events at once: every object name, bucket, namespace, compartment and
/// kind.</summary>
/// <remarks>routes-v1, "match". A route is asked for its own conditions; order, <c>continue</c> and <c>overrides</c>
/// are the caller's. A disabled route matches nothing.</remarks>
public static class EventAnalysis
{
    /// <summary>An event that all of some routes match and none of others.</summary>
    /// <param name="inAll">At least one route.</param>
    /// <param name="inNone">Any number of routes, of the same set or another.</param>
    /// <param name="budget">Bounds the work; may be shared between questions.</param>
    public static EventSearch Between(ImmutableArray<Route> inAll, ImmutableArray<Route> inNone, WorkBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (inAll.IsDefaultOrEmpty)
            throw new ArgumentException("at least one route is needed that matches the event", nameof(inAll));
        return EventFinder.Find(inAll, inNone, budget);
    }

    /// <summary>An event that both routes match.</summary>
    public static EventSearch Overlap(Route a, Route b, WorkBudget budget) => Between([a, b], [], budget);
}
