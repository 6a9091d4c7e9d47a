using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Retrying;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>Reads the runs of a task as the service lists them: in pages, the newest first, as far back as is
/// asked.</summary>
/// <remarks>sweep-v1: "read in pages per task over the window, never one request an object". For one caller at a
/// time. It keeps no run.</remarks>
/// <param name="task">The task.</param>
/// <param name="services">How to ask.</param>
/// <param name="seen">Called once for every run.</param>
public sealed class RunReader(TaskPlace task, SweepServices services, Action<TaskRun> seen)
{
    private const int PageSize = 1000;

    // The clocks of the two services may differ by this much.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private Task<ServiceResult<TaskRunPage>>? ahead;
    private string? next;
    private DateTimeOffset oldest = DateTimeOffset.MaxValue;
    private bool isOrdered = true,
        isWhole;
    private ServiceFailure? refused;

    /// <summary>Whether the runs are read with <see cref="TaskRun.Bindings"/>.</summary>
    public bool WithBindings { get; init; }

    /// <summary>When a run was created, or at least begun; null when the service does not say.</summary>
    public static DateTimeOffset? CreatedAt(TaskRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Created
            ?? (run.StartTimeMillis is { } millis ? DateTimeOffset.FromUnixTimeMilliseconds(millis) : null);
    }

    /// <summary>Reads on until every run was seen that was created at or after a time.</summary>
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
            foreach (TaskRun run in page.Items)
                Add(run);
        }

        return refused;
    }

    private void Add(TaskRun run)
    {
        // A service that ignores the order shows newer ones behind: then all of them are read.
        if (CreatedAt(run) is { } created)
        {
            isOrdered &= oldest == DateTimeOffset.MaxValue || created <= oldest;
            oldest = created;
        }

        // A service that ignores the filter shows the runs of other tasks, too.
        if (run.TaskKey is null || run.TaskKey == task.TaskKey)
            seen(run);
    }

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
