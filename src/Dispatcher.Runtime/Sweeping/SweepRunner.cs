using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Grouping;
using Dispatcher.Matching;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Settings;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>What one sweep is asked.</summary>
/// <param name="Planner">The routes.</param>
/// <param name="Configuration">What templates see.</param>
/// <param name="Settings">How it looks, and what it may start.</param>
/// <param name="Plans">Whether it only says what it would do.</param>
public sealed record SweepRequest(
    DispatchPlanner Planner,
    Configuration Configuration,
    SweepSettings Settings,
    bool Plans
)
{
    /// <summary>Where dead letters are kept; null where they are not.</summary>
    public ObjectPlace? DeadLetters { get; init; }

    /// <summary>Whether it waits for the end of the last runs, too: someone is looking on.</summary>
    public bool FollowsToTheEnd { get; init; }
}

/// <summary>Looks at what is in the buckets, what routes say and what the service ran, and starts what was
/// lost.</summary>
/// <remarks>sweep-v1. It keeps no state: it can be killed anywhere, run twice, or run twice at once. What it does not
/// get to do, the next one finds again.</remarks>
public sealed class SweepRunner
{
    // What is kept of lost runs fits into the smallest function. The oldest are kept; the others are found again.
    private const int MostKept = 50_000;

    // How long a route that is full is left alone.
    private static readonly TimeSpan FullRoute = TimeSpan.FromSeconds(5);

    private readonly SweepServices services;
    private readonly SweepRequest request;
    private readonly ISweepNews news;
    private readonly SweepReport report = new();
    private readonly SweptRoutes routes;
    private readonly LandingPlaces places;
    private readonly TaskHistories histories;
    private readonly DateTimeOffset now;
    private readonly DateTimeOffset from;
    private readonly EndedRuns ended;
    private readonly List<LostRun> lost = [];
    private readonly PacedRuns runs;
    private readonly HashSet<TaskPlace> unreadable = [];
    private readonly SweptGroups swept;
    private readonly List<(ObjectGroup Group, TaskRunRequest Run)> ready = [];
    private bool isListed = true;

    /// <summary>A sweep at the present time.</summary>
    public SweepRunner(SweepServices services, SweepRequest request, ISweepNews news)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(request);
        (this.services, this.request, this.news) = (services, request, news);
        routes = SweptRoutes.Of(request.Planner);
        now = services.Time.GetUtcNow();
        from = now - request.Settings.Since;
        ended = new EndedRuns(request.Planner.Set, request.Configuration, request.Settings.Slot(now));
        histories = new TaskHistories(services, ended.Add);
        places = LandingPlaces.Of(request.Planner.Set);
        swept = new SweptGroups(routes, places.Routes, request.Configuration);
        runs = new PacedRuns(services, request.Settings.MaxRunning, news);
    }

    /// <summary>Sweeps. What a service does not do is in the report; the rest goes on.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was cancelled.</exception>
    public async Task<SweepReport> RunAsync(CancellationToken stopping)
    {
        report.Notes = [.. places.Unknown, .. routes.Notes];
        await ReadHistoriesAsync(stopping).ConfigureAwait(false);
        foreach (LandingBucket bucket in places.Buckets)
            await ListAsync(bucket, stopping).ConfigureAwait(false);
        await JoinGroupsAsync(stopping).ConfigureAwait(false);
        ended.Report(report, news);
        ReportMissing();
        report.Left = report.Lost + report.GroupsReady;
        if (!request.Plans)
        {
            await StartLostAsync(stopping).ConfigureAwait(false);
            await StartGroupsAsync(stopping).ConfigureAwait(false);
        }

        if (request.DeadLetters is { } place)
            await RedriveAsync(place, stopping).ConfigureAwait(false);
        report.Started = runs.Started;
        if (request.FollowsToTheEnd && await runs.ReduceAsync(0, stopping).ConfigureAwait(false) is { } failure)
            AddProblem("the runs that were started", failure);
        return report;
    }

    // Tasks that do not depend on the event are known before anything is listed: their runs are read side by side, also
    // those of objects that are gone.
    private async Task ReadHistoriesAsync(CancellationToken stopping)
    {
        TaskHistory[] known =
        [
            .. request
                .Planner.Set.Routes.Where(route => route.State == RouteState.Enabled)
                .Select(route => TaskPlace.Of(route, request.Configuration))
                .OfType<TaskPlace>()
                .Distinct()
                .Select(histories.Of),
        ];
        foreach (TaskHistory[] some in known.Chunk(services.AtOnce))
        {
            ServiceFailure?[] failures = await Task.WhenAll(
                    some.Select(history => history.ReadBackToAsync(from, stopping).AsTask())
                )
                .ConfigureAwait(false);
            for (int i = 0; i < some.Length; i++)
            {
                if (failures[i] is { } failure)
                    AddUnreadable(some[i].Place, failure);
            }
        }
    }

    private async Task ListAsync(LandingBucket landing, CancellationToken stopping)
    {
        if (await BucketAsync(landing.Namespace, landing.Name).ConfigureAwait(false) is not { } bucket)
        {
            isListed = false;
            return;
        }

        var plans = new BucketPlans(
            routes.Planner,
            request.Configuration,
            routes.Place with
            {
                Bucket = landing.Name,
                Namespace = bucket.Namespace,
            },
            request.DeadLetters
        );
        var listing = new ObjectListing(services, bucket);
        await foreach (
            IReadOnlyList<ObjectSummary> page in listing
                .PagesAsync(landing.Prefixes, inOrder: false, stopping)
                .ConfigureAwait(false)
        )
        {
            ObjectSummary[] inWindow = [.. page.Where(one => one.TimeModified is null || one.TimeModified >= from)];
            report.Listed += inWindow.Length;
            foreach (PlannedObject planned in plans.Outline(inWindow))
            {
                swept.Add(planned);
                await JoinAsync(planned, plans, stopping).ConfigureAwait(false);
            }

            if (swept.IsNeeded && inWindow.Length < page.Count)
            {
                foreach (PlannedObject planned in plans.Outline([.. page.Where(one => one.TimeModified < from)]))
                    swept.Add(planned);
            }

            news.Listed(report);
        }

        report.IsCutShort |= listing.IsCutShort;
        isListed &= listing is { IsCutShort: false, Failure: null };
        if (listing.Failure is { } failure)
            AddProblem($"listing bucket {Quote.Value(landing.Name)}", failure);
    }

    private async ValueTask JoinAsync(PlannedObject planned, BucketPlans plans, CancellationToken stopping)
    {
        // Only what is not found needs its request.
        bool areFound = !planned.Runs.IsEmpty;
        foreach (RunOutline run in planned.Runs)
        {
            if (routes.Left.Contains(run.Route.Name) || unreadable.Contains(run.Task))
                continue;
            ServiceResult<KnownRun?> found = await histories.FindAsync(run, from, stopping).ConfigureAwait(false);
            if (found.Failure is { } failure)
                AddUnreadable(run.Task, failure);
            else if (found.Value is { } known)
                ended.AddSubject(known, RunSubject.Of(planned.Object.Name), run.Route.Name);
            else
                areFound = false;
        }

        if (areFound)
            return;
        foreach (TaskRunRequest run in (planned.Plan ?? plans.Plan(planned.Object).Plan)?.Runs ?? [])
        {
            var task = TaskPlace.Of(run);
            if (routes.Left.Contains(run.Route) || unreadable.Contains(task))
                continue;
            ServiceResult<KnownRun?> found = await histories.FindAsync(run, from, stopping).ConfigureAwait(false);
            if (found.Failure is { } failure)
                AddUnreadable(task, failure);
            else if (found.Value is { } known)
                ended.AddSubject(known, RunSubject.Of(planned.Object.Name), run.Route);
            else if (IsLost(planned.Object, histories.Of(task)))
                AddLost(new LostRun(planned.Object, plans, run.Route, task));
        }
    }

    // Members that were not listed would make another group: it starts when everything was seen.
    private async Task JoinGroupsAsync(CancellationToken stopping)
    {
        foreach (ObjectGroup group in swept.Open(from, now))
        {
            if (group.Run is not { } run)
            {
                report.GroupsWaiting++;
                AddNote(
                    $"cannot start the group {Quote.Value(group.Key)} of route `{group.Route.Name}`: "
                        + string.Join(' ', group.Errors.Select(error => $"{error.Code}: {error.Message}"))
                );
                continue;
            }

            var task = TaskPlace.Of(run);
            if (!isListed || unreadable.Contains(task) || group.State != GroupState.Ready)
            {
                report.GroupsWaiting++;
                continue;
            }

            ServiceResult<KnownRun?> found = await histories.FindAsync(run, group.Last, stopping).ConfigureAwait(false);
            if (found.Failure is { } failure)
            {
                AddUnreadable(task, failure);
                report.GroupsWaiting++;
            }
            else if (found.Value is { } known)
                ended.AddSubject(known, RunSubject.OfGroup(group.Key), run.Route);
            else if (!ShowsIdentities(histories.Of(task)))
                report.GroupsWaiting++;
            else
            {
                report.GroupsReady++;
                ready.Add((group, run));
            }
        }

        if (!isListed && swept.IsNeeded)
            AddNote("not everything was listed, so no group is started and nothing is called missing");
    }

    private async Task StartGroupsAsync(CancellationToken stopping)
    {
        foreach ((ObjectGroup group, TaskRunRequest run) in ready)
        {
            if (services.IsOver())
                return;
            var task = TaskPlace.Of(run);
            if (unreadable.Contains(task))
                continue;
            ServiceResult<RunAddition> added = await runs.AddAsync(
                    run,
                    RunSubject.OfGroup(group.Key),
                    waits: false,
                    stopping
                )
                .ConfigureAwait(false);
            if (added.TryGet(out RunAddition addition, out ServiceFailure? failure))
                report.Left -= addition is RunAddition.Exists ? 1 : 0;
            else
                AddUnreadable(task, failure);
        }
    }

    private void ReportMissing()
    {
        if (!isListed)
            return;
        foreach (MissingObject missing in swept.Missing(from, now))
        {
            report.Missing++;
            news.Missing(missing);
        }
    }

    private bool IsLost(ObjectSummary one, TaskHistory history)
    {
        if (one.TimeModified is not { } written || written > now - request.Settings.Settle)
            return false;
        return ShowsIdentities(history);
    }

    private bool ShowsIdentities(TaskHistory history)
    {
        if (history.ShowsIdentities)
            return true;

        // Nothing but the retry token would keep a run from being started again with every sweep.
        AddNote(
            $"cannot sweep task {Quote.Value(history.Place.TaskKey)}: the service lists its runs without the "
                + "identifiers that they were started with, so it does not show which object started which"
        );
        return false;
    }

    private void AddLost(LostRun one)
    {
        report.Lost++;
        report.LostByRoute[one.Route] = report.LostByRoute.GetValueOrDefault(one.Route) + 1;
        news.Lost(one.Route, one.Object);
        lost.Add(one);
        if (lost.Count == 2 * MostKept)
            KeepOldest();
    }

    private void KeepOldest()
    {
        lost.Sort((one, other) => one.Written.CompareTo(other.Written));
        if (lost.Count > MostKept)
            lost.RemoveRange(MostKept, lost.Count - MostKept);
    }

    // The oldest first. A route that is full holds up no other.
    private async Task StartLostAsync(CancellationToken stopping)
    {
        KeepOldest();
        List<LostRun> pending = lost;
        while (pending.Count > 0)
        {
            List<LostRun> waiting = [];
            HashSet<string> full = new(StringComparer.Ordinal);
            foreach (LostRun one in pending)
            {
                if (unreadable.Contains(one.Task))
                    continue;
                if (full.Contains(one.Route) || !await StartAsync(one, stopping).ConfigureAwait(false))
                {
                    full.Add(one.Route);
                    waiting.Add(one);
                }
            }

            if (waiting.Count == 0 || services.IsOver())
                return;
            pending = waiting;
            await services.Wait(FullRoute, stopping).ConfigureAwait(false);
        }
    }

    // False when it may be started later in this sweep.
    private async Task<bool> StartAsync(LostRun one, CancellationToken stopping)
    {
        if (services.IsOver())
            return false;
        TaskRunRequest? run = one.Plans.Plan(one.Object).Plan?.Runs.FirstOrDefault(run => run.Route == one.Route);
        if (run is null)
            return true;
        ServiceResult<RunAddition> added = await runs.AddAsync(
                run,
                RunSubject.Of(one.Object.Name),
                waits: false,
                stopping
            )
            .ConfigureAwait(false);
        if (!added.TryGet(out RunAddition addition, out ServiceFailure? failure))
        {
            // Other tasks may be in another workspace.
            AddUnreadable(one.Task, failure);
            return true;
        }

        report.Left -= addition is RunAddition.Exists ? 1 : 0;
        return addition is RunAddition.Exists or RunAddition.Refused;
    }

    // What failed for good waits for a person.
    private async Task RedriveAsync(ObjectPlace place, CancellationToken stopping)
    {
        if (await BucketAsync(place.Namespace, place.Bucket).ConfigureAwait(false) is not { } bucket)
            return;
        var records = new BucketRecords(services, bucket, place.Prefix, "");
        var reader = new RecordReader(records, request.Planner, request.Configuration, histories);
        var submission = new RecordSubmission(records, runs, news, waits: false);
        await foreach (IReadOnlyList<string> page in records.PagesAsync(stopping).ConfigureAwait(false))
        {
            foreach (string[] names in RecordReader.Portions(page))
            {
                if (services.IsOver())
                {
                    report.IsCutShort = true;
                    break;
                }

                ServiceResult<Redrivable[]> read = await reader.ReadAsync(names, stopping).ConfigureAwait(false);
                if (read.Failure is { } failure)
                {
                    AddProblem("the dead letters", failure);
                    break;
                }

                foreach (Redrivable record in read.Value!.Where(record => record.Recorded == Outcome.Deferred.Word()))
                    await RedriveAsync(record, submission, stopping).ConfigureAwait(false);
            }
        }

        report.Redriven = submission.Done;
        if (records.Failure is { } broken)
            AddProblem("the dead letters", broken);
    }

    private async Task RedriveAsync(Redrivable record, RecordSubmission submission, CancellationToken stopping)
    {
        long done = submission.Done;
        if (
            !request.Plans
            && !services.IsOver()
            && await submission.AddAsync(record, stopping).ConfigureAwait(false) is { } stop
        )
            AddProblem(stop.What, stop.Failure);
        report.Left += submission.Done == done ? 1 : 0;
    }

    private async Task<BucketName?> BucketAsync(string? namespaceName, string bucket)
    {
        if (namespaceName is not null)
            return new BucketName(namespaceName, bucket);
        (ServiceResult<string> found, _) = await services
            .Reads.RunAsync("get-namespace", (_, token) => services.Objects.GetNamespaceAsync(token))
            .ConfigureAwait(false);
        if (found.TryGet(out string? own, out ServiceFailure? unknown))
            return new BucketName(own, bucket);
        AddProblem("the namespace", unknown);
        return null;
    }

    private void AddUnreadable(TaskPlace task, ServiceFailure failure)
    {
        unreadable.Add(task);
        AddProblem($"the runs of task {Quote.Value(task.TaskKey)}", failure);
    }

    private void AddProblem(string what, ServiceFailure failure) =>
        report.Problems = report.Problems.Add(new SweepProblem(what, failure));

    private void AddNote(string note)
    {
        if (!report.Notes.Contains(note))
            report.Notes = report.Notes.Add(note);
    }

    private sealed record LostRun(ObjectSummary Object, BucketPlans Plans, string Route, TaskPlace Task)
    {
        public DateTimeOffset Written => Object.TimeModified!.Value;
    }
}
