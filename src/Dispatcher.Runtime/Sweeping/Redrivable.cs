using System.Collections.Immutable;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>A record, and what the routes make of its events now.</summary>
public sealed record Redrivable
{
    /// <summary>Its name below the place.</summary>
    public required string Name { get; init; }

    /// <summary>Its bytes.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>What became of its event when it was written, as a word; null when the record cannot be
    /// read.</summary>
    public string? Recorded { get; init; }

    /// <summary>Its event; or those of the batch that it holds, as records of earlier versions do.</summary>
    public required ImmutableArray<RedriveEvent> Events { get; init; }

    /// <summary>The runs of all events.</summary>
    public IEnumerable<RedriveRun> Runs => Events.SelectMany(happened => happened.Runs);

    /// <summary>Whether nothing is left to do once every run exists; also where a sink takes the event by
    /// now.</summary>
    public bool CanBeDone => Events.All(happened => happened.Plan?.Outcome is Outcome.Dispatched or Outcome.Ignored);
}

/// <summary>An event of a record.</summary>
public sealed record RedriveEvent
{
    /// <summary>What it is about, for people.</summary>
    public required string Subject { get; init; }

    /// <summary>Why it can never be dispatched; null when it can be read.</summary>
    public string? Unreadable { get; init; }

    /// <summary>What it starts; null when it cannot be read.</summary>
    public DispatchPlan? Plan { get; init; }

    /// <summary>The runs, each looked up.</summary>
    public ImmutableArray<RedriveRun> Runs { get; init; } = [];
}

/// <summary>A run that a record's event starts.</summary>
/// <param name="Request">What to create.</param>
/// <param name="Exists">Whether it was started before: the record, or the service, says so.</param>
/// <param name="Found">The run as the service shows it; null when only the record says that it was started.</param>
/// <param name="Refused">Why the service does not say whether it exists.</param>
public sealed record RedriveRun(TaskRunRequest Request, bool Exists, KnownRun? Found, ServiceFailure? Refused);
