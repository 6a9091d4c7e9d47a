namespace Dispatcher.Routes.Loading;

/// <summary>Route files parsed one after the other for a reader that takes them in order: some files ahead of it by
/// another thread, and by the reader itself while it would wait. Parsing is more than half of a load's work.</summary>
/// <param name="files">The files.</param>
/// <param name="prepared">What they are when they are parsed, where that is known already.</param>
internal sealed class ParsedFiles(RouteFile[] files, PreparedRoutes? prepared)
{
    private const int Ahead = 4;

    private readonly Lazy<RouteFileText>?[] texts =
    [
        .. files.Select(file => new Lazy<RouteFileText>(() => RouteFileText.Read(file, prepared))),
    ];
    private Task worker = Task.CompletedTask;
    private int claimed;
    private int taken;

    /// <summary>The text of the next file; each is taken once.</summary>
    public RouteFileText Take()
    {
        int mine = taken;
        // It may be claimed already, and not ready; then the one after it is as welcome.
        if (mine + 1 < files.Length && worker.IsCompleted)
            worker = Task.Run(Work);
        Lazy<RouteFileText> text = texts[mine]!;
        while (!text.IsValueCreated && ParseNext()) { }

        RouteFileText read = text.Value;
        texts[mine] = null;
        Volatile.Write(ref taken, mine + 1);
        return read;
    }

    private void Work()
    {
        while (Volatile.Read(ref claimed) <= Volatile.Read(ref taken) + Ahead && ParseNext()) { }
    }

    private bool ParseNext()
    {
        int next = Interlocked.Increment(ref claimed) - 1;
        if (next >= files.Length)
            return false;
        // Null when the reader did not wait for it.
        _ = texts[next]?.Value;
        return true;
    }
}
