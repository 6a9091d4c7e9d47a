using System.Text;
using System.Text.Json;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Fuzz;

/// <summary>What a campaign found.</summary>
/// <param name="Events">Mutated events read, and planned where they could be read.</param>
/// <param name="EventsRead">Those of them that were object events.</param>
/// <param name="RouteFiles">Mutated route files loaded, and planned with where they loaded.</param>
/// <param name="RouteFilesLoaded">Those of them that loaded.</param>
/// <param name="Kept">Inputs that were accepted, made the core say something new, and were mutated further.</param>
/// <param name="Slowest">The most processor time that one input took.</param>
/// <param name="SlowestInput">That input.</param>
/// <param name="Failures">Inputs that made something throw, answered against the rules, or took too long, with what
/// happened.</param>
public sealed record FuzzReport(
    int Events,
    int EventsRead,
    int RouteFiles,
    int RouteFilesLoaded,
    int Kept,
    TimeSpan Slowest,
    byte[] SlowestInput,
    IReadOnlyList<(byte[] Input, string What)> Failures
);

/// <summary>Feeds mutated events and route files to the core and watches what comes out.</summary>
public sealed class Fuzzer
{
    private static readonly Configuration Config = Configuration.From(
        new Dictionary<string, string>
        {
            ["workspace_id"] = "w",
            ["application_key"] = "a",
            ["connection_key"] = "c",
            ["x"] = "y",
        }
    );

    // What is kept must not itself look like growth.
    private const int MostKept = 2_000,
        MostKeptBytes = 16 * 1024;

    private const int MostFailures = 20;

    private readonly List<byte[]> events = [];
    private readonly List<byte[]> routeFiles = [];
    private readonly HashSet<string> said = new(StringComparer.Ordinal);
    private readonly DispatchPlanner planner;
    private readonly StorageEvent[] probes;

    /// <summary>A fuzzer that starts from these route files and from events that they take.</summary>
    public Fuzzer(IEnumerable<RouteFile> files)
    {
        RouteFile[] known = [.. files];
        routeFiles.AddRange(known.Select(file => file.Content.ToArray()));
        RouteLoad load = RouteLoader.Load(known);
        RouteSet set = load.Set
            ?? throw new ArgumentException($"The route files must load: {load.Diagnostics[0]}", nameof(files));
        planner = DispatchPlanner.For(set);
        probes = [.. set.Routes.SelectMany(route => route.Tests).Select(test => test.Event)];
        events.AddRange(probes.Select(probe => Encoding.UTF8.GetBytes(probe.Raw.GetRawText())));
        events.Add(
            """{"specversion":"1.0","id":"1","source":"x","type":"com.oraclecloud.objectstorage.deleteobject","time":"2026-11-23T10:00:00+01:00","data":{"resourceName":"a/\u00e9 \ud83d\ude00.csv","compartmentName":"finance","additionalDetails":{"bucketName":"landing-eu","namespace":"ns","versionId":"v"}}}"""u8.ToArray()
        );
        events.AddRange(Wrapped([.. events]));
    }

    /// <summary>The most processor time that one input may take; null for as long as it takes.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>Runs <paramref name="count"/> inputs, half events and half route files.</summary>
    /// <param name="seed">The same seed makes the same inputs.</param>
    /// <param name="count">How many.</param>
    /// <param name="progress">Told now and then how many are done.</param>
    /// <param name="cancellationToken">Stops early; the report counts what was done.</param>
    public FuzzReport Run(
        int seed,
        int count,
        Action<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        var mutator = new Mutator(seed);
        var failures = new List<(byte[], string)>();
        int eventCount = 0,
            read = 0,
            fileCount = 0,
            loaded = 0,
            kept = 0;
        TimeSpan slowest = default;
        byte[] slowestInput = [];
        for (int i = 0; i < count && !cancellationToken.IsCancellationRequested && failures.Count < MostFailures; i++)
        {
            bool isEvent = i % 2 == 0;
            List<byte[]> corpus = isEvent ? events : routeFiles;
            byte[] input = mutator.Next(corpus);
            TimeSpan took = default;
            try
            {
                (bool good, string what, took) = Try(input, isEvent);
                if (good && isEvent)
                    read++;
                if (good && !isEvent)
                    loaded++;

                // Only what is read to its end is mutated further: what is refused soon would stay refused for the same
                // reason.
                if (good && kept < MostKept && input.Length <= MostKeptBytes && said.Add(what))
                {
                    corpus.Add(input);
                    kept++;
                }
            }
#pragma warning disable CA1031 // Any exception at all is what is looked for.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures.Add((input, e.ToString()));
            }

            if (took > Limit && (took = Least(input, isEvent)) > Limit)
                failures.Add((input, $"it took {took.TotalMilliseconds} ms of processor time"));
            if (took > slowest)
                (slowest, slowestInput) = (took, input);
            (eventCount, fileCount) = isEvent ? (eventCount + 1, fileCount) : (eventCount, fileCount + 1);
            if (i % 1000 == 999)
                progress?.Invoke(i + 1);
        }

        return new FuzzReport(eventCount, read, fileCount, loaded, kept, slowest, slowestInput, failures);
    }

    /// <summary>Tries one input, as an event and as a route file; throws what they throw.</summary>
    public void Replay(byte[] input)
    {
        ReadEvent(input);
        LoadRoutes(input);
    }

    // Three of the events a batch, each element in another wrapper.
    private static IEnumerable<byte[]> Wrapped(byte[][] events) =>
        events
            .Chunk(3)
            .Select(some =>
                Encoding.UTF8.GetBytes($"[{string.Join(',', some.Select((json, index) => Wrap(index, json)))}]")
            );

    private static string Wrap(int index, byte[] json)
    {
        string text = Encoding.UTF8.GetString(json);
        return index switch
        {
            0 => text,
            1 =>
                $$"""{"stream":"s","partition":"0","key":null,"value":"{{Convert.ToBase64String(json)}}","offset":0}""",
            _ => $$"""{"content":{{JsonSerializer.Serialize(text)}}}""",
        };
    }

    // The whole process's time: what the compiler and the collector do beside an input counts as well, hence the least
    // of three.
    private TimeSpan Least(byte[] input, bool isEvent) => Enumerable.Range(0, 3).Min(_ => Try(input, isEvent).Took);

    private (bool Good, string What, TimeSpan Took) Try(byte[] input, bool isEvent)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        (bool good, string what) = isEvent ? ReadEvent(input) : LoadRoutes(input);
        return (good, what, Environment.CpuUsage.TotalTime - start);
    }

    private (bool Good, string What) ReadEvent(byte[] input)
    {
        switch (BodyReader.Read(input))
        {
            case BodyReading.Single single:
                return Look(single.Reading);
            case BodyReading.Many many:
                (bool Good, string What)[] seen =
                [
                    .. Enumerable.Range(0, many.Batch.Count).Select(index => Look(many.Batch.Read(index).Reading)),
                ];
                return (
                    seen.Any(element => element.Good),
                    "batch " + string.Join(' ', seen.Select(element => element.What).Distinct())
                );
            default:
                return (false, "ping");
        }
    }

    private (bool Good, string What) Look(EventReading reading)
    {
        switch (reading)
        {
            case EventReading.Accepted accepted:
                DispatchPlan plan = planner.Plan(accepted.Event, Config);
                Check(plan);
                Require(planner.Nearest(accepted.Event) is not null, "no nearest route");
                return (true, Said(plan));
            case EventReading.Malformed malformed:
                Require(
                    malformed.Errors.Length > 0 && malformed.Errors.All(error => OneLine(error.Message)),
                    "a malformed event without a one-line reason"
                );
                return (
                    false,
                    "event " + string.Join(' ', malformed.Errors.Select(error => error.Code + Shape(error.Message)))
                );
            default:
                return (false, "ignored");
        }
    }

    private (bool Good, string What) LoadRoutes(byte[] input)
    {
        RouteLoad load = RouteLoader.Load([new RouteFile("fuzz.yaml", input)]);
        Require(
            load.Set is null == load.Diagnostics.Any(d => d.Severity == Diagnostics.Severity.Error),
            "a set with errors, or none without"
        );
        Require(
            load.Diagnostics.All(d => d.Position is { Line: >= 1, Column: >= 1 } && OneLine(d.ToString())),
            "a diagnostic without a place, or over two lines"
        );
        string what = string.Join(
            ' ',
            load.Diagnostics.Select(d => d.Code + Shape(d.Message)).Distinct().Order(StringComparer.Ordinal)
        );
        if (load.Set is not { } set)
            return (false, what);
        var mutated = DispatchPlanner.For(set);
        foreach (StorageEvent probe in probes)
        {
            DispatchPlan plan = mutated.Plan(probe, Config);
            Check(plan);
            what += Said(plan);
        }

        return (true, what);
    }

    // What a message is about, without what it quotes.
    private static string Shape(string message)
    {
        int quoted = message.IndexOf('`', StringComparison.Ordinal);
        return quoted < 0 ? message[..Math.Min(20, message.Length)] : message[..Math.Min(20, quoted)];
    }

    private static string Said(DispatchPlan plan) =>
        $"{plan.Outcome}{plan.Runs.Length}{plan.Shadow.Length}"
        + string.Concat(plan.Errors.Concat(plan.ShadowErrors).Select(error => error.Code + Shape(error.Message)));

    private static void Check(DispatchPlan plan)
    {
        Require(plan.Errors.All(error => OneLine(error.Message)), "an error over two lines");
        foreach (TaskRunRequest run in plan.Runs.Concat(plan.Shadow))
            Require(JsonDocument.Parse(run.Body) is not null, "a body that is not JSON");
    }

    private static bool OneLine(string text) => !text.Any(char.IsControl);

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException(what);
    }
}
