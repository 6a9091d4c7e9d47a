using System.Text.Json;
using Dispatcher.Events;

namespace Dispatcher.Cli.Input;

/// <summary>Finds the lines of events in the function's log: its lines as they are, or what OCI Logging makes of
/// them.</summary>
/// <remarks>Lines are found wherever they stand: OCI Logging and its search wrap them in documents of their own, as
/// text.</remarks>
internal sealed class FunctionLog
{
    // A line in a document in a text in a document: deeper is not a log.
    private const int MostWraps = 16;

    private readonly Action<JsonElement> found;

    private FunctionLog(Action<JsonElement> found) => this.found = found;

    /// <summary>Lines of events that were read.</summary>
    public long Events { get; private set; }

    /// <summary>Other lines that the function wrote.</summary>
    public long Others { get; private set; }

    /// <summary>Lines that are not JSON.</summary>
    public long Unread { get; private set; }

    /// <summary>Reads a log to its end.</summary>
    /// <param name="reader">The log.</param>
    /// <param name="found">Gets each line of an event (<c>invocation</c>), in order; the element is gone
    /// afterwards.</param>
    /// <param name="stopping">Ctrl-C.</param>
    public static async Task<FunctionLog> ReadAsync(
        TextReader reader,
        Action<JsonElement> found,
        CancellationToken stopping
    )
    {
        var log = new FunctionLog(found);
        // A search's answer is one document over many lines, and several of them may follow each other.
        var document = new List<string>();
        while (await reader.ReadLineAsync(stopping).ConfigureAwait(false) is { } line)
        {
            if (document.Count > 0 && line is not ['{' or '[', ..])
            {
                document.Add(line);
                if (line is ['}' or ']', ..] && log.TryAdd(string.Join('\n', document)))
                    document.Clear();
                continue;
            }

            // What began before is no document when another begins.
            log.AddEach(document);
            if (line.AsSpan().Trim().IsEmpty || log.TryAdd(line))
                continue;
            if (line.AsSpan().TrimStart() is ['{' or '[', ..])
                document.Add(line);
            else
                log.Unread++;
        }

        if (document.Count > 0 && !log.TryAdd(string.Join('\n', document)))
            log.AddEach(document);
        return log;
    }

    /// <summary>A member that is an object, or null.</summary>
    public static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement member)
        && member.ValueKind == JsonValueKind.Object
            ? member
            : null;

    /// <summary>A member that is text, or null.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
            ? Text(member)
            : null;

    /// <summary>A member that is a time, or null.</summary>
    public static DateTimeOffset? Time(JsonElement line, string name) =>
        Text(line, name) is { } text ? EventTime.Parse(text) : null;

    private void AddEach(List<string> lines)
    {
        Unread += lines.Count(line => !line.AsSpan().Trim().IsEmpty && !TryAdd(line));
        lines.Clear();
    }

    private bool TryAdd(string text, int wraps = 0)
    {
        // What collects logs may put a time or a name before the line, in brackets too.
        int begin = text.AsSpan().IndexOfAny('{', '['),
            brace = text.IndexOf('{', StringComparison.Ordinal);
        return begin >= 0
            && (TryParse(text.AsMemory(begin), wraps) || (brace > begin && TryParse(text.AsMemory(brace), wraps)));
    }

    private bool TryParse(ReadOnlyMemory<char> text, int wraps)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            Add(document.RootElement, wraps);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Add(JsonElement element, int wraps)
    {
        if (wraps > MostWraps)
            return;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when IsEvent(element):
                Events++;
                found(element);
                break;
            case JsonValueKind.Object when Text(element, "event") is not null && Text(element, "routeSet") is not null:
                Others++;
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                    Add(member.Value, wraps + 1);
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                    Add(item, wraps + 1);
                break;
            case JsonValueKind.String when Text(element) is ['{', ..] wrapped:
                TryAdd(wrapped, wraps + 1);
                break;
            default:
                break;
        }
    }

    private static bool IsEvent(JsonElement element) =>
        element.TryGetProperty("event", out JsonElement name)
        && name.ValueKind == JsonValueKind.String
        && name.ValueEquals("invocation")
        && element.TryGetProperty("shadow", out _);

    private static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair passes the parser and fails here.
        }
    }
}
