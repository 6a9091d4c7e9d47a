using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Matching;

namespace Dispatcher.Planning;

/// <summary>Writes plans as JSON with the field names of the command's dry run.</summary>
/// <remarks>cli-v1, "dry-run --format json". One line, so that the request in it is the body byte for byte.</remarks>
public static class PlanJson
{
    /// <summary>The plan of an event.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="explain">Explanations to include; empty for none.</param>
    public static void Write(Utf8JsonWriter json, DispatchPlan plan, ImmutableArray<RouteExplanation> explain)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(plan);
        json.WriteStartObject();
        json.WriteString("outcome", plan.Outcome.Word());
        if (plan.Sink is { } sink)
            json.WriteString("route", sink);
        json.WriteString("routeSet", plan.RouteSetVersion);
        WriteEvent(json, plan.Event);
        WriteObject(json, plan.Event);
        WriteRuns(json, "runs", plan.Runs);
        WriteGroups(json, plan.Groups);
        WriteRuns(json, "shadow", plan.Shadow);
        WriteErrors(json, plan.Errors.AddRange(plan.ShadowErrors));
        WriteExplain(json, explain);
        json.WriteEndObject();
    }

    /// <summary>A document that was ignored or could not be read.</summary>
    public static void WriteUnread(Utf8JsonWriter json, EventReading reading, string routeSetVersion)
    {
        ArgumentNullException.ThrowIfNull(json);
        (Outcome outcome, string? id, string? time, ImmutableArray<DispatchError> errors) = reading switch
        {
            EventReading.Ignored ignored => (
                Outcome.Ignored,
                ignored.Id,
                ignored.Time,
                ImmutableArray<DispatchError>.Empty
            ),
            EventReading.Malformed malformed => (Outcome.Rejected, malformed.Id, null, malformed.Errors),
            _ => throw new ArgumentException("An accepted event has a plan.", nameof(reading)),
        };
        json.WriteStartObject();
        json.WriteString("outcome", outcome.Word());
        json.WriteString("routeSet", routeSetVersion);
        json.WriteStartObject("event");
        json.WriteString("id", id);
        json.WriteNull("kind");
        json.WriteString("time", time);
        json.WriteEndObject();
        json.WriteNull("object");
        WriteRuns(json, "runs", []);
        WriteRuns(json, "shadow", []);
        WriteErrors(json, errors);
        WriteExplain(json, []);
        json.WriteEndObject();
    }

    /// <summary>The event's time as it was written, or in RFC 3339; null where it has none.</summary>
    public static string? Time(StorageEvent storageEvent)
    {
        ArgumentNullException.ThrowIfNull(storageEvent);
        return storageEvent.TimeText
            ?? storageEvent.Time?.UtcDateTime.ToString(
                "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
                CultureInfo.InvariantCulture
            );
    }

    /// <summary>Writes the member <c>object</c>: namespace, bucket, name, etag.</summary>
    public static void WriteObject(Utf8JsonWriter json, StorageEvent storageEvent)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(storageEvent);
        json.WriteStartObject("object");
        json.WriteString("namespace", storageEvent.Namespace);
        json.WriteString("bucket", storageEvent.Bucket);
        json.WriteString("name", storageEvent.ObjectName);
        json.WriteString("etag", storageEvent.ETag);
        json.WriteEndObject();
    }

    /// <summary>Writes the member <c>groups</c>, route and key, where there is a group.</summary>
    public static void WriteGroups(Utf8JsonWriter json, ImmutableArray<GroupedObject> groups)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (groups.IsEmpty)
            return;
        json.WriteStartArray("groups");
        foreach (GroupedObject group in groups)
        {
            json.WriteStartObject();
            json.WriteString("route", group.Route);
            json.WriteString("key", group.Key);
            if (group.Part is not null)
                json.WriteString("part", group.Part);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the member <c>errors</c>: code, route, message, retryable.</summary>
    public static void WriteErrors(Utf8JsonWriter json, ImmutableArray<DispatchError> errors)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartArray("errors");
        foreach (DispatchError error in errors)
        {
            json.WriteStartObject();
            json.WriteString("code", error.Code);
            json.WriteString("route", error.Route);
            json.WriteString("message", error.Message);
            json.WriteBoolean("retryable", error.Retryable);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEvent(Utf8JsonWriter json, StorageEvent storageEvent)
    {
        json.WriteStartObject("event");
        json.WriteString("id", storageEvent.Id);
        json.WriteString("kind", storageEvent.Kind.Word());
        json.WriteString("time", Time(storageEvent));
        json.WriteEndObject();
    }

    private static void WriteRuns(Utf8JsonWriter json, string name, ImmutableArray<TaskRunRequest> runs)
    {
        json.WriteStartArray(name);
        foreach (TaskRunRequest run in runs)
        {
            json.WriteStartObject();
            json.WriteString("route", run.Route);
            json.WriteString("file", run.File);
            json.WriteString("workspace", run.Workspace);
            json.WriteString("application", run.Application);
            json.WriteString("retryToken", run.RetryToken);
            json.WritePropertyName("request");
            json.WriteRawValue(run.Body.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteExplain(Utf8JsonWriter json, ImmutableArray<RouteExplanation> explain)
    {
        json.WriteStartArray("explain");
        foreach (RouteExplanation explanation in explain)
        {
            json.WriteStartObject();
            json.WriteString("route", explanation.Route);
            json.WriteString("file", explanation.File);
            json.WriteBoolean("matched", explanation.Matched);
            json.WriteString("failed", explanation.Failed);
            json.WriteString("accepted", explanation.Accepted);
            json.WriteString("expected", explanation.Expected);
            json.WriteString("text", explanation.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
