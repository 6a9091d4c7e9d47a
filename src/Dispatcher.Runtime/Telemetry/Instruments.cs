using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Dispatcher.Runtime.Telemetry;

/// <summary>The metrics and traces of one process, as <see cref="System.Diagnostics"/> has them. Without a listener
/// none of them records anything: a measurement is a look at an empty list, and no activity is made.</summary>
/// <remarks>docs/observability.md has every name, unit and attribute for those who read them.</remarks>
public sealed class Instruments : IDisposable
{
    /// <summary>What the meter and the activity source are called.</summary>
    public const string Name = "Dispatcher";

    // Seconds. An invocation takes about a millisecond next to the services, and at most five minutes.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries =
        [
            0.001,
            0.0025,
            0.005,
            0.01,
            0.025,
            0.05,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            5,
            10,
            30,
            60,
            300,
        ],
    };

    // Seconds, up to a day: a redelivered or redriven event may be that old.
    private static readonly InstrumentAdvice<double> Ages = new()
    {
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400],
    };

    private readonly Meter meter = new(Name);

    /// <summary>Makes the instruments.</summary>
    public Instruments()
    {
        Events = meter.CreateCounter<long>(
            "dispatcher.events",
            "{event}",
            "Events that were answered for, by outcome."
        );
        Batches = meter.CreateCounter<long>(
            "dispatcher.batches",
            "{batch}",
            "Batches that were answered: settled, or to be sent again."
        );
        Runs = meter.CreateCounter<long>(
            "dispatcher.runs",
            "{run}",
            "What became of the task runs that events asked for, by route."
        );
        Retries = meter.CreateCounter<long>(
            "dispatcher.retries",
            "{retry}",
            "Requests to a service that were made again."
        );
        DeadLetters = meter.CreateCounter<long>(
            "dispatcher.dead_letters",
            "{record}",
            "Dead-letter records, written or not."
        );
        Refreshes = meter.CreateCounter<long>(
            "dispatcher.routes.refreshes",
            "{refresh}",
            "Looks at the route source, by result."
        );
        RunsEnded = meter.CreateCounter<long>(
            "dispatcher.runs.ended",
            "{run}",
            "Runs that ended, by route and status, as sweeps see them: each in one sweep."
        );
        Sweeps = meter.CreateCounter<long>("dispatcher.sweeps", "{sweep}", "Sweeps that were answered, by result.");
        Lost = meter.CreateCounter<long>(
            "dispatcher.sweep.lost",
            "{run}",
            "Runs that sweeps found missing: no event had started them."
        );
        SweepStarted = meter.CreateCounter<long>("dispatcher.sweep.started", "{run}", "Runs that sweeps started.");
        SweepFailed = meter.CreateCounter<long>(
            "dispatcher.sweep.failed",
            "{run}",
            "Runs that ended in ERROR or TERMINATED, each in one sweep."
        );
        SweepMissing = meter.CreateGauge<long>(
            "dispatcher.sweep.missing",
            "{period}",
            "Periods whose object has not come, by the last sweep."
        );
        SweepWaiting = meter.CreateGauge<long>(
            "dispatcher.sweep.groups.waiting",
            "{group}",
            "Groups that wait for members or for quiet, by the last sweep."
        );
        InvocationDuration = meter.CreateHistogram(
            "dispatcher.invocation.duration",
            "s",
            "From receiving an event to knowing its answer.",
            advice: Durations
        );
        LaunchDuration = meter.CreateHistogram(
            "dispatcher.launch.duration",
            "s",
            "Creating one task run, retries and pauses included.",
            advice: Durations
        );
        EventAge = meter.CreateHistogram(
            "dispatcher.event.age",
            "s",
            "From the event's own time to knowing its answer.",
            advice: Ages
        );
    }

    /// <summary>Where activities are started.</summary>
    internal ActivitySource Source { get; } = new(Name);

    internal Counter<long> Events { get; }

    internal Counter<long> Batches { get; }

    internal Counter<long> Runs { get; }

    internal Counter<long> RunsEnded { get; }

    internal Counter<long> Sweeps { get; }

    internal Counter<long> Lost { get; }

    internal Counter<long> SweepStarted { get; }

    internal Counter<long> SweepFailed { get; }

    internal Gauge<long> SweepMissing { get; }

    internal Gauge<long> SweepWaiting { get; }

    internal Counter<long> Retries { get; }

    internal Counter<long> DeadLetters { get; }

    internal Counter<long> Refreshes { get; }

    internal Histogram<double> InvocationDuration { get; }

    internal Histogram<double> LaunchDuration { get; }

    internal Histogram<double> EventAge { get; }

    /// <summary>Observes the route set in use, whenever a reader collects.</summary>
    /// <param name="age">Seconds since the source was last read and found good; null before it was.</param>
    /// <param name="routes">How many routes are in use.</param>
    internal void ObserveRoutes(Func<double?> age, Func<int> routes)
    {
        meter.CreateObservableGauge(
            "dispatcher.routes.age",
            () => age() is { } seconds ? [new Measurement<double>(seconds)] : Array.Empty<Measurement<double>>(),
            "s",
            "Since the route source was last read and found good."
        );
        meter.CreateObservableGauge(
            "dispatcher.routes.loaded",
            () => routes(),
            "{route}",
            "Routes in use; 0 while there are none."
        );
    }

    /// <summary>Whether a meter is this process's; there is one of each name in every instance.</summary>
    internal bool Owns(Meter other) => other == meter;

    /// <summary>Ends both.</summary>
    public void Dispose()
    {
        meter.Dispose();
        Source.Dispose();
    }
}
