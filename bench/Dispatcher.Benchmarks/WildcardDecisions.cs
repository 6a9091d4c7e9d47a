using System.Globalization;
using BenchmarkDotNet.Attributes;
using Dispatcher.Benchmarks.Matching;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Routes;

namespace Dispatcher.Benchmarks;

/// <summary>One decision among 1,000 routes of which none begins with literal text, and the same by trying each route
/// in turn.</summary>
public class WildcardDecisions
{
    internal const int Events = 200;
    private const int Routes = 1_000;

    private static readonly Dictionary<string, (Func<int, string> Pattern, Func<int, string> Name)> Forms = new()
    {
        ["text inside"] = (
            i => $@".*/entity-{i}/\d{{8}}_[a-z]+\.csv",
            i => $"landing/erp/entity-{i}/20261123_part.csv"
        ),
        ["text at the end"] = (i => $@"[^/]+/\d{{8}}/[a-z]+_{i}\.csv", i => $"erp/20261123/part_{i}.csv"),
        ["(?i)"] = (i => $@"(?i)erp-{i}/\d{{8}}/[a-z]+\.csv", i => $"ERP-{i}/20261123/part.csv"),
        ["classes only"] = (
            i => $@"[a-z]+\d{{{(i % 40) + 1}}}[x-z]+[0-9a-f]{{{(i / 40) + 1}}}",
            i => $"abc{new string('7', (i % 40) + 1)}xyz{new string('b', (i / 40) + 1)}"
        ),
    };

    private RouteTable table = null!;
    private RouteSet set = null!;
    private StorageEvent[] events = [];

    /// <summary>What the patterns look like.</summary>
    [ParamsSource(nameof(Names))]
    public string Form { get; set; } = "";

    public static IEnumerable<string> Names => Forms.Keys;

    [GlobalSetup]
    public void Prepare()
    {
        set = Workload.Of(Routes, Forms[Form].Pattern);
        table = RouteTable.Build(set);
        events = [.. Enumerable.Range(0, Events).Select(i => Workload.Event(Forms[Form].Name(i * Routes / Events)))];
        foreach (StorageEvent storageEvent in events)
        {
            if (
                !table.Match(storageEvent).SequenceEqual(RouteMatcher.Match(set, storageEvent))
                || table.Match(storageEvent).IsEmpty
            )
                throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture, $"{storageEvent.ObjectName} is not decided alike")
                );
        }
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int Indexed()
    {
        int hits = 0;
        foreach (StorageEvent storageEvent in events)
            hits += table.Match(storageEvent).Length;
        return hits;
    }

    [Benchmark(OperationsPerInvoke = Events, Baseline = true)]
    public int InTurn()
    {
        int hits = 0;
        foreach (StorageEvent storageEvent in events)
            hits += RouteMatcher.Match(set, storageEvent).Length;
        return hits;
    }
}
