using System.Collections.Immutable;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Backfill;

/// <summary>What the command line asks for.</summary>
internal sealed record BackfillRequest
{
    public required string Bucket { get; init; }

    public required string? Namespace { get; init; }

    public required string Prefix { get; init; }

    public required DateTimeOffset? Since { get; init; }

    public required string? Names { get; init; }

    public required string? Route { get; init; }

    public required int? Limit { get; init; }

    public required int MaxRunning { get; init; }

    public required bool Submit { get; init; }

    public required bool Gaps { get; init; }
}

/// <summary>Plans over the whole bucket first; then, where that is asked for, goes through it again and starts, or
/// looks for gaps.</summary>
internal sealed class BackfillRunner(Terminal terminal, RouteInput input, BackfillRequest request, OciClients? clients)
{
    private readonly DispatchPlanner planner = input.Routes.Planner!;
    private readonly Patience patience = new(terminal, input.Notes);
    private readonly Configuration configuration = input.Configuration.Configuration;

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stopping)
    {
        (BackfillScope? scope, int code) = await ScopeAsync(stopping).ConfigureAwait(false);
        if (scope is null)
            return code;
        var plan = new BackfillPlan(scope, planner, configuration);
        if (!request.Gaps)
        {
            if (await PlanAsync(scope, plan, stopping).ConfigureAwait(false) is { } failure)
                return Trouble.Report(terminal, $"bucket {Quote.Value(request.Bucket)}", failure);
            if (input.Format == "text")
                BackfillText.WritePlan(terminal, plan);
            input.NoteMissing(
                plan.Rejected.Keys.Any(reason => reason.EndsWith(Codes.RenderMissing, StringComparison.Ordinal))
            );
        }

        return request.Gaps ? await GapsAsync(scope, stopping).ConfigureAwait(false)
            : request.Submit ? await SubmitAsync(scope, plan, stopping).ConfigureAwait(false)
            : Planned(plan);
    }

    private int Planned(BackfillPlan plan)
    {
        if (input.Format == "json")
            BackfillOutput.Write(terminal, plan, null);
        else
            input.Notes.WriteLine("nothing was started; --submit starts what was never started");
        return plan.Rejected.Count > 0 ? ExitCode.Findings : ExitCode.Done;
    }

    private async Task<(BackfillScope? Scope, int Code)> ScopeAsync(CancellationToken stopping)
    {
        string? namespaceName = request.Namespace;
        if (namespaceName is null && clients is not null)
        {
            ServiceResult<string> found = await patience
                .CallAsync(clients.Objects.GetNamespaceAsync, stopping)
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
                .Except([MatchKeys.Bucket, MatchKeys.Namespace]),
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
                Route = request.Route,
                Limit = request.Limit,
            },
            ExitCode.Done
        );
    }

    private ObjectListing Listing(BackfillScope scope) =>
        new(terminal, patience, scope, clients?.Objects, request.Names);

    private async Task<ServiceFailure?> PlanAsync(BackfillScope scope, BackfillPlan plan, CancellationToken stopping)
    {
        var progress = new ProgressLine(terminal, input.Notes);
        ObjectListing listing = Listing(scope);
        await foreach (IReadOnlyList<ObjectSummary> page in listing.PagesAsync(stopping).ConfigureAwait(false))
        {
            plan.Add(page);
            progress.Show("planned", plan.Objects, null);
            if (plan.IsFull)
                break;
            stopping.ThrowIfCancellationRequested();
        }

        progress.End();
        return listing.Failure;
    }

    private async Task<int> SubmitAsync(BackfillScope scope, BackfillPlan plan, CancellationToken stopping)
    {
        var submission = new RunSubmission(terminal, new RunCalls(clients!.TaskRuns, patience), request.MaxRunning);
        var progress = new ProgressLine(terminal, input.Notes);
        try
        {
            ServiceFailure? failure = await EachAsync(
                    scope,
                    async (wanted, listed) =>
                    {
                        ServiceResult<bool> added = await submission
                            .AddAsync(wanted, listed.Name, stopping)
                            .ConfigureAwait(false);
                        progress.Show("runs", submission.Done, plan.Runs, $"  {submission.Running} going on");
                        return added.Failure;
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

    private void Report(BackfillPlan plan, RunSubmission submission)
    {
        if (input.Format == "json")
            BackfillOutput.Write(terminal, plan, submission);
        else
            BackfillText.WriteResult(terminal, submission);
    }

    private async Task<int> GapsAsync(BackfillScope scope, CancellationToken stopping)
    {
        var gaps = new BackfillGaps(terminal, new RunCalls(clients!.TaskRuns, patience), input.Format == "json");
        var progress = new ProgressLine(
            terminal,
            input.Format == "json" || !terminal.OutIsTerminal ? input.Notes : TextWriter.Null
        );
        ServiceFailure? failure = await EachAsync(
                scope,
                async (wanted, listed) =>
                {
                    ServiceFailure? wrong = await gaps.AddAsync(wanted, listed, stopping).ConfigureAwait(false);
                    progress.Show("looked up", gaps.Done, null, $"  gaps {gaps.Count}");
                    return wrong;
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

    // Every wanted run in the bucket's order, planned again: keeping a million plans would cost more than making them
    // twice.
    private async Task<ServiceFailure?> EachAsync(
        BackfillScope scope,
        Func<TaskRunRequest, ObjectSummary, Task<ServiceFailure?>> act,
        CancellationToken stopping
    )
    {
        ObjectListing listing = Listing(scope);
        int matched = 0;
        await foreach (IReadOnlyList<ObjectSummary> page in listing.PagesAsync(stopping).ConfigureAwait(false))
        {
            foreach (ObjectSummary listed in page)
            {
                if (ListedObject.Plan(planner, configuration, scope.Document(listed)).Plan is not { } plan)
                    continue;
                TaskRunRequest[] wanted = [.. plan.Runs.Where(scope.Has)];
                foreach (TaskRunRequest run in wanted)
                {
                    stopping.ThrowIfCancellationRequested();
                    if (await act(run, listed).ConfigureAwait(false) is { } failure)
                        return failure;
                }

                matched += wanted.Length > 0 ? 1 : 0;
                if (scope.Limit is { } limit && matched >= limit)
                    return null;
            }
        }

        return listing.Failure;
    }
}
