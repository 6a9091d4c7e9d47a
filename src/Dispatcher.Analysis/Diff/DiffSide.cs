using System.Collections.Immutable;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Diff;

/// <summary>One of two route sets that are compared, prepared for questions.</summary>
internal sealed class DiffSide
{
    private readonly Dictionary<string, Side> byName = new(StringComparer.Ordinal);
    private readonly PrefixNeighbours neighbours;
    private readonly Side?[] byIndex;

    public DiffSide(DispatchPlanner planner)
    {
        Planner = planner;
        neighbours = new PrefixNeighbours(planner.Set.Routes);
        byIndex = new Side?[planner.Set.Routes.Length];
        // Shadow routes start nothing, and disabled ones match nothing.
        foreach (Route route in planner.Set.Routes.Where(route => route.State == RouteState.Enabled))
            byIndex[route.Index] = byName[route.Name] = new Side(route);
    }

    public DispatchPlanner Planner { get; }

    /// <summary>The enabled routes, in order.</summary>
    public IEnumerable<Side> Live => byIndex.OfType<Side>();

    /// <summary>The enabled route of that name, or null.</summary>
    public Side? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Those of the enabled routes that an event of <paramref name="route"/> may match; all others
    /// cannot.</summary>
    public ImmutableArray<Side> Near(Side route) =>
        [
            .. neighbours
                .Near(route.Route)
                .Select(index => byIndex[index])
                .OfType<Side>()
                .Where(other => other.Outline.MayMeet(route.Outline)),
        ];

    /// <summary>A route with what is asked of it often.</summary>
    internal sealed class Side(Route route)
    {
        public Route Route { get; } = route;

        public RouteOutline Outline { get; } = new(route);

        public string Match { get; } = RouteWording.Match(route.Match);

        /// <summary>Whether the search ends here, so that the other, of the same set, does not fire when this one
        /// does.</summary>
        public bool Stops(Route other) => !Route.Continue && Route.Index < other.Index;
    }
}
