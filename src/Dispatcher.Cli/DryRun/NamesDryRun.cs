using System.Collections.Immutable;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Grouping;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.DryRun;

/// <summary>What many objects start together: the groups that they make, and what each of the others starts.</summary>
/// <param name="planner">The routes.</param>
/// <param name="configuration">What templates see.</param>
internal sealed class NamesDryRun(DispatchPlanner planner, Configuration configuration)
{
    private readonly GroupPlanner groups = new(planner.Set, configuration);
    private readonly List<DispatchPlan> plans = [];
    private readonly SortedSet<string> assumed = new(StringComparer.Ordinal);

    /// <summary>The version of the route set.</summary>
    public string RouteSet => planner.Set.Version;

    /// <summary>What was assumed of the objects, for notes.</summary>
    public IEnumerable<string> Assumed => assumed;

    /// <summary>The groups, by route and key, as they are when nothing more comes and every wait is over.</summary>
    public ImmutableArray<ObjectGroup> Groups =>
        [
            .. groups
                .Plan(DateTimeOffset.MaxValue)
                .OrderBy(group => group.Route.Index)
                .ThenBy(group => group.Bucket, StringComparer.Ordinal)
                .ThenBy(group => group.Key, StringComparer.Ordinal),
        ];

    /// <summary>The plans of the objects that are in no group, in the order given.</summary>
    public IEnumerable<DispatchPlan> Alone => plans.Where(plan => plan.Outcome != Outcome.Held || !plan.Runs.IsEmpty);

    /// <summary>Whether a request could not be rendered.</summary>
    public bool HasErrors =>
        plans.Any(plan => plan.Outcome is Outcome.Rejected or Outcome.Deferred)
        || Groups.Any(group => !group.Errors.IsEmpty);

    /// <summary>Whether a template missed a value.</summary>
    public bool Missed =>
        plans
            .SelectMany(plan => plan.Errors)
            .Concat(Groups.SelectMany(group => group.Errors))
            .Any(error => error.Code == Codes.RenderMissing);

    /// <summary>Whether no route takes an object.</summary>
    public bool HasUnmatched => plans.Any(plan => plan.Outcome == Outcome.Unmatched);

    /// <summary>Adds an object.</summary>
    public void Add(MadeUpEvent made)
    {
        if (made.Assumed.Length > 0)
            assumed.Add(made.Assumed);
        DispatchPlan plan = planner.Plan(made.Event, configuration);
        plans.Add(plan);
        foreach (GroupedObject grouped in plan.Groups.Concat(plan.ShadowGroups))
            groups.Add(plan.Event, grouped);
    }

    /// <summary>The nearest route to an object that no route takes.</summary>
    public string? Nearest(DispatchPlan plan) =>
        plan.Outcome == Outcome.Unmatched ? planner.Nearest(plan.Event)?.Text : null;

    /// <summary>When a group's run starts, in words.</summary>
    public static string When(ObjectGroup group)
    {
        RouteGrouping grouping = group.Route.Group!;
        string quiet = $"{Durations.Text(grouping.Quiet)} after its last object";
        return group.Route.State == RouteState.Shadow ? "never: the route is in shadow"
            : group.Missing.IsEmpty ? quiet
            : grouping.AtMost is { } most ? $"{Durations.Text(most)} after its first object, and {quiet}, without them"
            : "never, as long as they are missing";
    }
}
