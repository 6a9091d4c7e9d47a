using System.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>The activities of an invocation. Each is null when there is no listener, or when the trace is not
/// sampled.</summary>
internal static class DispatchTraces
{
    /// <summary>One event: the whole invocation, or an element of the batch that is the current activity.</summary>
    public static Activity? Dispatch(Instruments instruments, Invocation invocation, BatchPlace? batch = null) =>
        batch is null
            ? Begin(instruments, "dispatch", invocation)
            : instruments
                .Source.StartActivity("dispatch", ActivityKind.Internal)
                ?.SetTag("faas.invocation_id", invocation.CallId)
                .SetTag("dispatcher.batch.index", batch.Index);

    /// <summary>A whole batch.</summary>
    public static Activity? Batch(Instruments instruments, Invocation invocation, int size) =>
        Begin(instruments, "batch", invocation)?.SetTag("dispatcher.batch.size", size);

    // Continues the platform's trace where it sent one (B3), else begins one.
    private static Activity? Begin(Instruments instruments, string name, Invocation invocation)
    {
        if (!instruments.Source.HasListeners())
            return null;
        ActivityContext parent = Parent(invocation.Trace);

        // The FDK's web framework has an activity of its own around the call. Nothing exports it, so it must not become
        // the parent.
        Activity.Current = null;
        Activity? activity = instruments.Source.StartActivity(name, ActivityKind.Consumer, parent);
        activity?.SetTag("faas.invocation_id", invocation.CallId);
        return activity;
    }

    /// <summary>Says what became of a batch.</summary>
    public static void Settled(Activity? activity, BatchAnswer answer, int status)
    {
        activity?.SetTag("dispatcher.status", status).SetTag("dispatcher.batch.unsettled", answer.Unsettled);
        if (answer.HasFailures || answer.Unsettled > 0)
            activity?.SetStatus(ActivityStatusCode.Error, Summary.Message(answer));
    }

    /// <summary>Says what became of the event.</summary>
    public static void Settled(Activity? activity, DispatchResult result)
    {
        if (activity is null)
            return;
        activity
            .SetTag(Measures.Outcome, result.Outcome.Word())
            .SetTag("dispatcher.status", result.Status)
            .SetTag("dispatcher.route_set", result.RouteSetVersion)
            .SetTag("dispatcher.event.id", result.EventId)
            .SetTag("dispatcher.event.type", result.EventType)
            .SetTag("dispatcher.object", result.Event?.ObjectName)
            .SetTag("dispatcher.bucket", result.Event?.Bucket)
            .SetTag("dispatcher.retries", result.Retries)
            .SetTag("dispatcher.dead_letter", result.DeadLetter);
        if (result.Errors is [var first, ..])
            activity.SetTag(Measures.ErrorType, first.Code);
        if (result.Status >= 300 || result.Outcome is Outcome.Rejected or Outcome.Deferred)
            activity.SetStatus(ActivityStatusCode.Error, result.Message);
    }

    /// <summary>One run of a plan, with all its attempts.</summary>
    public static Activity? Launch(Instruments instruments, TaskRunRequest request)
    {
        Activity? activity = instruments.Source.StartActivity("launch", ActivityKind.Client);
        return activity
            ?.SetTag(Measures.Route, request.Route)
            .SetTag("dispatcher.task", request.TaskKey)
            .SetTag("dispatcher.run.name", request.Name);
    }

    /// <summary>Says what launching gave.</summary>
    public static void Launched(Activity? activity, Launch launch)
    {
        if (activity is null)
            return;
        activity
            .SetTag(Measures.Result, DispatchMeasures.ResultOf(launch))
            .SetTag("dispatcher.attempts", launch.Attempts)
            .SetTag("dispatcher.task_run", launch.Run?.TaskRunKey)
            .SetTag("dispatcher.opc_request_id", launch.Run?.OpcRequestId);
        if (launch.Error is { } error)
            activity.SetTag(Measures.ErrorType, error.Code).SetStatus(ActivityStatusCode.Error, error.Message);
    }

    /// <summary>Writing the dead-letter record.</summary>
    public static Activity? DeadLetter(Instruments instruments) =>
        instruments.Source.StartActivity("dead-letter", ActivityKind.Client);

    /// <summary>Says where the record is, or that it is not.</summary>
    public static void Kept(Activity? activity, DispatchResult result)
    {
        if (result.DeadLetter is { } place)
            activity?.SetTag("dispatcher.dead_letter", place);
        else
            activity?.SetStatus(ActivityStatusCode.Error, result.Errors[^1].Message);
    }

    /// <summary>The caller's place in its trace; the default, which is none, when it did not say.</summary>
    /// <remarks>A B3 trace id of 64 bits is the low half of one of 128. A decision that the caller left open is ours:
    /// recorded.</remarks>
    internal static ActivityContext Parent(InvocationTrace? trace)
    {
        if (trace is null)
            return default;
        string traceId = trace.TraceId.PadLeft(32, '0');
        return IsZero(traceId) || IsZero(trace.SpanId)
            ? default
            : new ActivityContext(
                ActivityTraceId.CreateFromString(traceId),
                ActivitySpanId.CreateFromString(trace.SpanId),
                trace.Sampled == false ? ActivityTraceFlags.None : ActivityTraceFlags.Recorded,
                isRemote: true
            );
    }

    private static bool IsZero(string id) => id.AsSpan().IndexOfAnyExcept('0') < 0;
}
