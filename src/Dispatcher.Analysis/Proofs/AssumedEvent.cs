using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs;

/// <summary>An event made up from an object's name. The bucket, namespace and compartment are taken from the routes
/// where they are not given.</summary>
public static class AssumedEvent
{
    /// <summary>The event at the first place (bucket, namespace and compartment) that a route names literally and where
    /// a route takes the object, a fallback only where no other does; else at the first place that the routes
    /// name.</summary>
    /// <param name="planner">The routes.</param>
    /// <param name="document">The object, the kind and whatever else is known; its place is replaced.</param>
    /// <param name="given">The values that are known, by key; those of other keys are found. A null is not
    /// known.</param>
    public static EventReading Read(
        DispatchPlanner planner,
        EventDocument document,
        params ReadOnlySpan<(MatchKey Key, string? Value)> given
    )
    {
        ArgumentNullException.ThrowIfNull(planner);
        ArgumentNullException.ThrowIfNull(document);
        var known = new Dictionary<MatchKey, string>();
        foreach ((MatchKey key, string? value) in given)
        {
            if (value is not null)
                known.Add(key, value);
        }

        EventReading? first = null,
            byFallback = null;
        foreach (EventDocument placed in Placed(planner.Set.Routes, document, known))
        {
            EventReading reading = placed.Read();
            if (reading is not EventReading.Accepted accepted)
                return reading;
            Route? taker = planner.Fired(accepted.Event).FirstOrDefault(route => route.State == RouteState.Enabled);
            if (taker is { Fallback: false })
                return reading;
            if (taker is not null)
                byFallback ??= reading;
            first ??= reading;
        }

        return byFallback ?? first!;
    }

    // A place that a route names says more than the stand-ins, which come last.
    private static IEnumerable<EventDocument> Placed(
        ImmutableArray<Route> routes,
        EventDocument document,
        Dictionary<MatchKey, string> known
    )
    {
        EventDocument standIn = known.Aggregate(document, (placed, given) => given.Key.With(placed, given.Value));
        return routes
            .Where(route => route.State != RouteState.Disabled)
            .SelectMany(route => At(route, standIn, known))
            .DistinctBy(Place)
            .Where(placed => Place(placed) != Place(standIn))
            .Append(standIn);
    }

    // Every combination of the values that the route names literally.
    private static IEnumerable<EventDocument> At(
        Route route,
        EventDocument standIn,
        Dictionary<MatchKey, string> known
    ) =>
        route
            .Match.Conditions.Where(condition => IsOpen(condition.Key, standIn, known))
            .Aggregate(Enumerable.Repeat(standIn, 1), (documents, condition) =>
            {
                string[] literals = [.. EventDefaults.Literals(condition.Patterns)];
                return literals.Length == 0
                    ? documents
                    : documents.SelectMany(placed => literals.Select(value => condition.Key.With(placed, value)));
            });

    // What the caller's document has, or was given beside it, stays.
    private static bool IsOpen(MatchKey key, EventDocument standIn, Dictionary<MatchKey, string> known) =>
        !known.ContainsKey(key) && key.Given(standIn) == key.StandIn;

    // Names have no line feed.
    private static string Place(EventDocument document) =>
        string.Join(
            '\n',
            MatchKeys
                .Places.Select(key => key.Given(document))
                .Concat(document.Members.SelectMany(member => (string?[])[member.Key, member.Value]))
        );
}
