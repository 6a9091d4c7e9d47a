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
    private readonly RecentRuns recent = new();

    /// <summary>Every run of the plan, in its order. One that fails, whatever the reason, hides none of the
    /// others.</summary>
    /// <param name="plan">What to create.</param>
    /// <param name="call">The invocation's id, for logs on both sides.</param>
    /// <param name="until">No attempt begins, and none is waited for, after this moment.</param>
    /// <param name="cancellationToken">Ends everything at once; what was not created by then is deferred.</param>
    public async Task<ImmutableArray<Launch>> RunAsync(
        DispatchPlan plan,
        string call,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        // A place is held for the time of an attempt only: a run that waits to try again does not keep the others
        // waiting.
        var places = new SemaphoreSlim(options.LaunchesAtOnce);
        Launch[] launches = await Task.WhenAll(
                plan.Runs.Select(request =>
                    MeasuredAsync(
                        request,
                        call,
                        () => LaunchAsync(request, plan, places, call, until, cancellationToken),
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
                    "The process was told to stop before the service answered; the next delivery of the event finds the run or creates it.",
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
        SemaphoreSlim places,
        string call,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        void Retrying(ServiceFailure failure, int attempts, TimeSpan pause) =>
            log.Write(
                LogLevel.Information,
                "retry",
                "The service did not do what it was asked; it is asked again.",
                json => WriteRetry(json, plan, request, call, failure, attempts, pause),
                plan.RouteSetVersion
            );

        RunPlace? place = null;
        if (request.MaxRunning is not null)
        {
            (ServiceResult<RunPlace> taken, int counts) = await retrier
                .RunAsync(
                    "count-runs",
                    (_, token) => limiter.TakeAsync(request, token),
                    until,
                    cancellationToken,
                    Retrying
                )
                .ConfigureAwait(false);
            if (!taken.TryGet(out place, out ServiceFailure? uncounted))
                return new Launch(null, ServiceErrors.NotCounted(request, uncounted), counts);
            if (!place.IsFree)
                return await FullAsync(request, place, until, Retrying, cancellationToken).ConfigureAwait(false);
        }

        (ServiceResult<TaskRun> result, int attempts) = await retrier
            .RunAsync(
                "create-run",
                (attempt, token) => CreateAsync(request, RequestId.For(call, request, attempt), places, token),
                until,
                cancellationToken,
                Retrying
            )
            .ConfigureAwait(false);
        place?.Settle(result);

        // A run that this delivery created in an attempt whose answer was lost cannot be told from an earlier
        // delivery's: both existed.
        if (result.TryGet(out TaskRun? created, out ServiceFailure? failure))
            return new Launch(
                Started(request, created, recent.Repeats(request.RetryToken, created.Key) || created.Existed),
                null,
                attempts
            );

        // The token was used before and is spent: the run of the earlier delivery has the same identifier or name.
        if (failure is { Status: 409 } && failure.Code.Contains("RetryToken", StringComparison.OrdinalIgnoreCase))
        {
            (ServiceResult<TaskRun?> found, int looks) = await retrier
                .RunAsync(
                    "find-run",
                    (_, token) => RunFinder.FindAsync(taskRuns, request, token),
                    until,
                    cancellationToken,
                    Retrying
                )
                .ConfigureAwait(false);
            attempts += looks - 1;
            if (found.Value is { } earlier)
                return new Launch(Started(request, earlier, duplicate: true), null, attempts);
            failure = found.Failure is { } lookUp ? LookUpFailed(failure, lookUp) : NotTold(failure, request);
        }

        return new Launch(null, ServiceErrors.NotCreated(request, failure, attempts), attempts);
    }

    // The run may be one of those that are unfinished: an event that comes again is a duplicate, however full the route
    // is.
    private async Task<Launch> FullAsync(
        TaskRunRequest request,
        RunPlace place,
        DateTimeOffset until,
        Action<ServiceFailure, int, TimeSpan> retrying,
        CancellationToken cancellationToken
    )
    {
        (ServiceResult<TaskRun?> found, int attempts) = await retrier
            .RunAsync(
                "find-run",
                (_, token) => RunFinder.FindAsync(taskRuns, request, token),
                until,
                cancellationToken,
                retrying
            )
            .ConfigureAwait(false);
        return found.Value is { } earlier
            ? new Launch(Started(request, earlier, duplicate: true), null, attempts)
            : new Launch(
                null,
                found.Failure is { } failure
                    ? ServiceErrors.NotCounted(request, failure)
                    : ServiceErrors.Full(request, place.Unfinished),
                attempts
            );
    }

    private async Task<ServiceResult<TaskRun>> CreateAsync(
        TaskRunRequest request,
        string requestId,
        SemaphoreSlim places,
        CancellationToken cancellationToken
    )
    {
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await taskRuns.CreateAsync(request, requestId, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    private static StartedRun Started(TaskRunRequest request, TaskRun run, bool duplicate) =>
        new(request.Route, request.TaskKey, run.Key, run.Name ?? request.Name, run.Status, run.OpcRequestId, duplicate);

    private static ServiceFailure LookUpFailed(ServiceFailure refusal, ServiceFailure lookUp) =>
        lookUp with
        {
            Message =
                $"{lookUp.Message} (looking for the run of an earlier delivery, because the service said {refusal.Code})",
        };

    private static ServiceFailure NotTold(ServiceFailure refusal, TaskRunRequest request) =>
        refusal with
        {
            Message =
                $"{refusal.Message} (an earlier delivery used the retry token, and the service tells of no run with the identifier "
                + $"{request.Identifier} or the name {request.Name}; look at the task's runs before starting it by hand)",
        };

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
}
