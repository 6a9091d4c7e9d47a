using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Dispatcher.Benchmarks.Matching;
using Dispatcher.Events;
using Dispatcher.NativeBench;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Benchmarks;

/// <summary>From the bytes of an event to the rendered request.</summary>
public abstract class EventToRequest
{
    internal const int Events = 100;

    private static readonly Configuration Settings = Configuration.From(
        new Dictionary<string, string>
        {
            ["workspace_id"] = "ocid1.disworkspace.oc1.phx.w",
            ["application_key"] = "app",
            ["connection_key"] = "conn",
        }
    );

    private DispatchPlanner planner = null!;
    private byte[][] bodies = [];

    private protected void Prepare(RouteSet set, Func<int, string> name)
    {
        planner = DispatchPlanner.For(set);
        bodies =
        [
            .. Enumerable
                .Range(0, Events)
                .Select(i =>
                    new EventDocument
                    {
                        Object = name(i),
                        Bucket = "landing-area",
                        ETag = "etag",
                    }.ToJson()
                ),
        ];
        if (Render() < 200 * Events)
            throw new InvalidOperationException("every event must have its request");
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int Render()
    {
        int bytes = 0;
        foreach (byte[] body in bodies)
        {
            var reading = (EventReading.Accepted)EventReader.Read(body);
            bytes += planner.Plan(reading.Event, Settings).Runs[0].Body.Length;
        }

        return bytes;
    }
}

/// <summary>Realistic routes, as their number grows.</summary>
[MemoryDiagnoser]
public class RequestsByRoutes : EventToRequest
{
    /// <summary>How many routes there are.</summary>
    [Params(10, 1_000, 10_000)]
    public int Routes { get; set; }

    [GlobalSetup]
    public void Prepare() => Prepare(Workload.Realistic(Routes), i => RouteSets.NameFor(i * 97 % Routes, i));
}

/// <summary>One route, as its bindings grow.</summary>
[MemoryDiagnoser]
public class RequestsByBindings : EventToRequest
{
    /// <summary>How many bindings the route has.</summary>
    [Params(5, 20, 50, 100, 200)]
    public int Bindings { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var yaml = new StringBuilder(
            "version: 1\nroutes:\n  - name: r\n    match: { object: 'in/(?<stem>[^/]+)\\.csv' }\n    task: "
                + "{ key: t }\n    bindings:\n"
        );
        for (int i = 0; i < Bindings; i++)
            yaml.Append(CultureInfo.InvariantCulture, $"      P{i}: \"out/{{{{ groups.stem }}}}/part-{i}.parquet\"\n");
        RouteFile[] files = [new("r.yaml", Encoding.UTF8.GetBytes(yaml.ToString()))];
        Prepare(RouteLoader.Load(files).Set!, i => $"in/part-{i:d6}.csv");
    }
}

/// <summary>One route, as the object's name grows.</summary>
[MemoryDiagnoser]
public class RequestsByNameLength : EventToRequest
{
    /// <summary>How many characters the name has.</summary>
    [Params(16, 64, 256, 1_024)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        const string Yaml = """
            version: 1
            routes:
              - name: r
                match: { object: 'in/(?<stem>.+)\.csv' }
                task: { key: t }
                bindings: { NAME: "{{ object.name }}", OUT: "out/{{ groups.stem }}.parquet" }
            """;
        Prepare(RouteLoader.Load([new RouteFile("r.yaml", Encoding.UTF8.GetBytes(Yaml))]).Set!, i =>
            string.Create(CultureInfo.InvariantCulture, $"in/{i:d4}") + new string('x', Length - 11) + ".csv"
        );
    }
}
