using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>The matching of routes as the specification tells it: every route is tried in order. What
/// <see cref="RouteTable"/> must answer, whatever it does to be fast; a test holds the two together.</summary>
/// <remarks>routes-v1, "match".</remarks>
internal static class RouteMatcher
{
    /// <summary>The routes that fire, in order.</summary>
    public static ImmutableArray<RouteHit> Match(RouteSet set, StorageEvent storageEvent)
    {
        var hits = ImmutableArray.CreateBuilder<RouteHit>();
        foreach (Route route in set.Routes)
        {
            if (Match(route, storageEvent) is not { } pattern)
                continue;
            hits.Add(new RouteHit(route, pattern));
            if (route.State == RouteState.Enabled && !route.Continue)
                break;
        }

        return hits.DrainToImmutable();
    }

    /// <summary>The first object expression that matches, when the whole route does; else null.</summary>
    public static Pattern? Match(Route route, StorageEvent storageEvent)
    {
        RouteMatch match = route.Match;
        if (
            route.State == RouteState.Disabled
            || !match.Kinds.Contains(storageEvent.Kind)
            || !AcceptsPlace(match, storageEvent)
        )
            return null;
        foreach (PlacedPattern placed in match.Object)
        {
            if (placed.Pattern.IsMatch(storageEvent.ObjectName))
                return Excepted(match, storageEvent.ObjectName) ? null : placed.Pattern;
        }

        return null;
    }

    /// <summary>Whether everything beside the kind and the object's name is the route's.</summary>
    public static bool AcceptsPlace(RouteMatch match, StorageEvent storageEvent)
    {
        foreach (MatchPart condition in match.Conditions)
        {
            if (!Accepts(condition, storageEvent))
                return false;
        }

        foreach (MatchPart exception in match.Exceptions)
        {
            if (Accepts(exception, storageEvent))
                return false;
        }

        return true;
    }

    /// <summary>Whether a pattern accepts what the event gives for the key.</summary>
    public static bool Accepts(MatchPart part, StorageEvent storageEvent) =>
        Accepts(part.Patterns, part.Key.Value(storageEvent))
        || (part.Key.Second is { } second && Accepts(part.Patterns, second.Value(storageEvent)));

    /// <summary>Whether an expression accepts the value, or there is none.</summary>
    public static bool Accepts(ImmutableArray<PlacedPattern> patterns, string? value)
    {
        if (patterns.IsEmpty)
            return true;
        if (value is null)
            return false;
        foreach (PlacedPattern placed in patterns)
        {
            if (placed.Pattern.IsMatch(value))
                return true;
        }

        return false;
    }

    /// <summary>Whether an exception takes the name out.</summary>
    public static bool Excepted(RouteMatch match, string name) => !match.Except.IsEmpty && Accepts(match.Except, name);
}
