using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Grouping;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.RouteTests;

/// <summary>Makes the runs of the groups that the objects of a test are in.</summary>
/// <remarks>routes-v1, "Route tests": <c>objects</c>. The test is about a group that is ready.</remarks>
internal static class TestedGroups
{
    /// <summary>The plan of the test's first event with the runs of the groups added, or why there are none.</summary>
    /// <param name="planner">The route set.</param>
    /// <param name="first">The plan of the first event.</param>
    /// <param name="test">The test.</param>
    /// <param name="configuration">The test's configuration.</param>
    public static (DispatchPlan Plan, List<string> Differences) Plan(
        DispatchPlanner planner,
        DispatchPlan first,
        RouteTest test,
        Configuration configuration
    )
    {
        var groups = new GroupPlanner(planner.Set, configuration);
        var differences = new List<string>();
        var errors = ImmutableArray.CreateBuilder<DispatchError>();
        foreach (StorageEvent storageEvent in test.Events)
        {
            DispatchPlan plan = planner.Plan(storageEvent, configuration);
            errors.AddRange(plan.Errors);
            errors.AddRange(plan.ShadowErrors);
            foreach (GroupedObject grouped in plan.Groups.Concat(plan.ShadowGroups))
                groups.Add(storageEvent, grouped);
            foreach (
                string route in first
                    .Groups.Concat(first.ShadowGroups)
                    .Select(grouped => grouped.Route)
                    .Except(plan.Groups.Concat(plan.ShadowGroups).Select(grouped => grouped.Route))
            )
                differences.Add(
                    $"expected `{route}` to take every object, but it does not take "
                        + Quote.Value(storageEvent.ObjectName)
                );
        }

        ObjectGroup[] all = [.. groups.Plan(DateTimeOffset.UnixEpoch)];
        foreach (IGrouping<string, ObjectGroup> several in all.GroupBy(group => group.Route.Name))
        {
            if (several.Count() > 1)
                differences.Add(
                    $"expected one group of `{several.Key}`, but the objects are in {several.Count()}: "
                        + string.Join(
                            ", ",
                            several.Select(group => Quote.Value(group.Key)).Order(StringComparer.Ordinal)
                        )
                );
        }

        return (
            first with
            {
                Runs =
                [
                    .. first
                        .Runs.Concat(all.Where(IsEnabled).Select(group => group.Run).OfType<TaskRunRequest>())
                        .OrderBy(run => IndexOf(planner.Set, run.Route)),
                ],
                Shadow =
                [
                    .. first.Shadow,
                    .. all.Where(group => !IsEnabled(group)).Select(group => group.Run).OfType<TaskRunRequest>(),
                ],
                Errors = errors.ToImmutable().AddRange(all.SelectMany(group => group.Errors)),
                ShadowErrors = [],
            },
            differences
        );
    }

    private static bool IsEnabled(ObjectGroup group) => group.Route.State == RouteState.Enabled;

    private static int IndexOf(RouteSet set, string route) => set.Routes.First(one => one.Name == route).Index;
}
