using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Turns what dispatching did into measurements.</summary>
internal static class DispatchMeasures
{
    /// <summary>An invocation whose answer is known.</summary>
    /// <param name="instruments">Where to.</param>
    /// <param name="result">What became of the event; response and summary line are written from the same.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="now">The present.</param>
    public static void Invocation(Instruments instruments, DispatchResult result, TimeSpan duration, DateTimeOffset now)
    {
        KeyValuePair<string, object?> outcome = new(Measures.Outcome, result.Outcome.Word());
        instruments.Events.Add(1, outcome);
        instruments.InvocationDuration.Record(duration.TotalSeconds, outcome);
        if (result.Event?.Time is { } time)
            instruments.EventAge.Record(Math.Max(0, (now - time).TotalSeconds), outcome);
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
                (route.Any(error => error.Retryable) ? Outcome.Deferred : Outcome.Rejected).Word()
            );
    }

    /// <summary>A batch whose answer is known.</summary>
    public static void Batch(Instruments instruments, BatchAnswer answer) =>
        instruments.Batches.Add(
            1,
            new KeyValuePair<string, object?>(Measures.Result, answer.Unsettled == 0 ? "settled" : "failed")
        );

    /// <summary>A dead-letter record that was written or stands already, or that could not be written.</summary>
    public static void DeadLetter(Instruments instruments, DispatchResult result) =>
        instruments.DeadLetters.Add(
            1,
            new(Measures.Outcome, result.Outcome.Word()),
            new(Measures.Result, result.DeadLetter is null ? "failed" : "written")
        );

    /// <summary>One run of a plan.</summary>
    public static void Launch(Instruments instruments, Launch launch, TimeSpan duration) =>
        instruments.LaunchDuration.Record(
            duration.TotalSeconds,
            new KeyValuePair<string, object?>(Measures.Result, ResultOf(launch))
        );

    /// <summary><c>created</c>, <c>duplicate</c>, <c>deferred</c> or <c>rejected</c>.</summary>
    public static string ResultOf(Launch launch) =>
        launch.Run is { } run
            ? run.Duplicate
                ? "duplicate"
                : "created"
            : launch.Error is { Retryable: true }
                ? Outcome.Deferred.Word()
                : Outcome.Rejected.Word();

    private static void Run(Instruments instruments, string route, string result) =>
        instruments.Runs.Add(1, new(Measures.Route, route), new(Measures.Result, result));
}
