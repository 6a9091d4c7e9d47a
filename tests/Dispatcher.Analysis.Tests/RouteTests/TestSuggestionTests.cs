using System.Collections.Immutable;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.RouteTests;

public sealed class TestSuggestionTests
{
    private const string Tail =
        "    task: { key: \"{{ config.key }}\" }\n    bindings: { NAME: \"{{ object.name }}\", COUNT: 3, "
        + "TEXT: 'yes' }\n";

    [Theory]
    [InlineData("match: { object: '[a-z]+/(?<n>\\d+)\\.csv' }", "", "")]
    // no literal place
    [InlineData("match: { object: [a, 'b+'], bucket: '[xy]{2,}', namespace: '(?:acme|other)' }", "", "")]
    [InlineData("match: { object: '.*\\.csv', except: 'r.*', event: delete }", "", "")]
    [InlineData("match: { object: 'x/.*' }", "continue: true", "match: { object: 'x/[a-z]+' }")] // both fire
    [InlineData("match: { object: 'x/.*' }", "state: shadow", "match: { object: 'x/[a-z]+' }")]
    // every sample but an odd one is taken
    [InlineData("match: { object: '[A-Za-z0-9_\\-]+' }", "", "match: { object: '[a-z]+=?' }")]
    [InlineData("match: { object: '.*' }", "fallback: true", "match: { object: 'x/[a-z]+' }")]
    [InlineData("match: { object: '.+', except: '.+\\.tmp' }", "", "")] // missed by what it excepts
    [InlineData("match: { object: '[^é]+' }", "", "")] // and by a name that is like none of it
    [InlineData("match: { object: '.+', bucket: landing }", "", "")] // or in another bucket
    [InlineData("match: { object: '\"[é\\\\]+\"\\t?' }", "", "")] // needs quotes in YAML
    public void What_is_suggested_loads_passes_and_covers(string match, string state, string second)
    {
        string head = "version: 1\nroutes:\n";
        string[] routes =
        [
            .. new[] { $"{match}\n    {state}", second }
                .Where(one => one.Length > 0)
                .Select((one, i) => $"  - name: r{i}\n    {one.TrimEnd()}\n{Tail}"),
        ];
        DispatchPlanner planner = Given.Planner(head + string.Concat(routes));

        string[] tested =
        [
            .. routes.Select(
                (yaml, i) =>
                    yaml
                    + SuggestedYaml.Of(
                        TestSuggestions.For(planner, planner.Set.Routes[i], [], Configuration.Empty),
                        first: true
                    )
            ),
        ];
        planner = Given.Planner(head + string.Concat(tested));
        ImmutableArray<RouteTestResult> results = [.. RouteTestRunner.RunAll(planner, Configuration.Empty)];

        Assert.All(results, result => Assert.Equal("", result.Message));
        Assert.Empty(RouteTestRunner.Coverage(planner.Set, results).Uncovered);
    }

    [Fact]
    public void Only_what_is_missing_is_suggested()
    {
        DispatchPlanner planner = Given.Planner(
            Given.Route(
                "match: { object: '[a-z]+' }\ntask: { key: t, workspace: w, application: a }\ntests: [{ "
                    + "object: a, expect: { route: r } }]"
            )
        );
        ImmutableArray<SuggestedTest> tests = TestSuggestions.For(
            planner,
            planner.Set.Routes[0],
            [.. RouteTestRunner.RunAll(planner, Configuration.Empty)],
            Configuration.Empty
        );
        Assert.NotEmpty(tests);
        Assert.All(tests, test => Assert.Empty(test.Routes));
    }

    // `docs` asks for tests of each route, and took 28 s. What is counted is the memory that the work takes.
    [Fact]
    public void Sixty_routes_that_are_costly_to_match_take_little_work_when_time_is_over()
    {
        DispatchPlanner planner = Given.Planner(
            "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 60)
                        .Select(i => $"  - {{ name: r{i}, match: {{ object: '(?:in|im)/.*[aX].{{{200 + i}}}' }} }}\n")
                )
        );
        using var over = new CancellationTokenSource();
        over.Cancel();

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        foreach (Route route in planner.Set.Routes)
            Assert.Empty(TestSuggestions.For(planner, route, [], Configuration.Empty, over.Token));
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        Assert.InRange(allocated, 0, 16 << 20);
    }

    [Fact]
    public void A_route_that_never_fires_gets_near_misses_only()
    {
        DispatchPlanner planner = Given.Planner(
            """
            version: 1
            defaults: { task: { key: t, workspace: w, application: a } }
            routes: [{ name: all, match: { object: '.*' } }, { name: none, match: { object: '[a-z]+' } }]
            """
        );
        ImmutableArray<SuggestedTest> tests = TestSuggestions.For(
            planner,
            planner.Set.Routes[1],
            [],
            Configuration.Empty
        );
        Assert.All(tests, test => Assert.Equal("all", Assert.Single(test.Routes)));
    }
}
