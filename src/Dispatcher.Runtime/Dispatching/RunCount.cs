using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>The unfinished runs of a task, as the service lists them.</summary>
/// <param name="Unfinished">How many; no more are counted once there are as many as the route may have.</param>
/// <param name="Seen">The keys of all runs that were looked at.</param>
/// <remarks>docs/routes.md, "Storms".</remarks>
public sealed record RunCount(int Unfinished, IReadOnlySet<string> Seen)
{
    // The newest runs come first, so that reading on behind a page of finished ones would only cost time.
    private const int PageSize = 100,
        MostPages = 10;

    /// <summary>Counts.</summary>
    /// <param name="taskRuns">Data Integration; one attempt a page.</param>
    /// <param name="request">A run of the task; its <see cref="TaskRunRequest.MaxRunning"/> is set.</param>
    /// <param name="cancellationToken">Reaches the wire.</param>
    public static async Task<ServiceResult<RunCount>> OfAsync(
        ITaskRuns taskRuns,
        TaskRunRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(taskRuns);
        ArgumentNullException.ThrowIfNull(request);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int unfinished = 0;
        string? page = null;
        for (int pages = 0; pages < MostPages; pages++)
        {
            var filter = new TaskRunFilter
            {
                TaskKey = request.TaskKey,
                Limit = PageSize,
                Page = page,
            };
            ServiceResult<TaskRunPage> answer = await taskRuns
                .ListAsync(request.Workspace, request.Application, filter, cancellationToken)
                .ConfigureAwait(false);
            if (!answer.TryGet(out TaskRunPage? read, out ServiceFailure? failure))
                return failure;
            int before = unfinished;
            foreach (TaskRun run in read.Items.Where(run => run.TaskKey is null || run.TaskKey == request.TaskKey))
                unfinished += seen.Add(run.Key) && !run.IsFinished ? 1 : 0;
            page = read.NextPage;
            if (page is null || unfinished == before || unfinished >= request.MaxRunning)
                break;
        }

        return new RunCount(unfinished, seen);
    }
}
