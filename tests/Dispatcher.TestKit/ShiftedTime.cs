namespace Dispatcher.TestKit;

/// <summary>The real clock, set forward by as much as a test says. Timers and timestamps do not notice.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long ticks;

    /// <summary>Sets the clock forward.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref ticks));
}
