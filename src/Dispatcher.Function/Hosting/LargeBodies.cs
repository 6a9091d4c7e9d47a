namespace Dispatcher.Function.Hosting;

/// <summary>Gives the memory of large bodies back after their calls.</summary>
/// <remarks>Large arrays are not looked at before the oldest generation is collected. That may be hours after a burst
/// of large bodies: nothing else allocates as much.</remarks>
internal sealed class LargeBodies
{
    // The size from which an array is a large one.
    private const int Large = 85_000;

    // With what is made of them, some sixty megabytes while calls run, and fifteen when none does.
    private const int KeptBytes = 8 * 1024 * 1024,
        KeptBytesIdle = 2 * 1024 * 1024;

    private int counted;

    /// <summary>Counts the body of a call that is over, and collects where that is due. It takes some milliseconds, so
    /// it comes after the answer. A body counts when nothing needs it any more: what a collection meets in use is
    /// kept.</summary>
    /// <param name="bytes">The body's size.</param>
    /// <param name="isIdle">Whether no call is in progress.</param>
    public void Done(int bytes, bool isIdle)
    {
        if (bytes < Large)
            return;
        int sum = Interlocked.Add(ref counted, bytes);
        if (sum >= (isIdle ? KeptBytesIdle : KeptBytes) && Interlocked.CompareExchange(ref counted, 0, sum) == sum)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
