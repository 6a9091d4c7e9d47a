using System.Diagnostics;
using System.Globalization;
using Dispatcher.Emulator;
using Dispatcher.NativeBench;
using Dispatcher.Routes;

namespace Dispatcher.Comparison;

/// <summary>Measures the subjects against one emulator, which verifies every signature, and writes Markdown tables.</summary>
internal sealed class Tables(IReadOnlyList<Subject> subjects, OciEmulator emulator, IReadOnlyDictionary<string, string> environment)
{
    private int next;

    /// <summary>Cold starts, then events one after the other, in each of several processes; the subjects take turns.</summary>
    public async Task StartsAsync(int starts, int events)
    {
        var runs = subjects.ToDictionary(subject => subject, _ => new List<Start>());
        for (int n = 0; n < starts; n++)
        {
            foreach (Subject subject in subjects)
                runs[subject].Add(await StartAsync(subject, events).ConfigureAwait(false));
        }

        Console.WriteLine(Line($"Medians of {starts} starts, {events} events one after the other in each; times in ms, memory in MB (10^6 bytes)."));
        Console.WriteLine();
        Console.WriteLine("| | start to socket | start to first run | processor time of it | peak RSS after it | warm p50 | warm p99 | processor time an event | peak RSS at the end |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (Subject subject in subjects)
        {
            List<Start> all = runs[subject];
            double Of(Func<Start, double> figure) => Median(all.Select(figure));
            Console.WriteLine(Line($"| {subject.Name} | {Of(s => s.ToSocket):f1} | {Of(s => s.ToFirst):f1} | {Of(s => s.Processor):f0} | {Of(s => s.PeakFirst):f1} | {Of(s => s.P50):f2} | {Of(s => s.P99):f2} | {Of(s => s.ProcessorAnEvent):f2} | {Of(s => s.Peak):f1} |"));
        }

        Console.WriteLine();
    }

    /// <summary>Events a second as more are under way at once, one process of each subject.</summary>
    public async Task ConcurrencyAsync(int events, int[] levels)
    {
        Console.WriteLine(Line($"{events} events at each level after as many to warm up, in one process each; the emulator and the client run on the same {Environment.ProcessorCount} processors."));
        Console.WriteLine();
        Console.WriteLine("| | at once | events a second | p50 ms | p99 ms | processor time an event, ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (Subject subject in subjects)
        {
            await using FnProcess process = await FnProcess.StartAsync(subject, environment).ConfigureAwait(false);
            await LoadAsync(process, events, 8).ConfigureAwait(false);
            foreach (int level in levels)
            {
                double before = process.Processor;
                (double seconds, double[] times) = await LoadAsync(process, events, level).ConfigureAwait(false);
                double processor = (process.Processor - before) / events;
                Console.WriteLine(Line($"| {subject.Name} | {level} | {events / seconds:f0} | {times[events / 2]:f1} | {times[events * 99 / 100]:f1} | {processor:f2} |"));
            }
        }

        Console.WriteLine();
    }

    /// <summary>Cold starts with more and more routes, of the first subject.</summary>
    public async Task RoutesAsync(int starts, int[] counts)
    {
        Console.WriteLine(Line($"`{subjects[0].Name}` with more routes, medians of {starts} starts."));
        Console.WriteLine();
        Console.WriteLine("| routes | start to first run, ms | least | processor time of it, ms | peak RSS after it, MB |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (int count in counts)
        {
            string folder = Directory.CreateTempSubdirectory("routes-").FullName;
            foreach (RouteFile file in RouteSets.Realistic(count))
                await File.WriteAllBytesAsync(Path.Combine(folder, file.Path), file.Content).ConfigureAwait(false);
            var runs = new List<(double First, double Processor, double Peak)>();
            for (int n = 0; n < starts; n++)
            {
                var clock = Stopwatch.StartNew();
                await using FnProcess process = await FnProcess.StartAsync(subjects[0], new Dictionary<string, string>(environment) { ["DISPATCHER_ROUTES"] = folder }).ConfigureAwait(false);
                await process.CallAsync(Id(), RouteSets.NameFor(count / 2)).ConfigureAwait(false);
                runs.Add((clock.Elapsed.TotalMilliseconds, process.Processor, process.Peak));
            }

            Directory.Delete(folder, recursive: true);
            Console.WriteLine(Line($"| {count:n0} | {Median(runs.Select(run => run.First)):f1} | {runs.Min(run => run.First):f1} | {Median(runs.Select(run => run.Processor)):f0} | {Median(runs.Select(run => run.Peak)):f1} |"));
        }

        Console.WriteLine();
    }

    private async Task<Start> StartAsync(Subject subject, int events)
    {
        long before = emulator.RequestCount(Operations.CreateTaskRun);
        var clock = Stopwatch.StartNew();
        await using FnProcess process = await FnProcess.StartAsync(subject, environment).ConfigureAwait(false);
        await process.CallAsync(Id()).ConfigureAwait(false);
        double first = clock.Elapsed.TotalMilliseconds, processor = process.Processor, peak = process.Peak;
        (_, double[] times) = await LoadAsync(process, events, 1).ConfigureAwait(false);
        long runs = emulator.RequestCount(Operations.CreateTaskRun) - before;
        if (runs != events + 1)
            throw new InvalidOperationException(Line($"{subject.Name}: {events + 1} events made {runs} requests"));
        return new Start(process.ToSocket, first, processor, peak, times[events / 2], times[events * 99 / 100], (process.Processor - processor) / events, process.Peak);
    }

    private async Task<(double Seconds, double[] Times)> LoadAsync(FnProcess process, int events, int atOnce)
    {
        double[] times = new double[events];
        int taken = -1;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            for (int n = Interlocked.Increment(ref taken); n < events; n = Interlocked.Increment(ref taken))
            {
                long begun = Stopwatch.GetTimestamp();
                await process.CallAsync(Id()).ConfigureAwait(false);
                times[n] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        }))).ConfigureAwait(false);
        double seconds = clock.Elapsed.TotalSeconds;
        Array.Sort(times);
        return (seconds, times);
    }

    private string Id() => string.Create(CultureInfo.InvariantCulture, $"2026-11-26-{Interlocked.Increment(ref next):d8}");

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static string Line(FormattableString line) => FormattableString.Invariant(line);

    private sealed record Start(double ToSocket, double ToFirst, double Processor, double PeakFirst, double P50, double P99, double ProcessorAnEvent, double Peak);
}
