namespace Dispatcher.Planning;

/// <summary>What became of an event.</summary>
/// <remarks>dispatch-v1, "Outcome": the table there is the meaning of each.</remarks>
public enum Outcome
{
    /// <summary>Every matched route's task run exists (in a dry run: would be created).</summary>
    Dispatched,

    /// <summary>No route matched.</summary>
    Unmatched,

    /// <summary>A valid event of another service or kind.</summary>
    Ignored,

    /// <summary>Can never succeed.</summary>
    Rejected,

    /// <summary>May succeed later.</summary>
    Deferred,
}
