using Dispatcher.Runtime.Logging;

namespace Dispatcher.Function.Hosting;

/// <summary>The options of the host. The defaults are used in deployments.</summary>
public sealed record FnHostOptions
{
    /// <summary>How long running calls may go on after the signal to stop. Container engines usually kill the process
    /// after 10 s.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How often the host checks that the socket still exists.</summary>
    public TimeSpan WatchInterval { get; init; } = SocketWatch.Interval;

    /// <summary>One of the two streams for log frames; null for the process's standard output.</summary>
    public Stream? Output { get; init; }

    /// <summary>The other stream for log frames; null for the process's standard error.</summary>
    public Stream? Error { get; init; }

    /// <summary>The log; null for a log on <see cref="Error"/>.</summary>
    public JsonLog? Log { get; init; }

    /// <summary>Called once when the socket has its name and permissions and the server accepts connections.</summary>
    public Action? Ready { get; init; }
}
