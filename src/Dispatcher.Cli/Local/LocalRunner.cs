using System.Collections.Immutable;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Local;

/// <summary>Dispatches what is in the landing area, once or as it changes.</summary>
/// <param name="session">The system.</param>
/// <param name="landing">The landing area.</param>
/// <param name="report">Where it is shown.</param>
/// <param name="notes">Where notes go.</param>
/// <param name="throughStream">Whether events come in batches through a stream, and not one by one.</param>
/// <param name="sweeps">How often the function sweeps; null for never.</param>
internal sealed class LocalRunner(
    LocalSession session,
    LandingFolder landing,
    LocalReport report,
    TextWriter notes,
    bool throughStream,
    TimeSpan? sweeps
)
{
    // So small that the answer to a batch has the result of each element.
    private const int BatchSize = 50;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    private bool broken;

    /// <summary>Dispatches every file that is there, and waits until the task runs have ended.</summary>
    public async Task OnceAsync(CancellationToken stopping)
    {
        ImmutableArray<LandingChange> there = Take(landing.Everything());
        await report
            .WithProgressAsync(there.Length, done => DispatchAsync(there, done, stopping))
            .ConfigureAwait(false);
        if (sweeps is not null)
            await SweepAsync(stopping).ConfigureAwait(false);
        await session.RunsEndAsync(stopping).ConfigureAwait(false);
    }

    /// <summary>Dispatches what is there and then whatever changes, until stopped. A change of the routes restarts
    /// the function.</summary>
    public async Task WatchAsync(RouteWatch routes, CancellationToken stopping)
    {
        try
        {
            ImmutableArray<LandingChange> there = Take(
                landing.Everything(DateTime.UtcNow - (BetweenLooks * landing.LooksUntilQuiet))
            );
            await DispatchAsync(there, () => { }, stopping).ConfigureAwait(false);
            // What was copied a moment ago is there, too. What goes on growing is not waited for.
            for (int look = 0; landing.IsSettling && look < landing.LooksUntilQuiet; look++)
            {
                await Task.Delay(BetweenLooks, stopping).ConfigureAwait(false);
                await DispatchAsync(Take(landing.Changes()), () => { }, stopping).ConfigureAwait(false);
            }

            notes.WriteLine("note: watching; Ctrl-C ends with the summary");
            notes.WriteLine(
                "note: send, backfill and redrive reach these services with " + session.OptionsForCommands()
            );
            if (sweeps is { } often)
                notes.WriteLine($"note: the function sweeps every {Durations.Text(often)}");
            long swept = TimeProvider.System.GetTimestamp();
            while (true)
            {
                await Task.Delay(BetweenLooks, stopping).ConfigureAwait(false);
                if (sweeps is not null && TimeProvider.System.GetElapsedTime(swept) >= sweeps)
                {
                    await SweepAsync(stopping).ConfigureAwait(false);
                    swept = TimeProvider.System.GetTimestamp();
                }

                if (routes.Changed() is { } loaded)
                    await ReloadAsync(loaded, routes, stopping).ConfigureAwait(false);
                await DispatchAsync(Take(landing.Changes()), () => { }, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end that watching has.
        }
    }

    private ImmutableArray<LandingChange> Take(LandingNews news)
    {
        foreach (string message in news.Refused)
            report.Refuse(message);
        return news.Changes;
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        (LocalSweep sweep, ImmutableArray<SweptRun> runs) = await session.SweepAsync(stopping).ConfigureAwait(false);
        report.Add(sweep, runs);
    }

    private async Task DispatchAsync(ImmutableArray<LandingChange> changes, Action done, CancellationToken stopping)
    {
        if (throughStream)
        {
            foreach (LandingChange[] batch in changes.Chunk(BatchSize))
                await DispatchBatchAsync(batch, done, stopping).ConfigureAwait(false);
            return;
        }

        foreach (LandingChange change in changes)
        {
            stopping.ThrowIfCancellationRequested();
            try
            {
                if (await session.DispatchAsync(change, stopping).ConfigureAwait(false) is { } happened)
                    report.Add(happened);
            }
            catch (ObjectRefusedException refused)
            {
                report.Refuse(refused.Message);
            }

            done();
        }
    }

    private async Task DispatchBatchAsync(LandingChange[] batch, Action done, CancellationToken stopping)
    {
        ImmutableArray<LocalEvent> events = await session
            .DispatchBatchAsync(
                batch,
                report.Refuse,
                status => notes.WriteLine($"note: a batch of {batch.Length} was answered {status}; it is sent again"),
                stopping
            )
            .ConfigureAwait(false);
        foreach (LocalEvent happened in events)
            report.Add(happened);
        foreach (LandingChange _ in batch)
            done();
    }

    private async Task ReloadAsync(LoadedRoutes loaded, RouteWatch routes, CancellationToken stopping)
    {
        if (loaded.Planner is not { } planner)
        {
            broken = true;
            notes.WriteLine("note: the changed routes do not load; the function goes on with those before");
            routes.Show(loaded);
            return;
        }

        if (planner.Set.Version != session.Planner.Set.Version)
        {
            await session.ReloadAsync(planner, stopping).ConfigureAwait(false);
            notes.WriteLine($"note: the routes have changed; routes: {planner.Set.Routes.Length}");
        }
        else if (broken)
        {
            notes.WriteLine($"note: the routes load again; routes: {planner.Set.Routes.Length}");
        }

        broken = false;
    }
}
