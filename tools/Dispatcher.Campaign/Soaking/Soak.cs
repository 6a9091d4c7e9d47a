using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dispatcher.Cli.Local;
using Dispatcher.Emulator.Model;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Campaign.Soaking;

/// <summary>Holds load on one process, at several levels one after the other.</summary>
internal static class Soak
{
    private static readonly int[] Levels = [1, 8, 32, 128];

    /// <summary>Runs every level for a part of the time.</summary>
    /// <param name="function">The function's program.</param>
    /// <param name="time">For all levels together.</param>
    /// <param name="progress">Told each level when it is done.</param>
    /// <param name="stopping">Ctrl-C.</param>
    public static async Task<IReadOnlyList<SoakLevel>> RunAsync(
        string function,
        TimeSpan time,
        Action<SoakLevel> progress,
        CancellationToken stopping
    )
    {
        await using Cloud cloud = await Cloud.StartAsync(RetryTokenReplay.SameRunAsOk, stopping).ConfigureAwait(false);
        string folder = Directory.CreateDirectory(Path.Join(cloud.Folder, "fn")).FullName;
        var environment = new Dictionary<string, string>(cloud.FunctionEnvironment, StringComparer.Ordinal)
        {
            ["DISPATCHER_ROUTES"] = Cloud.RouteFolder,
        };
        await using FunctionProcess process = await FunctionProcess
            .StartAsync([function], folder, environment, stopping)
            .ConfigureAwait(false);

        // What is compiled and loaded once does not count as growth.
        await LevelAsync(process, Levels[^1], time / 20, stopping).ConfigureAwait(false);
        var levels = new List<SoakLevel>();
        foreach (int atOnce in Levels)
        {
            levels.Add(await LevelAsync(process, atOnce, time / Levels.Length, stopping).ConfigureAwait(false));
            progress(levels[^1]);
        }

        return levels;
    }

    private static async Task<SoakLevel> LevelAsync(
        FunctionProcess process,
        int atOnce,
        TimeSpan time,
        CancellationToken stopping
    )
    {
        var failures = new ConcurrentQueue<string>();
        List<ProcessMemory> memory = [ProcessMemory.Of(process.Id)];
        long start = Stopwatch.GetTimestamp();
        Task<List<double>>[] callers =
        [
            .. Enumerable
                .Range(0, atOnce)
                .Select(caller =>
                    Task.Run(() => CallAsync(process, $"{start}-{caller}", start, time, failures, stopping), stopping)
                ),
        ];
        Task<List<double>[]> all = Task.WhenAll(callers);
        while (await Task.WhenAny(all, Task.Delay(1_000, stopping)).ConfigureAwait(false) != all)
            memory.Add(ProcessMemory.Of(process.Id));
        double[] milliseconds = [.. (await all.ConfigureAwait(false)).SelectMany(times => times)];
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Array.Sort(milliseconds);
        return new SoakLevel(atOnce, took, milliseconds, [.. failures], memory);
    }

    private static async Task<List<double>> CallAsync(
        FunctionProcess process,
        string caller,
        long start,
        TimeSpan time,
        ConcurrentQueue<string> failures,
        CancellationToken stopping
    )
    {
        var milliseconds = new List<double>();
        for (int n = 0; Stopwatch.GetElapsedTime(start) < time; n++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"single/{caller}-{n}.csv");
            byte[] document = new EventDocument
            {
                Object = name,
                Bucket = "landing",
                Namespace = "emulated",
                ETag = name,
                Id = name,
            }.ToJson();
            long began = Stopwatch.GetTimestamp();
            try
            {
                FunctionAnswer answer = await process.CallAsync(document, stopping).ConfigureAwait(false);
                if (answer is not { Status: 200, Outcome: Outcome.Dispatched, Runs: [{ Duplicate: false }] })
                    failures.Enqueue(
                        $"{name}: {answer.Status} {answer.Outcome.Word()} "
                            + $"{string.Join("; ", answer.Errors.Select(error => error.Message))}"
                    );
            }
            catch (FunctionFailedException failure)
            {
                failures.Enqueue($"{name}: {failure.Message}");
                if (failure.ExitCode is not null)
                    break;
            }

            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return milliseconds;
    }
}
