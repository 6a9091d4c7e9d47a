using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Runs;

/// <summary>Finds, starts and reads task runs, patiently.</summary>
internal sealed class RunCalls(ITaskRuns taskRuns, Patience patience)
{
    private volatile bool keepsIdentifiers;

    /// <summary>The run if it exists under any of its identities: by identifier, then by name.</summary>
    /// <returns>The run; null when the service shows none.</returns>
    public async Task<ServiceResult<FoundRun>> FindAsync(WantedRun wanted, CancellationToken stopping)
    {
        foreach (RunIdentity identity in wanted.Identities)
        {
            foreach (TaskRunFilter filter in Filters(wanted, identity))
            {
                ServiceResult<TaskRunPage> result = await patience
                    .CallAsync(
                        stop => taskRuns.ListAsync(wanted.Request.Workspace, wanted.Request.Application, filter, stop),
                        stopping
                    )
                    .ConfigureAwait(false);
                if (!result.TryGet(out TaskRunPage? page))
                    return result.Failure!;
                // A service that does not know the filter gives every run: only an equal one counts.
                if (
                    page
                        .Items.Where(run =>
                            run.Identifier == identity.Identifier || (filter.Name is { } equal && run.Name == equal)
                        )
                        .MinBy(Rank) is
                    { } found
                )
                    return new FoundRun(found);
            }
        }

        return new FoundRun(null);
    }

    // A name is a proof only with the identity's hash in it: a route may name its runs, and two of them alike.
    private IEnumerable<TaskRunFilter> Filters(WantedRun wanted, RunIdentity identity)
    {
        yield return new() { Identifier = identity.Identifier };
        string own = wanted.Identities.First(one => one.Identifier == wanted.Request.Identifier).Hash;
        if (!keepsIdentifiers && wanted.Request.Name.EndsWith("-" + own, StringComparison.Ordinal))
            yield return new() { Name = wanted.Request.Name[..^own.Length] + identity.Hash };
    }

    // Of several runs for one object the one that says most about whether the work is done.
    private static int Rank(TaskRun run) =>
        run.Status == "SUCCESS" ? 0
        : run.IsFinished ? 2
        : 1;

    /// <summary>Creates the run. The retry token makes this safe to repeat while the service remembers it.</summary>
    public async Task<ServiceResult<TaskRun>> StartAsync(WantedRun wanted, CancellationToken stopping)
    {
        // Once begun it is seen through, so that a run that was started is also known: Ctrl-C takes effect behind it.
        ServiceResult<TaskRun> result = await patience
            .CallAsync(
                stop => taskRuns.CreateAsync(wanted.Request, $"cli-{Guid.NewGuid():N}", stop),
                CancellationToken.None
            )
            .ConfigureAwait(false);
        // From then on a run that no identifier finds does not exist: half the look-ups.
        if (result.TryGet(out TaskRun? created) && created.Identifier == wanted.Request.Identifier)
            keepsIdentifiers = true;
        if (
            result.Failure is not { Status: 409 } spent
            || !spent.Code.Contains("RetryToken", StringComparison.OrdinalIgnoreCase)
        )
            return result;
        ServiceResult<FoundRun> earlier = await FindAsync(wanted, stopping).ConfigureAwait(false);
        return earlier.TryGet(out FoundRun? found) && found.Run is { } run ? run with { Existed = true } : result;
    }

    /// <summary>The unfinished runs of a task whose route bounds them.</summary>
    public Task<ServiceResult<RunCount>> CountAsync(TaskRunRequest request, CancellationToken stopping) =>
        patience.CallAsync(stop => RunCount.OfAsync(taskRuns, request, stop), stopping);

    /// <summary>Reads a run again.</summary>
    public Task<ServiceResult<TaskRun>> ReadAsync(TaskRunRequest request, string key, CancellationToken stopping) =>
        patience.CallAsync(stop => taskRuns.GetAsync(request.Workspace, request.Application, key, stop), stopping);
}

/// <summary>What a look-up gave.</summary>
/// <param name="Run">The run, or null when there is none.</param>
internal sealed record FoundRun(TaskRun? Run);
