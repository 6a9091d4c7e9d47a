using System.Diagnostics;
using Dispatcher.Contract.Images;

namespace Dispatcher.Measure;

/// <summary>Cold starts, and events one after the other in each process: a row for each figure, a column for each
/// subject, each with median, least and most.</summary>
internal static class StartsTable
{
    private static readonly (string Name, Func<Start, double> Of)[] Rows =
    [
        ("start to socket, ms", start => start.ToSocket),
        ("start to first task run, ms", start => start.ToFirstRun),
        ("processor time of that, ms", start => start.Processor),
        ("peak memory after it, MB", start => start.PeakAfterFirst),
        ("warm, p50, ms", start => start.Median),
        ("warm, p99, ms", start => start.Percentile99),
        ("processor time an event, ms", start => start.ProcessorAnEvent),
        ("peak memory at the end, MB", start => start.Peak),
    ];

    /// <summary>Measures and writes it.</summary>
    public static async Task WriteAsync(
        Platform platform,
        IReadOnlyList<Subject> subjects,
        int starts,
        int events,
        CancellationToken stop
    )
    {
        // In turn, so that a busy moment of the machine hits all of them.
        var measured = subjects.ToDictionary(subject => subject, _ => new List<Start>());
        for (int n = 0; n < starts; n++)
        {
            Console.Error.WriteLine($"start {n + 1} of {starts}");
            foreach (Subject subject in subjects)
            {
                stop.ThrowIfCancellationRequested();
                measured[subject].Add(await StartAsync(platform, subject, events));
            }
        }

        Console.WriteLine(
            $"{starts} starts, {events} events one after the other in each: median (least to most). MB are "
                + $"10^6 bytes of resident set.\n"
        );
        Console.WriteLine($"| | {string.Join(" | ", subjects.Select(subject => $"`{subject.Name}`"))} |");
        Console.WriteLine($"|---|{string.Concat(subjects.Select(_ => "---|"))}");
        foreach ((string name, Func<Start, double> of) in Rows)
        {
            var spreads = subjects.Select(subject => Spread.Of(measured[subject].Select(of)));
            Console.WriteLine($"| {name} | {string.Join(" | ", spreads)} |");
        }

        Console.WriteLine($"| published | {string.Join(" | ", subjects.Select(subject => subject.Size))} |");
    }

    private static async Task<Start> StartAsync(Platform platform, Subject subject, int events)
    {
        long before = platform.Runs;
        var clock = Stopwatch.StartNew();
        await using RunningImage image = platform.Run(subject);
        double toSocket = clock.Elapsed.TotalMilliseconds;
        await platform.SendAsync(image);
        double toFirstRun = clock.Elapsed.TotalMilliseconds;
        (double processor, double peakAfterFirst) = (image.ProcessorTime.TotalMilliseconds, image.PeakMemory / 1e6);
        (_, double[] times) = await platform.LoadAsync(image, events, atOnce: 1);
        if (platform.Runs - before != events + 1)
            throw new InvalidOperationException($"{events + 1} events started {platform.Runs - before} task runs.");
        return new(
            toSocket,
            toFirstRun,
            processor,
            peakAfterFirst,
            times[events / 2],
            times[events * 99 / 100],
            (image.ProcessorTime.TotalMilliseconds - processor) / events,
            image.PeakMemory / 1e6
        );
    }

    private sealed record Start(
        double ToSocket,
        double ToFirstRun,
        double Processor,
        double PeakAfterFirst,
        double Median,
        double Percentile99,
        double ProcessorAnEvent,
        double Peak
    );
}
