using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Patterns.Engine;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>A route made ready for many decisions. It says what <see cref="RouteMatcher.Match(Route, StorageEvent)"/>
/// says, and looks at as few places of memory as it can: with thousands of routes, these are what a decision
/// takes.</summary>
internal sealed class PreparedRoute
{
    private readonly int kinds;
    private readonly RouteMatch place;

    // Nearly every route has one pattern: it is kept here, not in an array.
    private readonly Candidate first;
    private readonly Candidate[] others;
    private readonly PreparedPattern[] excepts;

    /// <summary>Prepares a route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="place">Its own conditions, or those of another route with the same ones beside the object's
    /// name.</param>
    /// <param name="patterns">What its patterns share with others.</param>
    public PreparedRoute(Route route, RouteMatch place, PreparedPatterns patterns)
    {
        this.place = place;
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
    /// not match.</summary>
    public ImmutableArray<RouteHit> Match(StorageEvent storageEvent)
    {
        if ((kinds & (1 << (int)storageEvent.Kind)) == 0 || !RouteMatcher.AcceptsPlace(place, storageEvent))
            return [];
        string name = storageEvent.ObjectName;
        if (first.Pattern.IsMatch(name))
            return Excepted(name) ? [] : first.Hit;
        foreach (Candidate other in others)
        {
            if (other.Pattern.IsMatch(name))
                return Excepted(name) ? [] : other.Hit;
        }

        return [];
    }

    private bool Excepted(string name)
    {
        foreach (PreparedPattern except in excepts)
        {
            if (except.IsMatch(name))
                return true;
        }

        return false;
    }

    private readonly record struct Candidate(PreparedPattern Pattern, ImmutableArray<RouteHit> Hit);
}
