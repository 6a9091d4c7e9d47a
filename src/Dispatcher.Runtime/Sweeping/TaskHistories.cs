using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>The runs of every task that is asked about.</summary>
/// <param name="services">How to ask.</param>
/// <param name="seen">Called once for every run; null where no caller needs it.</param>
public sealed class TaskHistories(SweepServices services, Action<TaskPlace, TaskRun>? seen = null)
{
    private readonly Dictionary<TaskPlace, TaskHistory> histories = [];

    /// <summary>The runs of a task.</summary>
    public TaskHistory Of(TaskPlace task)
    {
        if (!histories.TryGetValue(task, out TaskHistory? history))
            histories.Add(
                task,
                history = new TaskHistory(task, services, seen is null ? null : run => seen(task, run))
            );
        return history;
    }

    /// <summary>The same for a run of which the request is not rendered. Where the service shows runs by their names
    /// alone, it finds none.</summary>
    public async ValueTask<ServiceResult<KnownRun?>> FindAsync(
        RunOutline outline,
        DateTimeOffset? since,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(outline);
        TaskHistory history = Of(outline.Task);
        return
            await history.ReadBackToAsync(since ?? DateTimeOffset.MinValue, stopping).ConfigureAwait(false)
                is { } failure
            ? failure
            : history.Find(outline.Identity.Number);
    }

    /// <summary>Whether a run exists that an object of this time would have started.</summary>
    /// <param name="request">The run.</param>
    /// <param name="since">No run of it can be older; null when that is not known.</param>
    /// <param name="stopping">Gives up.</param>
    public async ValueTask<ServiceResult<KnownRun?>> FindAsync(
        TaskRunRequest request,
        DateTimeOffset? since,
        CancellationToken stopping
    )
    {
        TaskHistory history = Of(TaskPlace.Of(request));
        return
            await history.ReadBackToAsync(since ?? DateTimeOffset.MinValue, stopping).ConfigureAwait(false)
                is { } failure
            ? failure
            : history.Find(request);
    }
}
