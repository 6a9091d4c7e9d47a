using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;

namespace Dispatcher.Analysis.Tenancy;

/// <summary>What was published at one time, as a file: JSON, ordered, so that two snapshots can be compared line by
/// line.</summary>
public static class PublishedSnapshot
{
    private const int Version = 1;
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's text. Applications that the service refused to show are left out: nothing is known of
    /// them.</summary>
    public static string Write(IEnumerable<PublishedApplication> applications)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartArray("applications");
            foreach (
                PublishedApplication application in applications
                    .Where(application => application.Refusal is null)
                    .OrderBy(application => application.Workspace, StringComparer.Ordinal)
                    .ThenBy(application => application.Application, StringComparer.Ordinal)
            )
                Write(json, application);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }

    /// <summary>Reads such a file, or says what is wrong with it.</summary>
    public static (ImmutableArray<PublishedApplication> Applications, string? Problem) Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("version", out JsonElement version)
                || version.GetInt32() != Version
            )
                return ([], "it is no snapshot of version 1; make one with `dispatcher check --save FILE`");
            return ([.. root.GetProperty("applications").EnumerateArray().Select(Application)], null);
        }
        catch (Exception wrong)
            when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return (
                [],
                "it is no snapshot: "
                    + $"{(wrong is JsonException json ? JsonReason.Of(json) : Quote.Line(wrong.Message))} Make one "
                    + "with `dispatcher check --save FILE`"
            );
        }
    }

    private static void Write(Utf8JsonWriter json, PublishedApplication application)
    {
        json.WriteStartObject();
        json.WriteString("workspace", application.Workspace);
        json.WriteString("application", application.Application);
        json.WriteStartArray("tasks");
        foreach (PublishedTask task in application.Tasks.OrderBy(published => published.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("key", task.Key);
            if (task.AggregatorKey is not null && task.AggregatorKey != task.Key)
                json.WriteString("aggregatorKey", task.AggregatorKey);
            json.WriteString("name", task.Name);
            json.WriteString("type", task.Type);
            if (task.Parameters is { } parameters)
            {
                json.WriteStartArray("parameters");
                foreach (
                    TaskParameter parameter in parameters.OrderBy(declared => declared.Name, StringComparer.Ordinal)
                )
                {
                    json.WriteStartObject();
                    json.WriteString("name", parameter.Name);
                    json.WriteString("type", parameter.TypeName);
                    json.WriteBoolean("required", parameter.Required);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
            else
            {
                json.WriteNull("parameters");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static PublishedApplication Application(JsonElement element) =>
        new(
            Text(element, "workspace") ?? "",
            Text(element, "application") ?? "",
            [.. element.GetProperty("tasks").EnumerateArray().Select(Task)]
        );

    private static PublishedTask Task(JsonElement element)
    {
        JsonElement parameters = element.GetProperty("parameters");
        return new(
            Text(element, "key") ?? "",
            Text(element, "name"),
            Text(element, "type"),
            parameters.ValueKind == JsonValueKind.Null ? null : [.. parameters.EnumerateArray().Select(Parameter)]
        )
        {
            AggregatorKey = element.TryGetProperty("aggregatorKey", out JsonElement aggregator)
                ? aggregator.GetString()
                : null,
        };
    }

    private static TaskParameter Parameter(JsonElement element)
    {
        string? type = Text(element, "type");
        return new(
            Text(element, "name") ?? "",
            ParameterKinds.Of(type),
            type,
            element.GetProperty("required").GetBoolean()
        );
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
