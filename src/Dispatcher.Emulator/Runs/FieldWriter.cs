using System.Text.Json;

namespace Dispatcher.Emulator.Runs;

/// <summary>Writes the members of an object that are wanted and not null.</summary>
/// <param name="writer">Where.</param>
/// <param name="fields">Which; null for all.</param>
internal readonly struct FieldWriter(Utf8JsonWriter writer, IReadOnlyCollection<string>? fields)
{
    public bool Wants(string name) => fields is null || fields.Contains(name);

    public void Text(string name, string? value, bool always = false)
    {
        if (value is not null && (always || Wants(name)))
            writer.WriteString(name, value);
    }

    public void Number(string name, long? value)
    {
        if (value is { } number && Wants(name))
            writer.WriteNumber(name, number);
    }

    public void Flag(string name, bool value)
    {
        if (Wants(name))
            writer.WriteBoolean(name, value);
    }

    public void Raw(string name, ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty || !Wants(name))
            return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(json.Span);
    }
}
