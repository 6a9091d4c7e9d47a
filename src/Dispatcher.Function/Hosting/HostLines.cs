using System.Text.Json;
using Dispatcher.Runtime.Logging;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Function.Hosting;

/// <summary>The few log lines that a host has to write itself, the same whoever hosts.</summary>
/// <remarks>dispatch-v1, "Log".</remarks>
internal static class HostLines
{
    /// <summary>There is nothing to serve on: the process ends.</summary>
    public static void NoSocket(JsonLog log, FnListener listener, Exception failure) =>
        log.Write(
            LogLevel.Error,
            "host.socket",
            $"FN_LISTENER: cannot serve on {listener.SocketPath}: {failure.Message}"
        );

    /// <summary>Nobody can reach the function any more: the process ends.</summary>
    public static void LostSocket(JsonLog log, string gone) =>
        log.Write(LogLevel.Error, "host.socket", $"FN_LISTENER: no call can arrive: {gone}; the process ends");

    /// <summary>Whether a call's deadline cannot be read, which is then said.</summary>
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

    /// <summary>The request is none that can be answered.</summary>
    public static void Refused(JsonLog log, string message, string? callId) =>
        Write(log, LogLevel.Error, "invocation.refused", message, callId);

    /// <summary>What is said of a request whose body ends too early.</summary>
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
