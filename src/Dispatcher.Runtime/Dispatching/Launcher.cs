using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Runtime.Ports;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>What launching one run gave: the run, or why there is none.</summary>
internal sealed record Launch(StartedRun? Run, DispatchError? Error, int Attempts);

/// <summary>Creates the task runs of a plan: side by side, each retried on its own, none twice.</summary>
/// <remarks>dispatch-v1, "Exactly one run per object version and route" and "Retry and time".</remarks>
internal sealed class Launcher(ITaskRuns taskRuns, Retrier retrier, DispatchOptions options)
{
    /// <summary>Every run of the plan, in its order.</summary>
    /// <param name="requests">What to create.</param>
    /// <param name="requestId">The invocation's id; each run's <c>opc-request-id</c> begins with it.</param>
    /// <param name="until">No attempt begins, and none goes on, after this moment.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    public async Task<ImmutableArray<Launch>> RunAsync(
        ImmutableArray<TaskRunRequest> requests, string requestId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(options.LaunchesAtOnce);
        Launch[] launches = await Task.WhenAll(requests.Select(async request =>
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await LaunchAsync(request, requestId, until, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                places.Release();
            }
        })).ConfigureAwait(false);
        return [.. launches];
    }

    private async Task<Launch> LaunchAsync(TaskRunRequest request, string requestId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        (ServiceResult<TaskRun> result, int attempts) = await retrier.RunAsync(
            token => taskRuns.CreateAsync(request, $"{requestId}/{request.Route}", token), until, cancellationToken).ConfigureAwait(false);
        // A run that this delivery created in an attempt whose answer was lost cannot be told from an earlier delivery's: both existed.
        if (result.TryGet(out TaskRun? created, out ServiceFailure? failure))
            return new Launch(Started(request, created, created.Existed), null, attempts);

        // The token was used before and is spent: the run of the earlier delivery has the same identifier or name.
        if (failure is { Status: 409 } && failure.Code.Contains("RetryToken", StringComparison.OrdinalIgnoreCase))
        {
            (ServiceResult<TaskRun?> found, _) = await retrier.RunAsync(token => FindAsync(request, token), until, cancellationToken).ConfigureAwait(false);
            if (found.TryGet(out TaskRun? earlier, out ServiceFailure? lookUp))
            {
                if (earlier is not null)
                    return new Launch(Started(request, earlier, duplicate: true), null, attempts);
            }
            else if (lookUp.Kind == FailureKind.Deferred)
            {
                failure = lookUp;
            }
        }

        return new Launch(null, Error(request, failure), attempts);
    }

    private async Task<ServiceResult<TaskRun?>> FindAsync(TaskRunRequest request, CancellationToken cancellationToken)
    {
        foreach (TaskRunFilter filter in (TaskRunFilter[])[new TaskRunFilter { Identifier = request.Identifier }, new TaskRunFilter { Name = request.Name }])
        {
            ServiceResult<TaskRunPage> answer = await taskRuns.ListAsync(request.Workspace, request.Application, filter, cancellationToken).ConfigureAwait(false);
            if (!answer.TryGet(out TaskRunPage? page, out ServiceFailure? failure))
                return failure;
            // A service that does not know the filter gives every run: only an equal one counts.
            if (page.Items.FirstOrDefault(run => run.Identifier == request.Identifier || (run.Identifier is null && run.Name == request.Name)) is { } found)
                return (TaskRun?)found;
        }

        return (TaskRun?)null;
    }

    private static StartedRun Started(TaskRunRequest request, TaskRun run, bool duplicate) =>
        new(request.Route, request.TaskKey, run.Key, run.Name ?? request.Name, run.Status, run.OpcRequestId, duplicate);

    private static DispatchError Error(TaskRunRequest request, ServiceFailure failure)
    {
        (string code, string advice) = failure switch
        {
            { Kind: FailureKind.Rejected, Status: 404 or 401 or 403 } => (Codes.ServiceRefused,
                " Check the workspace, application and task keys, and the policy: a missing permission is answered like a missing task."),
            { Kind: FailureKind.Rejected } => (Codes.ServiceRefused, ""),
            { Status: 429 } => (Codes.ServiceThrottled, ""),
            { Status: >= 500 } => (Codes.ServiceFailed, ""),
            { Code: "Timeout" or "OutOfTime" } => (Codes.OutOfTime, ""),
            _ => (Codes.ConnectionLost, ""),
        };
        return new DispatchError(code, request.Route,
            $"The run of task {Quote.Value(request.TaskKey)} was not created: {failure.Describe()}.{advice}", failure.Kind == FailureKind.Deferred);
    }
}
