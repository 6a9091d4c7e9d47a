using System.Diagnostics;
using OpenTelemetry;

namespace Dispatcher.Function.Telemetry;

/// <summary>Ended spans that wait to be sent. They are sent on request and not by a timer. They stay in the queue until
/// the collector has accepted them, because the process may be frozen for minutes while it sends.</summary>
/// <param name="exporter">Sends a batch.</param>
/// <param name="wire">Knows whether a failure is permanent.</param>
internal sealed class SpanQueue(BaseExporter<Activity> exporter, ExportWire wire)
    : BaseExportProcessor<Activity>(exporter)
{
    /// <summary>The maximum number of spans, about 1 KB each; then the oldest are dropped.</summary>
    public const int Capacity = 2048;

    private const int BatchSize = 512;

    private readonly Lock gate = new();
    private readonly Queue<Activity> waiting = new();
    private long dropped;

    /// <summary>How many spans were dropped: the queue was full, or the collector refused them.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>The number of spans in the queue.</summary>
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

    /// <summary>Sends the spans in the queue. <see cref="TelemetryExport"/> makes only one call at a time.</summary>
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

    // Puts the spans back at the front, as far as there is room.
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
