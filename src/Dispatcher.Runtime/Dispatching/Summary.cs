using Dispatcher.Planning;
using Dispatcher.Runtime.Logging;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>The one line in which every invocation ends. It has everything that the response has, so the two cannot
/// disagree.</summary>
/// <remarks>dispatch-v1, "Log".</remarks>
internal static class Summary
{
    /// <summary>The line's event name.</summary>
    public const string EventName = "invocation";

    public static void Write(JsonLog log, Invocation invocation, DispatchResult result, TimeSpan duration)
    {
        LogLevel level = result.Outcome switch
        {
            Outcome.Rejected or Outcome.Deferred => LogLevel.Error,
            Outcome.Unmatched => LogLevel.Warning,
            Outcome.Dispatched or Outcome.Ignored => LogLevel.Information,
        };

        // Whatever the least level is: an invocation without its line would look like a lost one.
        log.WriteAlways(
            level,
            EventName,
            result.Message,
            json =>
            {
                json.WriteString("callId", invocation.CallId);
                json.WriteNumber("status", result.Status);
                json.WriteString("outcome", result.Outcome.Word());

                // `event` is the name of the line.
                json.WriteString("eventId", result.EventId);
                json.WriteString("eventType", result.EventType);
                json.WriteString("eventTime", result.EventTime);
                ResponseJson.WriteObject(json, result);
                ResponseJson.WriteRest(json, result);
                json.WriteNumber("retries", result.Retries);
                json.WriteNumber("durationMs", Math.Round(duration.TotalMilliseconds, 2));
                if (invocation.Trace is { } trace)
                {
                    json.WriteString("traceId", trace.TraceId);
                    json.WriteString("spanId", trace.SpanId);
                }
            },
            result.RouteSetVersion
        );
    }
}
