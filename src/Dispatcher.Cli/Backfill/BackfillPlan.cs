using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Matching;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Backfill;

/// <summary>What the objects would start, counted: its size depends on the routes, not on the objects.</summary>
internal sealed class BackfillPlan(
    BackfillScope scope,
    DispatchPlanner planner,
    Configuration configuration,
    BucketPlans plans
)
{
    // Proving that a route's requests can be rendered for every name costs what rendering some thousand does.
    private const int ObjectsBeforeProof = 20_000;

    // Finding the nearest route costs many times what finding none does.
    private const int MostExplained = 1_000;

    private readonly ConcurrentDictionary<Route, bool> cannotFail = new(ReferenceEqualityComparer.Instance);

    /// <summary>Objects looked at.</summary>
    public long Objects { get; private set; }

    /// <summary>Objects that start something.</summary>
    public long Matched { get; private set; }

    /// <summary>Runs to start, all routes together.</summary>
    public long Runs { get; private set; }

    /// <summary>Objects that count as started because they are older than the cut-over.</summary>
    public long BeforeCutOver { get; private set; }

    /// <summary>The tasks of the runs, each with the time of the oldest object that starts it.</summary>
    public Dictionary<TaskPlace, DateTimeOffset> Tasks { get; } = [];

    /// <summary>Runs of these tasks that carry no identity of the dispatcher, since those times.</summary>
    public IReadOnlyList<OtherRuns> Others { get; set; } = [];

    /// <summary>Runs by route.</summary>
    public SortedDictionary<string, Tally> ByRoute { get; } = new(StringComparer.Ordinal);

    /// <summary>Objects that no route takes, by the nearest route and the part of it that failed.</summary>
    public SortedDictionary<string, Tally> Unmatched { get; } = new(StringComparer.Ordinal);

    /// <summary>Objects that only sinks and shadow routes take, by route.</summary>
    public SortedDictionary<string, Tally> StartNothing { get; } = new(StringComparer.Ordinal);

    /// <summary>Objects whose request cannot be rendered, by route and code.</summary>
    public SortedDictionary<string, Tally> Rejected { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether as many objects were found as <see cref="BackfillScope.Limit"/> allows.</summary>
    public bool IsFull => scope.Limit is { } limit && Matched >= limit;

    /// <summary>Adds a page.</summary>
    public void Add(IReadOnlyList<ObjectSummary> page)
    {
        var seen = new Seen[page.Count];
        long explained = Unmatched.Values.Sum(tally => tally.Count);
        bool proves = Objects >= ObjectsBeforeProof;
        Parallel.For(0, page.Count, i => seen[i] =
                scope.IsBeforeCutOver(page[i]) ? new([], null, null, null) { IsBeforeCutOver = true }
                : proves && plans.Starts(page[i]) is { } routes && routes.All(CannotFail) && Outline(routes) is { } runs
                    ? new(runs, null, null, null)
                : Look(plans.Plan(page[i]), explained + i < MostExplained));
        for (int i = 0; i < seen.Length && !IsFull; i++)
            Count(page[i], seen[i]);
    }

    private bool CannotFail(Route route) =>
        cannotFail.GetOrAdd(route, static (one, known) => RenderFailures.CannotFail(one, known), configuration);

    // Null where a task depends on the object: then only its plan tells.
    private Run[]? Outline(ImmutableArray<Route> routes)
    {
        var runs = new List<Run>(routes.Length);
        foreach (Route route in routes)
        {
            if (plans.TaskOf(route) is not { } task)
                return null;
            if (scope.Has(route.Name))
                runs.Add(new(route.Name, task));
        }

        return [.. runs];
    }

    private Seen Look(PlannedObject one, bool explain)
    {
        if (one.Plan is not { } plan)
            return new([], null, null, $"{one.Errors[0].Code}: {one.Errors[0].Message}");
        if (plan.Outcome == Outcome.Unmatched)
        {
            RouteExplanation? nearest = explain ? planner.Nearest(plan.Event) : null;
            return new([], nearest is null ? "not looked into" : $"{nearest.Route}: {nearest.Failed}", null, null);
        }

        if (plan.Sink is { } sink)
            return new([], null, $"{sink}: a sink", null);
        if (plan.Outcome == Outcome.Shadowed)
            return new([], null, $"{plan.ShadowRoutes[0]}: in shadow", null);

        DispatchError? error = plan.Errors.FirstOrDefault(one =>
            scope.Route is null || one.Route is null || one.Route == scope.Route
        );
        return new(
            [.. plan.Runs.Where(scope.Has).Select(run => new Run(run.Route, TaskPlace.Of(run)))],
            null,
            null,
            error is null ? null : $"{error.Route ?? "every route"}: {error.Code}"
        );
    }

    private void Count(ObjectSummary listed, Seen seen)
    {
        string name = listed.Name;
        Objects++;
        BeforeCutOver += seen.IsBeforeCutOver ? 1 : 0;
        Matched += seen.Runs.Length > 0 ? 1 : 0;
        Runs += seen.Runs.Length;
        foreach (Run started in seen.Runs)
        {
            Tally.Add(ByRoute, started.Route, name);
            DateTimeOffset time = listed.TimeModified ?? DateTimeOffset.MinValue;
            if (!Tasks.TryGetValue(started.Task, out DateTimeOffset oldest) || time < oldest)
                Tasks[started.Task] = time;
        }

        if (seen.Unmatched is { } nearest)
            Tally.Add(Unmatched, nearest, name);
        if (seen.StartsNothing is { } route)
            Tally.Add(StartNothing, route, name);
        if (seen.Rejected is { } reason)
            Tally.Add(Rejected, reason, name);
    }

    private readonly record struct Run(string Route, TaskPlace Task);

    private readonly record struct Seen(Run[] Runs, string? Unmatched, string? StartsNothing, string? Rejected)
    {
        public bool IsBeforeCutOver { get; init; }
    }
}
