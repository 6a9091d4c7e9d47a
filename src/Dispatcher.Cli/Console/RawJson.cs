using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatcher.Cli.Console;

/// <summary>JSON that stays as it is, byte for byte, inside other JSON.</summary>
[JsonConverter(typeof(RawJsonConverter))]
internal sealed record RawJson(string Text)
{
    /// <summary>The text as JSON, or null.</summary>
    public static RawJson? Of(string? text) => text is null ? null : new RawJson(text);
}

/// <summary>Writes <see cref="RawJson"/>.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <inheritdoc/>
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The command prints JSON; it reads none of this kind.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text);
}
