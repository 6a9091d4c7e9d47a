using System.Collections.Immutable;
using Dispatcher.Grouping;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>What the listing has for groups and expectations: the members of every group, and the keys that have
/// come.</summary>
/// <param name="routes">The routes as a listing can decide them.</param>
/// <param name="listed">The routes whose buckets are listed: of the others nothing is known to be missing.</param>
/// <param name="configuration">What templates see.</param>
internal sealed class SweptGroups(SweptRoutes routes, ImmutableHashSet<string> listed, Configuration configuration)
{
    private readonly GroupPlanner groups = new(routes.Planner.Set, configuration);
    private readonly Dictionary<string, HashSet<string>> keys = routes
        .Planner.Set.Routes.Where(route => route is { State: RouteState.Enabled, Expect: not null })
        .Where(route => listed.Contains(route.Name) && !routes.Left.Contains(route.Name))
        .ToDictionary(route => route.Name, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Whether objects of any age are asked about.</summary>
    public bool IsNeeded { get; } =
        routes.Planner.Set.Routes.Any(route =>
            route.State == RouteState.Enabled && (route.Group is not null || route.Expect is not null)
        );

    /// <summary>Adds an object of the listing.</summary>
    public void Add(PlannedObject planned)
    {
        if (planned.Event is not { } storageEvent)
            return;
        foreach (GroupedObject grouped in planned.Plan?.Groups ?? [])
        {
            if (!routes.Left.Contains(grouped.Route))
                groups.Add(storageEvent, grouped);
        }

        if (keys.Count == 0)
            return;
        foreach ((string route, string key) in routes.Planner.Answers(storageEvent, configuration))
        {
            if (keys.TryGetValue(route, out HashSet<string>? come))
                come.Add(key);
        }
    }

    /// <summary>The groups whose run may not exist yet, the oldest first: the last member is younger than the window
    /// and the longest wait of the route together.</summary>
    public IEnumerable<ObjectGroup> Open(DateTimeOffset from, DateTimeOffset now) =>
        groups.Plan(now, group => group.Last >= from - group.Route.Group!.LongestWait);

    /// <summary>The periods that no object has come for, by route.</summary>
    public IEnumerable<MissingObject> Missing(DateTimeOffset from, DateTimeOffset now) =>
        routes
            .Planner.Set.Routes.Where(route => keys.ContainsKey(route.Name))
            .SelectMany(route => Expectations.Missing(route, keys[route.Name], from, now));
}
