using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Patterns.Engine;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>A route made ready for many decisions. It says what <see cref="RoutesInTurn.Match(Route, StorageEvent)"/> says.</summary>
internal sealed class PreparedRoute
{
    private readonly Route route;
    private readonly int kinds;
    private readonly PreparedPattern[] objects;
    private readonly PreparedPattern[] excepts;
    private readonly ImmutableArray<RouteHit>[] alone;

    public PreparedRoute(Route route, PreparedPatterns patterns)
    {
        this.route = route;
        foreach (ObjectEventKind kind in route.Match.Kinds)
            kinds |= 1 << (int)kind;
        objects = [.. route.Match.Object.Select(placed => patterns.Of(placed.Pattern))];
        excepts = [.. route.Match.Except.Select(placed => patterns.Of(placed.Pattern))];
        alone = [.. route.Match.Object.Select(placed => ImmutableArray.Create(new RouteHit(route, placed.Pattern)))];
        StopsSearch = route.State == RouteState.Enabled && !route.Continue;
    }

    /// <summary>Whether no route after it is looked at when it matches.</summary>
    public bool StopsSearch { get; }

    /// <summary>The hit, as a list of one so that most answers need no memory of their own; empty when the route does not match.</summary>
    public ImmutableArray<RouteHit> Match(StorageEvent storageEvent)
    {
        if ((kinds & (1 << (int)storageEvent.Kind)) == 0 || !RoutesInTurn.AcceptsPlace(route.Match, storageEvent))
            return [];
        for (int i = 0; i < objects.Length; i++)
        {
            if (objects[i].IsMatch(storageEvent.ObjectName))
                return Excepted(storageEvent.ObjectName) ? [] : alone[i];
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
}
