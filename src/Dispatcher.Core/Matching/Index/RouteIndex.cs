using System.Collections.Immutable;
using Dispatcher.Patterns.Engine;
using Dispatcher.Routes;

namespace Dispatcher.Matching.Index;

/// <summary>Which routes could match an event, by its bucket and its object's name.</summary>
internal sealed class RouteIndex
{
    // Routes that name their buckets outright are looked up by them; the others are asked for every event.
    private readonly Dictionary<string, NameIndex> byBucket = new(StringComparer.Ordinal);
    private readonly NameIndex? anyBucket;

    /// <summary>Indexes every route that is not disabled.</summary>
    public RouteIndex(ImmutableArray<Route> routes, long allowance)
    {
        (Dictionary<string, List<IndexedPattern>> own, List<IndexedPattern> rest) = ByBucket(routes);
        foreach ((string bucket, List<IndexedPattern> patterns) in own)
            byBucket.Add(bucket, new NameIndex(patterns, allowance));
        anyBucket = rest.Count > 0 ? new NameIndex(rest, allowance) : null;
    }

    /// <summary>Adds the routes that could match.</summary>
    public void AddCandidates(
        string bucket,
        string name,
        AutomatonMemory memory,
        WorkBudget? work,
        ref CandidateSet candidates
    )
    {
        if (byBucket.TryGetValue(bucket, out NameIndex? own))
            own.AddCandidates(name, memory, work, ref candidates);
        anyBucket?.AddCandidates(name, memory, work, ref candidates);
    }

    /// <summary>Forgets the automata.</summary>
    public void Forget()
    {
        foreach (NameIndex index in byBucket.Values)
            index.Forget();
        anyBucket?.Forget();
    }

    /// <summary>The patterns of the routes that name their buckets outright, by bucket, and those of the
    /// others.</summary>
    internal static (Dictionary<string, List<IndexedPattern>> Own, List<IndexedPattern> Others) ByBucket(
        ImmutableArray<Route> routes
    )
    {
        var own = new Dictionary<string, List<IndexedPattern>>(StringComparer.Ordinal);
        var rest = new List<IndexedPattern>();
        foreach (Route route in routes)
        {
            if (route.State == RouteState.Disabled)
                continue;
            ImmutableArray<PlacedPattern> buckets = route.Match[MatchKeys.Bucket];
            if (buckets.IsEmpty || buckets.Any(bucket => bucket.Pattern.Exact is null))
            {
                File(rest, route);
                continue;
            }

            foreach (PlacedPattern bucket in buckets)
            {
                if (!own.TryGetValue(bucket.Pattern.Exact!, out List<IndexedPattern>? patterns))
                    own.Add(bucket.Pattern.Exact!, patterns = []);
                File(patterns, route);
            }
        }

        return (own, rest);
    }

    private static void File(List<IndexedPattern> patterns, Route route)
    {
        foreach (PlacedPattern placed in route.Match.Object)
            patterns.Add(new IndexedPattern(route.Index, placed.Pattern));
    }
}
