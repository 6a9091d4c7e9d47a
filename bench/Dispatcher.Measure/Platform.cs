using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dispatcher.Contract.Images;
using Dispatcher.Emulator;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;
using Dispatcher.Events;

namespace Dispatcher.Measure;

/// <summary>The platform's side: starts functions, sends them events, and has services behind them that verify every
/// signature.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly OciEmulator emulator;
    private readonly string folder = Directory.CreateTempSubdirectory("measure-").FullName;
    private readonly (string, string)[] identity;
    private int next;

    private Platform(OciEmulator emulator)
    {
        this.emulator = emulator;
        identity = [.. emulator.FunctionEnvironment(folder).Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>How many task runs were asked for.</summary>
    public long Runs => emulator.RequestCount(Operations.CreateTaskRun);

    /// <summary>Starts the services.</summary>
    public static async Task<Platform> StartAsync() =>
        new(await OciEmulator.StartAsync(new EmulatorOptions { AcceptAnyTask = true, LoggedRequests = 0 }));

    /// <summary>Starts a function, and waits for its socket.</summary>
    /// <param name="subject">Which.</param>
    /// <param name="routes">A folder of route files; null for the function's own.</param>
    public RunningImage Run(Subject subject, string? routes = null)
    {
        // Where the services are is among what the identity says.
        var image = new RunningImage(
            subject.Entrypoint,
            subject.WorkFolder,
            "",
            [.. subject.Variables, .. identity, .. routes is null ? [] : new[] { ("DISPATCHER_ROUTES", routes) }]
        );
        image.WaitForSocket();
        return image;
    }

    /// <summary>Sends an event that nobody has seen before; fails unless it starts a task run.</summary>
    /// <param name="image">To whom.</param>
    /// <param name="name">The object's name; null for one that the route <c>invoices</c> takes.</param>
    public async Task SendAsync(RunningImage image, string? name = null)
    {
        (int status, string body) = await image.CallAsync(Encoding.UTF8.GetString(Document(name)));
        if (status != 200 || !body.Contains("dispatched", StringComparison.Ordinal))
            throw new InvalidOperationException($"{status} {body}\n{image.Log}");
    }

    /// <summary>Makes every task run take so long to create; null for no time.</summary>
    public void Delay(TimeSpan? time)
    {
        emulator.Faults.Clear();
        if (time is { } slow)
            emulator.Faults.Add(Operations.CreateTaskRun, Fault.Slow(slow), times: null);
    }

    /// <summary>Sends batches of events, one call after the other, as a connector does; fails unless every event starts
    /// a task run.</summary>
    /// <param name="image">To whom.</param>
    /// <param name="calls">How many.</param>
    /// <param name="size">How many events in each.</param>
    /// <returns>How long all of them took, in seconds.</returns>
    public async Task<double> LoadBatchesAsync(RunningImage image, int calls, int size)
    {
        string[] bodies = [.. Enumerable.Range(0, calls).Select(_ => Batch(size))];
        var clock = Stopwatch.StartNew();
        foreach (string batch in bodies)
        {
            (int status, string body) = await image.CallAsync(batch);
            if (status != 200 || !body.Contains($"\"counts\":{{\"dispatched\":{size}}}", StringComparison.Ordinal))
                throw new InvalidOperationException($"{status} {body[..Math.Min(body.Length, 1_000)]}");
        }

        return clock.Elapsed.TotalSeconds;
    }

    private string Batch(int size) =>
        $"[{string.Join(',', Enumerable.Range(0, size).Select(index =>
            $$"""{"stream":"s","partition":"0","key":null,"value":"{{Convert.ToBase64String(Document(null))}}","offset":{{index}}}"""
        ))}]";

    private byte[] Document(string? name)
    {
        string id = Interlocked.Increment(ref next).ToString("d8", CultureInfo.InvariantCulture);
        return new EventDocument
        {
            Object = name ?? $"invoices/2026-11-23-{id}.jsonlines",
            Bucket = "landing-area",
            Namespace = "emulated",
            ETag = id,
        }.ToJson();
    }

    /// <summary>Sends many events.</summary>
    /// <param name="image">To whom.</param>
    /// <param name="events">How many.</param>
    /// <param name="atOnce">How many at once.</param>
    /// <returns>How long all of them took, in seconds, and each of them, in milliseconds, ascending.</returns>
    public async Task<(double Seconds, double[] Times)> LoadAsync(RunningImage image, int events, int atOnce)
    {
        double[] times = new double[events];
        int taken = -1;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(0, atOnce)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (int n = Interlocked.Increment(ref taken); n < events; n = Interlocked.Increment(ref taken))
                        {
                            long begun = Stopwatch.GetTimestamp();
                            await SendAsync(image);
                            times[n] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                        }
                    })
                )
        );
        double seconds = clock.Elapsed.TotalSeconds;
        Array.Sort(times);
        return (seconds, times);
    }

    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
