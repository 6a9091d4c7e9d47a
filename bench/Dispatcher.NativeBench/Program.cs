using System.Diagnostics;
using System.Globalization;
using Dispatcher;
using Dispatcher.Events;
using Dispatcher.NativeBench;
using Dispatcher.Planning;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Sources;

// native-bench ROUTES [--load] [--prepared FILE]: loads that many realistic routes from memory and decides, on one
// thread. Times the first decision after process start (the cold start's part that depends on the routes), then
// decisions, whole plans, and events' bytes to requests a second over all routes. With --load it ends after the first
// decision, so that a profile shows only the load. --prepared starts with the routes as an image has them, which
// `native-bench ROUTES --prepare FILE` writes.
int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
RouteFile[] files = RouteSets.Realistic(count);
byte[][] bodies =
[
    .. Enumerable
        .Range(0, count)
        .Select(i =>
            new EventDocument
            {
                Object = RouteSets.NameFor(i),
                Bucket = "landing-area",
                ETag = "etag",
            }.ToJson()
        ),
];
StorageEvent[] events = [.. bodies.Select(body => ((EventReading.Accepted)EventReader.Read(body)).Event)];
var configuration = Configuration.From(
    new Dictionary<string, string>
    {
        ["workspace_id"] = "w",
        ["application_key"] = "a",
        ["connection_key"] = "c",
    }
);
if (args is [_, "--prepare", var made])
{
    File.WriteAllBytes(made, PreparedRoutes.Write(files, RouteLoader.Load(files).Set!.Version));
    return 0;
}

byte[]? prepared = args is [.., "--prepared", var ready] ? File.ReadAllBytes(ready) : null;
long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
long start = Stopwatch.GetTimestamp();
RouteLoad load = FirstLoad.Load(files, prepared);
double loaded = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
if (load.Set is not { } set || load.Prepared != (prepared is not null))
{
    Console.Error.WriteLine(string.Join('\n', load.Diagnostics.Take(5)));
    return 1;
}

DispatchPlanner planner = DispatchPlanner.For(set);
DispatchPlan first = planner.Plan(events[count / 2], configuration);
double decided = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
double processor = (Environment.CpuUsage.TotalTime - cpuBefore).TotalMilliseconds;
if (first.Outcome != Outcome.Dispatched)
    return 1;
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"{count} routes, {files.Sum(f => f.Content.Length) / 1024} KiB of YAML"
    )
);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loaded            {loaded, 10:f1} ms"));
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"first decision    {decided, 10:f1} ms, {processor:f1} ms of processor time"
    )
);
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"allocated         {(GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore) / 1024, 10:n0} "
            + $"KiB, kept {GC.GetTotalMemory(forceFullCollection: true) / 1024:n0} KiB"
    )
);
if (args.Contains("--load"))
    return 0;

Measure("match only", events, storageEvent => planner.Fired(storageEvent).Count());
Measure("whole plan", events, storageEvent => planner.Plan(storageEvent, configuration).Runs.Length);
Measure("event to request", bodies, body =>
    planner.Plan(((EventReading.Accepted)EventReader.Read(body)).Event, configuration).Runs.Length
);
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"peak memory       {Process.GetCurrentProcess().PeakWorkingSet64 / 1024 / 1024, 10} MiB"
    )
);
return 0;

void Measure<T>(string what, T[] inputs, Func<T, int> decide)
{
    foreach (T input in inputs)
        _ = decide(input);
    long decisions = 0,
        hits = 0,
        allocated = GC.GetAllocatedBytesForCurrentThread(),
        begun = Stopwatch.GetTimestamp();
    while (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(2))
    {
        foreach (T input in inputs)
            hits += decide(input);
        decisions += inputs.Length;
    }

    double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
    long bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / decisions;
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{what, -17} {decisions / seconds, 10:f0} a second, {seconds / decisions * 1e6:f2} µs, "
                + $"{bytes} bytes{(hits == decisions ? "" : " (not every event matched)")}"
        )
    );
}
