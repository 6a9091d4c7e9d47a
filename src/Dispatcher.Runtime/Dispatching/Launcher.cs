using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>What launching one run gave: the run, or why there is none.</summary>
internal sealed record Launch(StartedRun? Run, DispatchError? Error, int Attempts);

/// <summary>How the runs of one event are launched.</summary>
/// <param name="Call">The invocation's id, for the log.</param>
/// <param name="Request">What the service's request ids begin with: the same id, and in a batch the element's
/// place.</param>
/// <param name="Places">How many requests may be on their way at once.</param>
/// <param name="TrustsMemory">Whether a run that this process has started is not asked for again. A batch that comes
/// again gets further each time because of that.</param>
internal sealed record LaunchScope(string Call, string Request, SemaphoreSlim Places, bool TrustsMemory);

/// <summary>Creates the task runs of a plan: side by side, each retried on its own, none twice.</summary>
/// <remarks>dispatch-v1, "Exactly one run per object version and route" and "Retry and time".</remarks>
internal sealed class Launcher(
    ITaskRuns taskRuns,
    Retrier retrier,
    DispatchOptions options,
    JsonLog log,
    TimeProvider time,
    Instruments instruments
)
{
    private readonly RunLimiter limiter = new(taskRuns, options, time);
    private readonly RunStarter starter = new(taskRuns, time);

    /// <summary>Every run of the plan, in its order. One that fails, whatever the reason, hides none of the
    /// others.</summary>
    /// <param name="plan">What to create.</param>
    /// <param name="scope">For whom, and how many at once.</param>
    /// <param name="until">No attempt begins, and none is waited for, after this moment.</param>
    /// <param name="cancellationToken">Ends everything at once; what was not created by then is deferred.</param>
    public async Task<ImmutableArray<Launch>> RunAsync(
        DispatchPlan plan,
        LaunchScope scope,
        Moment until,
        CancellationToken cancellationToken
    )
    {
        Launch[] launches = await Task.WhenAll(
                plan.Runs.Select(request =>
                    MeasuredAsync(
                        request,
                        scope.Call,
                        () => LaunchAsync(request, plan, scope, until, cancellationToken),
                        cancellationToken
                    )
                )
            )
            .ConfigureAwait(false);
        return [.. launches];
    }

    private async Task<Launch> MeasuredAsync(
        TaskRunRequest request,
        string call,
        Func<Task<Launch>> launch,
        CancellationToken cancellationToken
    )
    {
        long start = time.GetTimestamp();
        using Activity? activity = DispatchTraces.Launch(instruments, request);
        Launch launched = await SafelyAsync(request, call, launch, cancellationToken).ConfigureAwait(false);
        DispatchMeasures.Launch(instruments, launched, time.GetElapsedTime(start));
        DispatchTraces.Launched(activity, launched);
        return launched;
    }

    private async Task<Launch> SafelyAsync(
        TaskRunRequest request,
        string call,
        Func<Task<Launch>> launch,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await launch().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Launch(
                null,
                new DispatchError(
                    Codes.OutOfTime,
                    request.Route,
                    "The process was stopped before the service answered; "
                        + "the next delivery of the event finds the run or creates it.",
                    Retryable: true
                ),
                1
            );
        }
#pragma warning disable CA1031 // A bug in one launch must not hide the runs that the others created.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Write(LogLevel.Error, "internal", "A failure inside the dispatcher.", json =>
            {
                json.WriteString("callId", call);
                json.WriteString("route", request.Route);
                json.WriteString("exception", e.ToString());
            });
            return new Launch(
                null,
                new DispatchError(
                    Codes.Internal,
                    request.Route,
                    $"A failure inside the dispatcher ({e.GetType().Name}); the log has it.",
                    Retryable: true
                ),
                1
            );
        }
    }

    private async Task<Launch> LaunchAsync(
        TaskRunRequest request,
        DispatchPlan plan,
        LaunchScope scope,
        Moment until,
        CancellationToken cancellationToken
    )
    {
        if (scope.TrustsMemory && starter.Known(request) is { } known)
            return new Launch(
                new StartedRun(request.Route, request.TaskKey, known, request.Name, null, null, Duplicate: true),
                null,
                0
            );

        void Retrying(ServiceFailure failure, int attempts, TimeSpan pause) =>
            log.Write(
                LogLevel.Information,
                "retry",
                "The service did not do what it was asked; it is asked again.",
                json => WriteRetry(json, plan, request, scope.Call, failure, attempts, pause),
                plan.RouteSetVersion
            );

        IRetries retries = retrier.Until(until, cancellationToken, Retrying);
        RunPlace? place = null;
        if (request.MaxRunning is not null)
        {
            (ServiceResult<RunPlace> taken, int counts) = await retries
                .RunAsync("count-runs", (_, token) => limiter.TakeAsync(request, token))
                .ConfigureAwait(false);
            if (!taken.TryGet(out place, out ServiceFailure? uncounted))
                return new Launch(null, ServiceErrors.NotCounted(request, uncounted), counts);
            if (!place.IsFree)
                return await FullAsync(request, place, retries).ConfigureAwait(false);
        }

        (ServiceResult<ExistingRun> result, int attempts) = await starter
            .StartAsync(
                request,
                attempt => RequestId.For(scope.Request, request, attempt),
                new Bounded(retries, scope.Places)
            )
            .ConfigureAwait(false);
        place?.Settle(result);
        return result.TryGet(out ExistingRun? run, out ServiceFailure? failure)
            ? new Launch(Started(request, run), null, attempts)
            : new Launch(null, ServiceErrors.NotCreated(request, failure, attempts), attempts);
    }

    // The run may be one of those that are unfinished: an event that comes again is a duplicate, however full the route
    // is.
    private async Task<Launch> FullAsync(TaskRunRequest request, RunPlace place, IRetries retries)
    {
        (ServiceResult<TaskRun?> found, int attempts) = await starter.FindAsync(request, retries).ConfigureAwait(false);
        return found.Value is { } earlier
            ? new Launch(Started(request, new ExistingRun(earlier, Duplicate: true)), null, attempts)
            : new Launch(
                null,
                found.Failure is { } failure
                    ? ServiceErrors.NotCounted(request, failure)
                    : ServiceErrors.Full(request, place.Unfinished),
                attempts
            );
    }

    private static StartedRun Started(TaskRunRequest request, ExistingRun existing) =>
        new(
            request.Route,
            request.TaskKey,
            existing.Run.Key,
            existing.Run.Name ?? request.Name,
            existing.Run.Status,
            existing.Run.OpcRequestId,
            existing.Duplicate
        );

    private static void WriteRetry(
        Utf8JsonWriter json,
        DispatchPlan plan,
        TaskRunRequest request,
        string call,
        ServiceFailure failure,
        int attempts,
        TimeSpan pause
    )
    {
        json.WriteString("callId", call);
        json.WriteString("eventId", plan.Event.Id);
        PlanJson.WriteObject(json, plan.Event);
        json.WriteString("route", request.Route);
        json.WriteNumber("attempt", attempts);
        json.WriteNumber("pauseMs", Math.Round(pause.TotalMilliseconds));
        json.WriteString("failure", failure.Describe());
        json.WriteString("opcRequestId", failure.OpcRequestId);
    }

    /// <summary>Holds a place for the time of an attempt only: a run that waits to try again does not keep the others
    /// waiting.</summary>
    private sealed class Bounded(IRetries retries, SemaphoreSlim places) : IRetries
    {
        public Task<(ServiceFailure? Failure, int Attempts)> AttemptAsync(
            string operation,
            Func<int, CancellationToken, Task<ServiceFailure?>> attempt
        ) => retries.AttemptAsync(operation, async (number, token) =>
            {
                await places.WaitAsync(token).ConfigureAwait(false);
                try
                {
                    return await attempt(number, token).ConfigureAwait(false);
                }
                finally
                {
                    places.Release();
                }
            });
    }
}
