using System.Collections.Concurrent;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Settings;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Keeps routes with <c>max_running</c> to the runs that may be unfinished at once, as far as the service's
/// own list tells.</summary>
/// <remarks>docs/routes.md, "Storms". The list is read at most every few seconds for a task; in between, and until the
/// list shows them, the runs that this process created are counted in. Other processes' are not.</remarks>
internal sealed class RunLimiter(ITaskRuns taskRuns, DispatchOptions options, TimeProvider time)
{
    // A task's key can depend on the event; what is not asked for any more is forgotten.
    private const int MostKept = 256;

    private readonly ConcurrentDictionary<LimitedTask, Load> loads = new();

    /// <summary>Takes a place for a run, when there is one.</summary>
    /// <param name="request">The run; its <see cref="TaskRunRequest.MaxRunning"/> is set.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The place, or why the runs could not be counted.</returns>
    public async Task<ServiceResult<RunPlace>> TakeAsync(TaskRunRequest request, CancellationToken cancellationToken)
    {
        Forget();
        Load load = loads.GetOrAdd(
            new(request.Route, request.Workspace, request.Application, request.TaskKey),
            _ => new Load()
        );
        // One of many events that come at once counts for all.
        await load.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!load.IsFresh(Elapsed, options.RunCountAge))
            {
                ServiceResult<RunCount> counted = await RunCount
                    .OfAsync(taskRuns, request, cancellationToken)
                    .ConfigureAwait(false);
                if (!counted.TryGet(out RunCount? count, out ServiceFailure? failure))
                    return failure;
                load.Set(count, Elapsed);
            }

            cancellationToken.ThrowIfCancellationRequested(); // The caller no longer waits for the place.
            return load.Take(request.MaxRunning!.Value, Elapsed);
        }
        finally
        {
            load.Gate.Release();
        }
    }

    // Monotonic: a clock that jumps back must not keep an old count for fresh.
    private TimeSpan Elapsed => time.GetElapsedTime(0);

    private void Forget()
    {
        if (loads.Count <= MostKept)
            return;
        TimeSpan now = Elapsed;
        foreach ((LimitedTask key, Load load) in loads)
        {
            if (!load.IsFresh(now, Load.Unseen))
                loads.TryRemove(key, out _);
        }
    }

    private sealed record LimitedTask(string Route, string Workspace, string Application, string Task);

    private sealed class Load
    {
        /// <summary>A run that the list does not show after so long is not going to be shown: it failed to start, or it
        /// is over.</summary>
        public static readonly TimeSpan Unseen = TimeSpan.FromSeconds(30);

        private readonly List<RunPlace> places = [];
        private TimeSpan? counted;
        private int listed;

        public SemaphoreSlim Gate { get; } = new(1);

        public bool IsFresh(TimeSpan now, TimeSpan age) => counted is { } at && now - at < age;

        public void Set(RunCount count, TimeSpan now)
        {
            lock (places)
            {
                (listed, counted) = (count.Unfinished, now);
                places.RemoveAll(place =>
                    now - place.Taken >= Unseen || (place.RunKey is { } key && count.Seen.Contains(key))
                );
            }
        }

        public RunPlace Take(int most, TimeSpan now)
        {
            lock (places)
            {
                int unfinished = listed + places.Count;
                var place = new RunPlace(unfinished, unfinished < most, now, GiveBack);
                if (place.IsFree)
                    places.Add(place);
                return place;
            }
        }

        private void GiveBack(RunPlace place)
        {
            lock (places)
                places.Remove(place);
        }
    }
}

/// <summary>A run's place among those that may be unfinished, or the answer that there is none.</summary>
/// <param name="unfinished">How many runs there were.</param>
/// <param name="isFree">Whether this is a place.</param>
/// <param name="taken">When it was taken.</param>
/// <param name="giveBack">Gives it back.</param>
internal sealed class RunPlace(int unfinished, bool isFree, TimeSpan taken, Action<RunPlace> giveBack)
{
    /// <summary>How many runs were unfinished.</summary>
    public int Unfinished => unfinished;

    /// <summary>Whether a run may be created.</summary>
    public bool IsFree => isFree;

    /// <summary>When it was taken.</summary>
    public TimeSpan Taken => taken;

    /// <summary>The run that has it, once it is known.</summary>
    public string? RunKey { get; private set; }

    /// <summary>Says what came of it. A run that may exist keeps its place until the list shows it, or does not for
    /// long enough.</summary>
    public void Settle(ServiceResult<ExistingRun> started)
    {
        if (started.TryGet(out ExistingRun? run, out ServiceFailure? failure) && !run.Duplicate)
            RunKey = run.Run.Key;
        else if (failure is not { MayHaveHappened: true })
            giveBack(this);
    }
}
