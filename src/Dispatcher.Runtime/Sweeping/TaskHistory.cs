using System.Globalization;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>The runs of a task, as far back as they were read, to be found by their identity.</summary>
/// <remarks>For one caller at a time. Of a run that succeeded only the identity is kept.</remarks>
public sealed class TaskHistory
{
    private readonly HashSet<UInt128> succeeded = [];
    private readonly Dictionary<UInt128, TaskRun> others = [];
    private readonly Dictionary<string, TaskRun> byName = new(StringComparer.Ordinal);
    private readonly RunReader reader;
    private readonly Action<TaskRun>? seen;
    private long unidentified;

    /// <summary>The runs of a task, none of which is read yet.</summary>
    /// <param name="task">The task.</param>
    /// <param name="services">How to ask.</param>
    /// <param name="seen">Called once for every run; null where no caller needs it.</param>
    public TaskHistory(TaskPlace task, SweepServices services, Action<TaskRun>? seen = null)
    {
        (Place, this.seen) = (task, seen);
        reader = new RunReader(task, services, Add);
    }

    /// <summary>The task.</summary>
    public TaskPlace Place { get; }

    /// <summary>Whether the service shows which run is which: it has shown one with an identity, or no run at
    /// all.</summary>
    public bool ShowsIdentities => unidentified == 0 || succeeded.Count + others.Count + byName.Count > 0;

    /// <inheritdoc cref="RunReader.ReadBackToAsync"/>
    public ValueTask<ServiceFailure?> ReadBackToAsync(DateTimeOffset time, CancellationToken stopping) =>
        reader.ReadBackToAsync(time, stopping);

    /// <summary>The run of a request, as far as was read.</summary>
    public KnownRun? Find(TaskRunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Identity(request.Identifier) is { } identity && Find(identity) is { } known ? known
            : byName.Count > 0
            && byName.TryGetValue(request.Name, out TaskRun? named)
            && RunStarter.NameIsProof(request)
                ? new KnownRun(named.Status == "SUCCESS" ? null : named)
            : null;
    }

    /// <summary>The run with an identity, as far as was read.</summary>
    public KnownRun? Find(UInt128 identity) =>
        succeeded.Contains(identity) ? new KnownRun(null)
        : others.TryGetValue(identity, out TaskRun? run) ? new KnownRun(run)
        : null;

    /// <summary>Whether an identifier is one that the dispatcher gave.</summary>
    public static UInt128? Identity(string? identifier) =>
        identifier is { Length: 35 }
        && identifier.StartsWith("RD_", StringComparison.Ordinal)
        && Half(identifier.AsSpan(3, 16)) is { } upper
        && Half(identifier.AsSpan(19)) is { } lower
            ? new UInt128(upper, lower)
            : null;

    // Two halves are parsed in a quarter of the time that the whole takes.
    private static ulong? Half(ReadOnlySpan<char> digits) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong half)
            ? half
            : null;

    private void Add(TaskRun run)
    {
        seen?.Invoke(run);
        if (Identity(run.Identifier) is { } identity)
        {
            // The best of several counts, as in RunStarter.
            if (run.Status == "SUCCESS")
            {
                succeeded.Add(identity);
                others.Remove(identity);
            }
            else if (
                !succeeded.Contains(identity)
                && !others.TryAdd(identity, run)
                && RunStarter.Rank(run) < RunStarter.Rank(others[identity])
            )
            {
                others[identity] = run;
            }
        }
        else if (run is { Identifier: null, Name: { } name })
        {
            byName.TryAdd(name, run);
        }
        else
        {
            unidentified++;
        }
    }
}

/// <summary>A run that exists.</summary>
/// <param name="Run">The run; null when it succeeded.</param>
public readonly record struct KnownRun(TaskRun? Run);
