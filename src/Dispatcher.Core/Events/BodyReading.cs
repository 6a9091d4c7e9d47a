using Dispatcher.Diagnostics;

namespace Dispatcher.Events;

/// <summary>What the body of an invocation is, by its shape alone. Exactly one of the cases.</summary>
/// <remarks>dispatch-v1, "Input".</remarks>
public abstract record BodyReading
{
    private BodyReading() { }

    /// <summary>One event, or what can never be one.</summary>
    public sealed record Single(EventReading Reading) : BodyReading;

    /// <summary>Several events, each with a place of its own.</summary>
    public sealed record Many(EventBatch Batch) : BodyReading;

    /// <summary>A call that asks whether the function can serve. It loads the routes and starts nothing.</summary>
    public sealed record Ping : BodyReading;

    /// <summary>A call to look for what was lost.</summary>
    /// <param name="Call">What it says.</param>
    public sealed record Sweep(SweepCall Call) : BodyReading;

    internal static Single Malformed(string code, string message) =>
        new(new EventReading.Malformed([new DispatchError(code, null, message, Retryable: false)], null, null));
}
