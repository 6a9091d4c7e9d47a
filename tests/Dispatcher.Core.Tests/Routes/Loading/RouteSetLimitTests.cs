using Dispatcher.Diagnostics;
using Dispatcher.Routes.Loading;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Routes.Loading;

/// <summary>The limits of a route file and of a set, each at its edge.</summary>
public sealed class RouteSetLimitTests
{
    private const string Task = "task: { key: k }";

    [Fact]
    public void Limits_are_named_when_they_are_passed()
    {
        string bomb =
            "version: 1\nroutes: []\ndefaults:\n  vars:\n    a: &a [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(
                Enumerable
                    .Range(0, 8)
                    .Select(i =>
                        $"    v{i}: &{(char)('b' + i)} "
                        + $"[{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + i)}", 10))}]\n"
                    )
            );
        string deep = "version: 1\nroutes: " + new string('[', 5000) + new string(']', 5000) + "\n";
        string self = "version: 1\nroutes: &a [*a]\n";

        Assert.Contains(
            "200,000 YAML nodes",
            Assert.Single(Given.Load(bomb).Diagnostics).ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "nest deeper than 64",
            Assert.Single(Given.Load(deep).Diagnostics).ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal("r.yaml", Assert.Single(Given.Load(self).Diagnostics).Position.File);
        Assert.Contains(
            "the file has more than 1,048,576 bytes (1 MiB); split it into several files",
            Assert.Single(Given.Load(new string('#', 1024 * 1024 + 1)).Diagnostics).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_route_set_has_at_most_20_000_routes()
    {
        string File(int from, int count) =>
            "version: 1\ndefaults: { task: { key: k } }\nroutes:\n"
            + string.Concat(Enumerable.Range(from, count).Select(i => $"- {{name: r{i}, match: {{object: a{i}}}}}\n"));

        Assert.Equal(20_000, Given.Set(File(0, 10_000), File(10_000, 10_000)).Routes.Length);
        Assert.Contains(Given.Load(File(0, 10_000), File(10_000, 10_001)).Diagnostics, d =>
            d.Code == Codes.LimitPassed
        );
    }

    // A refresh of the function was blocked by it for 255 s.
    [Fact]
    public void Suggestions_of_a_whole_load_are_bounded_and_every_problem_is_reported_all_the_same()
    {
        string routes = string.Concat(
            Enumerable.Range(0, 9_000).Select(i => $"  - {{ name: r{i}, match: {{ object: x }}, {Task} }}\n")
        );
        string unknown = string.Join(", ", Enumerable.Range(0, 60_000).Select(i => $"q{i}"));

        RouteLoad load = Given.Load(
            $"version: 1\nroutes:\n{routes}"
                + $"  - {{ name: last, match: {{ object: x }}, {Task}, overrides: [{unknown}] }}\n"
        );

        Assert.Equal(60_000, load.Diagnostics.Length);
        // 16,777,216 steps, of which a suggestion takes at least one for each route.
        Assert.InRange(
            load.Diagnostics.Count(d => d.Hint.StartsWith("did you mean", StringComparison.Ordinal)),
            10,
            16_777_216 / 9_000
        );
    }

    [Fact]
    public void Defaults_that_are_merged_into_too_many_routes_are_refused_with_the_limit()
    {
        string vars = string.Join(", ", Enumerable.Range(0, 1_000).Select(i => $"v{i}: x"));
        string routes = string.Concat(
            Enumerable.Range(0, 2_100).Select(i => $"  - {{ name: r{i}, match: {{ object: x }}, {Task} }}\n")
        );

        RouteLoad load = Given.Load($"version: 1\ndefaults: {{ vars: {{ {vars} }} }}\nroutes:\n{routes}");

        Assert.Equal(
            "r.yaml:2004:13: error RD008: the routes up to here have 2,001,000 variables and bindings with those of "
                + "`defaults`, more than 2,000,000 in a route set; take out of `defaults` what few routes use",
            Assert.Single(load.Diagnostics).ToString()
        );
    }

    [Fact]
    public void Patterns_that_are_together_too_long_are_refused_with_the_limit()
    {
        string text = new('x', 1_790);
        // A pattern that several routes have counts once.
        RouteLoad Long(int routes, int different) =>
            RouteLoader.Load(
                Enumerable
                    .Range(0, routes)
                    .Chunk(200)
                    .Select(
                        (some, file) =>
                            Given.File(
                                "version: 1\nroutes:\n"
                                    + string.Concat(
                                        some.Select(i =>
                                            $"  - {{ name: r{i}, {Task}, match: {{ object: "
                                            + $"'{i % different}{text}' }} }}\n"
                                        )
                                    ),
                                $"f{file}.yaml"
                            )
                    )
            );

        Assert.NotNull(Long(2_400, different: 2_000).Set);
        Assert.Contains(
            "error RD008: the different patterns up to here have 4,001,",
            Assert.Single(Long(2_400, different: 2_400).Diagnostics).ToString(),
            StringComparison.Ordinal
        );
    }
}
