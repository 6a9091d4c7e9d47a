using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Runtime.Telemetry;

/// <summary>Turns what happened into measurements. Attributes take few values (outcomes, routes, codes): nothing of an
/// event itself is one, so the number of streams is bounded by the route set.</summary>
internal static class Measures
{
    public const string Outcome = "dispatcher.outcome";
    public const string Route = "dispatcher.route";
    public const string Result = "dispatcher.result";
    public const string Operation = "dispatcher.operation";
    public const string ErrorType = "error.type";

    /// <summary>An invocation whose answer is known.</summary>
    /// <param name="instruments">Where to.</param>
    /// <param name="result">What became of the event; response and summary line are written from the same.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="now">The present.</param>
    public static void Invocation(Instruments instruments, DispatchResult result, TimeSpan duration, DateTimeOffset now)
    {
        KeyValuePair<string, object?> outcome = new(Outcome, result.Outcome.Word());
        instruments.Events.Add(1, outcome);
        instruments.InvocationDuration.Record(duration.TotalSeconds, outcome);
        if (result.Event is { } storageEvent)
            instruments.EventAge.Record(Math.Max(0, (now - storageEvent.Time).TotalSeconds), outcome);
        if (!instruments.Runs.Enabled)
            return;

        foreach (StartedRun run in result.Runs)
            Run(instruments, run.Route, run.Duplicate ? "duplicate" : "created");
        foreach (TaskRunRequest shadow in result.Shadow)
            Run(instruments, shadow.Route, "shadow");

        // A route that cannot be rendered has an error for each template, and is one run that there is not.
        foreach (
            IGrouping<string, DispatchError> route in result
                .Errors.Where(error => error.Route is not null)
                .GroupBy(error => error.Route!, StringComparer.Ordinal)
        )
            Run(
                instruments,
                route.Key,
                route.Any(error => error.Retryable)
                    ? Planning.Outcome.Deferred.Word()
                    : Planning.Outcome.Rejected.Word()
            );
    }

    /// <summary>Another attempt after a failure.</summary>
    public static void Retry(Instruments instruments, string operation, ServiceFailure failure) =>
        instruments.Retries.Add(1, new(Operation, operation), new(ErrorType, ServiceErrors.Code(failure)));

    /// <summary>A dead-letter record that was written or stands already, or that could not be written.</summary>
    public static void DeadLetter(Instruments instruments, DispatchResult result) =>
        instruments.DeadLetters.Add(
            1,
            new(Outcome, result.Outcome.Word()),
            new(Result, result.DeadLetter is null ? "failed" : "written")
        );

    /// <summary>A look at the route source.</summary>
    public static void Refresh(Instruments instruments, string result) =>
        instruments.Refreshes.Add(1, new KeyValuePair<string, object?>(Result, result));

    /// <summary>One run of a plan.</summary>
    public static void Launch(Instruments instruments, Launch launch, TimeSpan duration) =>
        instruments.LaunchDuration.Record(
            duration.TotalSeconds,
            new KeyValuePair<string, object?>(Result, ResultOf(launch))
        );

    /// <summary><c>created</c>, <c>duplicate</c>, <c>deferred</c> or <c>rejected</c>.</summary>
    public static string ResultOf(Launch launch) =>
        launch.Run is { } run
            ? run.Duplicate
                ? "duplicate"
                : "created"
            : launch.Error is { Retryable: true }
                ? Planning.Outcome.Deferred.Word()
                : Planning.Outcome.Rejected.Word();

    private static void Run(Instruments instruments, string route, string result) =>
        instruments.Runs.Add(1, new(Route, route), new(Result, result));
}
