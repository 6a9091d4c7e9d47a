using System.Collections.Immutable;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Docs;

/// <summary>Object names that show what a route takes. They are those of the route's own tests; a route without any
/// gets names made from its patterns. Where each of them leads has been asked of the engine that the function
/// runs.</summary>
/// <param name="Taken">Events that fire the route.</param>
/// <param name="Missed">Near misses: events that do not.</param>
/// <param name="IsUnknown">Whether there may be more: the budget ran out.</param>
internal sealed record RouteExamples(
    ImmutableArray<RouteExample> Taken,
    ImmutableArray<RouteExample> Missed,
    bool IsUnknown
)
{
    private const int Most = 3;

    /// <summary>A few examples of a route; none of one that is disabled.</summary>
    public static RouteExamples Of(
        DispatchPlanner planner,
        Route route,
        Configuration configuration,
        CancellationToken outOfTime
    )
    {
        if (route.State == RouteState.Disabled)
            return new([], [], IsUnknown: false);
        // Where a test leads may cost as much as an event may.
        RouteExample[] tested =
        [
            .. route
                .Tests.TakeWhile(_ => !outOfTime.IsCancellationRequested)
                .Select(test => Of(planner, route, test.Event)),
        ];
        ILookup<bool, RouteExample> found = tested.ToLookup(example => example.Fired.Contains(route.Name));
        if (!found[true].Any() || !found[false].Any())
        {
            IEnumerable<RouteExample> made = TestSuggestions
                .For(planner, route, [], configuration, outOfTime)
                .Select(test => Of(route, test));
            ILookup<bool, RouteExample> missing = made.Where(example =>
                    !found[example.Fired.Contains(route.Name)].Any()
                )
                .ToLookup(example => example.Fired.Contains(route.Name));
            // In this order: what is missing is looked for now.
            ImmutableArray<RouteExample> taken = First(found[true].Concat(missing[true])),
                missed = First(found[false].Concat(missing[false]));
            return new(taken, missed, outOfTime.IsCancellationRequested);
        }

        return new(First(found[true]), First(found[false]), IsUnknown: tested.Length < route.Tests.Length);
    }

    private static ImmutableArray<RouteExample> First(IEnumerable<RouteExample> examples) =>
        [.. examples.DistinctBy(example => (example.Object, example.Bucket, example.Kind)).Take(Most)];

    // The place and the kind are written where they are why the route does not take the object.
    private static RouteExample Of(DispatchPlanner planner, Route route, StorageEvent tested) =>
        new(
            tested.ObjectName,
            route.Match[MatchKeys.Bucket] is var buckets
            && (buckets.IsEmpty || buckets.Any(placed => placed.Pattern.IsMatch(tested.Bucket)))
                ? null
                : tested.Bucket,
            route.Match.Kinds.Contains(tested.Kind) ? null : tested.Kind.Word(),
            [.. planner.Fired(tested).Select(route => route.Name)]
        );

    private static RouteExample Of(Route route, SuggestedTest made) =>
        new(made.Object, route.Match[MatchKeys.Bucket].IsEmpty ? null : made.Bucket, null, made.Routes);
}

/// <summary>An event and where it leads.</summary>
/// <param name="Object">The object's name.</param>
/// <param name="Bucket">The bucket, where it has to be said.</param>
/// <param name="Kind"><c>create update delete</c>, where it has to be said.</param>
/// <param name="Fired">The routes that fire.</param>
internal sealed record RouteExample(string Object, string? Bucket, string? Kind, ImmutableArray<string> Fired);
