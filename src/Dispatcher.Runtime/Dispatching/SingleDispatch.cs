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

/// <summary>One event: plans it, launches the plan, keeps what failed, and writes the one summary line.</summary>
/// <remarks>dispatch-v1, "Outcome". Safe for any number of events at once; nothing of one event holds up
/// another.</remarks>
internal sealed class SingleDispatch(
    FunctionSettings settings,
    RouteSetHolder routes,
    ITaskRuns taskRuns,
    DeadLetterBox? deadLetters,
    Retrier retrier,
    JsonLog log,
    TimeProvider time,
    DispatchOptions options,
    Instruments instruments
)
{
    private readonly Launcher launcher = new(taskRuns, retrier, options, log, time, instruments);

    /// <summary>Whether failed events are kept anywhere.</summary>
    public bool KeepsDeadLetters => deadLetters is not null;

    /// <summary>Dispatches, and writes the one summary line. Never throws for any event, whatever the services
    /// do.</summary>
    /// <param name="delivery">The event, and what it may take.</param>
    /// <param name="cancellationToken">Says that the process is about to end: what is not done is deferred, and
    /// kept.</param>
    public async Task<DispatchResult> RunAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        using Activity? activity = DispatchTraces.Dispatch(instruments, delivery.Invocation, delivery.Batch);
        DispatchResult result = await DecideAsync(delivery, cancellationToken).ConfigureAwait(false);
        result = await SettleAsync(delivery, result, cancellationToken).ConfigureAwait(false);
        TimeSpan duration = time.GetElapsedTime(start);
        Summary.Write(log, delivery, result, duration);
        DispatchMeasures.Invocation(instruments, result, duration, time.GetUtcNow());
        DispatchTraces.Settled(activity, result);
        return result;
    }

    /// <summary>The planner to decide with; null when no route set has loaded in the time there is.</summary>
    public async Task<DispatchPlanner?> PlannerAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        if (routes.Current is { } loaded)
            return loaded;
        TimeSpan left = deadline.Launch.Left(time);
        using var clock = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        return await routes.GetAsync(both.Token).ConfigureAwait(false);
    }

    /// <summary>Why there is no planner.</summary>
    public DispatchError NoRoutes() =>
        new(
            Codes.RoutesNotLoaded,
            null,
            "No route set has loaded yet: "
                + $"{routes.LastProblem ?? "reading the routes takes longer than this invocation may"}",
            Retryable: true
        );

    private async Task<DispatchResult> DecideAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        StorageEvent? read = null;
        DispatchResult result;
        try
        {
            switch (delivery.Reading)
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

            result = await PlanAsync(delivery, read!, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A bug must not lose the event: it is deferred and kept like any other failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            result = Failed(
                Outcome.Deferred,
                "The dispatcher failed; the event may succeed later.",
                [Bug(delivery.Invocation, read, e)]
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
        Delivery delivery,
        StorageEvent storageEvent,
        CancellationToken cancellationToken
    )
    {
        // The landing bucket may be the one the records go to: dispatching them would never end.
        if (deadLetters?.Holds(storageEvent.Namespace, storageEvent.Bucket, storageEvent.ObjectName) == true)
            return Ignored(
                "The object lies where dead letters are kept, and what the dispatcher wrote itself is not dispatched."
            );
        DispatchPlanner? planner = delivery.Batch is null
            ? await PlannerAsync(delivery.Deadline, cancellationToken).ConfigureAwait(false)
            : delivery.Planner;
        if (planner is null)
            return Failed(Outcome.Deferred, "There are no routes yet; the event may succeed later.", [NoRoutes()]);
        if (delivery.IsTooLate)
            return Failed(
                Outcome.Deferred,
                "The event was not begun; it may succeed later.",
                [
                    new DispatchError(
                        Codes.OutOfTime,
                        null,
                        "This call has less time left than the event needs, so it was not begun.",
                        Retryable: true
                    ),
                ]
            );

        // Deciding never waits for anything, so that no token could end it: it asks the clock on its way.
        bool IsOver() =>
            cancellationToken.IsCancellationRequested || delivery.Deadline.Launch.Left(time) <= TimeSpan.Zero;
        DispatchPlan plan = planner.Plan(
            storageEvent,
            settings.Configuration,
            options.PlanBudget with
            {
                IsOver = IsOver,
            }
        );
        if (plan.Outcome == Outcome.Unmatched)
            return Unmatched(delivery, planner, plan, IsOver);
        if (plan.Sink is { } sink)
            return Result(plan, Outcome.Ignored, $"The sink `{sink}` takes the object, so nothing is started.") with
            {
                Sink = sink,
            };
        if (plan.Outcome == Outcome.Shadowed)
            return Result(
                plan,
                Outcome.Shadowed,
                "Only routes in shadow take the object, so nothing is started: "
                    + $"{string.Join(", ", plan.ShadowRoutes.Select(route => $"`{route}`"))}."
            );
        if (plan.Outcome == Outcome.Held)
            return Result(plan, Outcome.Held, "The object waits for its group; a sweep starts the run.");

        ImmutableArray<Launch> launches = await launcher
            .RunAsync(plan, delivery.Scope(storageEvent), delivery.Deadline.Launch, cancellationToken)
            .ConfigureAwait(false);
        // A loop, not queries: native code looks up how one query follows another, at the first event.
        var runs = ImmutableArray.CreateBuilder<StartedRun>(launches.Length);
        var errors = plan.Errors.ToBuilder();
        var writes = ImmutableArray.CreateBuilder<WrittenObject>(0);
        int retries = 0;
        for (int i = 0; i < launches.Length; i++)
        {
            Launch launch = launches[i];
            retries += Math.Max(0, launch.Attempts - 1);
            if (launch.Error is { } error)
                errors.Add(WithOwner(planner, error));
            if (launch.Run is not { } run)
                continue;
            runs.Add(run);
            writes.AddRange(plan.Runs[i].Writes);
        }

        // What may succeed later decides: the same event comes again, and then the rest is reported too.
        Outcome outcome =
            errors.Any(error => error.Retryable) ? Outcome.Deferred
            : errors.Count == 0 ? Outcome.Dispatched
            : Outcome.Rejected;
        int failed =
            plan.Runs.Length
            - runs.Count
            + (plan.Errors.IsEmpty ? 0 : plan.Errors.Select(error => error.Route).Distinct().Count());
        ImmutableArray<StartedRun> started = runs.DrainToImmutable();
        return Result(plan, outcome, Message(outcome, started, failed)) with
        {
            Runs = started,
            Writes = writes.DrainToImmutable(),
            Errors = errors.DrainToImmutable(),
            Retries = retries,
        };
    }

    private DispatchResult Unmatched(Delivery delivery, DispatchPlanner planner, DispatchPlan plan, Func<bool> isOver)
    {
        string reason = planner.Nearest(plan.Event, isOver) is { } nearest
            ? $"No route matched. The nearest is {nearest.Text}."
            : "No route matched: there is no enabled route.";
        // The log's line has both, so that the reason is in one of them.
        return PolicyFor(delivery) == UnmatchedPolicy.Ignore
            ? Result(plan, Outcome.Unmatched, reason)
            : Result(plan, Outcome.Unmatched, "No route matched.") with
            {
                Errors = [new DispatchError(Codes.Unmatched, null, reason, Retryable: false)],
            };
    }

    // A sender of batches would send the whole batch again, for ever.
    private UnmatchedPolicy PolicyFor(Delivery delivery) =>
        delivery.Batch is not null && settings.Unmatched == UnmatchedPolicy.Fail
            ? UnmatchedPolicy.Ignore
            : settings.Unmatched;

    // The dead-letter record and the status: the table in dispatch-v1, "Outcome".
    private async Task<DispatchResult> SettleAsync(
        Delivery delivery,
        DispatchResult result,
        CancellationToken cancellationToken
    )
    {
        bool keep =
            result.Outcome is Outcome.Rejected or Outcome.Deferred
            || (result.Outcome == Outcome.Unmatched && settings.Unmatched == UnmatchedPolicy.DeadLetter);
        if (keep && deadLetters is not null && !delivery.IsNotKept)
        {
            using Activity? activity = DispatchTraces.DeadLetter(instruments);
            result = await KeepAsync(deadLetters, delivery, result, cancellationToken).ConfigureAwait(false);
            DispatchMeasures.DeadLetter(instruments, result);
            DispatchTraces.Kept(activity, result);
        }

        return result with
        {
            Status = result.Outcome switch
            {
                Outcome.Deferred => 503,
                Outcome.Rejected => result.DeadLetter is null ? 500 : 200,
                Outcome.Unmatched => PolicyFor(delivery) switch
                {
                    UnmatchedPolicy.Fail => 500,
                    UnmatchedPolicy.DeadLetter => result.DeadLetter is null ? 500 : 200,
                    UnmatchedPolicy.Ignore => 200,
                },
                Outcome.Dispatched or Outcome.Ignored or Outcome.Shadowed or Outcome.Held => 200,
            },
        };
    }

    private async Task<DispatchResult> KeepAsync(
        DeadLetterBox box,
        Delivery delivery,
        DispatchResult result,
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
                    delivery.Invocation,
                    result,
                    delivery.Deadline.ForDeadLetter(time),
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
            error = NotKept("the process was stopped", retryable: true);
        }
#pragma warning disable CA1031 // A bug in writing the record must not take the answer with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            error = Bug(delivery.Invocation, result.Event, e);
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
            Outcome.Unmatched or Outcome.Ignored or Outcome.Shadowed or Outcome.Held or Outcome.Deferred =>
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
            Groups = plan.Groups,
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
