using System.Text.Json;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Local;

/// <summary>Writes what <c>local</c> did as JSON: the task runs, what was unmatched, and what failed.</summary>
internal static class LocalJson
{
    /// <summary>One object.</summary>
    public static void Write(Utf8JsonWriter json, string bucket, string routeSet, IReadOnlyList<LocalEvent> events)
    {
        json.WriteStartObject();
        json.WriteString("bucket", bucket);
        json.WriteString("routeSet", routeSet);
        json.WriteStartArray("runs");
        foreach (LocalEvent happened in events)
        {
            foreach (LocalRun run in happened.Runs)
                WriteRun(json, happened, run);
        }

        json.WriteEndArray();
        json.WriteStartArray("unmatched");
        foreach (LocalEvent happened in events.Where(happened => happened.Answer.Outcome == Outcome.Unmatched))
        {
            json.WriteStartObject();
            WriteChange(json, happened);
            json.WriteString("nearest", happened.Nearest?.Route);
            json.WriteString("why", happened.Nearest?.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("failed");
        foreach (LocalEvent happened in events.Where(happened => !happened.Answer.IsGood))
        {
            json.WriteStartObject();
            WriteChange(json, happened);
            json.WriteString("outcome", happened.Answer.Outcome.Word());
            PlanJson.WriteErrors(json, happened.Answer.Errors);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, LocalEvent happened, LocalRun run)
    {
        json.WriteStartObject();
        json.WriteString("route", run.Answered.Route);
        WriteChange(json, happened);
        json.WriteString("task", run.Answered.TaskKey);
        json.WriteString("taskRunKey", run.Answered.TaskRunKey);
        json.WriteString("name", run.Answered.Name);
        json.WriteString("status", run.Answered.Status);
        json.WriteBoolean("duplicate", run.Answered.Duplicate);
        json.WriteStartObject("bindings");
        foreach ((string parameter, JsonElement value) in run.Bindings)
        {
            json.WritePropertyName(parameter);
            value.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter json, LocalEvent happened)
    {
        json.WriteString("object", happened.Change.Object);
        json.WriteString("kind", happened.Change.Kind.Word());
    }
}
