using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Analysis.Diff;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Diff;

/// <summary>Writes a difference as JSON.</summary>
internal static class DiffJson
{
    /// <summary>One object: the two sets, the changes over names when there were any, and those over all
    /// events.</summary>
    public static void Write(Utf8JsonWriter json, DiffResult result)
    {
        json.WriteStartObject();
        Write(json, "base", result.Base);
        Write(json, "head", result.Head);
        if (result.Objects is { } objects)
        {
            json.WriteStartObject("objects");
            json.WriteNumber("compared", objects.Compared);
            json.WriteNumber("changed", objects.Changed);
            json.WriteStartArray("groups");
            foreach (ChangeGroup group in objects.Groups)
            {
                json.WriteStartObject();
                json.WriteNumber("count", group.Count);
                Write(json, "examples", group.Examples);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("objects");
        }

        Write(json, "changes", result.Proof.Changes);
        json.WriteStartArray("unknown");
        foreach (UnknownChange unknown in result.Proof.Unknown)
        {
            json.WriteStartObject();
            json.WriteString("before", unknown.Before);
            json.WriteString("after", unknown.After);
            json.WriteString("reason", unknown.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, DiffSource source)
    {
        json.WriteStartObject(name);
        json.WriteString("source", source.Name);
        json.WriteString("routeSet", source.Planner.Set.Version);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<RouteChange> changes)
    {
        json.WriteStartArray(name);
        foreach (RouteChange change in changes)
        {
            json.WriteStartObject();
            json.WriteString("change", change.Kind.Word());
            json.WriteString("kind", change.Event.Kind.Word());
            PlanJson.WriteObject(json, change.Event);
            Write(json, "before", change.Before);
            Write(json, "after", change.After);
            json.WriteStartArray("fields");
            foreach (FieldChange field in change.Fields)
            {
                json.WriteStartObject();
                json.WriteString("route", field.Route);
                json.WriteString("path", field.Path);
                WriteRaw(json, "before", field.Before);
                WriteRaw(json, "after", field.After);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<string> routes)
    {
        json.WriteStartArray(name);
        foreach (string route in routes)
            json.WriteStringValue(route);
        json.WriteEndArray();
    }

    private static void WriteRaw(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }
}
