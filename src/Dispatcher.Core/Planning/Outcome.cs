using Dispatcher.Diagnostics;

namespace Dispatcher.Planning;

/// <summary>What became of an event.</summary>
/// <remarks>dispatch-v1, "Outcome": the table there is the meaning of each.</remarks>
public enum Outcome
{
    /// <summary>Every matched route's task run exists (in a dry run: would be created).</summary>
    Dispatched,

    /// <summary>No route matched.</summary>
    Unmatched,

    /// <summary>A valid event of another service or kind, or one that only sinks match.</summary>
    Ignored,

    /// <summary>Only shadow routes match.</summary>
    Shadowed,

    /// <summary>Only grouped routes matched: the sweep starts the run when the group is ready.</summary>
    Held,

    /// <summary>Can never succeed.</summary>
    Rejected,

    /// <summary>May succeed later.</summary>
    Deferred,
}

/// <summary>The words of <see cref="Outcome"/>.</summary>
public static class Outcomes
{
    /// <summary><c>dispatched unmatched ignored shadowed held rejected deferred</c>.</summary>
    public static Words<Outcome> Words { get; } =
        new(outcome =>
            outcome switch
            {
                Outcome.Dispatched => "dispatched",
                Outcome.Unmatched => "unmatched",
                Outcome.Ignored => "ignored",
                Outcome.Shadowed => "shadowed",
                Outcome.Held => "held",
                Outcome.Rejected => "rejected",
                Outcome.Deferred => "deferred",
            }
        );

    /// <summary><c>dispatched unmatched ignored shadowed held rejected deferred</c>.</summary>
    public static string Word(this Outcome outcome) => Words.Of(outcome);
}
