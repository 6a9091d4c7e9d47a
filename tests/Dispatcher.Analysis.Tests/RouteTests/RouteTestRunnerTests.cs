using Dispatcher.Analysis.RouteTests;
using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.RouteTests;

public sealed class RouteTestRunnerTests
{
    private const string Other = "  - { name: other, continue: true, match: { object: '.*x' }, task: { key: k2 } }\n";

    [Theory]
    [InlineData("{ object: a/x, expect: { route: [other, r] } }", "")]
    [InlineData("{ object: a/b, expect: { route: r } }", "")]
    [InlineData("{ object: a/b, expect: { task: { key: k, workspace: ws, application: app } } }", "")]
    [InlineData("{ object: a/b, expect: { bindings: { P: a/b, N: 5 }, exact: true } }", "")]
    [InlineData("{ object: b, expect: unmatched }", "")]
    [InlineData("{ object: a/b, expect: unmatched }", "expected no route to match, but `r` fired")]
    [InlineData("{ object: b, expect: { route: r } }", "expected `r` to fire, but no route fired")]
    [InlineData("{ object: a/x, expect: { route: r } }", "expected `r` to fire, but `other`, `r` fired")]
    [InlineData("{ object: b, expect: { task: { key: k } } }", "expected `r` to fire, but no route fired")]
    [InlineData("{ object: a/b, expect: { task: { key: q } } }", "task.key: expected \"q\", but it is \"k\"")]
    [InlineData(
        "{ object: a/b, expect: { task: { description: d } } }",
        "task.description: expected \"d\", but it is absent"
    )]
    [InlineData(
        "{ object: a/b, expect: { bindings: { P: a/c } } }",
        "bindings.P: expected {\"simpleValue\":\"a/c\"}, but it is {\"simpleValue\":\"a/b\"}"
    )]
    [InlineData(
        "{ object: a/b, expect: { bindings: { N: '5' } } }",
        "bindings.N: expected {\"simpleValue\":\"5\"}, but it is {\"simpleValue\":5}"
    )]
    [InlineData(
        "{ object: a/b, expect: { bindings: { p: a/b } } }",
        "bindings.p: expected {\"simpleValue\":\"a/b\"}, but it is not bound; `P` is"
    )]
    [InlineData(
        "{ object: a/b, expect: { bindings: { P: a/b }, exact: true } }",
        "bindings.N: expected not to be bound (`exact: true`)"
    )]
    [InlineData(
        "{ object: a/b, config: { workspace_id: w2 }, expect: { task: { key: k } } }",
        "RD308: `task.application` is missing"
    )]
    public void A_test_passes_or_says_what_differs(string test, string message)
    {
        DispatchPlanner planner = Given.Planner(
            "version: 1\nroutes:\n"
                + Other
                + "  - name: r\n    match: { object: a/.* }\n    task: { key: k }\n    bindings: { P: '{{ "
                + "object.name }}', N: 5 }\n    tests:\n      - "
                + test
                + "\n"
        );

        RouteTestResult result = Assert.Single(RouteTestRunner.RunAll(planner, Given.Here));

        Assert.Equal(message.Length == 0, result.Passed);
        Assert.StartsWith(message, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ object: x, config: { env: dev }, expect: { route: r } }", "")] // the bucket is the pattern's
    [InlineData("{ object: x, bucket: in-dev, config: { env: dev }, expect: { route: r } }", "")]
    [InlineData("{ object: x, bucket: in-prod, config: { env: dev }, expect: unmatched }", "")]
    [InlineData("{ object: x, bucket: in-prod, expect: { route: r } }", "")] // any text
    [InlineData(
        "{ object: x, bucket: in-prod, config: { env: dev }, expect: { route: r } }",
        "expected `r` to fire, but no route fired"
    )]
    public void The_configuration_of_a_test_is_put_into_patterns(string test, string message)
    {
        DispatchPlanner planner = Given.Planner(
            "version: 1\nroutes:\n  - name: r\n    match: { object: x, bucket: 'in-{{ config.env }}' }\n"
                + $"    task: {{ key: k, workspace: w, application: a }}\n    tests: [{test}]\n"
        );

        RouteTestResult result = Assert.Single(RouteTestRunner.RunAll(planner, Given.Here));

        Assert.Equal(message.Length == 0, result.Passed);
        Assert.StartsWith(message, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ object: a.md5, expect: { route: sums } }", "")]
    [InlineData("{ object: a.md5, expect: unmatched }", "expected no route to match, but `sums` fired")]
    [InlineData(
        "{ object: a.md5, expect: { bindings: { P: 1 } } }",
        "`sums` is a sink (`task: none`): it has neither task nor bindings"
    )]
    public void A_sink_is_tested_by_its_name(string test, string message)
    {
        DispatchPlanner planner = Given.Planner(
            $"version: 1\nroutes:\n  - {{ name: sums, match: {{ object: '.*\\.md5' }}, task: none, tests: [{test}] }}\n"
        );

        RouteTestResult result = Assert.Single(RouteTestRunner.RunAll(planner, Given.Here));

        Assert.Equal(message.Length == 0, result.Passed);
        Assert.StartsWith(message, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r", "{ object: z/1, expect: unmatched }", "")] // a fallback takes it
    [InlineData("r", "{ object: z/1, expect: { route: any } }", "")]
    [InlineData("r", "{ object: a/1, expect: { route: r } }", "")] // written after `any`, tried before it
    [InlineData("any", "{ object: a/1, expect: { route: r } }", "")]
    [InlineData("any", "{ object: z/1, expect: unmatched }", "expected no route to match, but `any` fired")]
    [InlineData("later", "{ object: z/1, expect: unmatched }", "")] // `any` comes first among the fallbacks
    public void Unmatched_means_that_nothing_but_fallbacks_of_other_routes_takes_the_object(
        string route,
        string test,
        string message
    )
    {
        string Tests(string name) => name == route ? $", tests: [{test}]" : "";
        DispatchPlanner planner = Given.Planner(
            "version: 1\ndefaults: { task: { key: k } }\nroutes:\n"
                + $"  - {{ name: any, fallback: true, match: {{ object: .* }}{Tests("any")} }}\n"
                + $"  - {{ name: r, match: {{ object: a/.* }}{Tests("r")} }}\n"
                + $"  - {{ name: later, fallback: true, match: {{ object: .* }}{Tests("later")} }}\n"
        );

        Assert.Equal(message, Assert.Single(RouteTestRunner.RunAll(planner, Given.Here)).Message.Split('\n')[0]);
    }

    [Fact]
    public void A_test_that_fails_says_why_the_routes_it_is_about_did_or_did_not_match()
    {
        DispatchPlanner planner = Given.Planner(
            "version: 1\nroutes:\n"
                + Other
                + "  - name: r\n    match: { object: a/.* }\n    task: { key: k }\n    tests:\n      - { "
                + "object: a/y, expect: { route: [other, r] } }\n"
        );

        string message = Assert.Single(RouteTestRunner.RunAll(planner, Given.Here)).Message;

        Assert.Contains("\n  `r`: matches", message, StringComparison.Ordinal);
        Assert.Contains("\n  `other`: \"a/y\" is accepted, then ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ object: a/y, expect: unmatched }", "\n  owner: team-a <a@example.com>")]
    [InlineData("{ object: z, expect: { route: r } }", "\n  owner: team-a <a@example.com>")]
    [InlineData("{ object: a/y, expect: { route: r } }", "")]
    public void A_test_that_fails_names_the_owner_of_its_route(string test, string end)
    {
        DispatchPlanner planner = Given.Planner(
            Given.Route(
                $"match: {{ object: a/.* }}\ntask: {{ key: k }}\nowner: team-a <a@example.com>\ntests: [{test}]"
            )
        );

        RouteTestResult result = Assert.Single(RouteTestRunner.RunAll(planner, Given.Here));

        Assert.Equal(end.Length == 0, result.Passed);
        Assert.EndsWith(end, result.Message, StringComparison.Ordinal);
    }

    // A pull request could hold the runner: what is said of a test that fails was looked for in every route.
    [Fact]
    public void Why_a_test_fails_takes_little_work_however_many_wide_patterns_there_are()
    {
        DispatchPlanner planner = Given.Planner(
            "version: 1\ndefaults: { task: { key: k } }\nroutes:\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 300)
                        .Select(i =>
                            $"  - {{ name: r{i}, match: {{ object: 'in/.*[ab].{{900}}[{(char)(0x4E00 + i)}]' }} }}\n"
                        )
                )
                + "  - name: last\n    match: { object: x }\n"
                + "    tests: [{ object: NAME, expect: { route: last } }]\n".Replace(
                    "NAME",
                    "in/" + new string('a', 1_000),
                    StringComparison.Ordinal
                )
        );
        // What deciding takes is bounded by itself.
        planner.Plan(planner.Set.Routes[^1].Tests[0].Event, Given.Here);

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        RouteTestResult result = Assert.Single(RouteTestRunner.RunAll(planner, Given.Here));
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        Assert.Contains("\n  `last`: the object name begins differently", result.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 256 << 20);
    }

    // Names times names: of 30,000 parameters that are not bound each was compared with 6,000 that are.
    [Fact]
    public void Parameters_that_are_not_bound_are_found_without_comparing_all_with_all()
    {
        string Named(string prefix, int count) =>
            string.Join(", ", Enumerable.Range(0, count).Select(i => $"{prefix}{i}: x"));
        DispatchPlanner planner = Given.Planner(
            Given.Route(
                $"match: {{ object: a }}\ntask: {{ key: k }}\nbindings: {{ {Named("P", 6_000)} }}\n"
                    + $"tests: [{{ object: a, expect: {{ bindings: {{ {Named("Q", 30_000)} }}, exact: true }} }}]"
            )
        );

        string[] lines = Assert.Single(RouteTestRunner.RunAll(planner, Given.Here)).Message.Split('\n');

        Assert.Equal(30_000, lines.Count(line => line.Contains("but it is not bound", StringComparison.Ordinal)));
        Assert.Equal(6_000, lines.Count(line => line.Contains("expected not to be bound", StringComparison.Ordinal)));
        // 1,048,576 steps, of which a suggestion takes at least one for each name.
        Assert.InRange(lines.Count(line => line.EndsWith("` is", StringComparison.Ordinal)), 1, 1_048_576 / 6_000);
    }

    // A planner was made for each test: 1,000 routes with a test each took 44 s.
    [Fact]
    public void Tests_with_equal_configurations_share_what_their_patterns_take()
    {
        DispatchPlanner planner = Given.Planner(
            "version: 1\ndefaults: { task: { key: k, workspace: w, application: a } }\nroutes:\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 400)
                        .Select(i =>
                            $"  - {{ name: r{i}, match: {{ object: 'in/{i}', bucket: 'b-{{{{ config.env }}}}' }}, "
                            + $"tests: [{{ object: in/{i}, config: {{ env: e{i % 2} }}, "
                            + $"expect: {{ route: r{i} }} }}] }}\n"
                        )
                )
        );

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        RouteTestResult[] results = [.. RouteTestRunner.RunAll(planner, Given.Here)];
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        Assert.All(results, result => Assert.Equal("", result.Message));
        // Two planners, and not 400.
        Assert.InRange(allocated / results.Length, 0, 100_000);
    }

    [Fact]
    public void A_test_that_there_was_no_time_for_has_not_passed_and_covers_nothing()
    {
        DispatchPlanner planner = Given.Planner(
            Given.Route(
                "match: { object: a }\ntask: { key: k }\n"
                    + "tests: [{ object: a, expect: { route: r } }, { object: b, expect: unmatched }]"
            )
        );
        using var over = new CancellationTokenSource();
        over.Cancel();

        RouteTestResult[] results = [.. RouteTestRunner.RunAll(planner, Given.Here, over.Token)];

        Assert.All(results, result => Assert.Equal((false, true), (result.Passed, result.IsUnknown)));
        Assert.Equal(0, RouteTestRunner.Coverage(planner.Set, results).Percent);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("[{ object: a, expect: { route: r } }]", 0)]
    [InlineData("[{ object: b, expect: unmatched }]", 0)]
    [InlineData("[{ object: a, expect: { route: r } }, { object: b, expect: unmatched }]", 100)]
    public void A_route_is_covered_by_a_test_where_it_fires_and_a_near_miss(string tests, double percent)
    {
        DispatchPlanner planner = Given.Planner(
            Given.Route("match: { object: a }\ntask: { key: k }" + (tests.Length == 0 ? "" : "\ntests: " + tests))
        );

        RouteCoverage coverage = RouteTestRunner.Coverage(
            planner.Set,
            [.. RouteTestRunner.RunAll(planner, Given.Here)]
        );

        Assert.Equal(percent, coverage.Percent);
        Assert.Equal(percent < 100 ? "r" : "", string.Join(' ', coverage.Uncovered));
    }
}
