using BenchmarkDotNet.Attributes;
using Dispatcher.Benchmarks.Matching;
using Dispatcher.Events;
using Dispatcher.Matching;

namespace Dispatcher.Benchmarks;

/// <summary>One decision, match only, as the number of routes grows.</summary>
[MemoryDiagnoser]
public class Decisions
{
    private RouteTable table = null!;
    private StorageEvent[] events = [];

    /// <summary>How many routes there are.</summary>
    [Params(10, 100, 1_000, 10_000, 20_000)]
    public int Routes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        table = RouteTable.Build(Workload.Realistic(Routes));
        events = Workload.ForRealistic(Routes);
        if (events.Any(storageEvent => table.Match(storageEvent).Length != 1))
            throw new InvalidOperationException("every event must have its route");
    }

    /// <summary>How many routes are tried for an event, on average.</summary>
    internal double Tried() => events.Average(table.Tried);

    [Benchmark(OperationsPerInvoke = Workload.Events)]
    public int Match()
    {
        int hits = 0;
        foreach (StorageEvent storageEvent in events)
            hits += table.Match(storageEvent).Length;
        return hits;
    }
}
