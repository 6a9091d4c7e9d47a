namespace Dispatcher.Routes.Loading;

/// <summary>Route files parsed one after the other for a reader that takes them in order: some files ahead of it by
/// work beside it, and by the reader itself while it would wait. Parsing is more than half of a load's work.</summary>
/// <param name="files">The files.</param>
/// <param name="prepared">What they are when they are parsed, where that is known already.</param>
/// <param name="beside">Starts work beside the reader; null where there is only the reader.</param>
internal sealed class ParsedFiles(RouteFile[] files, PreparedRoutes? prepared, Action<Action>? beside)
{
    private const int Ahead = 4;

    private readonly Lazy<RouteFileText>?[] texts =
    [
        .. files.Select(file => new Lazy<RouteFileText>(() => RouteFileText.Read(file, prepared))),
    ];
    private volatile bool working;
    private int claimed;
    private int taken;

    /// <summary>The text of the next file; each is taken once.</summary>
    public RouteFileText Take()
    {
        int mine = taken;
        if (beside is not null && !working && mine + 1 < files.Length)
        {
            working = true;
            beside(Work);
        }

        // The work beside may be parsing this file already; then the reader parses the one after it.
        Lazy<RouteFileText> text = texts[mine]!;
        while (!text.IsValueCreated && ParseNext()) { }

        RouteFileText read = text.Value;
        texts[mine] = null;
        Volatile.Write(ref taken, mine + 1);
        return read;
    }

    private void Work()
    {
        try
        {
            while (Volatile.Read(ref claimed) <= Volatile.Read(ref taken) + Ahead && ParseNext()) { }
        }
        finally
        {
            working = false;
        }
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
