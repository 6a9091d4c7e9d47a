using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs;

/// <summary>Two routes that an event matches both.</summary>
/// <param name="First">The one that is tried first; it ends the search.</param>
/// <param name="Second">The other; the event does not reach it.</param>
/// <param name="Witness">Such an event, with a shortest object name, confirmed by the matcher.</param>
public sealed record RouteOverlap(Route First, Route Second, EventDocument Witness)
{
    /// <summary>Whether the second is proved to take everything that the first takes: the specific before the
    /// general.</summary>
    public bool IsWithin { get; init; }

    /// <summary>Whether the order is meant: the routes say so, the first is a special case of the second, or the second
    /// starts nothing.</summary>
    /// <remarks>routes-v1, "match". A <c>continue</c> of the second does not help: the search has ended before it. A
    /// fallback, which is never the first of a pair with another route, overlaps with none.</remarks>
    public bool IsReconciled =>
        First.Continue
        || IsWithin
        || Second.State == RouteState.Shadow
        || Second.Fallback
        || First.Overrides.Contains(Second.Name)
        || Second.Overrides.Contains(First.Name);
}
