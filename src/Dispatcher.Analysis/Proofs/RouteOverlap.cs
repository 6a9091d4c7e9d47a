using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs;

/// <summary>Two routes that an event matches both.</summary>
/// <param name="First">The one that is tried first; it ends the search.</param>
/// <param name="Second">The other; the event does not reach it.</param>
/// <param name="Witness">Such an event, with a shortest object name, confirmed by the matcher.</param>
public sealed record RouteOverlap(Route First, Route Second, EventDocument Witness)
{
    /// <summary>Whether the routes say that it is meant, or the second starts nothing.</summary>
    /// <remarks>routes-v1, "match": neither says <c>continue</c> nor <c>overrides</c>; a fallback, which is never the
    /// first of a pair with another route, overlaps with none.</remarks>
    public bool IsReconciled =>
        First.Continue
        || Second.Continue
        || Second.State == RouteState.Shadow
        || Second.Fallback
        || First.Overrides.Contains(Second.Name)
        || Second.Overrides.Contains(First.Name);
}
