namespace Dispatcher.Planning;

/// <summary>What one event may cost: steps for deciding which routes fire, and steps for rendering their requests. The
/// bounds hold for the whole route set, however many patterns and templates it has.</summary>
/// <remarks>dispatch-v1, "Outcome": an event that passes them is deferred. Steps are counted, so that the same event
/// costs the same everywhere; how much a decision has to build depends on the events before it.</remarks>
public sealed record PlanBudget
{
    /// <summary>The usual bounds.</summary>
    public static PlanBudget Default { get; } = new();

    /// <summary>The steps for matching all routes: new states of automata, and characters that are read. A usual event
    /// takes hundreds.</summary>
    public long Matching { get; init; } = 1 << 25;

    /// <summary>The steps for rendering all requests, in the units of one template's bound. A usual event takes
    /// thousands.</summary>
    public long Rendering { get; init; } = 1 << 26;

    /// <summary>Asked on the way whether the event's time is over; null where there is no deadline.</summary>
    public Func<bool>? IsOver { get; init; }
}
