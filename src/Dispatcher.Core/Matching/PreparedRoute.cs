using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Engine;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>A route made ready for many decisions. It says what <see cref="RouteMatcher.Match(Route, StorageEvent)"/>
/// says, and looks at as few places of memory as it can: with thousands of routes, these are what a decision
/// takes.</summary>
internal sealed class PreparedRoute
{
    private readonly int kinds;
    private readonly PreparedConditions conditions;

    // Nearly every route has one pattern: it is kept here, not in an array.
    private readonly Candidate first;
    private readonly Candidate[] others;
    private readonly PreparedPattern[] excepts;
    private CaptureFinder[] captures = [];

    /// <summary>Prepares a route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="conditions">Its own conditions, or those of another route with the same ones beside the object's
    /// name.</param>
    /// <param name="patterns">What its patterns share with others.</param>
    public PreparedRoute(Route route, PreparedConditions conditions, PreparedPatterns patterns)
    {
        this.conditions = conditions;
        foreach (ObjectEventKind kind in route.Match.Kinds)
            kinds |= 1 << (int)kind;
        Candidate[] objects =
        [
            .. route.Match.Object.Select(placed => new Candidate(
                patterns.Of(placed.Pattern.Root),
                [new RouteHit(route, placed.Pattern)]
            )),
        ];
        (first, others) = (objects[0], objects[1..]);
        excepts = [.. route.Match.Except.Select(placed => patterns.Of(placed.Pattern.Root))];
        StopsSearch = route.State == RouteState.Enabled && !route.Continue;
    }

    /// <summary>Whether no route after it is looked at when it matches.</summary>
    public bool StopsSearch { get; }

    /// <summary>The hit, as a list of one so that most answers need no memory of their own; empty when the route does
    /// not match, or when the budget is spent.</summary>
    public ImmutableArray<RouteHit> Match(StorageEvent storageEvent, WorkBudget? work)
    {
        if ((kinds & (1 << (int)storageEvent.Kind)) == 0 || !conditions.Accept(storageEvent, work))
            return [];
        string name = storageEvent.ObjectName;
        if (first.Pattern.IsMatch(name, work))
            return Excepted(name, work) ? [] : first.Hit;
        foreach (Candidate other in others)
        {
            if (other.Pattern.IsMatch(name, work))
                return Excepted(name, work) ? [] : other.Hit;
        }

        return [];
    }

    /// <summary>What the groups of one of its patterns capture; null when the budget is spent.</summary>
    public PatternMatch? Captures(Pattern pattern, string name, AutomatonMemory memory, WorkBudget? work)
    {
        if (pattern.GroupNames.IsEmpty)
            return PatternMatch.WithoutGroups;
        foreach (CaptureFinder known in Volatile.Read(ref captures))
        {
            if (known.Pattern == pattern)
                return known.Find(name, work);
        }

        // Two threads may both add one; the one that is lost is made again.
        work?.Spend(pattern.Complexity);
        var finder = new CaptureFinder(pattern);
        memory.Take(finder.Bytes);
        Volatile.Write(ref captures, [.. captures, finder]);
        return finder.Find(name, work);
    }

    private bool Excepted(string name, WorkBudget? work)
    {
        foreach (PreparedPattern except in excepts)
        {
            if (except.IsMatch(name, work))
                return true;
        }

        return false;
    }

    private readonly record struct Candidate(PreparedPattern Pattern, ImmutableArray<RouteHit> Hit);
}
