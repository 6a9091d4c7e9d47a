using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Runs;

/// <summary>Finds, starts and reads task runs, patiently. What a run is found by, and when it is a duplicate, is
/// <see cref="RunStarter"/>'s rule, as in the function.</summary>
internal sealed class RunCalls(ITaskRuns taskRuns, Patience patience)
{
    private readonly RunStarter starter = new(taskRuns, TimeProvider.System);

    /// <summary>The run if it exists.</summary>
    /// <returns>The run; null when the service shows none.</returns>
    public Task<ServiceResult<TaskRun?>> FindAsync(TaskRunRequest request, CancellationToken stopping) =>
        patience.CallAsync(stop => starter.FindAsync(request, stop), stopping);

    /// <summary>Creates the run. Once begun it is seen through, so that a run that was started is also known: Ctrl-C
    /// takes effect behind it.</summary>
    public async Task<ServiceResult<ExistingRun>> StartAsync(TaskRunRequest request)
    {
        string requestId = $"cli-{Guid.NewGuid():N}";
        (ServiceResult<ExistingRun> result, _) = await starter
            .StartAsync(request, attempt => $"{requestId}-{attempt}", patience)
            .ConfigureAwait(false);
        return result;
    }

    /// <summary>Reads a run again.</summary>
    public Task<ServiceResult<TaskRun>> ReadAsync(TaskRunRequest request, string key, CancellationToken stopping) =>
        patience.CallAsync(stop => taskRuns.GetAsync(request.Workspace, request.Application, key, stop), stopping);
}
