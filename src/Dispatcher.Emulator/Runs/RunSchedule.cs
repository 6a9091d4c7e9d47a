using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Runs;

/// <summary>Advances the runs of a workspace. They start in the order in which they become ready, and a limited number
/// runs at once. Nothing happens on a timer: each caller passes the present time.</summary>
internal sealed class RunSchedule(int limit)
{
    private readonly PriorityQueue<RunRecord, (DateTimeOffset Ready, long Sequence)> waiting = new();
    private readonly PriorityQueue<RunRecord, (DateTimeOffset End, long Sequence)> running = new();
    private DateTimeOffset clock = DateTimeOffset.MinValue;

    public void Add(RunRecord run) => waiting.Enqueue(run, (run.ReadyAt, run.Sequence));

    /// <summary>Applies all changes that are due, in their order.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (true)
        {
            DateTimeOffset end = running.TryPeek(out _, out var first) ? first.End : DateTimeOffset.MaxValue;
            DateTimeOffset start =
                running.Count < limit && waiting.TryPeek(out _, out var next)
                    ? Max(next.Ready, clock)
                    : DateTimeOffset.MaxValue;
            DateTimeOffset due = end <= start ? end : start;
            if (due > now || due == DateTimeOffset.MaxValue)
                break;

            clock = due;
            if (end <= start)
                running.Dequeue().EndedAt = end;
            else
                Start(waiting.Dequeue(), start);
        }

        clock = Max(clock, now);
    }

    /// <summary>Ends a run now, in any state.</summary>
    public void Finish(RunRecord run, RunStatus status, string? error, DateTimeOffset now)
    {
        Advance(now);
        if (run.EndedAt is not null)
            return;
        Remove(run);
        run.StartedAt ??= status is RunStatus.Terminated ? null : now;
        run.EndedAt = now;
        run.Final = status;
        run.ErrorMessage = error;
    }

    private void Start(RunRecord run, DateTimeOffset now)
    {
        run.StartedAt = now;
        running.Enqueue(run, (RunRecord.Later(now, run.Course.Running), run.Sequence));
    }

    private void Remove(RunRecord run)
    {
        if (!waiting.Remove(run, out _, out _))
            running.Remove(run, out _, out _);
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
