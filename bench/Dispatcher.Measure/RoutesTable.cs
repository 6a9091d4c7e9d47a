using System.Diagnostics;
using System.Globalization;
using Dispatcher.Contract.Images;
using Dispatcher.NativeBench;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Sources;

namespace Dispatcher.Measure;

/// <summary>Cold starts with more and more routes: their YAML parsed at the start, and prepared when the image is
/// built.</summary>
internal static class RoutesTable
{
    private static readonly int[] Counts = [10, 100, 1_000, 10_000, 20_000];

    /// <summary>Measures and writes it.</summary>
    public static async Task WriteAsync(Platform platform, Subject subject, int starts, CancellationToken stop)
    {
        Console.WriteLine($"`{subject.Name}`, {starts} starts each: median (least to most).\n");
        Console.WriteLine(
            "| routes | start to first task run, ms | prepared | processor time of that, ms | prepared | "
                + "peak memory after it, MB | prepared |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|");
        string own = Path.Combine(subject.WorkFolder, PreparedFile.Name),
            kept = own + ".kept";
        if (File.Exists(own))
            File.Move(own, kept, overwrite: true);
        try
        {
            foreach (int count in Counts)
                await WriteAsync(platform, subject, count, starts, own, stop);
        }
        finally
        {
            if (File.Exists(kept))
                File.Move(kept, own);
        }
    }

    private static async Task WriteAsync(
        Platform platform,
        Subject subject,
        int count,
        int starts,
        string preparedFile,
        CancellationToken stop
    )
    {
        Console.Error.WriteLine($"{count} routes");
        string folder = Directory.CreateTempSubdirectory("routes-").FullName;
        try
        {
            foreach (RouteFile file in RouteSets.Realistic(count))
                await File.WriteAllBytesAsync(Path.Combine(folder, file.Path), file.Content, stop);
            List<Start> parsed = await RunAsync(platform, subject, folder, count, starts, stop);
            Shell.Run($"'{subject.Entrypoint[0]}' prepare '{folder}' '{preparedFile}'", subject.WorkFolder);
            List<Start> prepared = await RunAsync(platform, subject, folder, count, starts, stop);
            string Both(Func<Start, double> figure) =>
                $"{Spread.Of(parsed.Select(figure))} | {Spread.Of(prepared.Select(figure))}";
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {count:n0} | {Both(start => start.First)} | {Both(start => start.Processor)} | "
                        + $"{Both(start => start.Peak)} |"
                )
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            File.Delete(preparedFile);
        }
    }

    private static async Task<List<Start>> RunAsync(
        Platform platform,
        Subject subject,
        string folder,
        int count,
        int starts,
        CancellationToken stop
    )
    {
        var runs = new List<Start>();
        for (int n = 0; n < starts; n++)
        {
            stop.ThrowIfCancellationRequested();
            var clock = Stopwatch.StartNew();
            await using RunningImage image = platform.Run(subject, folder);
            await platform.SendAsync(image, RouteSets.NameFor(count / 2));
            runs.Add(
                new(clock.Elapsed.TotalMilliseconds, image.ProcessorTime.TotalMilliseconds, image.PeakMemory / 1e6)
            );
        }

        return runs;
    }

    private sealed record Start(double First, double Processor, double Peak);
}
