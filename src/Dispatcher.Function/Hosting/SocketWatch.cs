namespace Dispatcher.Function.Hosting;

/// <summary>Watches over the socket while the function serves: a process that nobody can reach must not stay.</summary>
/// <remarks>dispatch-v1, "Time and failure of the process". Looking at two names costs microseconds; connecting would cost
/// the server a connection each time.</remarks>
internal static class SocketWatch
{
    /// <summary>How often is looked.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the socket is gone or <paramref name="stopping"/> is cancelled.</summary>
    /// <param name="path">The name that the platform connects to.</param>
    /// <param name="interval">How often to look; the first time after one of them.</param>
    /// <param name="stopping">Ends the watch.</param>
    /// <returns>What is gone, or null when the watch was ended.</returns>
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
        if (!File.Exists(path)) // Of a link, this is true for the link alone.
            return $"{path} is not there";
        return File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: false } bound
            ? $"{bound.FullName}, to which {path} leads, is not there"
            : null;
    }
}
