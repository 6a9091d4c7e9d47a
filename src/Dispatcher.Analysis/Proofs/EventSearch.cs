using Dispatcher.Analysis.Names;
using Dispatcher.Events;

namespace Dispatcher.Analysis.Proofs;

/// <summary>The answer to "is there an event that …?".</summary>
/// <param name="Found">Whether there is one.</param>
/// <param name="Witness">Such an event when there is, with a shortest object name; read and confirmed by the matcher
/// that the function runs. A compartment that must be absent is the empty string.</param>
public sealed record EventSearch(Decision Found, EventDocument? Witness)
{
    internal static readonly EventSearch None = new(Decision.No, null);
    internal static readonly EventSearch Unknown = new(Decision.Undecided, null);
}
