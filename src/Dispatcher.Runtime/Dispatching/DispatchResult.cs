using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>A task run that exists.</summary>
/// <param name="Route">The route that started it.</param>
/// <param name="TaskKey">The task.</param>
/// <param name="TaskRunKey">The service's key for the run.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Its status, as the service said.</param>
/// <param name="OpcRequestId">The service's request id.</param>
/// <param name="Duplicate">Whether it existed before: an earlier delivery had started it.</param>
public sealed record StartedRun(
    string Route,
    string TaskKey,
    string TaskRunKey,
    string Name,
    string? Status,
    string? OpcRequestId,
    bool Duplicate
);

/// <summary>What became of one invocation; the response and the summary line are both written from it.</summary>
/// <remarks>dispatch-v1, "Outcome".</remarks>
public sealed record DispatchResult
{
    /// <summary>What became of it.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The status of the response: 200, 500 or 503.</summary>
    public required int Status { get; init; }

    /// <summary>The event, where it could be read.</summary>
    public StorageEvent? Event { get; init; }

    /// <summary>The event's id, where that much could be read.</summary>
    public string? EventId { get; init; }

    /// <summary>The event's type, where that much could be read.</summary>
    public string? EventType { get; init; }

    /// <summary>The event's time, as written, where that much could be read.</summary>
    public string? EventTime { get; init; }

    /// <summary>The sink that took the event; null unless only sinks did.</summary>
    public string? Sink { get; init; }

    /// <summary>The runs that exist, in route order.</summary>
    public ImmutableArray<StartedRun> Runs { get; init; } = [];

    /// <summary>What the runs that exist write, as far as their routes say; only the log has it.</summary>
    public ImmutableArray<WrittenObject> Writes { get; init; } = [];

    /// <summary>The groups that the object belongs to: a sweep starts their runs.</summary>
    public ImmutableArray<GroupedObject> Groups { get; init; } = [];

    /// <summary>The routes in shadow that would have started something.</summary>
    public ImmutableArray<TaskRunRequest> Shadow { get; init; } = [];

    /// <summary>What of the routes in shadow could not be rendered: reported, without consequence.</summary>
    public ImmutableArray<DispatchError> ShadowErrors { get; init; } = [];

    /// <summary>Everything that failed.</summary>
    public ImmutableArray<DispatchError> Errors { get; init; } = [];

    /// <summary>The version of the route set that decided; null when none did.</summary>
    public string? RouteSetVersion { get; init; }

    /// <summary>Where the dead-letter record is, when one was written or stands already.</summary>
    public string? DeadLetter { get; init; }

    /// <summary>The outcome in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>How many attempts at the service were made beyond the first of each run.</summary>
    public int Retries { get; init; }
}
