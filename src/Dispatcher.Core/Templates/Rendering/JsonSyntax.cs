using System.Text.Json;

namespace Dispatcher.Templates.Rendering;

/// <summary>Whether a text is a JSON document.</summary>
internal static class JsonSyntax
{
    /// <summary>Whether the whole text is one JSON value. A text with half of a surrogate pair has no UTF-8 form and is
    /// not JSON.</summary>
    public static bool IsValid(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        // ArgumentException: the parser encodes the text first, and half of a surrogate pair has no encoding.
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return false;
        }
    }
}
