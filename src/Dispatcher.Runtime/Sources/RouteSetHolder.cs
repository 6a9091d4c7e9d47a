using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Runtime.Logging;

namespace Dispatcher.Runtime.Sources;

/// <summary>The route set in use, and its refreshing.</summary>
/// <remarks>dispatch-v1, "Where routes come from". Nothing here waits on a timer: a process may be frozen between invocations, so a
/// refresh is begun by the invocation that finds it due and runs beside it. What fails keeps the last good set and is due again.</remarks>
/// <param name="files">Where the files are.</param>
/// <param name="refresh">How often a source that may change is looked at again; zero is never.</param>
/// <param name="log">The log.</param>
/// <param name="time">The clock.</param>
public sealed class RouteSetHolder(IRouteFiles files, TimeSpan refresh, JsonLog log, TimeProvider time)
{
    // A look that takes longer hangs; it is given up, so that the next one can begin.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A line of the log is read by people and bounded by those who carry it.
    private const int DiagnosticsALine = 50;

    private readonly Lock gate = new();
    private volatile DispatchPlanner? current;
    private volatile string? lastProblem;
    private Task? looking;
    private long? lastBegun;
    private bool unfinished;

    /// <summary>The planner over the set in use, or null before the first one has loaded.</summary>
    public DispatchPlanner? Current => current;

    /// <summary>Why the last look gave no set; null when it did.</summary>
    public string? LastProblem => lastProblem;

    /// <summary>Begins a look that is due, without waiting for it.</summary>
    public void Begin() => _ = LookIfDue();

    /// <summary>The planner to decide with: at once when there is one; else when the first set has loaded, or null when it cannot be
    /// loaded or <paramref name="cancellationToken"/> is cancelled first.</summary>
    public async ValueTask<DispatchPlanner?> GetAsync(CancellationToken cancellationToken)
    {
        Task? look = LookIfDue();
        if (current is { } planner)
            return planner;
        try
        {
            await (look ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Out of time; the look goes on for the next invocation.
        }

        return current;
    }

    private Task? LookIfDue()
    {
        lock (gate)
        {
            if (looking is { IsCompleted: false } running)
                return running;

            // Without a set every invocation looks again: an event is at stake, and one look at a time is no storm.
            bool due = current is null
                || (files.MayChange && refresh > TimeSpan.Zero && (lastBegun is not { } begun || time.GetElapsedTime(begun) >= refresh));
            if (!due)
                return null;
            lastBegun = time.GetTimestamp();
            return looking = Task.Run(LookAsync, CancellationToken.None);
        }
    }

    private async Task LookAsync()
    {
        long start = time.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            RouteFilesRead found = await files.ReadAsync(unfinished, patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
            switch (found)
            {
                case RouteFilesRead.Files changed:
                    unfinished = true; // Until they are loaded or refused, they count as not seen.
                    Use(RouteLoader.Load(changed.Found), start);
                    unfinished = false;
                    break;
                case RouteFilesRead.Failed failed:
                    Keep(failed.Reason);
                    break;
                default:
                    log.Write(LogLevel.Debug, "routes.unchanged", "The routes have not changed.", WriteSource);
                    break;
            }
        }
#pragma warning disable CA1031 // Whatever goes wrong in a look, the set in use stays and the next look comes.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Keep(patience.IsCancellationRequested ? $"{files.Name}: not read within {Patience.TotalSeconds} s" : $"{files.Name}: {e.GetType().Name}: {Quote.Line(e.Message)}");
        }
    }

    private void Use(RouteLoad load, long start)
    {
        if (load.Set is not { } set)
        {
            lastProblem = $"the route files have problems, the first: {load.Diagnostics[0]}";
            Tell(LogLevel.Error, "routes.refused", $"The route files have {load.Diagnostics.Length} problem(s); {InUse()}.", load.Diagnostics);
            return;
        }

        current = DispatchPlanner.For(set);
        lastProblem = null;
        log.Write(LogLevel.Information, "routes.loaded", $"{set.Routes.Length} route(s) are in use.", json =>
        {
            WriteSource(json);
            json.WriteNumber("routes", set.Routes.Length);
            json.WriteNumber("files", set.Files.Length);
            json.WriteNumber("durationMs", Math.Round(time.GetElapsedTime(start).TotalMilliseconds, 1));
        });
        if (!load.Diagnostics.IsEmpty)
            Tell(LogLevel.Warning, "routes.warnings", $"The route files work, with {load.Diagnostics.Length} warning(s).", load.Diagnostics);
    }

    // Every diagnostic, on as many lines as that takes.
    private void Tell(LogLevel level, string eventName, string message, ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (Diagnostic[] some in diagnostics.Chunk(DiagnosticsALine))
        {
            log.Write(level, eventName, message, json =>
            {
                WriteSource(json);
                json.WriteStartArray("diagnostics");
                foreach (Diagnostic diagnostic in some)
                    json.WriteStringValue(diagnostic.ToString());
                json.WriteEndArray();
            });
        }
    }

    private void Keep(string reason)
    {
        lastProblem = reason;
        log.Write(LogLevel.Error, "routes.unreadable", $"The routes cannot be read; {InUse()}.", json =>
        {
            WriteSource(json);
            json.WriteString("reason", reason);
        });
    }

    private string InUse() => current is null ? "there are none to serve with, and events are deferred" : "the last good ones go on serving";

    private void WriteSource(Utf8JsonWriter json)
    {
        json.WriteString("source", files.Name);
        json.WriteString("routeSet", current?.Set.Version);
    }
}
