using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Settings;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>What became of a run that was to be started.</summary>
public enum RunAddition
{
    /// <summary>It exists now.</summary>
    Exists,

    /// <summary>The service refused it for good; other runs may go well.</summary>
    Refused,

    /// <summary>Its route has as many unfinished runs as it may have.</summary>
    RouteIsFull,

    /// <summary>There is no time to begin it.</summary>
    NoTime,
}

/// <summary>What a run is for: an object, or a group of objects.</summary>
/// <param name="ObjectName">The object's name.</param>
/// <param name="Group">The group's key.</param>
public sealed record RunSubject(string? ObjectName, string? Group)
{
    /// <summary>An object.</summary>
    public static RunSubject Of(string objectName) => new(objectName, null);

    /// <summary>A group, by its key.</summary>
    public static RunSubject OfGroup(string key) => new(null, key);

    /// <summary>For messages.</summary>
    public override string ToString() => Group is null ? ObjectName ?? "" : $"group {Group}";
}

/// <summary>Called for runs as they are started and end.</summary>
public interface IRunNews
{
    /// <summary>A run was started.</summary>
    void Started(TaskRunRequest request, RunSubject subject, TaskRun run);

    /// <summary>The service refused a run for good.</summary>
    /// <param name="request">The run.</param>
    /// <param name="subject">What it is for.</param>
    /// <param name="failure">Why.</param>
    /// <param name="ofWholeTask">Whether no more runs of the task are tried.</param>
    void Refused(TaskRunRequest request, RunSubject subject, ServiceFailure failure, bool ofWholeTask);

    /// <summary>A run that was followed has ended.</summary>
    void Ended(TaskRunRequest request, TaskRun run);
}

/// <summary>Starts runs, so many at once, and follows them to their end.</summary>
/// <remarks>It keeps nothing of its own: the service's list of runs is what says what was started, so that it can be
/// interrupted anywhere and run again, from another machine as well. The caller has looked there.</remarks>
public sealed class PacedRuns
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1),
        Longest = TimeSpan.FromSeconds(10);

    private readonly SweepServices services;
    private readonly int maxRunning;
    private readonly IRunNews news;
    private readonly RunStarter starter;
    private readonly RunLimiter limiter;
    private readonly List<(TaskRunRequest Request, TaskRun Run)> unfinished = [];
    private TimeSpan pause = First;
    private long refused;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="services">The services.</param>
    /// <param name="maxRunning">So many of the runs that this starts may be unfinished at once.</param>
    /// <param name="news">Called with what happens.</param>
    public PacedRuns(SweepServices services, int maxRunning, IRunNews news)
    {
        ArgumentNullException.ThrowIfNull(services);
        (this.services, this.maxRunning, this.news) = (services, maxRunning, news);
        starter = new RunStarter(services.TaskRuns, services.Time);
        limiter = new RunLimiter(
            services.TaskRuns,
            new DispatchOptions { RunCountAge = services.RunCountAge },
            services.Time
        );
    }

    /// <summary>Runs that this started.</summary>
    public long Started { get; private set; }

    /// <summary>Runs that existed before.</summary>
    public long Existed { get; private set; }

    /// <summary>Of those, the ones that did not succeed: they are not started again.</summary>
    public long FailedBefore { get; private set; }

    /// <summary>Runs that this saw succeed.</summary>
    public long Succeeded { get; private set; }

    /// <summary>Runs that this saw end otherwise, and those that the service refused to create.</summary>
    public long Failed { get; private set; }

    /// <summary>Runs dealt with so far.</summary>
    public long Done => Started + Existed + refused;

    /// <summary>Runs that are going on.</summary>
    public int Running => unfinished.Count;

    /// <summary>Starts a run as soon as there is room for it.</summary>
    /// <param name="request">The run. It is known not to exist.</param>
    /// <param name="subject">What it is for.</param>
    /// <param name="waits">Whether to wait while the route is full.</param>
    /// <param name="stopping">Gives up; not while a run is being created.</param>
    /// <returns>What became of it, or a failure that makes going on useless.</returns>
    public async Task<ServiceResult<RunAddition>> AddAsync(
        TaskRunRequest request,
        RunSubject subject,
        bool waits,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await ReduceAsync(maxRunning - 1, stopping).ConfigureAwait(false) is { } failure)
            return failure;
        if (services.IsOver() || Running >= maxRunning)
            return RunAddition.NoTime;
        (ServiceResult<RunPlace?> taken, bool isFull) = await PlaceAsync(request, waits, stopping)
            .ConfigureAwait(false);
        if (taken.Failure is { } uncounted)
            return uncounted;
        if (isFull)
            return services.IsOver() ? RunAddition.NoTime : RunAddition.RouteIsFull;

        (ServiceResult<ExistingRun> started, _) = await starter
            .StartAsync(
                request,
                attempt => Dispatching.RequestId.For(services.RequestId, request, attempt),
                services.Writes
            )
            .ConfigureAwait(false);
        taken.Value?.Settle(started);
        if (started.TryGet(out ExistingRun? run))
        {
            if (run.Duplicate)
            {
                AddExisting(request, run.Run);
                return RunAddition.Exists;
            }

            Started++;
            news.Started(request, subject, run.Run);
            if (run.Run.IsFinished)
                End(request, run.Run);
            else
                unfinished.Add((request, run.Run));
            return RunAddition.Exists;
        }

        // What is wrong with one object must not hold up the others; what is wrong with everything must.
        ServiceFailure refusal = started.Failure!;
        if (refusal is not { Kind: FailureKind.Rejected, Status: not (401 or 403 or 404) })
            return refusal;
        refused++;
        Failed++;
        news.Refused(request, subject, refusal, ofWholeTask: false);
        return RunAddition.Refused;
    }

    /// <summary>Counts a run that is there and succeeded.</summary>
    public void AddSucceeded() => Existed++;

    /// <summary>Counts a run that is there, and follows it when it is going on.</summary>
    /// <param name="request">The run.</param>
    /// <param name="run">As the service shows it; null when it succeeded.</param>
    public void AddExisting(TaskRunRequest request, TaskRun? run)
    {
        Existed++;
        if (run is { IsFinished: false })
            unfinished.Add((request, run));
        else if (run is not null && run.Status != "SUCCESS")
            FailedBefore++;
    }

    /// <summary>Waits for what is going on to end, until time is over.</summary>
    /// <param name="most">So many may stay.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<ServiceFailure?> ReduceAsync(int most, CancellationToken stopping)
    {
        while (unfinished.Count > most && !services.IsOver())
        {
            int before = unfinished.Count;
            for (int i = unfinished.Count - 1; i >= 0; i--)
            {
                (TaskRunRequest request, TaskRun known) = unfinished[i];
                stopping.ThrowIfCancellationRequested();
                (ServiceResult<TaskRun> read, _) = await services
                    .Reads.RunAsync("get-run", (_, token) =>
                        services.TaskRuns.GetAsync(request.Workspace, request.Application, known.Key, token)
                    )
                    .ConfigureAwait(false);
                if (!read.TryGet(out TaskRun? run))
                    return read.Failure;
                if (!run.IsFinished)
                    continue;
                End(request, run);
                unfinished.RemoveAt(i);
            }

            pause = unfinished.Count < before ? First : Longer(pause);
            if (unfinished.Count > most)
                await services.Wait(pause, stopping).ConfigureAwait(false);
        }

        return null;
    }

    // The route's own limit holds over everybody's runs, as far as the service shows them.
    private async Task<(ServiceResult<RunPlace?> Place, bool IsFull)> PlaceAsync(
        TaskRunRequest request,
        bool waits,
        CancellationToken stopping
    )
    {
        if (request.MaxRunning is null)
            return ((RunPlace?)null, false);
        for (TimeSpan wait = First; ; wait = Longer(wait))
        {
            (ServiceResult<RunPlace> taken, _) = await services
                .Reads.RunAsync("count-runs", (_, token) => limiter.TakeAsync(request, token))
                .ConfigureAwait(false);
            if (!taken.TryGet(out RunPlace? place, out ServiceFailure? failure))
                return (failure, false);
            if (place.IsFree)
                return (place, false);
            if (!waits || services.IsOver())
                return ((RunPlace?)null, true);
            await services.Wait(wait, stopping).ConfigureAwait(false);
        }
    }

    private static TimeSpan Longer(TimeSpan wait) => wait * 1.5 < Longest ? wait * 1.5 : Longest;

    private void End(TaskRunRequest request, TaskRun run)
    {
        if (run.Status == "SUCCESS")
            Succeeded++;
        else
            Failed++;
        news.Ended(request, run);
    }
}
