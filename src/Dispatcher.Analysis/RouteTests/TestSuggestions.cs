using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Patterns;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.RouteTests;

/// <summary>Makes up the tests that a route lacks: names that its patterns match, and names that they nearly do. Each
/// has been planned by the engine that the function runs, so that it passes as it is.</summary>
/// <remarks>routes-v1, "Route tests": at least one test where the route fires and one near miss where it does
/// not.</remarks>
public static class TestSuggestions
{
    private const int Most = 2,
        Tried = 8;
    private const long Steps = 200_000;
    private static readonly Pattern AnyName = Pattern.Parse(".+").Pattern!;

    /// <summary>Up to two tests where the route fires, and up to two near misses; none of a sort that there are tests
    /// of. Both are empty when no test can be written by name, such as for a route whose patterns only an odd
    /// compartment meets.</summary>
    /// <param name="planner">The route set.</param>
    /// <param name="route">A route of it.</param>
    /// <param name="results">The results of the tests there are.</param>
    /// <param name="configuration">Values for the configuration keys that are needed; a key it lacks gets its own name
    /// as value.</param>
    /// <param name="outOfTime">Ends the work early; there may then be fewer tests.</param>
    public static ImmutableArray<SuggestedTest> For(
        DispatchPlanner planner,
        Route route,
        IReadOnlyCollection<RouteTestResult> results,
        Configuration configuration,
        CancellationToken outOfTime = default
    )
    {
        ArgumentNullException.ThrowIfNull(planner);
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(configuration);
        bool fires = results.Any(result => result.Fired.Contains(route.Name));
        bool misses = results.Any(result => result.Route == route.Name && !result.Fired.Contains(route.Name));
        ImmutableArray<Pattern> patterns = [.. route.Match.Object.Select(placed => placed.Pattern)];
        // The first name of each pattern comes before the second of any.
        IEnumerable<string> Names(Func<Pattern, ImmutableArray<string>> of) =>
            patterns
                .TakeWhile(_ => !outOfTime.IsCancellationRequested)
                .SelectMany(pattern => of(pattern).Select((name, rank) => (name, rank)))
                .OrderBy(pair => pair.rank)
                .Select(pair => pair.name)
                .Distinct();
        IEnumerable<SuggestedTest> tests = [];
        if (!fires)
        {
            tests = Names(pattern => NameSamples.Matching(pattern, Tried))
                .Concat(Witness(planner.Set, route, outOfTime))
                .Distinct()
                .TakeWhile(_ => !outOfTime.IsCancellationRequested)
                .Select(name => OfName(planner, route, name, configuration))
                .OfType<SuggestedTest>()
                .Where(test => test.Routes.Contains(route.Name))
                .Take(Most);
        }

        if (!misses)
        {
            tests = tests.Concat(
                Names(pattern => NameSamples.NearMisses(pattern, Tried))
                    .Concat(route.Fallback ? TakenBefore(planner.Set) : [])
                    .Concat(Excepted(route))
                    .Concat(Outside(route, outOfTime))
                    .Distinct()
                    .TakeWhile(_ => !outOfTime.IsCancellationRequested)
                    .Select(name => OfName(planner, route, name, configuration))
                    .Concat(Elsewhere(planner, route, configuration))
                    .OfType<SuggestedTest>()
                    .Where(test => !test.Routes.Contains(route.Name))
                    .OrderBy(test => test.Routes.Length)
                    .Take(Most)
            );
        }

        return [.. tests];
    }

    // A fallback often takes every name there is: a near miss of it is a name that a route before it takes.
    private static IEnumerable<string> TakenBefore(RouteSet set) =>
        set
            .Routes.Where(route => route is { Fallback: false, State: RouteState.Enabled })
            .Take(Tried)
            .SelectMany(route => route.Match.Object.SelectMany(placed => NameSamples.Matching(placed.Pattern, 1)));

    private static IEnumerable<string> Excepted(Route route) =>
        route.Match.Except.SelectMany(placed => NameSamples.Matching(placed.Pattern, Most));

    // The samples vary names that match; a pattern that takes those too may still leave some name.
    private static IEnumerable<string> Outside(Route route, CancellationToken outOfTime)
    {
        NameSet taken = new(
            [.. route.Match.Object.Select(placed => placed.Pattern)],
            [.. route.Match.Except.Select(placed => placed.Pattern)]
        );
        if (NameAnalysis.Between([NameSet.Of(AnyName)], [taken], new WorkBudget(Steps, outOfTime)).Witness is { } name)
            yield return name;
    }

    // A route that takes every name is missed by an object of another bucket.
    private static IEnumerable<SuggestedTest?> Elsewhere(
        DispatchPlanner planner,
        Route route,
        Configuration configuration
    ) =>
        from bucket in route.Match[MatchKeys.Bucket].SelectMany(placed => NameSamples.NearMisses(placed.Pattern, Tried))
        where bucket.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        from name in route.Match.Object.SelectMany(placed => NameSamples.Matching(placed.Pattern, 1)).Take(1)
        select OfName(planner, route, name, configuration, bucket);

    // Where routes before it take every sample, there may still be a name that they leave.
    private static IEnumerable<string> Witness(RouteSet set, Route route, CancellationToken outOfTime)
    {
        ImmutableArray<Route> before =
        [
            .. set.Routes.Take(route.Index).Where(other => other is { State: RouteState.Enabled, Continue: false }),
        ];
        if (EventAnalysis.Between([route], before, new WorkBudget(Steps, outOfTime)).Witness is { } witness)
            yield return witness.Object;
    }

    /// <summary>The test of an object of this name; null where it cannot be planned.</summary>
    /// <param name="planner">The route set.</param>
    /// <param name="route">The route that gets the test.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="configuration">Values for the configuration keys that are needed.</param>
    /// <param name="elsewhere">A bucket that the route does not name; null for one of the route's.</param>
    internal static SuggestedTest? OfName(
        DispatchPlanner planner,
        Route route,
        string name,
        Configuration configuration,
        string? elsewhere = null
    )
    {
        EventDocument document = EventDefaults.Fill(
            new() { Object = name, Kind = EventDefaults.Kind(route.Match) },
            route.Match
        );
        string? bucket = elsewhere ?? Place(route.Match, MatchKeys.Bucket, document),
            namespaceName = Place(route.Match, MatchKeys.Namespace, document);
        document = document with
        {
            Bucket = bucket ?? document.Bucket,
            Namespace = namespaceName ?? document.Namespace,
        };
        if (document.Read() is not EventReading.Accepted { Event: var storageEvent })
            return null;
        ImmutableArray<Route> fired = [.. planner.Fired(storageEvent)];
        // `unmatched` in the test says that nothing but other routes' fallbacks takes the object.
        if (fired.All(taker => taker.Fallback && taker.Name != route.Name))
            fired = [];
        ImmutableArray<KeyValuePair<string, string>> config =
        [
            .. fired
                .SelectMany(RouteTemplates.RequiredConfiguration)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(key => KeyValuePair.Create(key, configuration.Find(key) ?? key)),
        ];
        DispatchPlan plan = planner.Plan(storageEvent, Configuration.OfTest(config));
        // A test with a render error does not pass, and one that says nothing of shadow routes does not see them.
        if (!plan.Errors.IsEmpty || !plan.ShadowErrors.IsEmpty)
            return null;
        ImmutableArray<string> named =
        [
            .. fired.Where(other => other.State == RouteState.Enabled || other == route).Select(other => other.Name),
        ];
        TaskRunRequest? own = plan.Runs.Concat(plan.Shadow).FirstOrDefault(run => run.Route == route.Name);
        return new SuggestedTest(
            name,
            bucket,
            namespaceName,
            named.IsEmpty ? [] : config,
            named,
            own is null ? [] : Simple(own)
        );
    }

    // Null where a test that does not say it gets a value that the route accepts.
    private static string? Place(RouteMatch match, MatchKey key, EventDocument filled) =>
        RouteMatcher.Accepts(match[key], key.Given(filled))
            ? null
            : match[key].SelectMany(placed => NameSamples.Matching(placed.Pattern, 1)).FirstOrDefault();

    private static ImmutableArray<KeyValuePair<string, string>> Simple(TaskRunRequest run) =>
        [
            .. from binding in run.Bindings
            where !binding.IsObject
            let value = binding.ToElement()
            where value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
            select KeyValuePair.Create(binding.Name, value.GetRawText()),
        ];
}
