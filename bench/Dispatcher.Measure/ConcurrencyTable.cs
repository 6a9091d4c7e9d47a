using System.Globalization;
using Dispatcher.Contract.Images;

namespace Dispatcher.Measure;

/// <summary>Events a second as more are under way at once, in one process of each subject.</summary>
internal static class ConcurrencyTable
{
    private static readonly int[] Levels = [1, 2, 4, 8, 16, 32, 64, 128];

    /// <summary>Measures and writes it.</summary>
    public static async Task WriteAsync(
        Platform platform,
        IReadOnlyList<Subject> subjects,
        int events,
        CancellationToken stop
    )
    {
        Console.WriteLine(
            $"{events} events at each level after as many to warm up; services and client run on the same "
                + $"{Environment.ProcessorCount} processors.\n"
        );
        Console.WriteLine("| | at once | events a second | p50, ms | p99, ms | processor time an event, ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (Subject subject in subjects)
        {
            await using RunningImage image = platform.Run(subject);
            await platform.LoadAsync(image, events, atOnce: 8);
            foreach (int level in Levels)
            {
                stop.ThrowIfCancellationRequested();
                Console.Error.WriteLine($"{subject.Name}, {level} at once");
                double before = image.ProcessorTime.TotalMilliseconds;
                (double seconds, double[] times) = await platform.LoadAsync(image, events, level);
                double processor = (image.ProcessorTime.TotalMilliseconds - before) / events;
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| `{subject.Name}` | {level} | {events / seconds:n0} | {times[events / 2]:f1} | "
                            + $"{times[events * 99 / 100]:f1} | {processor:f2} |"
                    )
                );
            }
        }
    }
}
