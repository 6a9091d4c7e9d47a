using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Planning;

/// <summary>A parameter of a task run and its rendered value.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="IsObject">Whether the value is sent as <c>rootObjectValue</c>; else as <c>simpleValue</c>.</param>
/// <param name="Json">The value as JSON, UTF-8, sent as it is.</param>
public sealed record ParameterBinding(string Name, bool IsObject, ReadOnlyMemory<byte> Json)
{
    /// <summary>The member of the service's ParameterValue that has the value.</summary>
    public string Member => IsObject ? ParameterValue.Root : ParameterValue.Simple;

    /// <summary>The value as an element: a copy that stays valid.</summary>
    public JsonElement ToElement()
    {
        var reader = new Utf8JsonReader(Json.Span);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The service's ParameterValue, <c>{"simpleValue": …}</c> or <c>{"rootObjectValue": …}</c>, as an
    /// element: a copy that stays valid.</summary>
    public JsonElement ToParameterValue()
    {
        var buffer = new ArrayBufferWriter<byte>(Json.Length + 24);
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options))
            WriteTo(json);
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName(Member);
        json.WriteRawValue(Json.Span, skipInputValidation: true);
        json.WriteEndObject();
    }
}

/// <summary>The body of CreateTaskRun.</summary>
/// <remarks>Both clients send these bytes: the built-in one as they are, and the one on Oracle's SDK writes the same
/// from its own types. The contract suite holds the two together.</remarks>
public static class TaskRunBody
{
    private const int UsualBody = 2_048,
        LargestKept = 65_536;

    // A body is written by one thread from beginning to end.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? kept;

    /// <summary>The body of these values: UTF-8 JSON without white space.</summary>
    public static ReadOnlyMemory<byte> Write(
        string name,
        string? description,
        string identifier,
        string taskKey,
        ImmutableArray<ParameterBinding> bindings
    )
    {
        ArrayBufferWriter<byte> buffer = kept ??= new ArrayBufferWriter<byte>(UsualBody);
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            if (description is not null)
                json.WriteString("description", description);
            json.WriteString("identifier", identifier);
            json.WriteStartObject("registryMetadata");
            json.WriteString("aggregatorKey", taskKey);
            json.WriteEndObject();
            json.WriteStartObject("configProvider");
            json.WriteStartObject("bindings");
            foreach (ParameterBinding binding in bindings)
            {
                json.WritePropertyName(binding.Name);
                binding.WriteTo(json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        byte[] written = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity > LargestKept)
            kept = null;
        return written;
    }
}
