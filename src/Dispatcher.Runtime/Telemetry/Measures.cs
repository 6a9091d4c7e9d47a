namespace Dispatcher.Runtime.Telemetry;

/// <summary>The attributes of measurements and spans, and the measurements of every room. Attributes take few values
/// (outcomes, routes, codes): nothing of an event itself is one, so the number of streams is bounded by the route
/// set.</summary>
internal static class Measures
{
    public const string Outcome = "dispatcher.outcome";
    public const string Route = "dispatcher.route";
    public const string Result = "dispatcher.result";
    public const string Operation = "dispatcher.operation";
    public const string ErrorType = "error.type";

    /// <summary>Another attempt after a failure.</summary>
    public static void Retry(Instruments instruments, string operation, string code) =>
        instruments.Retries.Add(1, new(Operation, operation), new(ErrorType, code));

    /// <summary>A look at the route source.</summary>
    public static void Refresh(Instruments instruments, string result) =>
        instruments.Refreshes.Add(1, new KeyValuePair<string, object?>(Result, result));
}
