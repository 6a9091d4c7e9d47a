using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Retrying;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>The services as a sweep, a backfill and a redrive ask them: patiently, and until time is over.</summary>
public sealed record SweepServices
{
    /// <summary>Data Integration.</summary>
    public required ITaskRuns TaskRuns { get; init; }

    /// <summary>Object Storage.</summary>
    public required IObjectStore Objects { get; init; }

    /// <summary>Repeats questions. Gives up when the caller is stopped.</summary>
    public required IRetries Reads { get; init; }

    /// <summary>Repeats what changes something. It is seen through once begun, so that a run that was started is also
    /// known.</summary>
    public required IRetries Writes { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Waits.</summary>
    public required Func<TimeSpan, CancellationToken, Task> Wait { get; init; }

    /// <summary>Whether nothing more may be begun.</summary>
    public Func<bool> IsOver { get; init; } = () => false;

    /// <summary>What the <c>opc-request-id</c> of every request that starts a run begins with.</summary>
    public required string RequestId { get; init; }

    /// <summary>How many requests of one kind are on their way at once.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>How old the count of a task's unfinished runs may be.</summary>
    public TimeSpan RunCountAge { get; init; } = TimeSpan.FromSeconds(3);
}
