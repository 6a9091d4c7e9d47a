using System.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>A batch in, one answer out. Its elements run side by side, those of one object in the order of the
/// batch.</summary>
/// <remarks>dispatch-v1, "Input". The sender knows no partial failure and repeats a failed batch until it succeeds, so
/// the answer is 200 as soon as every element is settled, whatever became of it. Memory is bounded by the body and by
/// how many elements run at once.</remarks>
internal sealed class BatchDispatch(
    SingleDispatch single,
    JsonLog log,
    TimeProvider time,
    DispatchOptions options,
    Instruments instruments
)
{
    /// <summary>The status of a batch of which something is not settled: the sender repeats it.</summary>
    public const int NotSettled = 502;

    /// <summary>Dispatches every element, and writes the line that sums the call up.</summary>
    public async Task<InvocationAnswer> RunAsync(
        Invocation invocation,
        EventBatch batch,
        CancellationToken cancellationToken
    )
    {
        long start = time.GetTimestamp();
        using Activity? activity = DispatchTraces.Batch(instruments, invocation, batch.Count);

        // A record that finds no time left is not written at all: the batch comes again.
        Deadline deadline = Deadline.Of(time, invocation.Deadline, single.KeepsDeadLetters, options) with
        {
            LeastForDeadLetter = TimeSpan.Zero,
        };
        DispatchPlanner? planner = await single.PlannerAsync(deadline, cancellationToken).ConfigureAwait(false);
        var run = new BatchRun(
            invocation,
            batch,
            planner,
            deadline,
            new BatchBudget(deadline, batch.Count, single.KeepsDeadLetters, time, options),
            new BatchAnswer(batch.Count),
            new SemaphoreSlim(options.ElementsAtOnce)
        );
        var lanes = BatchLanes.Of(batch);
        int taken = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(options.ElementsAtOnce, lanes.Count)).Select(_ => WorkAsync()))
            .ConfigureAwait(false);
        int status = run.Answer.Unsettled == 0 ? 200 : NotSettled;
        Summary.WriteBatch(log, invocation, run.Answer, status, time.GetElapsedTime(start), planner?.Set.Version);
        DispatchMeasures.Batch(instruments, run.Answer);
        DispatchTraces.Settled(activity, run.Answer, status);
        return new InvocationAnswer(status, run.Answer.Write(planner?.Set.Version));

        async Task WorkAsync()
        {
            for (
                int lane = Interlocked.Increment(ref taken);
                lane < lanes.Count;
                lane = Interlocked.Increment(ref taken)
            )
            {
                foreach (int index in lanes.Elements(lane))
                    await DispatchAsync(run, index, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task DispatchAsync(BatchRun run, int index, CancellationToken cancellationToken)
    {
        BatchElement element = run.Batch.Read(index);
        var place = new BatchPlace(index, run.Batch.Count, element.Source, element.Partition, element.Offset);
        Deadline? own = run.Budget.Begin();
        long start = time.GetTimestamp();
        var delivery = new Delivery(
            run.Invocation with
            {
                Body = element.Event,
            },
            element.Reading,
            own ?? run.Deadline,
            run.Places
        )
        {
            Batch = place,
            Planner = run.Planner,
            IsTooLate = own is null || cancellationToken.IsCancellationRequested,
            IsNotKept = cancellationToken.IsCancellationRequested,
        };
        DispatchResult result = await single.RunAsync(delivery, cancellationToken).ConfigureAwait(false);
        if (own is not null && result.Retries == 0)
            run.Budget.Took(time.GetElapsedTime(start));
        if (result.Outcome == Outcome.Rejected && !single.KeepsDeadLetters)
            Summary.WriteLost(log, delivery, result);
        run.Answer.Add(place, result, IsSettled(result));
    }

    // An element that can never succeed is settled also where there is no place to keep it: failing the batch would
    // bring it back for ever. Where there is a place and writing fails, that may pass.
    private bool IsSettled(DispatchResult result) =>
        result.Outcome switch
        {
            Outcome.Dispatched or Outcome.Ignored or Outcome.Shadowed or Outcome.Held => true,
            Outcome.Unmatched => result.Status == 200,
            Outcome.Rejected => result.DeadLetter is not null || !single.KeepsDeadLetters,
            Outcome.Deferred => result.DeadLetter is not null,
        };

    private sealed record BatchRun(
        Invocation Invocation,
        EventBatch Batch,
        DispatchPlanner? Planner,
        Deadline Deadline,
        BatchBudget Budget,
        BatchAnswer Answer,
        SemaphoreSlim Places
    );
}
