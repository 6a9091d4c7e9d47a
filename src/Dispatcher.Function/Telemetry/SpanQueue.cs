using System.Diagnostics;
using OpenTelemetry;

namespace Dispatcher.Function.Telemetry;

/// <summary>Ended spans that wait to be sent. They are sent when asked and not by a timer, and stay until the collector
/// has taken them: the process may be frozen in the middle of sending, for minutes.</summary>
/// <param name="exporter">Sends a batch.</param>
/// <param name="wire">Says whether a failure is for good.</param>
internal sealed class SpanQueue(BaseExporter<Activity> exporter, ExportWire wire)
    : BaseExportProcessor<Activity>(exporter)
{
    /// <summary>How many spans are kept, about 1 KB each; beyond that the oldest go.</summary>
    public const int Capacity = 2048;

    private const int BatchSize = 512;

    private readonly Lock gate = new();
    private readonly Queue<Activity> waiting = new();
    private long dropped;

    /// <summary>How many spans were given up: too many waited, or the collector refused them.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>How many spans wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    protected override void OnExport(Activity data)
    {
        if (!data.Recorded)
            return;
        lock (gate)
        {
            if (waiting.Count == Capacity)
            {
                waiting.Dequeue();
                Interlocked.Increment(ref dropped);
            }

            waiting.Enqueue(data);
        }
    }

    /// <summary>Sends what waits. One call at a time: <see cref="TelemetryExport"/> sees to that.</summary>
    protected override bool OnForceFlush(int timeoutMilliseconds)
    {
        while (Take() is { Length: > 0 } some)
        {
            ExportResult result = exporter.Export(new Batch<Activity>(some, some.Length));
            if (result == ExportResult.Success)
                continue;
            if (wire.IsRefused)
                Interlocked.Add(ref dropped, some.Length);
            else
                PutBack(some);
            return false;
        }

        return true;
    }

    private Activity[] Take()
    {
        lock (gate)
        {
            var some = new Activity[Math.Min(waiting.Count, BatchSize)];
            for (int i = 0; i < some.Length; i++)
                some[i] = waiting.Dequeue();
            return some;
        }
    }

    // In front again, as far as there is room.
    private void PutBack(Activity[] some)
    {
        lock (gate)
        {
            Activity[] later = [.. waiting];
            waiting.Clear();
            int room = Capacity - later.Length;
            Interlocked.Add(ref dropped, Math.Max(0, some.Length - room));
            foreach (Activity span in some.AsSpan(Math.Max(0, some.Length - room)))
                waiting.Enqueue(span);
            foreach (Activity span in later)
                waiting.Enqueue(span);
        }
    }
}
