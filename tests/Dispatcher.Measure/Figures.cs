using System.Diagnostics;
using Dispatcher.Contract;
using Dispatcher.Contract.Images;

namespace Dispatcher.Measure;

/// <summary>One process's figures: times in milliseconds, memory in MB (10^6 bytes) of resident set.</summary>
internal sealed record Figures(double ToSocket, double ToFirstRun, double Processor, double Median, double Percentile99, double PeakAfterFirst, double Peak)
{
    /// <summary>Starts a process, sends it one event, and then more, one after the other.</summary>
    /// <param name="subject">What.</param>
    /// <param name="service">Both services.</param>
    /// <param name="start">The start's number: no event is sent twice.</param>
    /// <param name="events">How many events follow the first one.</param>
    public static async Task<Figures> MeasureAsync(Subject subject, ScriptedService service, int start, int events)
    {
        int before = service.Requests.Count;
        var clock = Stopwatch.StartNew();
        await using var image = new RunningImage(subject.Entrypoint, subject.WorkFolder, service.Address, subject.Variables);
        image.WaitForSocket();
        double toSocket = clock.Elapsed.TotalMilliseconds;
        await CallAsync(image, $"{start}-first");
        double toFirstRun = clock.Elapsed.TotalMilliseconds;
        (double processor, double peakAfterFirst) = (image.ProcessorTime.TotalMilliseconds, image.PeakMemory / 1e6);

        double[] warm = new double[events];
        for (int n = 0; n < events; n++)
        {
            clock.Restart();
            await CallAsync(image, $"{start}-{n}");
            warm[n] = clock.Elapsed.TotalMilliseconds;
        }

        if (service.Requests.Count - before != events + 1)
            throw new InvalidOperationException($"{events + 1} events started {service.Requests.Count - before} task runs.");
        Array.Sort(warm);
        return new(toSocket, toFirstRun, processor, warm[events / 2], warm[events * 99 / 100], peakAfterFirst, image.PeakMemory / 1e6);
    }

    private static async Task CallAsync(RunningImage image, string stem)
    {
        (int status, string body) = await image.CallAsync(RunningImage.InvoiceEvent(stem));
        if (status != 200)
            throw new InvalidOperationException($"{status} {body}\n{image.Log}");
    }
}
