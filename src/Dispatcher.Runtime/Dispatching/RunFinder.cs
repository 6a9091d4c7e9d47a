using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Finds the run that an earlier delivery started, when the service no longer knows the retry token.</summary>
/// <remarks>dispatch-v1, "Exactly one run per object version and route".</remarks>
internal static class RunFinder
{
    // A service that ignores a filter lists every run there is; the newest come first, and no more than this are looked
    // through.
    private const int MaxPages = 20;

    /// <summary>The run, or null when neither its identifier nor its name leads to one.</summary>
    public static async Task<ServiceResult<TaskRun?>> FindAsync(
        ITaskRuns taskRuns,
        TaskRunRequest request,
        CancellationToken cancellationToken
    )
    {
        // A route may name its runs, and two of them alike: a name is a proof only with the identity's hash in it.
        TaskRunFilter[] filters = HasOwnName(request)
            ? [new() { Identifier = request.Identifier }, new() { Name = request.Name }]
            : [new() { Identifier = request.Identifier }];
        foreach (TaskRunFilter filter in filters)
        {
            ServiceResult<TaskRun?> found = await FindAsync(taskRuns, request, filter, cancellationToken)
                .ConfigureAwait(false);
            if (found.Failure is not null || found.Value is not null)
                return found;
        }

        return (TaskRun?)null;
    }

    private static async Task<ServiceResult<TaskRun?>> FindAsync(
        ITaskRuns taskRuns,
        TaskRunRequest request,
        TaskRunFilter filter,
        CancellationToken cancellationToken
    )
    {
        for (int pages = 0; pages < MaxPages; pages++)
        {
            ServiceResult<TaskRunPage> answer = await taskRuns
                .ListAsync(request.Workspace, request.Application, filter, cancellationToken)
                .ConfigureAwait(false);
            if (!answer.TryGet(out TaskRunPage? page, out ServiceFailure? failure))
                return failure;
            if (page.Items.FirstOrDefault(run => Is(request, run)) is { } found)
                return (TaskRun?)found;
            if (page.NextPage is not { } next)
                break;
            filter = filter with { Page = next };
        }

        return (TaskRun?)null;
    }

    // Only what the service itself says is equal counts; a run that carries another identifier is another run, whatever
    // its name.
    private static bool Is(TaskRunRequest request, TaskRun run) =>
        run.Identifier is { } identifier
            ? identifier == request.Identifier
            : HasOwnName(request) && run.Name == request.Name;

    private static bool HasOwnName(TaskRunRequest request) =>
        request.Name.EndsWith("-" + request.RetryToken[..RunIdentity.HashDigits], StringComparison.Ordinal);
}
