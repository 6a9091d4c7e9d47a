using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Runtime.Invocations;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Ports;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sources;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>One event in, one answer out: reads it, plans it, launches the plan, keeps what failed, and says what became of it.</summary>
/// <remarks>dispatch-v1. Safe for any number of events at once; nothing of one event holds up another.</remarks>
public sealed class EventDispatcher : IInvocationHandler
{
    private static readonly TimeSpan LastMoments = TimeSpan.FromMilliseconds(700);

    private readonly RouteSetHolder routes;
    private readonly FunctionSettings settings;
    private readonly JsonLog log;
    private readonly TimeProvider time;
    private readonly DispatchOptions options;
    private readonly Launcher launcher;
    private readonly DeadLetterBox? deadLetters;

    /// <summary>A dispatcher.</summary>
    /// <param name="settings">The function's configuration.</param>
    /// <param name="routes">The routes.</param>
    /// <param name="taskRuns">Data Integration.</param>
    /// <param name="objects">Object Storage, for dead letters.</param>
    /// <param name="log">The log.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="options">The bounds; null for the deployed ones.</param>
    public EventDispatcher(
        FunctionSettings settings, RouteSetHolder routes, ITaskRuns taskRuns, IObjectStore objects, JsonLog log,
        TimeProvider? time = null, DispatchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (this.settings, this.routes, this.log) = (settings, routes, log);
        this.time = time ?? TimeProvider.System;
        this.options = options ?? new DispatchOptions();
        var retrier = new Retrier(this.options, this.time);
        launcher = new Launcher(taskRuns, retrier, this.options);
        deadLetters = settings.DeadLetter is { } place ? new DeadLetterBox(objects, place, retrier) : null;
    }

    /// <inheritdoc/>
    public async Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        DispatchResult result = await DispatchAsync(invocation, cancellationToken).ConfigureAwait(false);
        return new InvocationAnswer(result.Status, ResponseJson.Write(result));
    }

    /// <summary>Dispatches, and writes the one summary line.</summary>
    public async Task<DispatchResult> DispatchAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        long start = time.GetTimestamp();
        var deadline = Deadline.Of(time.GetUtcNow(), invocation.Deadline, options);
        DispatchResult result = await DecideAsync(invocation, deadline, cancellationToken).ConfigureAwait(false);
        result = await SettleAsync(invocation, result, deadline, cancellationToken).ConfigureAwait(false);
        Summary.Write(log, invocation, result, time.GetElapsedTime(start));
        return result;
    }

    private async Task<DispatchResult> DecideAsync(Invocation invocation, Deadline deadline, CancellationToken cancellationToken)
    {
        switch (EventReader.Read(invocation.Body))
        {
            case EventReading.Malformed malformed:
                return Failed(Outcome.Rejected, malformed.Errors) with { EventId = malformed.Id, EventType = malformed.Type };
            case EventReading.Ignored ignored:
                return new DispatchResult
                {
                    Outcome = Outcome.Ignored,
                    Status = 200,
                    EventId = ignored.Id,
                    EventType = ignored.Type,
                    EventTime = ignored.Time,
                    RouteSetVersion = routes.Current?.Set.Version,
                };
            case EventReading.Accepted accepted:
                return await SafelyAsync(invocation, accepted.Event, deadline, cancellationToken).ConfigureAwait(false) with
                {
                    Event = accepted.Event,
                    EventId = accepted.Event.Id,
                    EventType = accepted.Event.Type,
                    EventTime = PlanJson.Time(accepted.Event),
                };
            default:
                throw new InvalidOperationException("An event is read, ignored or malformed.");
        }
    }

    // A bug, or the end of the process, must not lose the event: it is deferred and kept like any other failure.
    private async Task<DispatchResult> SafelyAsync(Invocation invocation, StorageEvent storageEvent, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await PlanAsync(invocation, storageEvent, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Failed(Outcome.Deferred, [new DispatchError(Codes.OutOfTime, null, "The process was told to stop before the runs were created.", Retryable: true)]);
        }
#pragma warning disable CA1031 // See above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failed(Outcome.Deferred, [Bug(e)]);
        }
    }

    private DispatchError Bug(Exception e)
    {
        log.Write(LogLevel.Error, "internal", "A failure inside the dispatcher.", json => json.WriteString("exception", e.ToString()));
        return new DispatchError(Codes.Internal, null, $"A failure inside the dispatcher ({e.GetType().Name}); the log has it.", Retryable: true);
    }

    private async Task<DispatchResult> PlanAsync(Invocation invocation, StorageEvent storageEvent, Deadline deadline, CancellationToken cancellationToken)
    {
        // The landing bucket may be the one the records go to: dispatching them would never end.
        if (deadLetters?.Holds(storageEvent.Bucket, storageEvent.ObjectName) == true)
            return new DispatchResult { Outcome = Outcome.Ignored, Status = 200, RouteSetVersion = routes.Current?.Set.Version };
        if (await PlannerAsync(deadline, cancellationToken).ConfigureAwait(false) is not { } planner)
        {
            return Failed(Outcome.Deferred, [new DispatchError(Codes.RoutesNotLoaded, null,
                "No route set has loaded yet; the log says why the last look at the routes failed.", Retryable: true)]);
        }

        DispatchPlan plan = planner.Plan(storageEvent, settings.Configuration);
        var result = new DispatchResult { Outcome = plan.Outcome, Status = 200, RouteSetVersion = plan.RouteSetVersion, Shadow = plan.Shadow };
        if (plan.Outcome == Outcome.Unmatched)
            return result with { Nearest = planner.Nearest(storageEvent) };

        string requestId = invocation.CallId ?? storageEvent.Id;
        ImmutableArray<Launch> launches = await launcher.RunAsync(plan.Runs, requestId, deadline.Launch, cancellationToken).ConfigureAwait(false);
        ImmutableArray<DispatchError> errors = [.. plan.Errors, .. launches.Select(launch => launch.Error).OfType<DispatchError>()];
        return result with
        {
            // What may succeed later decides: the same event comes again, and then the rest is told as it is.
            Outcome = errors.Any(error => error.Retryable) ? Outcome.Deferred : errors.IsEmpty ? Outcome.Dispatched : Outcome.Rejected,
            Runs = [.. launches.Select(launch => launch.Run).OfType<StartedRun>()],
            Errors = errors,
            Retries = launches.Sum(launch => Math.Max(0, launch.Attempts - 1)),
        };
    }

    private async Task<DispatchPlanner?> PlannerAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        TimeSpan left = deadline.Launch - time.GetUtcNow();
        using var clock = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        return await routes.GetAsync(both.Token).ConfigureAwait(false);
    }

    // The dead-letter record and the status: the table in dispatch-v1, "Outcome".
    private async Task<DispatchResult> SettleAsync(Invocation invocation, DispatchResult result, Deadline deadline, CancellationToken cancellationToken)
    {
        bool unmatched = result.Outcome == Outcome.Unmatched;
        bool keep = result.Outcome is Outcome.Rejected or Outcome.Deferred || (unmatched && settings.Unmatched == UnmatchedPolicy.DeadLetter);
        if (keep && deadLetters is not null)
            result = await KeepAsync(deadLetters, invocation, result, deadline, cancellationToken).ConfigureAwait(false);
        return result with
        {
            Status = result.Outcome switch
            {
                Outcome.Deferred => 503,
                Outcome.Rejected => result.DeadLetter is null ? 500 : 200,
                Outcome.Unmatched when settings.Unmatched == UnmatchedPolicy.Fail => 500,
                Outcome.Unmatched when settings.Unmatched == UnmatchedPolicy.DeadLetter => result.DeadLetter is null ? 500 : 200,
                _ => 200,
            },
        };
    }

    private async Task<DispatchResult> KeepAsync(DeadLetterBox box, Invocation invocation, DispatchResult result, Deadline deadline, CancellationToken cancellationToken)
    {
        // A process that is told to stop still tries, for as long as its host lets it write an answer.
        DateTimeOffset until = cancellationToken.IsCancellationRequested ? Earlier(deadline.DeadLetter, time.GetUtcNow() + LastMoments) : deadline.DeadLetter;
        try
        {
            (string? place, ServiceFailure? failure) = await box.WriteAsync(invocation.Body, result, until, CancellationToken.None).ConfigureAwait(false);
            return failure is null
                ? result with { DeadLetter = place }
                : result with
                {
                    Errors = result.Errors.Add(new DispatchError(Codes.DeadLetterFailed, null,
                        $"The dead-letter record was not written: {failure.Describe()}", failure.Kind == FailureKind.Deferred)),
                };
        }
#pragma warning disable CA1031 // A bug in writing the record must not take the answer with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return result with { Errors = result.Errors.Add(Bug(e)) };
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private DispatchResult Failed(Outcome outcome, ImmutableArray<DispatchError> errors) =>
        new() { Outcome = outcome, Status = outcome == Outcome.Deferred ? 503 : 500, Errors = errors, RouteSetVersion = routes.Current?.Set.Version };
}
