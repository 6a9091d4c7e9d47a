using Dispatcher.Runtime.Logging;

namespace Dispatcher.Function.Hosting;

/// <summary>How the host runs; the defaults are the deployed ones.</summary>
public sealed record FnHostOptions
{
    /// <summary>How long calls that are running may go on after the process is told to stop. Container engines by
    /// custom kill after 10 s.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How often is looked whether the socket is still there.</summary>
    public TimeSpan WatchInterval { get; init; } = SocketWatch.Interval;

    /// <summary>Where log frames go besides <see cref="Error"/>; null for the process's standard output.</summary>
    public Stream? Output { get; init; }

    /// <summary>Where log frames go as well; null for the process's standard error.</summary>
    public Stream? Error { get; init; }

    /// <summary>The log; null for one on <see cref="Error"/>.</summary>
    public JsonLog? Log { get; init; }

    /// <summary>Called once when the socket has its name, its permissions and a server behind it.</summary>
    public Action? Ready { get; init; }
}
