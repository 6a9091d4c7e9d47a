using CsCheck;
using Dispatcher.Analysis.Diff;
using Dispatcher.Analysis.Tests.Proofs;
using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Diff;

public sealed class RouteSetDiffTests
{
    [Theory]
    [InlineData("{ name: a, match: { object: 'a/.*' } }", "{ name: a, match: { object: 'a/.*' } }", "")]
    [InlineData("{ name: a, match: { object: 'a/.*' } }", "{ name: b, match: { object: 'a/.*' } }", "Moves a → b")]
    [InlineData(
        "{ name: a, match: { object: 'a/.*' } }",
        "{ name: a, match: { object: '[ab]/.*' } }",
        "NewlyMatched  → a: b/"
    )]
    [InlineData(
        "{ name: a, match: { object: 'a/.*' } }",
        "{ name: a, match: { object: 'a/.*', except: 'a/x' } }",
        "NoLongerMatched a → : a/x"
    )]
    [InlineData(
        "{ name: a, match: { object: 'a/.*' } }",
        "{ name: a, match: { object: 'a/.*' }, state: shadow }",
        "NoLongerMatched a → "
    )]
    [InlineData(
        "{ name: a, match: { object: '.*', bucket: in } }",
        "{ name: a, match: { object: '.*', bucket: [in, out] } }",
        "NewlyMatched  → a"
    )]
    [InlineData(
        "{ name: a, match: { object: '[ab]' } }, { name: b, match: { object: '[bc]' } }",
        "{ name: b, match: { object: '[bc]' } }, { name: a, match: { object: '[ab]' } }",
        "Moves a → b: b"
    )]
    [InlineData(
        "{ name: a, match: { object: '[ab]' } }, { name: b, match: { object: '[bc]' } }",
        "{ name: a, match: { object: '[ab]' }, continue: true }, { name: b, match: { object: '[bc]' } }",
        "Moves a → a,b: b"
    )]
    [InlineData(
        "{ name: a, match: { object: '(?<x>.)/.*' }, bindings: { P: '{{ groups.x }}' } }",
        "{ name: a, match: { object: './(?<x>.*)' }, bindings: { P: '{{ groups.x }}' } }",
        "DifferentRequest a → a"
    )]
    public void Two_sets_differ_where_an_event_shows_it(string before, string after, string expected)
    {
        SetDifference difference = Compare(before, after);

        Assert.Empty(difference.Unknown);
        Assert.Equal(expected.Length == 0 ? 0 : 1, difference.Changes.Length);
        Assert.All(difference.Changes, change =>
            Assert.StartsWith(expected, $"{Fired(change)}: {change.Event.ObjectName}", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Requests_that_look_alike_wherever_they_were_tried_are_unknown_and_not_passed_over()
    {
        SetDifference difference = Compare(
            "{ name: a, match: { object: 'a/.*' }, bindings: { P: x } }",
            "{ name: a, match: { object: 'a/.*' }, bindings: { P: '{{ if object.name == \"a/needle\" }}y{{ "
                + "else }}x{{ end }}' } }"
        );

        Assert.Empty(difference.Changes);
        Assert.Equal(("a", "a"), Assert.Single(difference.Unknown) is var one ? (one.Before, one.After) : default);
    }

    [Fact]
    public void What_time_does_not_suffice_for_is_unknown()
    {
        using var over = new CancellationTokenSource();
        over.Cancel();
        SetDifference difference = Compare(
            "{ name: a, match: { object: 'a/.*' } }",
            "{ name: b, match: { object: 'a.*' } }",
            over.Token
        );

        Assert.Empty(difference.Changes);
        Assert.NotEmpty(difference.Unknown);
    }

    [Fact]
    public void The_differences_agree_with_trying_every_event_of_a_small_world() =>
        Gen.Select(World.RouteSets, World.RouteSets)
            .Sample(
                (first, second) =>
                {
                    DispatchPlanner before = Given.Planner(first),
                        after = Given.Planner(second);
                    RouteChange[] tried =
                    [
                        .. RouteDiff
                            .Compare(before, after, World.Events, Configuration.Empty)
                            .Where(change => change.Kind != ChangeKind.DifferentRequest),
                    ];

                    SetDifference difference = RouteSetDiff.Compare(
                        before,
                        after,
                        Configuration.Empty,
                        CancellationToken.None
                    );

                    Assert.Empty(difference.Unknown);
                    RouteChange[] proved =
                    [
                        .. difference.Changes.Where(change => change.Kind != ChangeKind.DifferentRequest),
                    ];
                    // Nothing is claimed that no event shows, and what an event shows has a change with the same gain
                    // or loss.
                    Assert.Superset(proved.Select(Fired).ToHashSet(), tried.Select(Fired).ToHashSet());
                    Assert.Equal(
                        [.. tried.SelectMany(Steps).Distinct().Order()],
                        [.. proved.SelectMany(Steps).Distinct().Order()]
                    );
                },
                iter: Iterations.Of(100)
            );

    // Who gained or lost objects, and to whom: what must not be missed.
    private static IEnumerable<string> Steps(RouteChange change) =>
        change.Kind switch
        {
            ChangeKind.NewlyMatched => change.After.Select(route => $"+ {route}"),
            ChangeKind.NoLongerMatched => change.Before.Select(route => $"- {route}"),
            _ =>
            [
                .. change.Before.Except(change.After).Select(route => $"{route} lost"),
                .. change.After.Except(change.Before).Select(route => $"{route} gained"),
            ],
        };

    private static string Fired(RouteChange change) =>
        $"{change.Kind} {string.Join(',', change.Before)} → {string.Join(',', change.After)}";

    private static SetDifference Compare(string before, string after, CancellationToken outOfTime = default) =>
        RouteSetDiff.Compare(Planner(before), Planner(after), Configuration.Empty, outOfTime);

    private static DispatchPlanner Planner(string routes) =>
        Given.Planner(
            $"version: 1\ndefaults: {{ task: {{ key: t, workspace: w, application: a }} }}\nroutes: [{routes}]\n"
        );
}
