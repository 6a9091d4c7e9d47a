namespace Dispatcher.Patterns.Engine;

/// <summary>What the automata of a route set hold together, in bytes. They are made when names first need them; when
/// they hold more than the limit, their owner forgets all of them and makes them again as names need them.</summary>
/// <param name="limit">The limit. One automaton may pass it by what it may hold alone.</param>
internal sealed class AutomatonMemory(long limit)
{
    private long held;

    /// <summary>How many bytes are held.</summary>
    public long Held => Volatile.Read(ref held);

    /// <summary>Whether it is more than the limit.</summary>
    public bool IsFull => Held > limit;

    /// <summary>How many bytes may still be held.</summary>
    public long Left => limit - Held;

    /// <summary>Counts bytes that are held from now on; fewer where negative.</summary>
    public void Take(long bytes) => Interlocked.Add(ref held, bytes);
}
