using System.Text.Json;
using Dispatcher.Diagnostics;

namespace Dispatcher.Testing;

/// <summary>JSON that a test writes down.</summary>
internal static class Json
{
    /// <summary>The text as a JSON string, its characters as they are.</summary>
    public static string Text(string text) => $"\"{JsonEncodedText.Encode(text, JsonFormat.Options.Encoder)}\"";

    /// <summary>The JSON that a test expects.</summary>
    /// <param name="json">The text.</param>
    /// <param name="what">What it is, for the error.</param>
    /// <exception cref="ArgumentException">It is not JSON.</exception>
    public static JsonElement Parse(string json, string what)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The expected {what} is not JSON: {e.Message}", nameof(json), e);
        }
    }
}
