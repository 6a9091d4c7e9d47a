using System.Diagnostics;
using Dispatcher.Contract.Images;
using Dispatcher.NativeBench;
using Dispatcher.Routes;

namespace Dispatcher.Measure;

/// <summary>Cold starts with more and more routes.</summary>
internal static class RoutesTable
{
    private static readonly int[] Counts = [10, 100, 1_000, 10_000, 20_000];

    /// <summary>Measures and writes it.</summary>
    public static async Task WriteAsync(Platform platform, Subject subject, int starts, CancellationToken stop)
    {
        Console.WriteLine($"`{subject.Name}`, {starts} starts each: median (least to most).\n");
        Console.WriteLine("| routes | start to first task run, ms | processor time of that, ms | peak memory after it, MB |");
        Console.WriteLine("|---|---|---|---|");
        foreach (int count in Counts)
        {
            Console.Error.WriteLine($"{count} routes");
            string folder = Directory.CreateTempSubdirectory("routes-").FullName;
            try
            {
                foreach (RouteFile file in RouteSets.Realistic(count))
                    await File.WriteAllBytesAsync(Path.Combine(folder, file.Path), file.Content, stop);
                var runs = new List<(double First, double Processor, double Peak)>();
                for (int n = 0; n < starts; n++)
                {
                    stop.ThrowIfCancellationRequested();
                    var clock = Stopwatch.StartNew();
                    await using RunningImage image = platform.Run(subject, folder);
                    await platform.SendAsync(image, RouteSets.NameFor(count / 2));
                    runs.Add((clock.Elapsed.TotalMilliseconds, image.ProcessorTime.TotalMilliseconds, image.PeakMemory / 1e6));
                }

                Console.WriteLine(FormattableString.Invariant(
                    $"| {count:n0} | {Spread.Of(runs.Select(run => run.First))} | {Spread.Of(runs.Select(run => run.Processor))} | {Spread.Of(runs.Select(run => run.Peak))} |"));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
