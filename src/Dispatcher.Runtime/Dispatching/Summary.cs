using System.Text.Json;
using System.Text.Unicode;
using Dispatcher.Planning;
using Dispatcher.Runtime.Logging;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>The one line in which every event ends. It has everything that the response has, so the two cannot
/// disagree.</summary>
/// <remarks>dispatch-v1, "Log".</remarks>
internal static class Summary
{
    /// <summary>The line's event name.</summary>
    public const string EventName = "invocation";

    /// <summary>The event name of the line that sums a batch up.</summary>
    public const string BatchEventName = "batch";

    private const int MostWrites = 32,
        LongestName = 1_024,
        MostShadowBytes = 64 * 1024;

    public static void Write(JsonLog log, Delivery delivery, DispatchResult result, TimeSpan duration)
    {
        Invocation invocation = delivery.Invocation;
        LogLevel level = result.Outcome switch
        {
            Outcome.Rejected or Outcome.Deferred => LogLevel.Error,
            Outcome.Unmatched => LogLevel.Warning,
            Outcome.Dispatched or Outcome.Ignored or Outcome.Shadowed or Outcome.Held => LogLevel.Information,
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
                ResponseJson.WriteOutcome(json, result);
                delivery.Batch?.Write(json);

                // `event` is the name of the line.
                json.WriteString("eventId", result.EventId);
                json.WriteString("eventType", result.EventType);
                json.WriteString("eventTime", result.EventTime);
                ResponseJson.WriteObject(json, result);
                ResponseJson.WriteRuns(json, result);
                WriteShadow(json, result);
                ResponseJson.WriteEnd(json, result);
                WriteWrites(json, result);
                json.WriteNumber("retries", result.Retries);
                json.WriteNumber("durationMs", Math.Round(duration.TotalMilliseconds, 2));
                WriteTrace(json, invocation);
            },
            result.RouteSetVersion
        );
    }

    /// <summary>Writes the line that sums a batch up.</summary>
    public static void WriteBatch(
        JsonLog log,
        Invocation invocation,
        BatchAnswer answer,
        int status,
        TimeSpan duration,
        string? routeSet
    ) =>
        log.WriteAlways(
            answer.HasFailures || answer.Unsettled > 0 ? LogLevel.Error : LogLevel.Information,
            BatchEventName,
            Message(answer),
            json =>
            {
                json.WriteString("callId", invocation.CallId);
                json.WriteNumber("status", status);
                json.WriteString("outcome", "batch");
                answer.WriteCounts(json);
                json.WriteNumber("durationMs", Math.Round(duration.TotalMilliseconds, 2));
                WriteTrace(json, invocation);
            },
            routeSet
        );

    /// <summary>Writes the whole of an event that can never succeed and has no other place.</summary>
    public static void WriteLost(JsonLog log, Delivery delivery, DispatchResult result) =>
        log.WriteAlways(
            LogLevel.Error,
            "event.lost",
            "The event can never be dispatched. DISPATCHER_DEAD_LETTER is not set, "
                + "so this line is all that is kept of it.",
            json =>
            {
                json.WriteString("callId", delivery.Invocation.CallId);
                json.WriteString("eventId", result.EventId);
                delivery.Batch?.Write(json);
                if (Utf8.IsValid(delivery.Invocation.Body.Span))
                    json.WriteString("receivedText", delivery.Invocation.Body.Span);
                else
                    json.WriteBase64String("receivedBase64", delivery.Invocation.Body.Span);
            },
            result.RouteSetVersion
        );

    /// <summary>What became of a batch, in a sentence.</summary>
    public static string Message(BatchAnswer answer)
    {
        string counts = string.Join(", ", answer.Counts.Select(count => $"{count.Value} {count.Key.Word()}"));
        string size = $"{answer.Size} event(s){(answer.Size == 0 ? "" : ": ")}{counts}.";
        return answer.Unsettled == 0
            ? size
            : $"{size} {answer.Unsettled} of them are neither done nor kept, so the batch must come again.";
    }

    // routes-v1, "match": the log has the rendered request. Part of a request could not be compared with anything, so
    // a request that finds no room is left out whole.
    private static void WriteShadow(Utf8JsonWriter json, DispatchResult result)
    {
        int room = MostShadowBytes,
            leftOut = 0;
        json.WriteStartArray("shadow");
        foreach (TaskRunRequest request in result.Shadow)
        {
            json.WriteStartObject();
            ResponseJson.WriteShadowRun(json, request);
            json.WriteString("workspace", request.Workspace);
            json.WriteString("application", request.Application);
            if (request.Body.Length <= room)
            {
                room -= request.Body.Length;
                json.WritePropertyName("request");
                json.WriteRawValue(request.Body.Span, skipInputValidation: true);
            }
            else
            {
                leftOut++;
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (leftOut > 0)
            json.WriteNumber("requestsLeftOut", leftOut);
    }

    // dispatch-v1 leaves the names of fields open; a line stays short however many objects a task writes.
    private static void WriteWrites(Utf8JsonWriter json, DispatchResult result)
    {
        if (result.Writes.IsEmpty)
            return;
        json.WriteStartArray("writes");
        foreach (WrittenObject written in result.Writes.Take(MostWrites))
        {
            json.WriteStartObject();
            json.WriteString("bucket", Shortened(written.Bucket));
            json.WriteString("name", Shortened(written.Name));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (result.Writes.Length > MostWrites)
            json.WriteNumber("writesLeftOut", result.Writes.Length - MostWrites);
    }

    // No object's name is longer; a task that is given a longer one fails.
    private static ReadOnlySpan<char> Shortened(string text)
    {
        int length = Math.Min(text.Length, LongestName);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
            length--;
        return text.AsSpan(0, length);
    }

    private static void WriteTrace(Utf8JsonWriter json, Invocation invocation)
    {
        if (invocation.Trace is not { } trace)
            return;
        json.WriteString("traceId", trace.TraceId);
        json.WriteString("spanId", trace.SpanId);
    }
}
