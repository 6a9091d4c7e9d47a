using System.Text.Json;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Files;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Compare;

/// <summary>The runs that routes in shadow would have started, by the function's log.</summary>
internal sealed class ShadowLog
{
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
        var shadows = new ShadowLog();
        using var reader =
            file == "-" ? new StreamReader(terminal.In) : new StreamReader(RegularFile.Open(terminal.Absolute(file)));
        FunctionLog log = await FunctionLog.ReadAsync(reader, shadows.AddEvent, stopping).ConfigureAwait(false);
        shadows.Events = log.Events;
        shadows.Unread = log.Unread;
        return shadows;
    }

    private void AddEvent(JsonElement line)
    {
        DateTimeOffset? written = FunctionLog.Time(line, "time");
        if (written > Last || Last is null)
            Last = written;
        if (
            line.GetProperty("shadow") is not { ValueKind: JsonValueKind.Array } shadow
            || FunctionLog.Member(line, "object") is not { } source
        )
            return;
        foreach (JsonElement run in shadow.EnumerateArray())
        {
            if (
                (
                    FunctionLog.Text(run, "route"),
                    FunctionLog.Text(run, "taskKey"),
                    FunctionLog.Text(run, "workspace"),
                    FunctionLog.Text(run, "application")
                )
                is not
                ({ } route, { } task, { } workspace, { } application)
            )
                continue;
            JsonElement? request = FunctionLog.Member(run, "request");
            var one = new ShadowRun(
                route,
                FunctionLog.Text(source, "bucket") ?? "",
                FunctionLog.Text(source, "name") ?? "",
                FunctionLog.Text(source, "etag"),
                new TaskPlace(workspace, application, task),
                FunctionLog.Time(line, "eventTime") ?? written ?? DateTimeOffset.MinValue,
                request is { } asked ? FunctionLog.Text(asked, "identifier") : null,
                request is { } sent && FunctionLog.Member(sent, "configProvider") is { } provider
                    ? FunctionLog.Member(provider, "bindings")?.Clone()
                    : null
            );
            runs.TryAdd(one.Identifier ?? $"{one.Bucket}\n{one.Object}\n{one.ETag}\n{route}\n{task}", one);
        }
    }
}
