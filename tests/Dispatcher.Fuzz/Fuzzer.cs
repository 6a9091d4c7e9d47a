using System.Diagnostics;
using System.Text;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Fuzz;

/// <summary>What a campaign found.</summary>
/// <param name="Events">Mutated events read, and planned where they could be read.</param>
/// <param name="EventsRead">Those of them that were object events.</param>
/// <param name="RouteFiles">Mutated route files loaded, and planned with where they loaded.</param>
/// <param name="RouteFilesLoaded">Those of them that loaded.</param>
/// <param name="Slowest">The longest that one input took.</param>
/// <param name="SlowestInput">That input.</param>
/// <param name="Failures">Inputs that made something throw, or answered against the rules, with what happened.</param>
public sealed record FuzzReport(
    int Events, int EventsRead, int RouteFiles, int RouteFilesLoaded, TimeSpan Slowest, byte[] SlowestInput, IReadOnlyList<(byte[] Input, string What)> Failures);

/// <summary>Feeds mutated events and route files to the core and watches what comes out.</summary>
public sealed class Fuzzer
{
    private static readonly Configuration Config = Configuration.From(new Dictionary<string, string>
    {
        ["workspace_id"] = "w",
        ["application_key"] = "a",
        ["connection_key"] = "c",
        ["x"] = "y",
    });

    private readonly List<byte[]> events = [];
    private readonly List<byte[]> routeFiles = [];
    private readonly DispatchPlanner planner;
    private readonly StorageEvent[] probes;

    /// <summary>A fuzzer that starts from these route files and from events that they take.</summary>
    public Fuzzer(IEnumerable<RouteFile> files)
    {
        RouteFile[] known = [.. files];
        routeFiles.AddRange(known.Select(file => file.Content.ToArray()));
        RouteSet set = RouteLoader.Load(known).Set ?? throw new ArgumentException("The route files must load.", nameof(files));
        planner = DispatchPlanner.For(set);
        probes = [.. set.Routes.SelectMany(route => route.Tests).Select(test => test.Event)];
        events.AddRange(probes.Select(probe => Encoding.UTF8.GetBytes(probe.Raw.GetRawText())));
    }

    /// <summary>Runs <paramref name="count"/> inputs, half events and half route files.</summary>
    /// <param name="seed">The same seed makes the same inputs.</param>
    /// <param name="count">How many.</param>
    /// <param name="progress">Told now and then how many are done.</param>
    /// <param name="cancellationToken">Stops early; the report counts what was done.</param>
    public FuzzReport Run(int seed, int count, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var mutator = new Mutator(seed);
        var failures = new List<(byte[], string)>();
        int eventCount = 0, read = 0, fileCount = 0, loaded = 0;
        TimeSpan slowest = default;
        byte[] slowestInput = [];
        for (int i = 0; i < count && !cancellationToken.IsCancellationRequested && failures.Count < 20; i++)
        {
            bool isEvent = i % 2 == 0;
            byte[] input = mutator.Next(isEvent ? events : routeFiles);
            long start = Stopwatch.GetTimestamp();
            try
            {
                if (isEvent)
                    read += ReadEvent(input) ? 1 : 0;
                else
                    loaded += LoadRoutes(input) ? 1 : 0;
            }
#pragma warning disable CA1031 // Any exception at all is what is looked for.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures.Add((input, e.ToString()));
            }

            TimeSpan took = Stopwatch.GetElapsedTime(start);
            if (took > slowest)
                (slowest, slowestInput) = (took, input);
            (eventCount, fileCount) = isEvent ? (eventCount + 1, fileCount) : (eventCount, fileCount + 1);
            if (i % 1000 == 999)
                progress?.Invoke(i + 1);
        }

        return new FuzzReport(eventCount, read, fileCount, loaded, slowest, slowestInput, failures);
    }

    /// <summary>The shortest of three times that one input takes, as an event and as a route file.</summary>
    public TimeSpan Replay(byte[] input) => Enumerable.Range(0, 3).Min(_ =>
    {
        long start = Stopwatch.GetTimestamp();
        ReadEvent(input);
        LoadRoutes(input);
        return Stopwatch.GetElapsedTime(start);
    });

    private bool ReadEvent(byte[] input)
    {
        switch (EventReader.Read(input))
        {
            case EventReading.Accepted accepted:
                Check(planner.Plan(accepted.Event, Config));
                Require(planner.Nearest(accepted.Event) is not null, "no nearest route");
                return true;
            case EventReading.Malformed malformed:
                Require(malformed.Errors.Length > 0 && malformed.Errors.All(error => OneLine(error.Message)), "a malformed event without a one-line reason");
                return false;
            default:
                return false;
        }
    }

    private bool LoadRoutes(byte[] input)
    {
        RouteLoad load = RouteLoader.Load([new RouteFile("fuzz.yaml", input)]);
        Require(load.Set is null == load.Diagnostics.Any(d => d.Severity == Diagnostics.Severity.Error), "a set with errors, or none without");
        Require(load.Diagnostics.All(d => d.Position is { Line: >= 1, Column: >= 1 } && OneLine(d.ToString())), "a diagnostic without a place, or over two lines");
        if (load.Set is not { } set)
            return false;
        var mutated = DispatchPlanner.For(set);
        foreach (StorageEvent probe in probes)
            Check(mutated.Plan(probe, Config));
        return true;
    }

    private static void Check(DispatchPlan plan)
    {
        Require(plan.Errors.All(error => OneLine(error.Message)), "an error over two lines");
        foreach (TaskRunRequest run in plan.Runs.Concat(plan.Shadow))
            Require(System.Text.Json.JsonDocument.Parse(run.Body) is not null, "a body that is not JSON");
    }

    private static bool OneLine(string text) => !text.AsSpan().ContainsAny('\n', '\r', '\u001b');

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException(what);
    }
}
