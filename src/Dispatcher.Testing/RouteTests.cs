using System.Collections.Immutable;
using System.Diagnostics;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Testing;

/// <summary>The tests inside the route files of a folder, as cases of a test framework.</summary>
/// <example><code>
/// private static readonly RouteTests Folder = RouteTests.In("routes");
/// public static IEnumerable&lt;object[]&gt; Cases => Folder.Cases;
///
/// [Theory, MemberData(nameof(Cases))]
/// public void A_route_test_passes(string place, string route, string objectName) => Folder.Run(place, route,
/// objectName);
///
/// [Fact]
/// public void Every_route_is_proved() => Folder.CoverEveryRoute();
/// </code></example>
[StackTraceHidden]
public sealed class RouteTests
{
    private const string LoadCase = "(the route set loads)";

    private readonly string directory;
    private readonly Lazy<DispatchPlanner> planner;
    private readonly Configuration configuration;

    private RouteTests(string directory, Configuration configuration)
    {
        (this.directory, this.configuration) = (directory, configuration);
        planner = new Lazy<DispatchPlanner>(() => DispatchPlanner.For(RouteSet.FromDirectory(directory)));
    }

    /// <summary>One case for each test: its place (<c>file:line:column</c>), its route, and its object's name; all
    /// strings, so that a runner lists each as a test of its own. A set that does not load, or has no tests, is one
    /// case, which says so when it runs.</summary>
    public IEnumerable<object[]> Cases
    {
        get
        {
            RouteSet set;
            try
            {
                set = planner.Value.Set;
            }
            catch (Exception e) when (e is RouteSetLoadException or IOException)
            {
                return
                [
                    [directory, "", LoadCase],
                ];
            }

            object[][] cases =
            [
                .. set.Routes.SelectMany(route =>
                    route.Tests.Select(test => (object[])[test.Position.ToString(), route.Name, test.Object])
                ),
            ];
            return cases.Length > 0
                ? cases
                :
                [
                    [directory, "", LoadCase],
                ];
        }
    }

    /// <summary>The tests of a folder. Nothing is read before <see cref="Cases"/> or <see cref="Run"/> needs
    /// it.</summary>
    /// <param name="directory">The folder. A relative one is looked for beside the test assembly, then in the current
    /// directory.</param>
    /// <param name="configuration">The function configuration for route tests that give none of their own.</param>
    public static RouteTests In(string directory, params (string Key, string Value)[] configuration) =>
        new(directory, Settings.Add(Configuration.Empty, configuration));

    /// <summary>Runs one of <see cref="Cases"/>.</summary>
    /// <param name="place">Where the route test stands: <c>file:line:column</c>.</param>
    /// <param name="route">The route it stands in.</param>
    /// <param name="objectName">Its object's name.</param>
    /// <exception cref="RouteAssertionException">The route test fails; the message has the difference and why the
    /// routes did or did not match.</exception>
    /// <exception cref="RouteSetLoadException">The set does not load; the message has every problem.</exception>
    public void Run(string place, string route, string objectName)
    {
        (Route Route, RouteTest Test)? found = Find(place, route);
        if (found is not null)
        {
            RouteTestResult result = RouteTestRunner.Run(
                planner.Value,
                found.Value.Route,
                found.Value.Test,
                configuration
            );
            if (!result.Passed)
                throw new RouteAssertionException(
                    $"{place}: the test of `{route}` with {Quote.Value(objectName)} fails:\n{result.Message}"
                );
        }
        else if (objectName != LoadCase)
        {
            throw new RouteAssertionException(
                $"There is no test at {place} in `{route}`; the file has changed since the tests were "
                    + "listed: build again."
            );
        }
    }

    /// <summary>Every route that is not disabled has at least one test where it fires and one of its own where it does
    /// not.</summary>
    /// <exception cref="RouteAssertionException">The message names each route that is not proved, and what it
    /// lacks.</exception>
    /// <exception cref="RouteSetLoadException">The set does not load; the message has every problem.</exception>
    public void CoverEveryRoute()
    {
        ImmutableArray<RouteTestResult> results = [.. RouteTestRunner.RunAll(planner.Value, configuration)];
        RouteCoverage coverage = RouteTestRunner.Coverage(planner.Value.Set, results);
        if (coverage.Uncovered.IsEmpty)
            return;
        IEnumerable<string> lines = planner
            .Value.Set.Routes.Where(route => coverage.Uncovered.Contains(route.Name))
            .Select(route => $"\n  {route.Position}: `{route.Name}` {Lacks(route.Name, results)}");
        throw new RouteAssertionException($"These routes are not proved by their tests:{string.Concat(lines)}");
    }

    private static string Lacks(string route, ImmutableArray<RouteTestResult> results)
    {
        bool fires = results.Any(result => result.Fired.Contains(route));
        bool misses = results.Any(result => result.Route == route && !result.Fired.Contains(route));
        const string Fire = "a test where it fires",
            Miss = "a near miss, a test of its own with `expect: unmatched` or another route";
        return (fires, misses) switch
        {
            (false, false) => $"lacks {Fire} and {Miss}",
            (false, true) => $"lacks {Fire}",
            _ => $"lacks {Miss}",
        };
    }

    private (Route Route, RouteTest Test)? Find(string place, string route)
    {
        foreach (Route candidate in planner.Value.Set.Routes.Where(candidate => candidate.Name == route))
        {
            foreach (RouteTest test in candidate.Tests)
            {
                if (test.Position.ToString() == place)
                    return (candidate, test);
            }
        }

        return null;
    }
}
