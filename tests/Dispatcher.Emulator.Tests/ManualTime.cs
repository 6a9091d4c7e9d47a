namespace Dispatcher.Emulator.Tests;

/// <summary>A clock that moves when it is told to; timers fire then, in their order.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock access = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;

    public ManualTime()
        : this(DateTimeOffset.UtcNow) { }

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
            return now;
    }

    public void Advance(TimeSpan by)
    {
        DateTimeOffset until = GetUtcNow() + by;
        while (true)
        {
            ManualTimer? due;
            lock (access)
            {
                due = timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
                now = due?.Due ?? until;
                if (due is null)
                    return;
                if (due.Period > TimeSpan.Zero)
                    due.Due += due.Period;
                else
                    timers.Remove(due);
            }

            due.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
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
