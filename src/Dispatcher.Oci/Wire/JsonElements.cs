using System.Text;
using System.Text.Json;

namespace Dispatcher.Oci.Wire;

/// <summary>Tolerant reads of a service's JSON: a member that is missing, null or of another type gives null.</summary>
internal static class JsonElements
{
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            ? value.Text()
            : null;

    public static long? Number(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out long number)
            ? number
            : null;

    public static string? Text(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair and broken UTF-8 pass the parser and fail here.
        }
    }

    /// <summary>The length of the member's name that the reader stands on, in bytes as it reads: an escape counts as
    /// what it stands for.</summary>
    public static int NameLength(this ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetByteCount(reader.GetString()!) : reader.ValueSpan.Length;

    /// <summary>The text that the reader stands on; null for any other value, which is passed over.</summary>
    public static string? Text(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // As above.
        }
    }

    /// <summary>The text that follows; null for any other value, which is passed over.</summary>
    public static string? NextText(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.Text();
    }

    /// <summary>The same, without a copy of it where it is one of some known words.</summary>
    public static string? NextText(this ref Utf8JsonReader reader, params ReadOnlySpan<string> words)
    {
        reader.Read();
        foreach (string word in words)
        {
            if (reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false } && reader.ValueTextEquals(word))
                return word;
        }

        return reader.Text();
    }

    /// <summary>Whether an object follows, of which the reader then stands at the beginning. Any other value is passed
    /// over.</summary>
    public static bool EntersObject(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
            return true;
        reader.Skip();
        return false;
    }

    /// <summary>The whole number that follows; null for any other value, which is passed over.</summary>
    public static long? Number(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out long number) ? number : null;
        reader.Skip();
        return null;
    }
}
