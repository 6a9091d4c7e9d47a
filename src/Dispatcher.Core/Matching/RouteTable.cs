using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Matching.Index;
using Dispatcher.Patterns;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>The running form of a route set: finds the routes that an event fires. Derived from a
/// <see cref="RouteSet"/>, safe for any number of threads, swapped as one reference.</summary>
/// <remarks>routes-v1, "match": routes are tried in order, the first match wins, <c>continue</c> goes on, <c>shadow</c>
/// never stops the search. The index only leaves out routes that cannot match; it never changes the answer
/// (<see cref="RouteMatcher"/>).</remarks>
public sealed class RouteTable
{
    /// <summary>What all automata of a set may hold together: 96 MiB, so that a function of 256 MB serves every
    /// set.</summary>
    internal const long MemoryLimit = 96L << 20;

    private const int UsualCandidates = 32;

    private readonly RouteIndex index;
    private readonly long memoryLimit;
    private PreparedSet prepared;

    private RouteTable(RouteSet set, long allowance, long memoryLimit)
    {
        (Set, this.memoryLimit) = (set, memoryLimit);
        index = new RouteIndex(set.Routes, allowance);
        prepared = new PreparedSet(set, memoryLimit);
    }

    /// <summary>The set it was built from.</summary>
    public RouteSet Set { get; }

    /// <summary>What its automata hold, in bytes.</summary>
    internal long MemoryHeld => Volatile.Read(ref prepared).Memory.Held;

    /// <summary>Builds the table. Cheap: no expression is compiled before a name could match it.</summary>
    public static RouteTable Build(RouteSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return new(set, RouteGroup.FirstAllowance, MemoryLimit);
    }

    /// <summary>Builds the table with another allowance for the automata of many routes, and another limit of
    /// memory.</summary>
    internal static RouteTable Build(RouteSet set, long allowance, long memoryLimit = MemoryLimit) =>
        new(set, allowance, memoryLimit);

    /// <summary>The routes that fire, in order: enabled ones up to the first without <c>continue</c>, and the shadow
    /// ones met on the way.</summary>
    /// <param name="storageEvent">The event.</param>
    /// <param name="work">Bounds the work; when it is spent afterwards, the answer means nothing. Null: as much as it
    /// takes.</param>
    public ImmutableArray<RouteHit> Match(StorageEvent storageEvent, WorkBudget? work = null)
    {
        ArgumentNullException.ThrowIfNull(storageEvent);
        PreparedSet ready = Ready();
        var candidates = new CandidateSet(stackalloc int[UsualCandidates]);
        index.AddCandidates(storageEvent.Bucket, storageEvent.ObjectName, ready.Memory, work, ref candidates);
        ImmutableArray<RouteHit> hits = [];
        foreach (int candidate in candidates.InOrder())
        {
            if (work?.Spend(1) == false)
                break;
            if (ready.Memory.IsFull)
                ready = Ready();
            PreparedRoute route = ready.Of(candidate, work);
            ImmutableArray<RouteHit> hit = route.Match(storageEvent, work);
            if (hit.IsEmpty)
                continue;
            hits = hits.IsEmpty ? hit : hits.AddRange(hit);
            if (route.StopsSearch)
                break;
        }

        candidates.Dispose();
        return hits;
    }

    /// <summary>What the groups of a route that fires capture.</summary>
    /// <returns>Null when the budget is spent.</returns>
    internal PatternMatch? Captures(RouteHit hit, StorageEvent storageEvent, WorkBudget? work)
    {
        PreparedSet ready = Ready();
        return ready.Of(hit.Route.Index, work).Captures(hit.Pattern, storageEvent.ObjectName, ready.Memory, work);
    }

    /// <summary>How many routes are tried for an event: what the time of a decision follows.</summary>
    internal int Tried(StorageEvent storageEvent)
    {
        var candidates = new CandidateSet(stackalloc int[UsualCandidates]);
        index.AddCandidates(storageEvent.Bucket, storageEvent.ObjectName, Ready().Memory, work: null, ref candidates);
        int tried = candidates.InOrder().Length;
        candidates.Dispose();
        return tried;
    }

    // When the automata hold more than they may, all are forgotten. Another thread that is in the middle of a decision
    // ends it with those it has.
    private PreparedSet Ready()
    {
        PreparedSet ready = Volatile.Read(ref prepared);
        if (!ready.Memory.IsFull)
            return ready;
        var begun = new PreparedSet(Set, memoryLimit);
        if (Interlocked.CompareExchange(ref prepared, begun, ready) != ready)
            return Volatile.Read(ref prepared);
        index.Forget();
        return begun;
    }
}
