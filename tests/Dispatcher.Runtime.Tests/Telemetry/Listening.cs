using System.Diagnostics;
using System.Diagnostics.Metrics;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Tests.Telemetry;

/// <summary>Everything that the instruments of one world measured, as <c>name{attribute=value,…} value</c>, and its
/// ended activities.</summary>
internal sealed class Listening : IDisposable
{
    private readonly MeterListener meters = new();
    private readonly ActivityListener activities;
    private readonly List<(string Stream, double Value)> measured = [];
    private readonly List<Activity> ended = [];

    public Listening(
        Instruments instruments,
        ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded
    )
    {
        // Tests run side by side, and every world has a meter of the same name.
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instruments.Owns(instrument.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        meters.Start();
        activities = new ActivityListener
        {
            ShouldListenTo = source => source == instruments.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStopped = activity =>
            {
                lock (ended)
                    ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(activities);
    }

    public Activity[] Ended
    {
        get
        {
            lock (ended)
                return [.. ended];
        }
    }

    /// <summary>The sum of a stream, written <c>name{attribute=value}</c> with the attributes in order of their names;
    /// null without one.</summary>
    public double? this[string stream]
    {
        get
        {
            lock (measured)
                return measured.Exists(found => found.Stream == stream)
                    ? measured.Where(found => found.Stream == stream).Sum(found => found.Value)
                    : null;
        }
    }

    /// <summary>The streams of an instrument that measured something.</summary>
    public string[] Streams(string name)
    {
        lock (measured)
            return
            [
                .. measured
                    .Select(found => found.Stream)
                    .Where(stream => stream.StartsWith(name + "{", StringComparison.Ordinal))
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];
    }

    /// <summary>Asks the gauges.</summary>
    public void Collect()
    {
        lock (measured)
            measured.RemoveAll(found =>
                found.Stream.StartsWith("dispatcher.routes.age", StringComparison.Ordinal)
                || found.Stream.StartsWith("dispatcher.routes.loaded", StringComparison.Ordinal)
            );
        meters.RecordObservableInstruments();
    }

    public void Dispose()
    {
        meters.Dispose();
        activities.Dispose();
    }

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string attributes = string.Join(
            ',',
            tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}")
        );
        lock (measured)
            measured.Add(($"{instrument.Name}{{{attributes}}}", value));
    }
}
