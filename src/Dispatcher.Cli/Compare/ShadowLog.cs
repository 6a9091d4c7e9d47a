using System.Text.Json;
using Dispatcher.Cli.Console;
using Dispatcher.Events;
using Dispatcher.Files;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Compare;

/// <summary>Reads the runs that routes in shadow would have started from the function's log: its lines as they are, or
/// what OCI Logging makes of them.</summary>
/// <remarks>Lines are found wherever they stand: OCI Logging and its search wrap them in documents of their own, as
/// text.</remarks>
internal sealed class ShadowLog
{
    // A line in a document in a text in a document: deeper is not a log.
    private const int MostWraps = 8;

    private readonly Dictionary<string, ShadowRun> runs = new(StringComparer.Ordinal);

    /// <summary>The runs, each once however often its event came.</summary>
    public IReadOnlyCollection<ShadowRun> Runs => runs.Values;

    /// <summary>Lines of events that were read.</summary>
    public long Events { get; private set; }

    /// <summary>Lines that are not JSON.</summary>
    public long Unread { get; private set; }

    /// <summary>The time of the last line of an event; null when there is none.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Reads a file; <c>-</c> is standard input.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<ShadowLog> ReadAsync(Terminal terminal, string file, CancellationToken stopping)
    {
        var log = new ShadowLog();
        using var reader =
            file == "-" ? new StreamReader(terminal.In) : new StreamReader(RegularFile.Open(terminal.Absolute(file)));
        for (
            bool first = true;
            await reader.ReadLineAsync(stopping).ConfigureAwait(false) is { } line;
            first &= line.AsSpan().Trim().IsEmpty
        )
        {
            if (line.AsSpan().Trim().IsEmpty || log.TryAdd(line))
                continue;
            // A search's answer is one document over many lines.
            if (first && line.AsSpan().TrimStart() is ['{' or '[', ..])
            {
                string whole = line + "\n" + await reader.ReadToEndAsync(stopping).ConfigureAwait(false);
                if (log.TryAdd(whole))
                    break;
                foreach (string rest in whole.Split('\n').Where(rest => !rest.AsSpan().Trim().IsEmpty))
                    log.Unread += log.TryAdd(rest) ? 0 : 1;
                break;
            }

            log.Unread++;
        }

        return log;
    }

    private bool TryAdd(string text)
    {
        // What collects logs may put a time or a name before the line.
        int begin = text.AsSpan().IndexOfAny('{', '[');
        if (begin < 0)
            return false;
        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(begin));
            Add(document.RootElement, 0);
            return true;
        }
        catch (JsonException)
        {
            return begin > 0 && text.AsSpan()[begin] == '[' && TryAdd(text[(begin + 1)..]);
        }
    }

    private void Add(JsonElement element, int wraps)
    {
        if (wraps > MostWraps)
            return;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when IsEvent(element):
                AddEvent(element);
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
                TryAdd(wrapped);
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

    private void AddEvent(JsonElement line)
    {
        Events++;
        DateTimeOffset? written = Time(line, "time");
        if (written > Last || Last is null)
            Last = written;
        if (
            line.GetProperty("shadow") is not { ValueKind: JsonValueKind.Array } shadow
            || Member(line, "object") is not { } source
        )
            return;
        foreach (JsonElement run in shadow.EnumerateArray())
        {
            if (
                (Text(run, "route"), Text(run, "taskKey"), Text(run, "workspace"), Text(run, "application"))
                is not
                ({ } route, { } task, { } workspace, { } application)
            )
                continue;
            JsonElement? request = Member(run, "request");
            var one = new ShadowRun(
                route,
                Text(source, "bucket") ?? "",
                Text(source, "name") ?? "",
                Text(source, "etag"),
                new TaskPlace(workspace, application, task),
                Time(line, "eventTime") ?? written ?? DateTimeOffset.MinValue,
                request is { } asked ? Text(asked, "identifier") : null,
                request is { } sent && Member(sent, "configProvider") is { } provider
                    ? Member(provider, "bindings")?.Clone()
                    : null
            );
            runs.TryAdd(one.Identifier ?? $"{one.Bucket}\n{one.Object}\n{one.ETag}\n{route}\n{task}", one);
        }
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement member)
        && member.ValueKind == JsonValueKind.Object
            ? member
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
            ? Text(member)
            : null;

    private static DateTimeOffset? Time(JsonElement line, string name) =>
        Text(line, name) is { } text ? EventTime.Parse(text) : null;

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
