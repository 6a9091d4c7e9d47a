using Dispatcher.Runtime.Logging;

namespace Dispatcher.Function.Hosting;

/// <summary>The few log lines about a call that the host itself has to write, in the same form whoever hosts.</summary>
/// <remarks>dispatch-v1, "Log".</remarks>
internal static class HostLines
{
    public static void Write(JsonLog log, LogLevel level, string eventName, string message, string? callId) =>
        log.Write(level, eventName, message, json => json.WriteString("callId", callId));

    /// <summary>The handler threw.</summary>
    public static void Crashed(JsonLog log, string? callId, Exception failure) =>
        log.Write(LogLevel.Error, "invocation.crashed", "the call failed inside the dispatcher", json =>
        {
            json.WriteString("callId", callId);
            json.WriteString("exception", failure.ToString());
        });
}
