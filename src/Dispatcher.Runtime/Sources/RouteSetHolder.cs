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
    // A look that takes longer has been frozen half-way or hangs; it is given up, so that the next one can begin.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private volatile DispatchPlanner? current;
    private Task? looking;
    private DateTimeOffset begun;
    private DateTimeOffset due = DateTimeOffset.MinValue;

    /// <summary>The planner over the set in use, or null before the first one has loaded.</summary>
    public DispatchPlanner? Current => current;

    /// <summary>Begins loading without waiting for it.</summary>
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
            DateTimeOffset now = time.GetUtcNow();
            bool hanging = looking is { IsCompleted: false } && now - begun > Patience + Patience;
            if (looking is { IsCompleted: false } && !hanging)
                return looking;
            bool isDue = current is null || (files.MayChange && refresh > TimeSpan.Zero && now >= due);
            if (!isDue)
                return null;
            (begun, due) = (now, now + refresh);
            return looking = Task.Run(LookAsync, CancellationToken.None);
        }
    }

    private async Task LookAsync()
    {
        long start = time.GetTimestamp();
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            switch (await files.ReadAsync(patience.Token).ConfigureAwait(false))
            {
                case RouteFilesRead.Files found:
                    Use(RouteLoader.Load(found.Found), start);
                    break;
                case RouteFilesRead.Failed failed:
                    Keep(failed.Reason);
                    break;
                default:
                    log.Write(LogLevel.Debug, "routes-unchanged", "The routes have not changed.", json => json.WriteString("routeSet", current?.Set.Version));
                    break;
            }
        }
#pragma warning disable CA1031 // Whatever goes wrong in a look, the set in use stays and the next look comes.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Keep(e is OperationCanceledException ? $"{files.Name}: not read within {Patience.TotalSeconds} s" : $"{files.Name}: {e.GetType().Name}: {Quote.Line(e.Message)}");
        }
    }

    private void Use(RouteLoad load, long start)
    {
        if (load.Set is not { } set)
        {
            log.Write(LogLevel.Error, "routes-refused", $"The route files have {load.Diagnostics.Length} problem(s); {InUse()}.", json =>
            {
                WriteSource(json);
                json.WriteStartArray("diagnostics");
                foreach (Diagnostic diagnostic in load.Diagnostics)
                    json.WriteStringValue(diagnostic.ToString());
                json.WriteEndArray();
            });
            return;
        }

        current = DispatchPlanner.For(set);
        log.Write(LogLevel.Information, "routes-loaded", $"{set.Routes.Length} route(s) are in use.", json =>
        {
            WriteSource(json);
            json.WriteNumber("routes", set.Routes.Length);
            json.WriteNumber("files", set.Files.Length);
            json.WriteNumber("durationMs", Math.Round(time.GetElapsedTime(start).TotalMilliseconds, 1));
        });
    }

    private void Keep(string reason) =>
        log.Write(LogLevel.Error, "routes-unreadable", $"The routes cannot be read; {InUse()}.", json =>
        {
            WriteSource(json);
            json.WriteString("reason", reason);
        });

    private string InUse() => current is null ? "there are none to serve with, and events are deferred" : "the last good ones go on serving";

    private void WriteSource(Utf8JsonWriter json)
    {
        json.WriteString("source", files.Name);
        json.WriteString("routeSet", current?.Set.Version);
    }
}
