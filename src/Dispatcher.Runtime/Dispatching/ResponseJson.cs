using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Writes the response document.</summary>
/// <remarks>dispatch-v1, "Outcome": the names are stable, fields may be added.</remarks>
internal static class ResponseJson
{
    public static ReadOnlyMemory<byte> Ping(RouteSet? set, ImmutableArray<DispatchError> errors)
    {
        var body = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(body, JsonFormat.Options))
        {
            json.WriteStartObject();
            json.WriteString("outcome", "ping");
            json.WriteString("routeSet", set?.Version);
            json.WriteNumber("routes", set?.Routes.Length ?? 0);
            PlanJson.WriteErrors(json, errors);
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    /// <summary>The response for one event.</summary>
    public static ReadOnlyMemory<byte> Write(DispatchResult result, BatchPlace? batch = null)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, JsonFormat.Options))
        {
            json.WriteStartObject();
            WriteOutcome(json, result);
            json.WriteString("routeSet", result.RouteSetVersion);
            batch?.Write(json);
            WriteEvent(json, result);
            WriteRuns(json, result);
            WriteShadow(json, result);
            WriteEnd(json, result);
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    /// <summary>Writes the members <c>outcome</c> and, for an event that only sinks match, <c>route</c>.</summary>
    public static void WriteOutcome(Utf8JsonWriter json, DispatchResult result)
    {
        json.WriteString("outcome", result.Outcome.Word());
        if (result.Sink is { } sink)
            json.WriteString("route", sink);
    }

    /// <summary>Writes the members after the runs: the summary line has the very same.</summary>
    public static void WriteEnd(Utf8JsonWriter json, DispatchResult result)
    {
        PlanJson.WriteGroups(json, result.Groups);
        PlanJson.WriteErrors(json, result.Errors.AddRange(result.ShadowErrors));
        json.WriteString("deadLetter", result.DeadLetter);
    }

    /// <summary>Writes the members <c>event</c> and <c>object</c>.</summary>
    public static void WriteEvent(Utf8JsonWriter json, DispatchResult result)
    {
        json.WriteStartObject("event");
        json.WriteString("id", result.EventId);
        json.WriteString("type", result.EventType);
        json.WriteString("time", result.EventTime);
        json.WriteEndObject();
        WriteObject(json, result);
    }

    /// <summary>Writes the member <c>object</c>.</summary>
    public static void WriteObject(Utf8JsonWriter json, DispatchResult result)
    {
        if (result.Event is { } storageEvent)
            PlanJson.WriteObject(json, storageEvent);
        else
            json.WriteNull("object");
    }

    /// <summary>Writes the member <c>runs</c>.</summary>
    public static void WriteRuns(Utf8JsonWriter json, DispatchResult result)
    {
        json.WriteStartArray("runs");
        foreach (StartedRun run in result.Runs)
        {
            json.WriteStartObject();
            json.WriteString("route", run.Route);
            json.WriteString("taskKey", run.TaskKey);
            json.WriteString("taskRunKey", run.TaskRunKey);
            json.WriteString("name", run.Name);
            json.WriteString("status", run.Status);
            json.WriteString("opcRequestId", run.OpcRequestId);
            json.WriteBoolean("duplicate", run.Duplicate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes which run a route in shadow would start.</summary>
    public static void WriteShadowRun(Utf8JsonWriter json, TaskRunRequest request)
    {
        json.WriteString("route", request.Route);
        json.WriteString("taskKey", request.TaskKey);
        json.WriteString("name", request.Name);
    }

    private static void WriteShadow(Utf8JsonWriter json, DispatchResult result)
    {
        json.WriteStartArray("shadow");
        foreach (TaskRunRequest request in result.Shadow)
        {
            json.WriteStartObject();
            WriteShadowRun(json, request);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
