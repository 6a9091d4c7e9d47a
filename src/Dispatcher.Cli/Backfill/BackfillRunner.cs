using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Backfill;

/// <summary>What the command line asks for.</summary>
internal sealed record BackfillRequest
{
    public required string Bucket { get; init; }

    public required string? Namespace { get; init; }

    public required string Prefix { get; init; }

    public required DateTimeOffset? Since { get; init; }

    public required DateTimeOffset? CutOver { get; init; }

    public required string? Names { get; init; }

    public required string? Route { get; init; }

    public required int? Limit { get; init; }

    public required int MaxRunning { get; init; }

    public required bool Submit { get; init; }

    public required bool Gaps { get; init; }
}

/// <summary>Plans over the whole bucket first; then, where that is asked for, goes through it again and starts, or
/// looks for gaps.</summary>
internal sealed class BackfillRunner(
    Terminal terminal,
    RouteInput input,
    BackfillRequest request,
    SweepServices? services
)
{
    private readonly DispatchPlanner planner = input.Routes.Planner!;
    private readonly Configuration configuration = input.Configuration.Configuration;

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stopping)
    {
        (BackfillScope? scope, int code) = await ScopeAsync(stopping).ConfigureAwait(false);
        if (scope is null)
            return code;
        var plans = new BucketPlans(planner, configuration, scope.Place);
        var plan = new BackfillPlan(scope, planner, configuration, plans);
        if (!request.Gaps)
        {
            (ServiceFailure? failure, ServiceFailure? unknown) = await PlanAsync(scope, plan, stopping)
                .ConfigureAwait(false);
            if (failure is not null)
                return Trouble.Report(terminal, $"bucket {Quote.Value(request.Bucket)}", failure);
            if (unknown is not null)
            {
                // A plan needs no right to see runs.
                if (request.Submit)
                    return Trouble.Report(terminal, "the runs of the tasks", unknown);
                input.Notes.WriteLine($"note: the runs of the tasks were not looked at: {unknown.Describe()}");
            }

            if (input.Format == "text")
                BackfillText.WritePlan(terminal, plan);
            input.NoteMissing(
                plan.Rejected.Keys.Any(reason => reason.EndsWith(Codes.RenderMissing, StringComparison.Ordinal))
            );
        }

        if (request.Submit && plan.Others.Count > 0)
        {
            if (input.Format == "json")
                BackfillOutput.Write(terminal, plan, null);
            OtherRuns.Refuse(terminal, plan.Others);
            return ExitCode.Usage;
        }

        return request.Gaps ? await GapsAsync(scope, plans, stopping).ConfigureAwait(false)
            : request.Submit ? await SubmitAsync(scope, plans, plan, stopping).ConfigureAwait(false)
            : Planned(plan);
    }

    private async Task<(ServiceFailure? Failure, ServiceFailure? Unknown)> PlanAsync(
        BackfillScope scope,
        BackfillPlan plan,
        CancellationToken stopping
    )
    {
        // After a cut-over it is known what the others started.
        if (services is null || request.CutOver is not null)
            return (await ListAsync(scope, plan, null, stopping).ConfigureAwait(false), null);
        var search = new OtherRunsSearch(services, stopping);
        await using ConfiguredAsyncDisposable ending = search.ConfigureAwait(false);
        if (await ListAsync(scope, plan, search, stopping).ConfigureAwait(false) is { } failure)
            return (failure, null);
        ServiceResult<IReadOnlyList<OtherRuns>> others = await search.FindAsync(plan.Tasks).ConfigureAwait(false);
        plan.Others = others.Value ?? [];
        return (null, others.Failure);
    }

    private int Planned(BackfillPlan plan)
    {
        if (input.Format == "json")
            BackfillOutput.Write(terminal, plan, null);
        else
            input.Notes.WriteLine(
                plan.Others.Count == 0
                    ? "nothing was started; --submit starts what was never started"
                    : "nothing was started; --submit asks for --cut-over"
            );
        return plan.Rejected.Count > 0 ? ExitCode.Findings : ExitCode.Done;
    }

    private async Task<(BackfillScope? Scope, int Code)> ScopeAsync(CancellationToken stopping)
    {
        string? namespaceName = request.Namespace;
        if (namespaceName is null && services is not null)
        {
            stopping.ThrowIfCancellationRequested();
            (ServiceResult<string> found, _) = await services
                .Reads.RunAsync("get-namespace", (_, token) => services.Objects.GetNamespaceAsync(token))
                .ConfigureAwait(false);
            if (!found.TryGet(out namespaceName))
                return (
                    null,
                    Trouble.Report(terminal, "the namespace could not be looked up (say --namespace)", found.Failure!)
                );
        }

        Route[] routes = [.. planner.Set.Routes.Where(route => route.State != RouteState.Disabled)];
        var assumed = ImmutableArray.CreateBuilder<KeyValuePair<MatchKey, string>>();
        MatchKey[] untold =
        [
            .. routes
                .SelectMany(route => route.Match.Conditions)
                .Select(condition => condition.Key)
                .Where(key => !key.IsListed && !HasMember(key))
                .Distinct(),
        ];
        foreach (MatchKey key in untold)
        {
            string? value = routes.SelectMany(route => EventDefaults.Literals(route.Match[key])).FirstOrDefault()
                ?? key.StandIn;
            string note = value is null ? "assumed to be missing" : $"assumed `{Quote.Line(value)}`";
            input.Notes.WriteLine(
                $"note: a listing does not tell the {Quote.Line(key.What)}, which routes ask for; {note}"
            );
            if (value is not null)
                assumed.Add(new(key, value));
        }

        return (
            new BackfillScope
            {
                Bucket = new BucketName(
                    namespaceName
                        ?? routes
                            .SelectMany(route => EventDefaults.Literals(route.Match[MatchKeys.Namespace]))
                            .FirstOrDefault()
                        ?? "namespace",
                    request.Bucket
                ),
                Assumed = assumed.DrainToImmutable(),
                Prefix = request.Prefix,
                Since = request.Since,
                CutOver = request.CutOver,
                Route = request.Route,
                Limit = request.Limit,
            },
            ExitCode.Done
        );
    }

    private bool HasMember(MatchKey key) => request.Names is null && ListedObjects.HasMember(key);

    private BackfillObjects Listing(BackfillScope scope) => new(terminal, services, scope, request.Names);

    private async Task<ServiceFailure?> ListAsync(
        BackfillScope scope,
        BackfillPlan plan,
        OtherRunsSearch? search,
        CancellationToken stopping
    )
    {
        var progress = new ProgressLine(terminal, input.Notes);
        BackfillObjects listing = Listing(scope);
        await foreach (IReadOnlyList<ObjectSummary> page in listing.PagesAsync(stopping).ConfigureAwait(false))
        {
            plan.Add(page);
            search?.Begin(plan.Tasks);
            progress.Show("planned", plan.Objects, null);
            if (plan.IsFull)
                break;
            stopping.ThrowIfCancellationRequested();
        }

        progress.End();
        return listing.Failure;
    }

    private async Task<int> SubmitAsync(
        BackfillScope scope,
        BucketPlans plans,
        BackfillPlan plan,
        CancellationToken stopping
    )
    {
        var submission = new PacedRuns(services!, request.MaxRunning, new RunErrors(terminal));
        var progress = new ProgressLine(terminal, input.Notes);
        try
        {
            ServiceFailure? failure = await EachAsync(
                    scope,
                    plans,
                    (_, _) => submission.AddSucceeded(),
                    async (run, listed, known) =>
                    {
                        ServiceFailure? failed = null;
                        if (known is { } existing)
                            submission.AddExisting(run, existing.Run);
                        else
                            failed = (
                                await submission
                                    .AddAsync(run, RunSubject.Of(listed.Name), waits: true, stopping)
                                    .ConfigureAwait(false)
                            ).Failure;
                        progress.Show("runs", submission.Done, plan.Runs, $"  {submission.Running} going on");
                        return failed;
                    },
                    stopping
                )
                .ConfigureAwait(false);
            failure ??= await submission.ReduceAsync(0, stopping).ConfigureAwait(false);
            progress.End();
            Report(plan, submission);
            if (failure is not null)
                return Trouble.Report(terminal, "stopped; run the same command again to go on", failure);
            return submission.Failed > 0 || plan.Rejected.Count > 0 ? ExitCode.Findings : ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            progress.End();
            Report(plan, submission);
            input.Notes.WriteLine(
                "interrupted; what was started goes on, and the same command run again starts the rest"
            );
            throw;
        }
    }

    private void Report(BackfillPlan plan, PacedRuns submission)
    {
        if (input.Format == "json")
            BackfillOutput.Write(terminal, plan, submission);
        else
            BackfillText.WriteResult(terminal, submission);
    }

    private async Task<int> GapsAsync(BackfillScope scope, BucketPlans plans, CancellationToken stopping)
    {
        var gaps = new BackfillGaps(terminal, input.Format == "json");
        var progress = new ProgressLine(
            terminal,
            input.Format == "json" || !terminal.OutIsTerminal ? input.Notes : TextWriter.Null
        );
        ServiceFailure? failure = await EachAsync(
                scope,
                plans,
                (route, listed) => gaps.Add(route, listed, new KnownRun(null)),
                (run, listed, known) =>
                {
                    gaps.Add(run.Route, listed, known);
                    progress.Show("looked up", gaps.Done, null, $"  gaps {gaps.Count}");
                    return Task.FromResult<ServiceFailure?>(null);
                },
                stopping
            )
            .ConfigureAwait(false);
        progress.End();
        input.Notes.WriteLine($"runs looked up: {gaps.Done}, gaps: {gaps.Count}");
        return failure is not null ? Trouble.Report(terminal, "looking for gaps stopped", failure)
            : gaps.Count > 0 ? ExitCode.Findings
            : ExitCode.Done;
    }

    // Every run with what the service's list says of it. Planned again: keeping a million plans would cost more than
    // making them twice. Of an object whose runs all succeeded no request is rendered.
    private async Task<ServiceFailure?> EachAsync(
        BackfillScope scope,
        BucketPlans plans,
        Action<string, ObjectSummary> succeeded,
        Func<TaskRunRequest, ObjectSummary, KnownRun?, Task<ServiceFailure?>> act,
        CancellationToken stopping
    )
    {
        BackfillObjects listing = Listing(scope);
        var histories = new TaskHistories(services!);
        int matched = 0;
        await foreach (IReadOnlyList<ObjectSummary> page in listing.PagesAsync(stopping).ConfigureAwait(false))
        {
            foreach (PlannedObject planned in plans.Outline([.. page.Where(one => !scope.IsBeforeCutOver(one))]))
            {
                RunOutline[] outlines = [.. planned.Runs.Where(run => scope.Has(run.Route.Name))];
                bool haveSucceeded = outlines.Length > 0;
                foreach (RunOutline run in outlines)
                {
                    ServiceResult<KnownRun?> known = await histories
                        .FindAsync(run, planned.Object.TimeModified, stopping)
                        .ConfigureAwait(false);
                    if (known.Failure is { } unknown)
                        return unknown;
                    haveSucceeded &= known.Value is { Run: null };
                }

                TaskRunRequest[] runs = haveSucceeded
                    ? []
                    : [.. ((planned.Plan ?? plans.Plan(planned.Object).Plan)?.Runs ?? []).Where(scope.Has)];
                foreach (RunOutline run in haveSucceeded ? outlines : [])
                    succeeded(run.Route.Name, planned.Object);
                foreach (TaskRunRequest run in runs)
                {
                    stopping.ThrowIfCancellationRequested();
                    ServiceResult<KnownRun?> known = await histories
                        .FindAsync(run, planned.Object.TimeModified, stopping)
                        .ConfigureAwait(false);
                    if (known.Failure is { } unknown)
                        return unknown;
                    if (await act(run, planned.Object, known.Value).ConfigureAwait(false) is { } failure)
                        return failure;
                }

                matched += haveSucceeded || runs.Length > 0 ? 1 : 0;
                if (scope.Limit is { } limit && matched >= limit)
                    return null;
            }
        }

        return listing.Failure;
    }
}
