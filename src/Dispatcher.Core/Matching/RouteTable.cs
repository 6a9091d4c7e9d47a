using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>The running form of a route set: finds the routes that an event fires. Derived from a <see cref="RouteSet"/>, immutable,
/// swapped as one reference.</summary>
/// <remarks>routes-v1, "match": routes are tried in order, the first match wins, <c>continue</c> goes on, <c>shadow</c> never stops
/// the search. The index only leaves out routes that cannot match; it never changes the answer.</remarks>
public sealed class RouteTable
{
    private readonly PrefixIndex index;

    private RouteTable(RouteSet set)
    {
        Set = set;
        index = PrefixIndex.Build(set.Routes);
    }

    /// <summary>The set it was built from.</summary>
    public RouteSet Set { get; }

    /// <summary>Builds the table. Cheap: no expression is compiled before a name could match it.</summary>
    public static RouteTable Build(RouteSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return new(set);
    }

    /// <summary>The routes that fire, in order: enabled ones up to the first without <c>continue</c>, and the shadow ones met on
    /// the way.</summary>
    public ImmutableArray<RouteHit> Match(StorageEvent storageEvent)
    {
        ArgumentNullException.ThrowIfNull(storageEvent);
        ImmutableArray<RouteHit>.Builder? hits = null;
        foreach (int candidate in index.Candidates(storageEvent.ObjectName))
        {
            Route route = Set.Routes[candidate];
            if (Match(route, storageEvent) is not { } pattern)
                continue;
            (hits ??= ImmutableArray.CreateBuilder<RouteHit>(1)).Add(new RouteHit(route, pattern));
            if (route.State == RouteState.Enabled && !route.Continue)
                break;
        }

        return hits?.DrainToImmutable() ?? [];
    }

    /// <summary>The first object expression that matches, when the whole route does; else null.</summary>
    internal static Pattern? Match(Route route, StorageEvent storageEvent)
    {
        RouteMatch match = route.Match;
        if (route.State == RouteState.Disabled || !match.Kinds.Contains(storageEvent.Kind))
            return null;
        if (!Accepts(match.Bucket, storageEvent.Bucket) || !Accepts(match.Namespace, storageEvent.Namespace))
            return null;
        if (!AcceptsCompartment(match.Compartment, storageEvent))
            return null;
        foreach (PlacedPattern placed in match.Object)
        {
            if (placed.Pattern.IsMatch(storageEvent.ObjectName))
                return Excepted(match, storageEvent.ObjectName) ? null : placed.Pattern;
        }

        return null;
    }

    internal static bool Accepts(ImmutableArray<PlacedPattern> patterns, string? value)
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

    internal static bool AcceptsCompartment(ImmutableArray<PlacedPattern> patterns, StorageEvent storageEvent) =>
        Accepts(patterns, storageEvent.CompartmentName) || (!patterns.IsEmpty && Accepts(patterns, storageEvent.CompartmentId));

    internal static bool Excepted(RouteMatch match, string name) => !match.Except.IsEmpty && Accepts(match.Except, name);
}
