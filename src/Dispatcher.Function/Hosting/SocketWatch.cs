namespace Dispatcher.Function.Hosting;

/// <summary>Checks that the socket exists while the function serves: without it the process cannot be called and must
/// end.</summary>
/// <remarks>dispatch-v1, "Time and failure of the process". Checking two names takes microseconds; connecting would use
/// a connection of the server each time.</remarks>
internal static class SocketWatch
{
    /// <summary>The time between two checks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the socket is gone or <paramref name="stopping"/> is cancelled.</summary>
    /// <param name="path">The name that the platform connects to.</param>
    /// <param name="interval">The time between two checks, and before the first check.</param>
    /// <param name="stopping">Ends the watch.</param>
    /// <returns>The missing path, or null when the watch was ended.</returns>
    public static async Task<string?> WhenGoneAsync(string path, TimeSpan interval, CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(interval, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
                return null;
            if (Gone(path) is { } gone)
                return gone;
        }
    }

    private static string? Gone(string path)
    {
        if (!File.Exists(path)) // For a symbolic link this checks the link, not its target.
            return $"{path} is not there";
        return File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: false } bound
            ? $"{bound.FullName}, to which {path} leads, is not there"
            : null;
    }
}
