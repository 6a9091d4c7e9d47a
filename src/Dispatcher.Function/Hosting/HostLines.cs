using System.Text.Json;
using Dispatcher.Runtime.Logging;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Function.Hosting;

/// <summary>The log lines that a host writes itself. Both hosts write the same lines.</summary>
/// <remarks>dispatch-v1, "Log".</remarks>
internal static class HostLines
{
    /// <summary>There is no usable socket: the process ends.</summary>
    public static void NoSocket(JsonLog log, FnListener listener, Exception failure) =>
        log.Write(
            LogLevel.Error,
            "host.socket",
            $"FN_LISTENER: cannot serve on {listener.SocketPath}: {failure.Message}"
        );

    /// <summary>The socket is gone, so the function cannot be called any more: the process ends.</summary>
    public static void LostSocket(JsonLog log, string gone) =>
        log.Write(LogLevel.Error, "host.socket", $"FN_LISTENER: no call can arrive: {gone}; the process ends");

    /// <summary>Returns whether a call's deadline cannot be read, and logs it.</summary>
    public static bool SaysUnreadableDeadline(JsonLog log, IHeaderDictionary headers, string? callId)
    {
        if (FnHeaders.Value(headers, "Fn-Deadline") is not { } deadline || FnHeaders.Deadline(deadline) is not null)
            return false;
        Write(
            log,
            LogLevel.Warning,
            "invocation.deadline",
            $"Fn-Deadline `{deadline}` is not an RFC 3339 time; the call goes on without a deadline",
            callId
        );
        return true;
    }

    /// <summary>The request is not a call of the function.</summary>
    public static void Refused(JsonLog log, string message, string? callId) =>
        Write(log, LogLevel.Error, "invocation.refused", message, callId);

    /// <summary>The message for a request whose body ends too early.</summary>
    public static string NotArrived(Exception failure) => $"the request body did not arrive: {failure.Message}";

    /// <summary>The handler, or the host itself, threw.</summary>
    public static void Crashed(JsonLog log, string? callId, Exception failure) =>
        Write(log, LogLevel.Error, "invocation.crashed", "the call failed inside the dispatcher", callId, json =>
            json.WriteString("exception", failure.ToString())
        );

    private static void Write(
        JsonLog log,
        LogLevel level,
        string eventName,
        string message,
        string? callId,
        Action<Utf8JsonWriter>? more = null
    ) => log.Write(level, eventName, message, json =>
        {
            json.WriteString("callId", callId);
            more?.Invoke(json);
        });
}
