using Dispatcher.Benchmarks.Matching;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.NativeBench;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Matching;

/// <summary>What a decision and a request cost, in work and in bytes: figures that are the same on every machine.
/// <c>.ci/figures</c> prints the times.</summary>
public sealed class WorkTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(10_000)]
    public void The_routes_tried_follow_those_that_could_match_not_those_that_exist(int routes)
    {
        RouteTable table = RouteTable.Build(Workload.Of(routes, i => $@"erp/entity-{i}/\d{{4}}/[^/]+\.csv"));

        for (int i = 0; i < routes; i += 1 + (routes / 50))
            Assert.Equal(1, Tried(table, $"erp/entity-{i}/2026/a.csv", $"r{i}"));
    }

    [Theory]
    [InlineData(@".*/entity-{0}/\d{{8}}_[a-z]+\.csv", "landing/erp/entity-{0}/20261123_part.csv")]
    [InlineData(@"[^/]+/\d{{8}}/[a-z]+_{0}\.csv", "erp/20261123/part_{0}.csv")]
    [InlineData(@"(?i)erp-{0}/\d{{8}}/[a-z]+\.csv", "ERP-{0}/20261123/part.csv")]
    [InlineData(@"landing/[^/]+/{0}/.*", "landing/erp/{0}/part.csv")] // one beginning for all
    public void So_they_do_when_no_beginning_tells_the_routes_apart(string pattern, string name)
    {
        RouteTable table = RouteTable.Build(Workload.Of(1_000, i => Given.Invariant(pattern, i)));

        for (int i = 0; i < 1_000; i += 37)
            Assert.Equal(1, Tried(table, Given.Invariant(name, i), $"r{i}"));
    }

    [Fact]
    public void What_tells_long_patterns_apart_is_found_at_their_end_and_takes_a_few_bytes_of_them()
    {
        string Text(int i) => new string((char)('a' + (i % 26)), 300) + Given.Invariant("-{0:D4}", i);
        RouteSet set = Workload.Of(1_000, i => $"in/.*/{Text(i)}/.*");

        long before = GC.GetAllocatedBytesForCurrentThread();
        RouteTable table = RouteTable.Build(set);
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000;

        // A place for each of 300 characters would take ten times as much.
        Assert.InRange(each, 100, 20_000);
        for (int i = 0; i < 1_000; i += 37)
            Assert.Equal(1, Tried(table, $"in/x/{Text(i)}/y", $"r{i}"));
    }

    [Fact]
    public void Routes_of_other_buckets_are_not_tried()
    {
        string routes = string.Concat(
            Enumerable
                .Range(0, 200)
                .Select(i => $"  - {{ name: r{i}, match: {{ bucket: in-{i}, object: '.*\\.csv' }} }}\n")
        );
        RouteTable table = RouteTable.Build(
            Given.Set("version: 1\ndefaults: { task: { key: t } }\nroutes:\n" + routes)
        );

        Assert.Equal(1, table.Tried(Given.Event("a.csv", "in-7")));
        Assert.Equal(0, table.Tried(Given.Event("a.csv", "elsewhere")));
    }

    [Fact]
    public void A_decision_takes_no_memory()
    {
        RouteTable table = RouteTable.Build(Workload.Realistic(50));
        StorageEvent[] events = [.. Enumerable.Range(0, 50).Select(i => Workload.Event(RouteSets.NameFor(i)))];

        Assert.InRange(BytesEach(events, storageEvent => table.Match(storageEvent)[0].Route), 0, 8);
    }

    [Fact]
    public void From_an_event_s_bytes_to_its_request_takes_less_than_10_KB()
    {
        DispatchPlanner planner = DispatchPlanner.For(Workload.Realistic(50));
        Configuration settings = Given.Config(("workspace_id", "w"), ("application_key", "a"), ("connection_key", "c"));
        byte[][] bodies =
        [
            .. Enumerable
                .Range(0, 50)
                .Select(i => new EventDocument { Object = RouteSets.NameFor(i), Bucket = "landing-area" }.ToJson()),
        ];

        Assert.InRange(
            BytesEach(bodies, body =>
                planner.Plan(((EventReading.Accepted)EventReader.Read(body)).Event, settings).Runs.Single()
            ),
            500,
            10_000
        );
    }

    [Fact]
    public void Prepared_routes_take_less_than_two_fifths_of_the_memory_of_parsing_them()
    {
        RouteFile[] files = RouteSets.Realistic(300);
        string version = RouteLoader.Load(files).Set!.Version;
        var prepared = PreparedRoutes.Read(PreparedRoutes.Write(files, version), version);

        long parsing = BytesEach(files, file => RouteFileText.Read(file).Root!);

        Assert.InRange(
            BytesEach(files, file => RouteFileText.Read(file, prepared).Root!),
            parsing / 20,
            parsing * 2 / 5
        );
    }

    private static int Tried(RouteTable table, string name, string route)
    {
        StorageEvent storageEvent = Workload.Event(name);
        Assert.Equal(route, Assert.Single(table.Match(storageEvent)).Route.Name);
        return table.Tried(storageEvent);
    }

    private static long BytesEach<T>(T[] inputs, Func<T, object> act)
    {
        object?[] results = new object?[inputs.Length];
        long least = long.MaxValue;
        // The first times build what is kept; what the runtime itself takes now and then does not count.
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < inputs.Length; i++)
                results[i] = act(inputs[i]);
            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / inputs.Length);
        }

        Assert.DoesNotContain(null, results);
        return least;
    }
}
