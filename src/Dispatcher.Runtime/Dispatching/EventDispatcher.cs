using System.Collections.Immutable;
using System.Diagnostics;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sources;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>One event in, one answer out: reads it, plans it, launches the plan, keeps what failed, and says what
/// became of it.</summary>
/// <remarks>dispatch-v1. Safe for any number of events at once; nothing of one event holds up another.</remarks>
public sealed class EventDispatcher : IInvocationHandler
{
    private readonly RouteSetHolder routes;
    private readonly FunctionSettings settings;
    private readonly JsonLog log;
    private readonly TimeProvider time;
    private readonly DispatchOptions options;
    private readonly Instruments instruments;
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
    /// <param name="instruments">Metrics and traces; null for some that nobody reads.</param>
    public EventDispatcher(
        FunctionSettings settings,
        RouteSetHolder routes,
        ITaskRuns taskRuns,
        IObjectStore objects,
        JsonLog log,
        TimeProvider? time = null,
        DispatchOptions? options = null,
        Instruments? instruments = null
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        (this.settings, this.routes, this.log) = (settings, routes, log);
        this.time = time ?? TimeProvider.System;
        this.options = options ?? new DispatchOptions();
        this.instruments = instruments ?? new Instruments();
        var retrier = new Retrier(this.options, this.time, this.instruments);
        launcher = new Launcher(taskRuns, retrier, this.options, log, this.time, this.instruments);
        deadLetters = settings.DeadLetter is { } place ? new DeadLetterBox(objects, place, retrier, this.time) : null;
    }

    /// <inheritdoc/>
    public async Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        DispatchResult result = await DispatchAsync(invocation, cancellationToken).ConfigureAwait(false);
        return new InvocationAnswer(result.Status, ResponseJson.Write(result));
    }

    /// <summary>Dispatches, and writes the one summary line. Never throws for any event, whatever the services
    /// do.</summary>
    /// <param name="invocation">The event as received.</param>
    /// <param name="cancellationToken">Says that the process is about to end: what is not done is deferred, and
    /// kept.</param>
    public async Task<DispatchResult> DispatchAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        long start = time.GetTimestamp();
        using Activity? activity = DispatchTraces.Dispatch(instruments, invocation);
        var deadline = Deadline.Of(time, invocation.Deadline, deadLetters is not null, options);
        routes.Begin(); // Also beside an event that needs none: the next one may.
        DispatchResult result = await DecideAsync(invocation, deadline, cancellationToken).ConfigureAwait(false);
        result = await SettleAsync(invocation, result, deadline, cancellationToken).ConfigureAwait(false);
        TimeSpan duration = time.GetElapsedTime(start);
        Summary.Write(log, invocation, result, duration);
        DispatchMeasures.Invocation(instruments, result, duration, time.GetUtcNow());
        DispatchTraces.Settled(activity, result);
        return result;
    }

    private async Task<DispatchResult> DecideAsync(
        Invocation invocation,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        StorageEvent? read = null;
        DispatchResult result;
        try
        {
            switch (EventReader.Read(invocation.Body))
            {
                case EventReading.Malformed malformed:
                    return Failed(Outcome.Rejected, "The event can never be dispatched.", malformed.Errors) with
                    {
                        EventId = malformed.Id,
                        EventType = malformed.Type,
                    };
                case EventReading.Ignored ignored:
                    return Ignored("The event is not about an object.") with
                    {
                        EventId = ignored.Id,
                        EventType = ignored.Type,
                        EventTime = ignored.Time,
                    };
                case EventReading.Accepted accepted:
                    read = accepted.Event;
                    break;
            }

            result = await PlanAsync(invocation, read!, deadline, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A bug must not lose the event: it is deferred and kept like any other failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            result = Failed(
                Outcome.Deferred,
                "The dispatcher failed; the event may succeed later.",
                [Bug(invocation, read, e)]
            );
        }

        return read is null
            ? result
            : result with
            {
                Event = read,
                EventId = read.Id,
                EventType = read.Type,
                EventTime = PlanJson.Time(read),
            };
    }

    private async Task<DispatchResult> PlanAsync(
        Invocation invocation,
        StorageEvent storageEvent,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        // The landing bucket may be the one the records go to: dispatching them would never end.
        if (deadLetters?.Holds(storageEvent.Namespace, storageEvent.Bucket, storageEvent.ObjectName) == true)
            return Ignored(
                "The object lies where dead letters are kept, and what the dispatcher wrote itself is not dispatched."
            );
        if (await PlannerAsync(deadline, cancellationToken).ConfigureAwait(false) is not { } planner)
        {
            return Failed(
                Outcome.Deferred,
                "There are no routes yet; the event may succeed later.",
                [
                    new DispatchError(
                        Codes.RoutesNotLoaded,
                        null,
                        $"No route set has loaded yet: {routes.LastProblem ?? "reading the routes takes longer than this invocation may"}",
                        Retryable: true
                    ),
                ]
            );
        }

        // Deciding never waits for anything, so that no token could end it: it asks the clock on its way.
        bool IsOver() => cancellationToken.IsCancellationRequested || deadline.Launch.Left(time) <= TimeSpan.Zero;
        DispatchPlan plan = planner.Plan(
            storageEvent,
            settings.Configuration,
            options.PlanBudget with
            {
                IsOver = IsOver,
            }
        );
        if (plan.Outcome == Outcome.Unmatched)
            return Unmatched(planner, plan, IsOver);

        ImmutableArray<Launch> launches = await launcher
            .RunAsync(plan, invocation.CallId ?? storageEvent.Id, deadline.Launch, cancellationToken)
            .ConfigureAwait(false);
        ImmutableArray<StartedRun> runs = [.. launches.Select(launch => launch.Run).OfType<StartedRun>()];
        ImmutableArray<DispatchError> errors =
        [
            .. plan.Errors,
            .. launches
                .Select(launch => launch.Error)
                .OfType<DispatchError>()
                .Select(error => WithOwner(planner, error)),
        ];

        // What may succeed later decides: the same event comes again, and then the rest is told as it is.
        Outcome outcome =
            errors.Any(error => error.Retryable) ? Outcome.Deferred
            : errors.IsEmpty ? Outcome.Dispatched
            : Outcome.Rejected;
        int failed = plan.Runs.Length - runs.Length + plan.Errors.Select(error => error.Route).Distinct().Count();
        return Result(plan, outcome, Message(outcome, runs, failed)) with
        {
            Runs = runs,
            Errors = errors,
            Retries = launches.Sum(launch => Math.Max(0, launch.Attempts - 1)),
        };
    }

    private DispatchResult Unmatched(DispatchPlanner planner, DispatchPlan plan, Func<bool> isOver)
    {
        string message = planner.Nearest(plan.Event, isOver) is { } nearest
            ? $"No route matched. The nearest is {nearest.Text}."
            : "No route matched: there is no enabled route.";
        return Result(plan, Outcome.Unmatched, message) with
        {
            Errors =
                settings.Unmatched == UnmatchedPolicy.Ignore
                    ? []
                    : [new DispatchError(Codes.Unmatched, null, message, Retryable: false)],
        };
    }

    private async Task<DispatchPlanner?> PlannerAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        if (routes.Current is { } loaded)
            return loaded;
        TimeSpan left = deadline.Launch.Left(time);
        using var clock = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        return await routes.GetAsync(both.Token).ConfigureAwait(false);
    }

    // The dead-letter record and the status: the table in dispatch-v1, "Outcome".
    private async Task<DispatchResult> SettleAsync(
        Invocation invocation,
        DispatchResult result,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        bool keep =
            result.Outcome is Outcome.Rejected or Outcome.Deferred
            || (result.Outcome == Outcome.Unmatched && settings.Unmatched == UnmatchedPolicy.DeadLetter);
        if (keep && deadLetters is not null)
        {
            using Activity? activity = DispatchTraces.DeadLetter(instruments);
            result = await KeepAsync(deadLetters, invocation, result, deadline, cancellationToken)
                .ConfigureAwait(false);
            DispatchMeasures.DeadLetter(instruments, result);
            DispatchTraces.Kept(activity, result);
        }

        return result with
        {
            Status = result.Outcome switch
            {
                Outcome.Deferred => 503,
                Outcome.Rejected => result.DeadLetter is null ? 500 : 200,
                Outcome.Unmatched => settings.Unmatched switch
                {
                    UnmatchedPolicy.Fail => 500,
                    UnmatchedPolicy.DeadLetter => result.DeadLetter is null ? 500 : 200,
                    UnmatchedPolicy.Ignore => 200,
                },
                Outcome.Dispatched or Outcome.Ignored => 200,
            },
        };
    }

    private async Task<DispatchResult> KeepAsync(
        DeadLetterBox box,
        Invocation invocation,
        DispatchResult result,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        // A process whose time is over still tries, for as long as its host lets it write an answer.
        using var over = new CancellationTokenSource();
        using CancellationTokenRegistration last = cancellationToken.Register(() =>
            over.CancelAfter(options.LastMoments)
        );
        DispatchError error;
        try
        {
            ServiceResult<string> written = await box.WriteAsync(
                    invocation,
                    result,
                    deadline.ForDeadLetter(time),
                    over.Token
                )
                .ConfigureAwait(false);
            if (written.TryGet(out string? place, out ServiceFailure? failure))
                return result with { DeadLetter = place };
            error = NotKept(
                $"{failure.Describe()}; check the bucket and the policy",
                failure.Kind == FailureKind.Deferred
            );
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            error = NotKept("the process was told to stop", retryable: true);
        }
#pragma warning disable CA1031 // A bug in writing the record must not take the answer with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            error = Bug(invocation, result.Event, e);
        }

        return result with
        {
            Errors = result.Errors.Add(error),
        };
    }

    private static DispatchError NotKept(string reason, bool retryable) =>
        new(Codes.DeadLetterFailed, null, $"The dead-letter record was not written: {reason}.", retryable);

    private DispatchError Bug(Invocation invocation, StorageEvent? storageEvent, Exception e)
    {
        log.Write(LogLevel.Error, "internal", "A failure inside the dispatcher.", json =>
        {
            json.WriteString("callId", invocation.CallId);
            json.WriteString("eventId", storageEvent?.Id);
            json.WriteString("exception", e.ToString());
        });
        return new DispatchError(
            Codes.Internal,
            null,
            $"A failure inside the dispatcher ({e.GetType().Name}); the log has it.",
            Retryable: true
        );
    }

    // routes-v1: the owner is shown wherever a route fails.
    private static DispatchError WithOwner(DispatchPlanner planner, DispatchError error) =>
        planner.Set.Routes.FirstOrDefault(route => route.Name == error.Route)?.Owner is { } owner
            ? error with
            {
                Message = $"{error.Message} Owner: {Quote.Line(owner)}.",
            }
            : error;

    private static string Message(Outcome outcome, ImmutableArray<StartedRun> runs, int failed)
    {
        int before = runs.Count(run => run.Duplicate);
        string exist =
            before == 0 ? $"{runs.Length} created" : $"{runs.Length - before} created, {before} there already";
        return outcome switch
        {
            Outcome.Dispatched => $"Task runs: {exist}.",
            Outcome.Rejected => $"Task runs: {exist}, {failed} refused for good.",
            Outcome.Unmatched or Outcome.Ignored or Outcome.Deferred =>
                $"Task runs: {exist}, {failed} missing; the event may succeed later.",
        };
    }

    private static DispatchResult Result(DispatchPlan plan, Outcome outcome, string message) =>
        new()
        {
            Outcome = outcome,
            Status = 200,
            Message = message,
            RouteSetVersion = plan.RouteSetVersion,
            Shadow = plan.Shadow,
            ShadowErrors = plan.ShadowErrors,
        };

    private DispatchResult Ignored(string message) =>
        new()
        {
            Outcome = Outcome.Ignored,
            Status = 200,
            Message = message,
            RouteSetVersion = routes.Current?.Set.Version,
        };

    private DispatchResult Failed(Outcome outcome, string message, ImmutableArray<DispatchError> errors) =>
        Ignored(message) with
        {
            Outcome = outcome,
            Errors = errors,
        };
}
