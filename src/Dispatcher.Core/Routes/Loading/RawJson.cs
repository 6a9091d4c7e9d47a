using System.Buffers;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Yaml;

namespace Dispatcher.Routes.Loading;

/// <summary>Turns YAML without templates into JSON: what a route test expects, and the event document it
/// gives.</summary>
internal static class RawJson
{
    /// <summary>The node as UTF-8 JSON, or null with the errors.</summary>
    public static byte[]? Write(LoadContext context, RawNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        int before = context.ErrorCount;
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options))
            Write(context, json, node);
        return context.ErrorCount == before ? buffer.WrittenSpan.ToArray() : null;
    }

    /// <summary>A binding as the service's ParameterValue, or null with the errors.</summary>
    public static JsonElement? Binding(LoadContext context, BindingKind kind, RawNode value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        int before = context.ErrorCount;
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options))
        {
            json.WriteStartObject();
            switch (kind)
            {
                case BindingKind.Schema:
                    json.WritePropertyName(ParameterValue.Root);
                    ParameterValue.WriteSchema(json, MapReader.Text(context, value, "`schema`")?.Value ?? "");
                    break;
                case BindingKind.Simple:
                    json.WritePropertyName(ParameterValue.Simple);
                    Write(context, json, value);
                    break;
                case BindingKind.Root:
                    json.WritePropertyName(ParameterValue.Root);
                    Write(context, json, value);
                    break;
            }

            json.WriteEndObject();
        }

        if (context.ErrorCount > before)
            return null;
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(LoadContext context, Utf8JsonWriter json, RawNode node)
    {
        switch (node)
        {
            case RawMap map:
                json.WriteStartObject();
                foreach (RawEntry entry in MapReader.Unique(context, map, "the value"))
                {
                    json.WritePropertyName(entry.Key.Value);
                    Write(context, json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case RawList list:
                json.WriteStartArray();
                foreach (RawNode item in list.Items)
                    Write(context, json, item);
                json.WriteEndArray();
                break;
            case RawScalar scalar:
                string? literal = YamlScalar.Json(scalar, out ScalarProblem? problem);
                if (problem is not null)
                    context.Error(Codes.WrongValue, node.Position, problem.Message, problem.Hint);
                if (literal is null)
                    json.WriteStringValue(scalar.Value);
                else
                    json.WriteRawValue(literal);
                break;
        }
    }
}
