using System.Collections.Immutable;
using System.Diagnostics;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Grouping;
using Dispatcher.Planning;

namespace Dispatcher.Testing;

/// <summary>What the routes do with several objects together: the groups that they make, and the assertions about
/// them. Time is no part of it: every wait for quiet, and <c>at_most</c>, is over.</summary>
/// <remarks>sweep-v1, "Groups".</remarks>
[StackTraceHidden]
public sealed class GroupDryRun
{
    private readonly string asked;

    internal GroupDryRun(DispatchPlanner planner, Configuration configuration, IReadOnlyList<ObjectEvent> objectEvents)
    {
        var groups = new GroupPlanner(planner.Set, configuration);
        foreach (ObjectEvent objectEvent in objectEvents)
        {
            if (objectEvent.Read(planner) is not EventReading.Accepted accepted)
                throw new RouteAssertionException($"The {objectEvent} is no event of an object.");
            DispatchPlan plan = planner.Plan(accepted.Event, configuration);
            if (!plan.Errors.IsEmpty)
                throw new RouteAssertionException(
                    $"The {Wording.Event(accepted.Event)} fails:{Wording.Errors(plan.Errors)}"
                );
            foreach (GroupedObject grouped in plan.Groups)
                groups.Add(accepted.Event, grouped);
        }

        Groups =
        [
            .. groups
                .Plan(DateTimeOffset.MaxValue)
                .OrderBy(group => group.Route.Index)
                .ThenBy(group => group.Key, StringComparer.Ordinal),
        ];
        asked = objectEvents.Count == 1 ? $"the {objectEvents[0]}" : $"{objectEvents.Count} objects";
    }

    /// <summary>The groups, in the order of the routes, then of their keys.</summary>
    public ImmutableArray<ObjectGroup> Groups { get; }

    /// <summary>The objects make this group, it has all its parts, and its run starts.</summary>
    /// <param name="route">The route with <c>group</c>.</param>
    /// <param name="key">The group's key.</param>
    /// <returns>The run.</returns>
    /// <exception cref="RouteAssertionException">They do not, or a part is missing.</exception>
    public StartedRun StartsGroup(string route, string key)
    {
        ObjectGroup group = Find(route, key);
        return group.Missing.IsEmpty && group.Run is { } run
                ? new StartedRun(run, other => StartsGroup(other, key), $"group {Quote.Value(key)}")
            : group.Run is null ? throw Failure($"to start the run of {Named(route, key)}")
            : throw Failure($"to have every part of {Named(route, key)}");
    }

    /// <summary>The objects make this group, and it waits for exactly these parts.</summary>
    /// <param name="route">The route with <c>group</c> and <c>complete</c>.</param>
    /// <param name="key">The group's key.</param>
    /// <param name="missing">The parts, in any order.</param>
    /// <returns>The run that starts without them when <c>at_most</c> is over.</returns>
    /// <exception cref="RouteAssertionException">They do not, or other parts are missing.</exception>
    public StartedRun Waits(string route, string key, params string[] missing)
    {
        ArgumentNullException.ThrowIfNull(missing);
        if (missing.Length == 0)
            throw new ArgumentException(
                $"Name a part; that none is missing is `{nameof(StartsGroup)}`.",
                nameof(missing)
            );
        ObjectGroup group = Find(route, key);
        return missing.ToHashSet(StringComparer.Ordinal).SetEquals(group.Missing) && group.Run is { } run
            ? new StartedRun(run, other => Waits(other, key, missing), $"group {Quote.Value(key)}")
            : throw Failure($"to lack {string.Join(", ", missing.Select(Quote.Value))} in {Named(route, key)}");
    }

    /// <summary>The groups, one a line.</summary>
    public override string ToString() => $"{asked}: {Actual()}";

    private ObjectGroup Find(string route, string key) =>
        Groups.FirstOrDefault(group => group.Route.Name == route && group.Key == key)
        ?? throw Failure($"to make {Named(route, key)}");

    private RouteAssertionException Failure(string wanted) => new($"Expected {asked} {wanted}, but {Actual()}");

    private static string Named(string route, string key) => $"group {Quote.Value(key)} of `{route}`";

    private string Actual() =>
        Groups.IsEmpty
            ? "they make no group"
            : "they make"
                + string.Concat(
                    Groups.Select(group =>
                        $"\n  {Named(group.Route.Name, group.Key)} of {group.Members.Length} object(s)"
                        + (
                            group.Missing.IsEmpty
                                ? ""
                                : $", without {string.Join(", ", group.Missing.Select(Quote.Value))}"
                        )
                        + (group.Errors.IsEmpty ? "" : $", which fails:{Wording.Errors(group.Errors)}")
                    )
                );
}
