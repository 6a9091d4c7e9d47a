namespace Dispatcher.TestKit;

/// <summary>A clock that moves only when a test moves it; timers fire then, in the order they are due.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock access = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;
    private TimeSpan set;

    /// <summary>A clock that stands at a fixed time: 2026-11-23 10:00 UTC.</summary>
    public ManualTime()
        : this(new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero)) { }

    /// <summary>A clock that stands at the present: for tests in which another party has the real time.</summary>
    public static ManualTime FromNow() => new(DateTimeOffset.UtcNow);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers are waiting.</summary>
    public int Timers
    {
        get
        {
            lock (access)
                return timers.Count;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (access)
            return now + set;
    }

    public override long GetTimestamp()
    {
        lock (access)
            return now.Ticks;
    }

    /// <summary>Sets the wall clock forwards or back. Timers and timestamps do not notice.</summary>
    public void SetClock(TimeSpan by)
    {
        lock (access)
            set += by;
    }

    /// <summary>Stands still for so long, as a frozen process does: timers that are due meanwhile fire after
    /// it.</summary>
    public void Freeze(TimeSpan by)
    {
        lock (access)
            now += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; timers that are due by then fire, each at its time.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset until;
        lock (access)
            until = now + by;
        while (FireNext(until)) { }

        lock (access)
            now = until;
    }

    /// <summary>Moves to the next timer and fires it; false where no timer waits.</summary>
    public bool AdvanceToNextTimer() => FireNext(DateTimeOffset.MaxValue);

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

    private bool FireNext(DateTimeOffset until)
    {
        ManualTimer? next;
        lock (access)
        {
            next = timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (next is null)
                return false;
            if (next.Due > now)
                now = next.Due;
            if (next.Period > TimeSpan.Zero)
                next.Due += next.Period;
            else
                timers.Remove(next);
        }

        next.Fire();
        return true;
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.access)
            {
                time.timers.Remove(this);
                if (dueTime < TimeSpan.Zero)
                    return true;
                (Due, Period) = (time.now + dueTime, period);
                time.timers.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
