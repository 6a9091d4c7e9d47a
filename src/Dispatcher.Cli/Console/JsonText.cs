using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Console;

/// <summary>JSON as the command prints it: without raw control and bidirectional characters.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Indented = JsonFormat.Options with { Indented = true, NewLine = "\n" };

    /// <summary>A value on one line.</summary>
    public static string Compact<T>(T value, JsonTypeInfo<T> type) =>
        Compact(json => JsonSerializer.Serialize(json, value, type));

    /// <summary>What is written, on one line.</summary>
    public static string Compact(Action<Utf8JsonWriter> write) => Write(JsonFormat.Options, write);

    /// <summary>A value over several lines, for people.</summary>
    public static string Pretty<T>(T value, JsonTypeInfo<T> type) =>
        Write(Indented, json => JsonSerializer.Serialize(json, value, type));

    /// <summary>The same JSON over several lines.</summary>
    public static string Pretty(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Write(Indented, document.RootElement.WriteTo);
    }

    private static string Write(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
            write(json);
        return Encoding.UTF8.GetString(JsonFormat.Shown(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }
}
