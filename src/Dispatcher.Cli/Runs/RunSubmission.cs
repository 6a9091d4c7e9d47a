using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Runs;

/// <summary>Starts what was never started, so many at once, and follows it to its end.</summary>
/// <remarks>It keeps nothing of its own: the service's list of runs is what says what was started, so that it can be
/// interrupted anywhere and run again, from another machine as well.</remarks>
internal sealed class RunSubmission(Terminal terminal, RunCalls runs, int maxRunning)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1),
        Longest = TimeSpan.FromSeconds(10);
    private readonly List<SentRun> unfinished = [];
    private TimeSpan pause = First;
    private long refused;

    /// <summary>Runs that this call started.</summary>
    public long Started { get; private set; }

    /// <summary>Runs that existed before.</summary>
    public long Existed { get; private set; }

    /// <summary>Of those, the ones that did not succeed: they are not started again.</summary>
    public long FailedBefore { get; private set; }

    /// <summary>Runs that this call saw succeed.</summary>
    public long Succeeded { get; private set; }

    /// <summary>Runs that this call saw end otherwise, and those that the service refused to create.</summary>
    public long Failed { get; private set; }

    /// <summary>Runs dealt with so far.</summary>
    public long Done => Started + Existed + refused;

    /// <summary>Runs that are going on.</summary>
    public int Running => unfinished.Count;

    /// <summary>Starts one run unless it exists, as soon as there is room for it.</summary>
    /// <param name="request">The run.</param>
    /// <param name="name">The object, for messages.</param>
    /// <param name="stopping">Ctrl-C.</param>
    /// <returns>Whether the run exists now, or a failure that makes going on useless.</returns>
    public async Task<ServiceResult<bool>> AddAsync(TaskRunRequest request, string name, CancellationToken stopping)
    {
        ServiceResult<TaskRun?> before = await runs.FindAsync(request, stopping).ConfigureAwait(false);
        if (before.Failure is { } unknown)
            return unknown;
        if (before.Value is { } existing)
        {
            AddExisting(request, existing);
            return true;
        }

        if (await MakeRoomAsync(request, stopping).ConfigureAwait(false) is { } failure)
            return failure;
        ServiceResult<ExistingRun> started = await runs.StartAsync(request).ConfigureAwait(false);
        if (started.TryGet(out ExistingRun? run))
        {
            Started += run.Duplicate ? 0 : 1;
            if (run.Duplicate)
                AddExisting(request, run.Run);
            else
                Track(request, run.Run);
            return true;
        }

        // What is wrong with one object must not hold up the others; what is wrong with everything must.
        ServiceFailure refusal = started.Failure!;
        if (refusal is not { Kind: FailureKind.Rejected, Status: not (401 or 403 or 404) })
            return refusal;
        refused++;
        Failed++;
        terminal.Error.WriteLine($"error: {Quote.Value(name)}, route {request.Route}: {refusal.Describe()}");
        return false;
    }

    /// <summary>Counts a run that is there, and follows it when it is going on.</summary>
    public void AddExisting(TaskRunRequest request, TaskRun run)
    {
        Existed++;
        if (!run.IsFinished)
            unfinished.Add(new SentRun(request, run, Duplicate: true));
        else if (run.Status != "SUCCESS")
            FailedBefore++;
    }

    /// <summary>Waits for what is going on to end.</summary>
    /// <param name="most">So many may stay.</param>
    /// <param name="stopping">Ctrl-C.</param>
    public async Task<ServiceFailure?> ReduceAsync(int most, CancellationToken stopping)
    {
        while (unfinished.Count > most)
        {
            int before = unfinished.Count;
            for (int i = unfinished.Count - 1; i >= 0; i--)
            {
                ServiceResult<TaskRun> read = await runs.ReadAsync(
                        unfinished[i].Request,
                        unfinished[i].Run.Key,
                        stopping
                    )
                    .ConfigureAwait(false);
                if (!read.TryGet(out TaskRun? run))
                    return read.Failure;
                if (!run.IsFinished)
                    continue;
                End(unfinished[i].Request, run);
                unfinished.RemoveAt(i);
            }

            pause = unfinished.Count < before ? First : Longer(pause);
            if (unfinished.Count > most)
                await terminal.Wait(pause, stopping).ConfigureAwait(false);
        }

        return null;
    }

    // The route's own limit holds over everybody's runs, as far as the service shows them, and over this call's own.
    private async Task<ServiceFailure?> MakeRoomAsync(TaskRunRequest request, CancellationToken stopping)
    {
        if (await ReduceAsync(maxRunning - 1, stopping).ConfigureAwait(false) is { } failure)
            return failure;
        TimeSpan wait = First;
        while (request.MaxRunning is { } most)
        {
            ServiceResult<RunCount> counted = await runs.CountAsync(request, stopping).ConfigureAwait(false);
            if (!counted.TryGet(out RunCount? count, out ServiceFailure? uncounted))
                return uncounted;
            int own = unfinished.Count(run => run.Request.Route == request.Route && !count.Seen.Contains(run.Run.Key));
            if (count.Unfinished + own < most)
                return null;
            await terminal.Wait(wait, stopping).ConfigureAwait(false);
            wait = Longer(wait);
        }

        return null;
    }

    private static TimeSpan Longer(TimeSpan wait) => wait * 1.5 < Longest ? wait * 1.5 : Longest;

    private void Track(TaskRunRequest request, TaskRun run)
    {
        if (run.IsFinished)
            End(request, run);
        else
            unfinished.Add(new SentRun(request, run, Duplicate: false));
    }

    private void End(TaskRunRequest request, TaskRun run)
    {
        if (run.Status == "SUCCESS")
        {
            Succeeded++;
            return;
        }

        Failed++;
        terminal.Error.WriteLine(
            $"error: run {Quote.Value(run.Name ?? run.Key)} of route {request.Route} ended as "
                + $"{Quote.Line(run.Status!)}: {Quote.Line(run.ErrorMessage ?? "the service gives no reason")}"
        );
    }
}
