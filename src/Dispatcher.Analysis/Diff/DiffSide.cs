using System.Collections.Immutable;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Diff;

/// <summary>One of two route sets that are compared, prepared for questions.</summary>
internal sealed class DiffSide
{
    private readonly Dictionary<string, Side> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Side, ImmutableArray<Side>> near = new(ReferenceEqualityComparer.Instance);
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

    /// <summary>The enabled routes that are not the same in the other set.</summary>
    public ImmutableArray<Side> Changed { get; private set; } = [];

    /// <summary>The enabled route of that name, or null.</summary>
    public Side? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Recognises what is equal in two sets, before anything is proved: routes that are written alike but for
    /// their name and keep their order among themselves. An event that meets none of the others does the
    /// same in both.</summary>
    public static void Compare(DiffSide before, DiffSide after, RouteRenames renames)
    {
        var equal = new List<(Side Was, Side Now)>();
        foreach (Side was in before.Live)
        {
            if (after.Find(renames.NewName(was.Route.Name)) is not { } now)
                continue;
            (was.Twin, now.Twin) = (now, was);
            if (was.IsRenamed || was.IsWrittenAs(now))
                equal.Add((was, now));
        }

        foreach (int kept in LongestAscending([.. equal.Select(pair => pair.Now.Route.Index)]))
            equal[kept].Was.IsUnchanged = equal[kept].Now.IsUnchanged = true;
        before.Changed = [.. before.Live.Where(route => !route.IsUnchanged)];
        after.Changed = [.. after.Live.Where(route => !route.IsUnchanged)];
    }

    /// <summary>Those of the enabled routes that an event of <paramref name="route"/> may match; all others cannot.
    /// Null when time is over.</summary>
    /// <param name="route">A route of either set.</param>
    /// <param name="outOfTime">Ends the work.</param>
    public ImmutableArray<Side>? Near(Side route, CancellationToken outOfTime)
    {
        if (near.TryGetValue(route, out ImmutableArray<Side> known))
            return known;
        if (
            MayMeet(neighbours.Near(route.Route).Select(index => byIndex[index]).OfType<Side>(), route, outOfTime)
            is not { } found
        )
            return null;
        near.Add(route, found);
        return found;
    }

    /// <summary>The same, of <see cref="Changed"/> only.</summary>
    public ImmutableArray<Side>? NearChanged(Side route, CancellationToken outOfTime) =>
        MayMeet(Changed, route, outOfTime);

    private static ImmutableArray<Side>? MayMeet(IEnumerable<Side> others, Side route, CancellationToken outOfTime)
    {
        var found = ImmutableArray.CreateBuilder<Side>();
        foreach (Side other in others)
        {
            if (outOfTime.IsCancellationRequested)
                return null;
            if (other.Outline.MayMeet(route.Outline))
                found.Add(other);
        }

        return found.DrainToImmutable();
    }

    // The places of a longest part of the numbers that ascends.
    private static List<int> LongestAscending(int[] numbers)
    {
        // By length: the place of the smallest number in which an ascending part of that length ends.
        var ends = new List<int>();
        int[] before = new int[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            int low = 0,
                high = ends.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (numbers[ends[middle]] < numbers[i])
                    low = middle + 1;
                else
                    high = middle;
            }

            before[i] = low == 0 ? -1 : ends[low - 1];
            if (low == ends.Count)
                ends.Add(i);
            else
                ends[low] = i;
        }

        var longest = new List<int>();
        for (int i = ends.Count == 0 ? -1 : ends[^1]; i >= 0; i = before[i])
            longest.Add(i);
        return longest;
    }

    /// <summary>A route with what is asked of it often.</summary>
    internal sealed class Side(Route route)
    {
        public Route Route { get; } = route;

        public RouteOutline Outline { get; } = new(route);

        public string Match { get; } = RouteWording.Match(route.Match);

        public string Request { get; } = RouteWording.Request(route);

        /// <summary>The route of the other set that has this one's name, or that this one became by a new
        /// name.</summary>
        public Side? Twin { get; set; }

        /// <summary>Whether it has another name in the other set.</summary>
        public bool IsRenamed => Twin is { } twin && twin.Route.Name != Route.Name;

        /// <summary>Whether the other set has the same route, in the same order among those of which this is
        /// said.</summary>
        public bool IsUnchanged { get; set; }

        /// <summary>Whether it matches the same, sends the same and lets the search go on alike.</summary>
        public bool IsWrittenAs(Side other) =>
            Match == other.Match && Request == other.Request && Route.Continue == other.Route.Continue;

        /// <summary>Whether the search ends here, so that the other, of the same set, does not fire when this one
        /// does.</summary>
        public bool Stops(Route other) => !Route.Continue && Route.Index < other.Index;
    }
}
