using Dispatcher.Analysis.Diff;
using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Diff;

public sealed class RouteDiffTests
{
    private static readonly DispatchPlanner Before = Given.Planner(
        """
        version: 1
        defaults: { task: { workspace: w, application: a } }
        routes:
          - { name: a, match: { object: a/.* }, task: { key: k }, bindings: { P: "{{ object.name }}", Q: 1 } }
          - { name: b, match: { object: b/.* }, task: { key: k } }
          - { name: c, match: { object: c/.* }, task: { key: "{{ config.c ?? 'c' }}" } }
          - { name: e, match: { object: e/.* }, task: { key: k } }
          - { name: f, match: { object: f/.* }, task: none }
        """
    );

    private static readonly DispatchPlanner After = Given.Planner(
        """
        version: 1
        defaults: { task: { workspace: w, application: a } }
        routes:
          - { name: d, match: { object: '[bd]/1' }, task: { key: k } }
          - { name: a, match: { object: a/.* }, task: { key: k, workspace: w2 }, bindings: { P: "{{ object.file }}", R: 2 } }
          - { name: b, match: { object: b/1 }, task: { key: k } }
          - { name: c, match: { object: c/.* }, task: { key: "{{ config.c }}" } }
          - { name: e, match: { object: e/.* }, task: none }
          - { name: f, match: { object: f/.* }, task: none, description: the same }
        """
    );

    [Theory]
    [InlineData("z", null)]
    [InlineData("f/1", null)]
    [InlineData("e/1", "DifferentRequest e → e; task: \"k\" → \"none\"")]
    [InlineData("b/1", "Moves b → d")]
    [InlineData("b/2", "NoLongerMatched b → ")]
    [InlineData("d/1", "NewlyMatched  → d")]
    [InlineData(
        "a/1",
        "DifferentRequest a → a; workspace: \"w\" → \"w2\"; request.configProvider.bindings.P.simpleValue: "
            + "\"a/1\" → \"1\"; request.configProvider.bindings.Q: {\"simpleValue\":1} → ; "
            + "request.configProvider.bindings.R:  → {\"simpleValue\":2}"
    )]
    public void What_changes_for_an_object_is_named(string name, string? expected)
    {
        RouteChange? change = RouteDiff.Compare(Before, After, Given.Event(name), Configuration.Empty);

        Assert.Equal(
            expected,
            change is null
                ? null
                : string.Join(
                    "; ",
                    [
                        $"{change.Kind} {string.Join(',', change.Before)} → {string.Join(',', change.After)}",
                        .. change.Fields.Select(f => $"{f.Path}: {f.Before} → {f.After}"),
                    ]
                )
        );
    }

    [Fact]
    public void A_request_that_can_no_longer_be_rendered_is_a_difference()
    {
        FieldChange field = Assert.Single(
            RouteDiff.Compare(Before, After, Given.Event("c/1"), Configuration.Empty)!.Fields
        );

        Assert.Equal(("c", "error", null), (field.Route, field.Path, field.Before));
        Assert.StartsWith("\"RD302: ", field.After, StringComparison.Ordinal);
    }
}
