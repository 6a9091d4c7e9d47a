using System.Globalization;
using Dispatcher.Benchmarks.Matching;

namespace Dispatcher.Benchmarks;

/// <summary>The benchmarks' figures by processor time, which other work on the machine changes little, as
/// Markdown.</summary>
internal static class TablesCommand
{
    private const int Rounds = 20;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes every table.</summary>
    public static int Run()
    {
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The least processor time of {Rounds} rounds; bytes allocated on the thread."
            )
        );
        Head("One decision (match only), realistic routes", "routes", "ns", "times the first", "bytes", "routes tried");
        Decisions[] decisions =
        [
            .. ((int[])[10, 100, 1_000, 10_000, 20_000]).Select(routes => new Decisions { Routes = routes }),
        ];
        foreach (Decisions one in decisions)
            one.Prepare();
        Cost[] costs = Measure([.. decisions.Select(one => (Func<int>)one.Match)], Workload.Events);
        foreach ((Decisions one, Cost cost) in decisions.Zip(costs))
            Row(one.Routes, cost.Nanoseconds, cost.Nanoseconds / costs[0].Nanoseconds, cost.Bytes, one.Tried());

        Head(
            "One decision, 1,000 routes without literal text at the beginning",
            "form",
            "ns",
            "in turn, ns",
            "times as fast",
            "bytes"
        );
        foreach (string form in WildcardDecisions.Names)
        {
            var wildcards = new WildcardDecisions { Form = form };
            wildcards.Prepare();
            Cost[] both = Measure([wildcards.Indexed, wildcards.InTurn], WildcardDecisions.Events);
            Row(
                form,
                both[0].Nanoseconds,
                both[1].Nanoseconds,
                both[1].Nanoseconds / both[0].Nanoseconds,
                both[0].Bytes
            );
        }

        Requests(
            "routes",
            (int[])[10, 1_000, 10_000],
            routes => new RequestsByRoutes { Routes = routes },
            benchmark => benchmark.Prepare()
        );
        Requests(
            "bindings",
            (int[])[5, 20, 50, 100, 200],
            bindings => new RequestsByBindings { Bindings = bindings },
            benchmark => benchmark.Prepare()
        );
        Requests(
            "characters of the name",
            (int[])[16, 64, 256, 1_024],
            length => new RequestsByNameLength { Length = length },
            benchmark => benchmark.Prepare()
        );
        return 0;
    }

    private static void Requests<T>(string what, int[] values, Func<int, T> make, Action<T> prepare)
        where T : EventToRequest
    {
        Head("Event bytes to rendered request", what, "µs", "bytes");
        T[] benchmarks = [.. values.Select(make)];
        foreach (T benchmark in benchmarks)
            prepare(benchmark);
        Cost[] costs = Measure([.. benchmarks.Select(benchmark => (Func<int>)benchmark.Render)], EventToRequest.Events);
        foreach ((int value, Cost cost) in values.Zip(costs))
            Row(value, cost.Nanoseconds / 1_000, cost.Bytes);
    }

    // In turn, so that a busy moment of the machine hits all that are compared.
    private static Cost[] Measure(Func<int>[] runs, int operations)
    {
        foreach (Func<int> run in runs)
        {
            for (int i = 0; i < 3; i++)
                run();
        }

        // As BenchmarkDotNet does: what a process that has run for a while looks like.
        GC.Collect();
        var least = new Cost[runs.Length];
        Array.Fill(least, new Cost(double.MaxValue, 0));
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < runs.Length; i++)
                least[i] = least[i].Least(Once(runs[i], operations));
        }

        return least;
    }

    private static Cost Once(Func<int> run, int operations)
    {
        // What was measured before has taken the processor's caches.
        run();
        long allocated = GC.GetAllocatedBytesForCurrentThread(),
            done = 0;
        TimeSpan begun = Environment.CpuUsage.TotalTime,
            spent;
        do
        {
            run();
            done += operations;
            spent = Environment.CpuUsage.TotalTime - begun;
        } while (spent < Round);
        return new Cost(
            spent.TotalNanoseconds / done,
            (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / done
        );
    }

    private static void Head(string title, params ReadOnlySpan<string> columns)
    {
        Console.WriteLine($"\n**{title}**\n");
        Console.WriteLine($"| {string.Join(" | ", columns!)} |");
        Console.WriteLine("|" + string.Concat(Enumerable.Repeat("---|", columns.Length)));
    }

    private static void Row(object name, params ReadOnlySpan<double> figures)
    {
        var cells = new List<string>();
        foreach (double figure in figures)
            cells.Add(figure.ToString(figure < 20 ? "0.0" : "#,##0", CultureInfo.InvariantCulture));
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"| {name:#,##0} | {string.Join(" | ", cells)} |")
        );
    }

    /// <summary>What one operation takes.</summary>
    private readonly record struct Cost(double Nanoseconds, double Bytes)
    {
        public Cost Least(Cost other) => new(Math.Min(Nanoseconds, other.Nanoseconds), other.Bytes);
    }
}
