using System.Text.Json;
using Dispatcher.Planning;
using Dispatcher.Runtime.Invocations;
using Dispatcher.Runtime.Logging;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>The one line in which every invocation ends.</summary>
/// <remarks>dispatch-v1, "Log".</remarks>
internal static class Summary
{
    public static void Write(JsonLog log, Invocation invocation, DispatchResult result, TimeSpan duration)
    {
        LogLevel level = result.Outcome switch
        {
            Outcome.Rejected or Outcome.Deferred => LogLevel.Error,
            Outcome.Unmatched => LogLevel.Warning,
            _ => LogLevel.Information,
        };
        // The summary is written whatever the level: an invocation without its line would look like a lost one.
        log.WriteAlways(level, PlanJson.Word(result.Outcome), Message(result), json =>
        {
            json.WriteNumber("status", result.Status);
            json.WriteString("callId", invocation.CallId);
            json.WriteString("eventId", result.EventId);
            json.WriteString("eventType", result.EventType);
            if (invocation.Trace is { } trace)
            {
                json.WriteString("traceId", trace.TraceId);
                json.WriteString("spanId", trace.SpanId);
            }

            if (result.Event is { } storageEvent)
                PlanJson.WriteObject(json, storageEvent);
            ResponseJson.WriteRuns(json, result);
            WriteShadow(json, result);
            PlanJson.WriteErrors(json, result.Errors);
            json.WriteNumber("retries", result.Retries);
            json.WriteNumber("durationMs", Math.Round(duration.TotalMilliseconds, 2));
            json.WriteString("routeSet", result.RouteSetVersion);
            if (result.DeadLetter is not null)
                json.WriteString("deadLetter", result.DeadLetter);
        });
    }

    private static string Message(DispatchResult result) => result.Outcome switch
    {
        Outcome.Dispatched => $"{result.Runs.Length} task run(s) exist, {result.Runs.Count(run => run.Duplicate)} of them from before.",
        Outcome.Unmatched when result.Nearest is { } nearest => $"No route matched. Nearest: {nearest.Text}",
        Outcome.Unmatched => "No route matched; there is none.",
        Outcome.Ignored => "The event is none that routes are about.",
        Outcome.Rejected => "The event can never succeed.",
        _ => "The event may succeed later.",
    };

    private static void WriteShadow(Utf8JsonWriter json, DispatchResult result)
    {
        if (result.Shadow.IsEmpty)
            return;
        json.WriteStartArray("shadow");
        foreach (TaskRunRequest request in result.Shadow)
        {
            json.WriteStartObject();
            json.WriteString("route", request.Route);
            json.WriteString("taskKey", request.TaskKey);
            json.WriteString("name", request.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
