namespace Dispatcher.Runtime.Tests.Fakes;

/// <summary>A clock that moves only when a test moves it, to the next timer.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private DateTimeOffset now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock without any timer in between.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset target = GetUtcNow() + by;
        while (NextDue() is { } due && due <= target)
            AdvanceToNextTimer();
        lock (gate)
            now = target;
    }

    /// <summary>Moves to the next timer and runs it; false when there is none.</summary>
    public bool AdvanceToNextTimer()
    {
        Timer? next;
        lock (gate)
        {
            next = timers.MinBy(timer => timer.Due);
            if (next is null)
                return false;
            timers.Remove(next);
            if (next.Due > now)
                now = next.Due;
        }

        next.Fire();
        return true;
    }

    /// <summary>Runs an operation to its end, moving the clock whenever it waits. What the fakes do completes inline,
    /// so the operation waits for nothing but the clock.</summary>
    public T Run<T>(Func<Task<T>> operation)
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            Task<T> running = operation();
            for (int idle = 0; !running.IsCompleted; idle++)
            {
                if (AdvanceToNextTimer())
                    continue;
                Assert.True(idle < 10_000, "the operation waits for something that never comes");
                Thread.Sleep(1);
            }

            return running.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private DateTimeOffset? NextDue()
    {
        lock (gate)
            return timers.Count == 0 ? null : timers.Min(timer => timer.Due);
    }

    private sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time.now + dueTime;
                time.timers.Add(this);
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (time.gate)
                time.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
