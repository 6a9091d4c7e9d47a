using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Sources;

/// <summary>The route set in use, and its refreshing.</summary>
/// <remarks>dispatch-v1, "Where routes come from". Nothing here waits on a timer: a process may be frozen between
/// invocations, so a refresh is begun by the invocation that finds it due and runs beside it. What fails keeps the last
/// good set and is due again.</remarks>
public sealed class RouteSetHolder
{
    // For reading and loading together. A look that takes longer is given up, so that the next one can begin.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A line of the log is read by people and bounded by those who carry it.
    private const int DiagnosticsALine = 50;

    // How a look can end well, as metrics call it.
    private const string Loaded = "loaded",
        Unchanged = "unchanged";

    private readonly IRouteFiles files;
    private readonly Configuration configuration;
    private readonly TimeSpan refresh;
    private readonly JsonLog log;
    private readonly TimeProvider time;
    private readonly Instruments instruments;
    private readonly Func<byte[]?> prepared;
    private readonly Lock gate = new();
    private volatile DispatchPlanner? current;
    private volatile string? lastProblem;
    private Task? looking;
    private long? lastBegun;
    private long? lastGood;
    private bool unfinished;
    private bool refused;

    /// <summary>A holder that has not looked yet.</summary>
    /// <param name="files">Where the files are.</param>
    /// <param name="refresh">How often a source that may change is looked at again; zero is never.</param>
    /// <param name="log">The log.</param>
    /// <param name="time">The clock.</param>
    /// <param name="instruments">Metrics and traces; null for some that are not read.</param>
    /// <param name="prepared">Reads what was prepared for the first set; null where nothing was.</param>
    /// <param name="configuration">What patterns ask for; null for an empty one.</param>
    public RouteSetHolder(
        IRouteFiles files,
        TimeSpan refresh,
        JsonLog log,
        TimeProvider time,
        Instruments? instruments = null,
        Func<byte[]?>? prepared = null,
        Configuration? configuration = null
    )
    {
        this.configuration = configuration ?? Configuration.Empty;
        (this.files, this.refresh, this.log, this.time, this.prepared) = (
            files,
            refresh,
            log,
            time,
            prepared ?? (() => null)
        );
        this.instruments = instruments ?? new Instruments();
        this.instruments.ObserveRoutes(Age, () => current?.Set.Routes.Length ?? 0);
    }

    /// <summary>The planner over the set in use, or null before the first one has loaded.</summary>
    public DispatchPlanner? Current => current;

    /// <summary>Why the last look gave no set; null when it did.</summary>
    public string? LastProblem => lastProblem;

    /// <summary>Begins a look that is due, without waiting for it.</summary>
    public void Begin() => _ = LookIfDue();

    /// <summary>The planner to decide with: at once when there is one; else when the first set has loaded, or null when
    /// it cannot be loaded or <paramref name="cancellationToken"/> is cancelled first.</summary>
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

    private bool IsRefreshed => files.MayChange && refresh > TimeSpan.Zero;

    // What is never looked at again does not age.
    private double? Age()
    {
        lock (gate)
            return IsRefreshed && lastGood is { } good ? time.GetElapsedTime(good).TotalSeconds : null;
    }

    private Task? LookIfDue()
    {
        lock (gate)
        {
            if (looking is { IsCompleted: false } running)
                return running;

            // Without a set every invocation looks again: an event is at stake, and one look at a time is no storm.
            bool due =
                current is null
                || (IsRefreshed && (lastBegun is not { } begun || time.GetElapsedTime(begun) >= refresh));
            if (!due)
                return null;
            lastBegun = time.GetTimestamp();
            return looking = Task.Run(MeasuredLookAsync, CancellationToken.None);
        }
    }

    private async Task MeasuredLookAsync()
    {
        using Activity? activity = Traces.Refresh(instruments);
        string result = await LookAsync().ConfigureAwait(false);
        lock (gate)
        {
            // Files that were refused and have not changed are as bad as before.
            if (result is Loaded || (result is Unchanged && !refused))
                lastGood = time.GetTimestamp();
        }

        Measures.Refresh(instruments, result);
        Traces.Refreshed(activity, result, lastProblem, current?.Set.Version);
    }

    private async Task<string> LookAsync()
    {
        long start = time.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            RouteFilesRead found = await files
                .ReadAsync(unfinished, patience.Token)
                .WaitAsync(patience.Token)
                .ConfigureAwait(false);
            switch (found)
            {
                case RouteFilesRead.Files changed:
                    unfinished = true; // Until they are loaded or refused, they count as not seen.
                    bool good = Use(
                        current is null
                            ? FirstLoad.Load(changed.Found, prepared(), patience.Token)
                            : RouteLoader.Load(changed.Found, cancellationToken: patience.Token),
                        start
                    );
                    unfinished = false;
                    refused = !good;
                    return good ? Loaded : "refused";
                case RouteFilesRead.Failed failed:
                    return Keep(failed.Reason);
                default:
                    log.Write(LogLevel.Debug, "routes.unchanged", "The routes have not changed.", WriteSource);
                    return Unchanged;
            }
        }
#pragma warning disable CA1031 // Whatever goes wrong in a look, the set in use stays and the next look comes.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Keep(
                patience.IsCancellationRequested
                    ? $"{files.Name}: not read and loaded within {Patience.TotalSeconds} s"
                    : $"{files.Name}: {e.GetType().Name}: {Quote.Line(e.Message)}"
            );
        }
    }

    private bool Use(RouteLoad read, long start)
    {
        RouteLoad load = read.Under(configuration);
        if (load.Set is not { } set)
        {
            lastProblem = $"the route files have problems, the first: {load.Diagnostics[0]}";
            Tell(
                LogLevel.Error,
                "routes.refused",
                $"The route files have {load.Diagnostics.Length} problem(s); {InUse()}.",
                load.Diagnostics
            );
            return false;
        }

        current = DispatchPlanner.For(set);
        log.RouteSet = set.Version;
        lastProblem = null;
        log.Write(LogLevel.Information, "routes.loaded", $"{set.Routes.Length} route(s) are in use.", json =>
        {
            WriteSource(json);
            json.WriteNumber("routes", set.Routes.Length);
            json.WriteNumber("files", set.Files.Length);
            if (load.Prepared)
                json.WriteBoolean("prepared", true);
            json.WriteNumber("durationMs", Math.Round(time.GetElapsedTime(start).TotalMilliseconds, 1));
        });
        if (!load.Diagnostics.IsEmpty)
            Tell(
                LogLevel.Warning,
                "routes.warnings",
                $"The route files work, with {load.Diagnostics.Length} warning(s).",
                load.Diagnostics
            );
        return true;
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

    private string Keep(string reason)
    {
        lastProblem = reason;
        log.Write(LogLevel.Error, "routes.unreadable", $"The routes cannot be read; {InUse()}.", json =>
        {
            WriteSource(json);
            json.WriteString("reason", reason);
        });
        return "unreadable";
    }

    private string InUse() =>
        current is null ? "there are none to serve with, and events are deferred" : "the last good ones go on serving";

    private void WriteSource(Utf8JsonWriter json) => json.WriteString("source", files.Name);
}
