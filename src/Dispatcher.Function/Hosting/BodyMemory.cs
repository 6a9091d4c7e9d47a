namespace Dispatcher.Function.Hosting;

/// <summary>Gives the memory of large bodies back after their calls.</summary>
/// <remarks>Large arrays are not looked at before the oldest generation is collected. That may be hours after a burst
/// of large bodies: nothing else allocates as much. What JSON is read with comes from the shared pools, up to fifteen
/// megabytes for each thread that read a body. They let an array go in a collection that comes half a minute after its
/// use, so one comes then.</remarks>
internal sealed class BodyMemory
{
    // The size from which an array is a large one.
    private const int Large = 85_000;

    // With what is made of them, some sixty megabytes while calls run, and fifteen when none does.
    private const int KeptBytes = 8 * 1024 * 1024,
        KeptBytesIdle = 2 * 1024 * 1024;

    // A little more than the pools' half a minute.
    private static readonly TimeSpan PoolsKeep = TimeSpan.FromSeconds(31);

    // One for the process, as the pools and the collector are.
    private static readonly Timer Later = new(static _ => CollectPools());

    private int counted;

    /// <summary>Counts the body of a call that is over, and collects where that is due. It takes some milliseconds, so
    /// it comes after the answer. A body counts when nothing needs it any more: what a collection meets in use is
    /// kept.</summary>
    /// <param name="bytes">The body's size.</param>
    /// <param name="running">How many calls are in progress, without this one.</param>
    public void Done(int bytes, ref int running)
    {
        if (bytes < Large)
            return;
        int sum = Interlocked.Add(ref counted, bytes);
        // Asked after it was counted: of calls that end at the same time, the last one finds that none is running.
        int least = Volatile.Read(ref running) == 0 ? KeptBytesIdle : KeptBytes;
        // Where another call took the sum between the two lines, its collection takes this body as well.
        if (sum < least || Interlocked.Exchange(ref counted, 0) == 0)
            return;
        Collect();
        Later.Change(PoolsKeep, Timeout.InfiniteTimeSpan);
    }

    private static void Collect() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private static void CollectPools()
    {
        // The pools look at their arrays after a collection, on the finalizers' thread. The next one takes what they
        // let go.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Collect();
    }
}
