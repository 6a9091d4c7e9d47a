using System.Globalization;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>The runs of a task as the service lists them: read in pages, the newest first, as far back as is
/// asked.</summary>
/// <remarks>sweep-v1: "read in pages per task over the window, never one request an object". For one reader at a
/// time. Of a run that succeeded only the identity is kept.</remarks>
/// <param name="task">The task.</param>
/// <param name="services">How to ask.</param>
/// <param name="seen">Called once for every run; null where no caller needs it.</param>
public sealed class TaskHistory(TaskPlace task, SweepServices services, Action<TaskRun>? seen = null)
{
    private const int PageSize = 1000;

    // The clocks of the two services may differ by this much.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly HashSet<UInt128> succeeded = [];
    private readonly Dictionary<UInt128, TaskRun> others = [];
    private readonly Dictionary<string, TaskRun> byName = new(StringComparer.Ordinal);
    private Task<ServiceResult<TaskRunPage>>? ahead;
    private string? next;
    private DateTimeOffset oldest = DateTimeOffset.MaxValue;
    private bool isOrdered = true,
        isWhole;
    private long unidentified;
    private ServiceFailure? refused;

    /// <summary>The task.</summary>
    public TaskPlace Place => task;

    /// <summary>Whether the runs are read with <see cref="TaskRun.Bindings"/>.</summary>
    public bool WithBindings { get; init; }

    /// <summary>Pages that were read.</summary>
    public long Pages { get; private set; }

    /// <summary>Runs that were read.</summary>
    public long Runs { get; private set; }

    /// <summary>Whether the service shows which run is which: it has shown one with an identity, or no run at
    /// all.</summary>
    public bool ShowsIdentities => unidentified == 0 || succeeded.Count + others.Count + byName.Count > 0;

    /// <summary>Runs that did not succeed or are going on, as far as they were read.</summary>
    public IEnumerable<TaskRun> NotSucceeded => others.Values.Concat(byName.Values);

    /// <summary>Reads on until every run is known that was created at or after a time.</summary>
    /// <returns>Why it could not be read, or null. A failure that may pass is tried again by the next
    /// call.</returns>
    public async ValueTask<ServiceFailure?> ReadBackToAsync(DateTimeOffset time, CancellationToken stopping)
    {
        DateTimeOffset until = time - DateTimeOffset.MinValue > Skew ? time - Skew : DateTimeOffset.MinValue;
        while (refused is null && !isWhole && (oldest >= until || !isOrdered))
        {
            stopping.ThrowIfCancellationRequested();
            ServiceResult<TaskRunPage> result = await (ahead ?? PageAsync(next)).ConfigureAwait(false);
            ahead = null;
            if (!result.TryGet(out TaskRunPage? page, out ServiceFailure? failure))
            {
                refused = failure.Kind == FailureKind.Rejected ? failure : null;
                return failure;
            }

            // The next page comes while this one is worked on.
            next = page.NextPage;
            isWhole = next is null;
            if (!isWhole && !(page.Items is [.., var last] && CreatedAt(last) < until))
                ahead = PageAsync(next);
            Pages++;
            foreach (TaskRun run in page.Items)
                Add(run);
        }

        return refused;
    }

    /// <summary>Whether runs were read that only their name tells apart.</summary>
    public bool HasNames => byName.Count > 0;

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
        && UInt128.TryParse(
            identifier.AsSpan(3),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out UInt128 identity
        )
            ? identity
            : null;

    private void Add(TaskRun run)
    {
        // A service that ignores the order shows newer ones behind: then all of them are read.
        if (CreatedAt(run) is { } created)
        {
            isOrdered &= oldest == DateTimeOffset.MaxValue || created <= oldest;
            oldest = created;
        }

        // A service that ignores the filter shows the runs of other tasks, too.
        if (run.TaskKey is not null && run.TaskKey != task.TaskKey)
            return;
        Runs++;
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

    private static DateTimeOffset? CreatedAt(TaskRun run) =>
        run.Created ?? (run.StartTimeMillis is { } millis ? DateTimeOffset.FromUnixTimeMilliseconds(millis) : null);

    private async Task<ServiceResult<TaskRunPage>> PageAsync(string? page)
    {
        var filter = new TaskRunFilter
        {
            TaskKey = task.TaskKey,
            NewestFirst = true,
            WithBindings = WithBindings,
            Limit = PageSize,
            Page = page,
        };
        return (
            await services
                .Reads.RunAsync("list-runs", (_, token) =>
                    services.TaskRuns.ListAsync(task.Workspace, task.Application, filter, token)
                )
                .ConfigureAwait(false)
        ).Result;
    }
}

/// <summary>A run that exists.</summary>
/// <param name="Run">The run; null when it succeeded.</param>
public readonly record struct KnownRun(TaskRun? Run);
