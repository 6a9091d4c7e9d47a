using System.Globalization;
using Dispatcher.Contract.Images;

namespace Dispatcher.Measure;

/// <summary>Events a second as more of them come in one call, against a service that takes its time, in one process of
/// each subject.</summary>
internal static class BatchTable
{
    private static readonly TimeSpan ServiceTime = TimeSpan.FromMilliseconds(20);

    // 4,000 records of Streaming with events of this size are nearly the 6 MiB that a body may have.
    private static readonly int[] Sizes = [1, 10, 100, 200, 1_000, 3_000, 4_000];

    /// <summary>Measures and writes it.</summary>
    public static async Task WriteAsync(
        Platform platform,
        IReadOnlyList<Subject> subjects,
        int events,
        CancellationToken stop
    )
    {
        platform.Delay(ServiceTime);
        Console.WriteLine(
            $"{events} events at each size, or one batch where that is more, one call after the other; the service "
                + $"takes {ServiceTime.TotalMilliseconds} ms a call, and runs on the same "
                + $"{Environment.ProcessorCount} processors.\n"
        );
        Console.WriteLine("| | events a call | events a second | a call, ms | peak memory, MB |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (Subject subject in subjects)
        {
            foreach (int size in Sizes)
            {
                stop.ThrowIfCancellationRequested();
                Console.Error.WriteLine($"{subject.Name}, {size} a call");
                await using RunningImage image = platform.Run(subject);
                await platform.SendAsync(image);
                int calls = Math.Max(1, events / size);
                double seconds = await platform.LoadBatchesAsync(image, calls, size);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| `{subject.Name}` | {size:n0} | {calls * size / seconds:n0} | {seconds * 1000 / calls:n0} | "
                            + $"{image.PeakMemory / 1e6:f0} |"
                    )
                );
            }
        }

        platform.Delay(null);
    }
}
