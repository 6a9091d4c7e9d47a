using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs;

/// <summary>What tells two routes apart at a glance. Of half a million pairs nearly all end here.</summary>
internal sealed class RouteOutline(Route route)
{
    private readonly int kinds = route.Match.Kinds.Aggregate(0, (bits, kind) => bits | (1 << (int)kind));
    private readonly NameSet names = Of(route.Match.Object);

    // Where an event has two values for a key, two conditions that share no value can hold all the same. Other
    // values than names may have characters that names do not have.
    private readonly ImmutableArray<(MatchKey Key, NameSet Values)> places =
    [
        .. route
            .Match.Conditions.Where(condition => condition.Key is { Second: null, IsName: true })
            .Select(condition => (condition.Key, Of(condition.Patterns))),
    ];

    /// <summary>Whether one event could match both; false is certain.</summary>
    public bool MayMeet(RouteOutline other) =>
        (kinds & other.kinds) != 0 && PlacesMayMeet(other) && NameQuestion.MayMeet(names, other.names);

    private bool PlacesMayMeet(RouteOutline other)
    {
        foreach ((MatchKey key, NameSet values) in places)
        {
            foreach ((MatchKey otherKey, NameSet otherValues) in other.places)
            {
                if (key.Equals(otherKey) && !NameQuestion.MayMeet(values, otherValues))
                    return false;
            }
        }

        return true;
    }

    private static NameSet Of(ImmutableArray<PlacedPattern> patterns) =>
        new([.. patterns.Select(placed => placed.Pattern)], []);
}
