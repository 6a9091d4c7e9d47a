using System.Globalization;
using Dispatcher.Benchmarks.Matching;

namespace Dispatcher.Benchmarks;

/// <summary>The benchmarks' figures by processor time, which other work on the machine changes little, as Markdown.</summary>
internal static class TablesCommand
{
    private const int Rounds = 7;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes every table.</summary>
    public static int Run()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The least processor time of {Rounds} rounds; bytes allocated on the thread."));
        Head("One decision (match only), realistic routes", "routes", "ns", "times the first", "bytes", "routes tried");
        double first = 0;
        foreach (int routes in (int[])[10, 100, 1_000, 10_000, 20_000])
        {
            var decisions = new Decisions { Routes = routes };
            decisions.Prepare();
            (double ns, double bytes) = Measure(decisions.Match, Workload.Events);
            first = first == 0 ? ns : first;
            Row(routes, ns, ns / first, bytes, decisions.Tried());
        }

        Head("One decision, 1,000 routes without literal text at the beginning", "form", "ns", "in turn, ns", "times as fast", "bytes");
        foreach (string form in WildcardDecisions.Names)
        {
            var decisions = new WildcardDecisions { Form = form };
            decisions.Prepare();
            (double ns, double bytes) = Measure(decisions.Indexed, WildcardDecisions.Events);
            (double inTurn, _) = Measure(decisions.InTurn, WildcardDecisions.Events);
            Row(form, ns, inTurn, inTurn / ns, bytes);
        }

        Requests("routes", (int[])[10, 1_000, 10_000], routes => new RequestsByRoutes { Routes = routes }, benchmark => benchmark.Prepare());
        Requests("bindings", (int[])[5, 20, 50, 100, 200], bindings => new RequestsByBindings { Bindings = bindings }, benchmark => benchmark.Prepare());
        Requests("characters of the name", (int[])[16, 64, 256, 1_024], length => new RequestsByNameLength { Length = length }, benchmark => benchmark.Prepare());
        return 0;
    }

    private static void Requests<T>(string what, int[] values, Func<int, T> make, Action<T> prepare)
        where T : EventToRequest
    {
        Head("Event bytes to rendered request", what, "µs", "bytes");
        foreach (int value in values)
        {
            T benchmark = make(value);
            prepare(benchmark);
            (double ns, double bytes) = Measure(benchmark.Render, EventToRequest.Events);
            Row(value, ns / 1_000, bytes);
        }
    }

    private static (double Nanoseconds, double Bytes) Measure(Func<int> run, int operations)
    {
        for (int i = 0; i < 3; i++)
            run();
        // As BenchmarkDotNet does: what a process that has run for a while looks like.
        GC.Collect();
        double least = double.MaxValue, bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread(), done = 0;
            TimeSpan begun = Environment.CpuUsage.TotalTime, spent;
            do
            {
                run();
                done += operations;
                spent = Environment.CpuUsage.TotalTime - begun;
            }
            while (spent < Round);
            least = Math.Min(least, spent.TotalNanoseconds / done);
            bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / done;
        }

        return (least, bytes);
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
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name:#,##0} | {string.Join(" | ", cells)} |"));
    }
}
