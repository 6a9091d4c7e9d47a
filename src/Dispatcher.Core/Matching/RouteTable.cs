using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Matching.Index;
using Dispatcher.Patterns.Engine;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>The running form of a route set: finds the routes that an event fires. Derived from a
/// <see cref="RouteSet"/>, safe for any number of threads, swapped as one reference.</summary>
/// <remarks>routes-v1, "match": routes are tried in order, the first match wins, <c>continue</c> goes on, <c>shadow</c>
/// never stops the search. The index only leaves out routes that cannot match; it never changes the answer
/// (<see cref="RouteMatcher"/>).</remarks>
public sealed class RouteTable
{
    private const int UsualCandidates = 32;

    private readonly RouteIndex index;
    private readonly PreparedRoute?[] prepared;
    private readonly PreparedPatterns patterns = new();
    private readonly Dictionary<string, RouteMatch> places = new(StringComparer.Ordinal);
    private readonly Lock preparing = new();

    private RouteTable(RouteSet set, long allowance)
    {
        Set = set;
        index = new RouteIndex(set.Routes, allowance);
        prepared = new PreparedRoute?[set.Routes.Length];
    }

    /// <summary>The set it was built from.</summary>
    public RouteSet Set { get; }

    /// <summary>Builds the table. Cheap: no expression is compiled before a name could match it.</summary>
    public static RouteTable Build(RouteSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return new(set, RouteGroup.FirstAllowance);
    }

    /// <summary>Builds the table with another allowance for the automata of many routes.</summary>
    internal static RouteTable Build(RouteSet set, long allowance) => new(set, allowance);

    /// <summary>The routes that fire, in order: enabled ones up to the first without <c>continue</c>, and the shadow
    /// ones met on the way.</summary>
    public ImmutableArray<RouteHit> Match(StorageEvent storageEvent)
    {
        ArgumentNullException.ThrowIfNull(storageEvent);
        var candidates = new CandidateSet(stackalloc int[UsualCandidates]);
        index.AddCandidates(storageEvent.Bucket, storageEvent.ObjectName, ref candidates);
        ImmutableArray<RouteHit> hits = [];
        foreach (int candidate in candidates.InOrder())
        {
            PreparedRoute route = Volatile.Read(ref prepared[candidate]) ?? Prepare(candidate);
            ImmutableArray<RouteHit> hit = route.Match(storageEvent);
            if (hit.IsEmpty)
                continue;
            hits = hits.IsEmpty ? hit : hits.AddRange(hit);
            if (route.StopsSearch)
                break;
        }

        candidates.Dispose();
        return hits;
    }

    /// <summary>How many routes are tried for an event: what the time of a decision follows.</summary>
    internal int Tried(StorageEvent storageEvent)
    {
        var candidates = new CandidateSet(stackalloc int[UsualCandidates]);
        index.AddCandidates(storageEvent.Bucket, storageEvent.ObjectName, ref candidates);
        int tried = candidates.InOrder().Length;
        candidates.Dispose();
        return tried;
    }

    private PreparedRoute Prepare(int place)
    {
        lock (preparing)
        {
            PreparedRoute route = prepared[place]
                ?? new PreparedRoute(Set.Routes[place], Shared(Set.Routes[place].Match), patterns);
            Volatile.Write(ref prepared[place], route);
            return route;
        }
    }

    // Most routes say the same of everything beside the object's name.
    private RouteMatch Shared(RouteMatch match)
    {
        string wording = string.Concat(match.Conditions.Concat(match.Exceptions).Select(part => part.Wording));
        if (!places.TryGetValue(wording, out RouteMatch? known))
            places.Add(wording, known = match);
        return known;
    }
}
