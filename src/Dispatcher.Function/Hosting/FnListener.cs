using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Dispatcher.Function.Hosting;

/// <summary>The socket and log frames that the platform expects, read from the environment (http-stream
/// contract).</summary>
/// <param name="SocketPath">The absolute path of the Unix socket the platform connects to.</param>
public sealed record FnListener(string SocketPath)
{
    /// <summary>The longest path of a Unix socket on Linux, in bytes.</summary>
    public const int MaxPathBytes = 107;

    private const string Scheme = "unix:";

    /// <summary>The name in a log frame line (<c>FN_LOGFRAME_NAME</c>); null when the platform wants no log
    /// frames.</summary>
    public string? LogFrameName { get; init; }

    /// <summary>The request header whose value identifies the frame (<c>FN_LOGFRAME_HDR</c>); null when the platform
    /// wants no log frames.</summary>
    public string? LogFrameHeader { get; init; }

    /// <summary>Reads <c>FN_FORMAT</c>, <c>FN_LISTENER</c>, <c>FN_LOGFRAME_NAME</c> and
    /// <c>FN_LOGFRAME_HDR</c>.</summary>
    /// <param name="environment">The process environment.</param>
    /// <param name="listener">The listener, when all variables are right.</param>
    /// <param name="problem">Otherwise which variable is wrong and what to write; the process should end with
    /// <see cref="FnHost.WrongUsage"/>.</param>
    public static bool TryRead(
        IReadOnlyDictionary<string, string> environment,
        [NotNullWhen(true)] out FnListener? listener,
        [NotNullWhen(false)] out string? problem
    )
    {
        ArgumentNullException.ThrowIfNull(environment);
        listener = null;
        string? listenerProblem = ListenerProblem(environment.GetValueOrDefault("FN_LISTENER"), out string path);
        problem = FormatProblem(environment.GetValueOrDefault("FN_FORMAT")) ?? listenerProblem;
        if (problem is not null)
            return false;

        listener = new(path)
        {
            LogFrameName = NullIfEmpty(environment.GetValueOrDefault("FN_LOGFRAME_NAME")),
            LogFrameHeader = NullIfEmpty(environment.GetValueOrDefault("FN_LOGFRAME_HDR")),
        };
        return true;
    }

    private static string? FormatProblem(string? format) =>
        format switch
        {
            "http-stream" => null,
            null or "" =>
                "FN_FORMAT is not set; this process is started by the Fn platform, which sets FN_FORMAT=http-stream",
            _ => $"FN_FORMAT is `{format}`; the only format there is, is `http-stream`",
        };

    private static string? ListenerProblem(string? value, out string path)
    {
        path = "";
        if (string.IsNullOrEmpty(value))
            return "FN_LISTENER is not set; write FN_LISTENER=unix:/path/of/the/socket";
        if (!value.StartsWith(Scheme, StringComparison.Ordinal))
            return $"FN_LISTENER is `{value}`; write a Unix socket, `unix:/path/of/the/socket`";

        path = value[Scheme.Length..];
        if (!Path.IsPathRooted(path))
            return $"FN_LISTENER is `{value}`; the path after `unix:` must be absolute";
        if (Path.GetFileName(path).Length == 0)
            return $"FN_LISTENER is `{value}`; it names a folder, write the socket's own name after it";
        int bytes = Encoding.UTF8.GetByteCount(path);
        return bytes > MaxPathBytes
            ? $"FN_LISTENER's path has {bytes} bytes; a Unix socket path has at most {MaxPathBytes}, "
                + "so use a shorter folder"
            : null;
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
