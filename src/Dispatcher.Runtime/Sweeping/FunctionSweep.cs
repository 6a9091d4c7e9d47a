using System.Buffers;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>The function's sweep: one call in, one answer and one line of the log out.</summary>
/// <remarks>sweep-v1. It begins nothing when the deadline is near, and says what is left.</remarks>
internal sealed class FunctionSweep(
    FunctionSettings settings,
    ITaskRuns taskRuns,
    IObjectStore objects,
    Retrier retrier,
    JsonLog log,
    TimeProvider time,
    DispatchOptions options,
    Instruments instruments
)
{
    /// <summary>The answer, and the line, when no route set has loaded.</summary>
    public InvocationAnswer WithoutRoutes(Invocation invocation, DispatchError why) =>
        new SweepAnswer(invocation, null, plan: false).Failed(log, 503, why);

    /// <summary>Sweeps with the routes in use.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="call">What it says.</param>
    /// <param name="planner">The routes.</param>
    /// <param name="cancellationToken">The process is about to end.</param>
    public async Task<InvocationAnswer> RunAsync(
        Invocation invocation,
        SweepCall call,
        DispatchPlanner planner,
        CancellationToken cancellationToken
    )
    {
        long start = time.GetTimestamp();
        SweepSettings asked = settings.Sweep.With(call);
        var answer = new SweepAnswer(invocation, planner.Set.Version, call.Plan);
        if (asked.Problem is { } problem)
            return answer.Refuse(log, problem);
        var deadline = Deadline.Of(time, invocation.Deadline, keepsDeadLetters: false, options);
        var news = new SweepLog(log, instruments, invocation.CallId, planner.Set.Version);
        IRetries retries = retrier.Until(deadline.Launch, cancellationToken);
        var services = new SweepServices
        {
            TaskRuns = taskRuns,
            Objects = objects,
            Reads = retries,
            Writes = retries,
            Time = time,
            Wait = (pause, token) => Task.Delay(pause, time, token),
            IsOver = () =>
                cancellationToken.IsCancellationRequested || deadline.Launch.Left(time) <= options.SweepStepTime,
            RequestId = $"{invocation.CallId ?? "sweep"}-sweep",
            AtOnce = options.LaunchesAtOnce,
            RunCountAge = options.RunCountAge,
        };
        var request = new SweepRequest(planner, settings.Configuration, asked, call.Plan)
        {
            DeadLetters = settings.DeadLetter,
        };
        SweepReport report;
        try
        {
            report = await new SweepRunner(services, request, news).RunAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A bug in a sweep must not end the process: the next one may go well.
        catch (Exception e)
#pragma warning restore CA1031
        {
            bool stopped = e is OperationCanceledException && cancellationToken.IsCancellationRequested;
            if (!stopped)
                log.Write(LogLevel.Error, "internal", "A failure inside the dispatcher.", json =>
                {
                    json.WriteString("callId", invocation.CallId);
                    json.WriteString("exception", e.ToString());
                });
            return answer.Break(
                log,
                stopped ? "The process was asked to stop." : $"A failure inside the dispatcher ({e.GetType().Name})."
            );
        }

        return answer.Write(log, instruments, report, time.GetElapsedTime(start));
    }
}

/// <summary>Writes the answer of a sweep and its line, which have the same members.</summary>
internal sealed class SweepAnswer(Invocation invocation, string? routeSet, bool plan)
{
    public const string EventName = "sweep";

    /// <summary>The answer to a call that cannot be meant.</summary>
    public InvocationAnswer Refuse(JsonLog log, string problem) =>
        Failed(log, 500, new DispatchError(Codes.EventMalformed, null, $"The sweep was not begun: {problem}.", false));

    /// <summary>The answer when the sweep did not come to its end.</summary>
    public InvocationAnswer Break(JsonLog log, string problem) =>
        Failed(log, 503, new DispatchError(Codes.Internal, null, problem, true));

    /// <summary>The answer to a sweep that came to its end.</summary>
    public InvocationAnswer Write(JsonLog log, Instruments instruments, SweepReport report, TimeSpan duration)
    {
        bool refused = report.Problems.Any(problem => problem.Failure.Kind == FailureKind.Rejected);
        int status =
            report.Problems.IsEmpty ? 200
            : refused ? 500
            : 503;
        instruments.Sweeps.Add(
            1,
            new KeyValuePair<string, object?>(Measures.Result, report.Problems.IsEmpty ? "done" : "failed")
        );
        instruments.SweepMissing.Record(report.Missing);
        instruments.SweepWaiting.Record(report.GroupsWaiting);
        log.WriteAlways(
            status == 200 ? LogLevel.Information : LogLevel.Error,
            EventName,
            Message(report),
            json =>
            {
                json.WriteString("callId", invocation.CallId);
                json.WriteNumber("status", status);
                WriteMembers(json, report);
                json.WriteNumber("durationMs", Math.Round(duration.TotalMilliseconds, 2));
            },
            routeSet
        );
        return new InvocationAnswer(status, Document(json => WriteMembers(json, report)));
    }

    /// <summary>The answer and the line of a sweep that did nothing.</summary>
    public InvocationAnswer Failed(JsonLog log, int status, DispatchError error)
    {
        log.WriteAlways(
            LogLevel.Error,
            EventName,
            error.Message,
            json =>
            {
                json.WriteString("callId", invocation.CallId);
                json.WriteNumber("status", status);
                json.WriteString("outcome", EventName);
                PlanJson.WriteErrors(json, [error]);
            },
            routeSet
        );
        return new InvocationAnswer(
            status,
            Document(json =>
            {
                json.WriteString("outcome", EventName);
                PlanJson.WriteErrors(json, [error]);
            })
        );
    }

    private void WriteMembers(Utf8JsonWriter json, SweepReport report)
    {
        json.WriteString("outcome", EventName);
        json.WriteBoolean("plan", plan);
        json.WriteNumber("listed", report.Listed);
        json.WriteNumber("lost", report.Lost);
        json.WriteNumber("started", report.Started);
        json.WriteStartObject("groups");
        json.WriteNumber("ready", report.GroupsReady);
        json.WriteNumber("waiting", report.GroupsWaiting);
        json.WriteEndObject();
        json.WriteNumber("redriven", report.Redriven);
        json.WriteNumber("failed", report.Failed);
        json.WriteNumber("missing", report.Missing);
        json.WriteNumber("left", report.Left);
        json.WriteBoolean("complete", report.IsComplete);
        json.WriteStartObject("lostByRoute");
        foreach ((string route, long count) in report.LostByRoute)
            json.WriteNumber(route, count);
        json.WriteEndObject();
        json.WriteStartArray("notes");
        foreach (string note in report.Notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
        PlanJson.WriteErrors(
            json,
            [
                .. report.Problems.Select(problem => new DispatchError(
                    FailureCode.Of(problem.Failure),
                    null,
                    $"{problem.What}: {problem.Failure.Describe()}",
                    problem.Failure.Kind == FailureKind.Deferred
                )),
            ]
        );
    }

    private ReadOnlyMemory<byte> Document(Action<Utf8JsonWriter> members)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, JsonFormat.Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteString("routeSet", routeSet);
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private static string Message(SweepReport report)
    {
        string message =
            $"{report.Listed} object(s) listed, {report.Lost} run(s) lost, {report.Started} started, "
            + $"{report.Left} left; {report.Failed} run(s) failed, {report.Missing} object(s) missing.";
        return report.Problems.IsEmpty ? message : $"{message} A service kept it from looking at everything.";
    }
}
