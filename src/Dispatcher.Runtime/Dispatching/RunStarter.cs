using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Retrying;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Starts a run at most once, and finds it again. The function, <c>send</c>, <c>backfill</c> and
/// <c>redrive</c> all call this.</summary>
/// <remarks>
/// dispatch-v1, "Exactly one run per object version and route". A run is the wanted one when the service says that its
/// identifier is; one without an identifier is when its name, with the identity's hash in it, is. A run that carries
/// another identifier is another run, whatever its name.
/// A run is reported as a duplicate on evidence only: it was found by look-up, its key was answered before, or the
/// service's own times put it before the first attempt. Status 200 alone is not evidence.
/// </remarks>
/// <param name="taskRuns">Data Integration.</param>
/// <param name="time">The clock.</param>
public sealed class RunStarter(ITaskRuns taskRuns, TimeProvider time)
{
    // A service that ignores a filter lists every run there is; the newest come first, and no more pages than this are
    // read.
    private const int MostPages = 20;

    // The times of two machines of the service may differ by this much.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(1);

    private readonly RecentRuns recent = new();
    private volatile bool keepsIdentifiers;

    /// <summary>The key of the run when this process started or found it lately: evidence that it exists,
    /// without asking the service.</summary>
    internal string? Known(TaskRunRequest request) =>
        recent.TryGet(request.RetryToken, out string? taskRunKey) ? taskRunKey : null;

    /// <summary>The run if it exists: by identifier, then by name.</summary>
    /// <param name="request">The run.</param>
    /// <param name="cancellationToken">Reaches the wire.</param>
    /// <returns>The run; null when the service shows none.</returns>
    public async Task<ServiceResult<TaskRun?>> FindAsync(TaskRunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ServiceResult<TaskRun?> found = await FindAsync(
                request,
                new TaskRunFilter { Identifier = request.Identifier },
                cancellationToken
            )
            .ConfigureAwait(false);

        // Once the service has shown that it keeps identifiers, a run that no identifier finds does not exist.
        return found is { Failure: null, Value: null } && NameIsProof(request) && !keepsIdentifiers
            ? await FindAsync(request, new TaskRunFilter { Name = request.Name }, cancellationToken)
                .ConfigureAwait(false)
            : found;
    }

    /// <summary>Creates the run, or finds the one that its retry token was spent on.</summary>
    /// <param name="request">The run.</param>
    /// <param name="requestId">The <c>opc-request-id</c> of each attempt.</param>
    /// <param name="retries">Repeats what may succeed later.</param>
    /// <returns>The run, or why there is none; and how many attempts were made.</returns>
    public async Task<(ServiceResult<ExistingRun> Result, int Attempts)> StartAsync(
        TaskRunRequest request,
        Func<int, string> requestId,
        IRetries retries
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(retries);
        long begun = time.GetTimestamp();
        (ServiceResult<TaskRun> result, int attempts) = await retries
            .RunAsync("create-run", (attempt, token) => taskRuns.CreateAsync(request, requestId(attempt), token))
            .ConfigureAwait(false);
        if (result.TryGet(out TaskRun? created, out ServiceFailure? failure))
        {
            keepsIdentifiers |= created.Identifier == request.Identifier;
            bool repeats = recent.Repeats(request.RetryToken, created.Key);
            bool older = created.Age is { } age && age > time.GetElapsedTime(begun) + Skew;
            return (new ExistingRun(created, repeats || older), attempts);
        }

        if (failure is not { Status: 409 } || !failure.Code.Contains("RetryToken", StringComparison.OrdinalIgnoreCase))
            return (failure, attempts);

        // The token was used before and is spent: the run of the earlier delivery has the same identifier or name.
        (ServiceResult<TaskRun?> found, int looks) = await FindAsync(request, retries).ConfigureAwait(false);
        attempts += looks - 1;
        return (
            found.Value is { } earlier ? new ExistingRun(earlier, Duplicate: true)
            : found.Failure is { } lookUp ? LookUpFailed(failure, lookUp)
            : NotShown(failure, request),
            attempts
        );
    }

    /// <summary>The same as <see cref="FindAsync(TaskRunRequest, CancellationToken)"/>, repeated while that can
    /// help.</summary>
    public Task<(ServiceResult<TaskRun?> Result, int Attempts)> FindAsync(TaskRunRequest request, IRetries retries)
    {
        ArgumentNullException.ThrowIfNull(retries);
        return retries.RunAsync("find-run", (_, token) => FindAsync(request, token));
    }

    private async Task<ServiceResult<TaskRun?>> FindAsync(
        TaskRunRequest request,
        TaskRunFilter filter,
        CancellationToken cancellationToken
    )
    {
        for (int pages = 0; pages < MostPages; pages++)
        {
            ServiceResult<TaskRunPage> answer = await taskRuns
                .ListAsync(request.Workspace, request.Application, filter, cancellationToken)
                .ConfigureAwait(false);
            if (!answer.TryGet(out TaskRunPage? page, out ServiceFailure? failure))
                return failure;
            if (page.Items.Where(run => Is(run, request)).MinBy(Rank) is { } found)
                return (TaskRun?)found;
            if (page.NextPage is not { } next)
                break;
            filter = filter with { Page = next };
        }

        return (TaskRun?)null;
    }

    private static bool Is(TaskRun run, TaskRunRequest request) =>
        run.Identifier is { } carried
            ? carried == request.Identifier
            : NameIsProof(request) && run.Name == request.Name;

    // A route may name its runs, and two of them alike: a name is a proof only with the identity's hash in it.
    internal static bool NameIsProof(TaskRunRequest request) =>
        request.Name.EndsWith("-" + request.RetryToken[..RunIdentity.HashDigits], StringComparison.Ordinal);

    // Of several runs for one object the one that says most about whether the work is done.
    internal static int Rank(TaskRun run) =>
        run.Status == "SUCCESS" ? 0
        : run.IsFinished ? 2
        : 1;

    private static ServiceFailure LookUpFailed(ServiceFailure refusal, ServiceFailure lookUp) =>
        lookUp with
        {
            Message =
                $"{lookUp.Message} (looking for the run of an earlier delivery, "
                + $"because the service said {refusal.Code})",
        };

    private static ServiceFailure NotShown(ServiceFailure refusal, TaskRunRequest request) =>
        refusal with
        {
            Message =
                $"{refusal.Message} (an earlier delivery used the retry token, "
                + "and the service tells of no run with the identifier "
                + $"{request.Identifier} or the name {request.Name}; look at the task's runs before starting "
                + "it by hand)",
        };
}
