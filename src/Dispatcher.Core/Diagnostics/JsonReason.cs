using System.Text.Json;

namespace Dispatcher.Diagnostics;

/// <summary>Why a text is not JSON: the reader's own reason, with the place counted from one, as editors
/// count.</summary>
internal static class JsonReason
{
    /// <summary>The reason with its place and a full stop.</summary>
    public static string Of(JsonException wrong)
    {
        string place = wrong.LineNumber is { } line ? $" (line {line + 1}, byte {wrong.BytePositionInLine + 1})." : ".";
        return Quote.Line(Before(Before(wrong.Message, " Path:"), " LineNumber:").TrimEnd('.') + place);
    }

    private static string Before(string text, string mark)
    {
        int at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? text : text[..at];
    }
}
