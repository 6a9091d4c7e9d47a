using System.Text.Json;

namespace Dispatcher.Emulator.Runs;

/// <summary>Writes the requested members of an object that are not null.</summary>
/// <param name="writer">The JSON writer.</param>
/// <param name="fields">The requested members; null for all.</param>
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
