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
