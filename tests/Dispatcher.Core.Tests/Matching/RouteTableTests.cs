using CsCheck;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Routes;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Matching;

public sealed class RouteTableTests
{
    // One tree, many inputs: what a reader needs to know of routing is here.
    private const string Tree = """
        version: 1
        defaults: { task: { key: k } }
        routes:
          - { name: off,     state: disabled, match: { object: .* } }
          - { name: watch,   state: shadow,   match: { object: '(a|b)/.*' } }
          - { name: audit,   continue: true,  match: { object: 'a/.*', except: 'a/private/.*' } }
          - { name: csv,     match: { object: 'a/[a-z]+\.csv' } }
          - { name: two,     match: { object: ['x/1', 'y/2'] } }
          - { name: bucket,  match: { object: 'in/.*', bucket: ['raw-.*', landing] } }
          - { name: deletes, match: { object: 'in/.*', event: delete } }
          - { name: any-in,  match: { object: 'in/.*' } }
          - { name: comp,    match: { object: 'c', compartment: 'team|ocid1\..*x' } }
          - { name: space,   match: { object: 'n', namespace: 'ns[0-9]' } }
          - { name: last,    match: { object: 'a/.*\.csv' } }
        """;

    private static readonly RouteTable Table = RouteTable.Build(Given.Set(Tree));

    [Theory]
    [InlineData("a/orders.csv", "watch audit csv")]
    [InlineData("a/Orders.csv", "watch audit last")] // case-sensitive
    [InlineData("a/private/x.csv", "watch last")] // except
    [InlineData("a/notes", "watch audit")] // continue, and nothing after it
    [InlineData("b/notes", "watch")] // a shadow route alone
    [InlineData("x/1", "two")]
    [InlineData("y/2", "two")]
    [InlineData("x/2", "")]
    [InlineData("in/f", "bucket", "landing")]
    [InlineData("in/f", "bucket", "raw-1")]
    [InlineData("in/f", "any-in", "raw")]
    [InlineData("in/f", "deletes", "raw", ObjectEventKind.Delete)]
    [InlineData("in/f", "", "landing", ObjectEventKind.Delete, "deletes")]
    [InlineData("z", "")]
    [InlineData("x/1\n", "")] // the whole name, not a line of it
    [InlineData(" x/1", "")]
    public void The_first_match_wins_and_continue_goes_on(
        string name,
        string fired,
        string bucket = "b",
        ObjectEventKind kind = ObjectEventKind.Create,
        string? instead = null
    ) => Assert.Equal(instead ?? fired, Fired(Given.Event(name, bucket, kind)));

    [Theory]
    [InlineData("a/1", "a")]
    [InlineData("b/1", "b")] // the file with the fallbacks comes first
    [InlineData("b/x", "audit last")] // `continue` goes on to the fallbacks as well
    [InlineData("c/1", "last")]
    [InlineData("d", "rest")] // fallbacks are in order among themselves
    public void Fallbacks_are_tried_after_all_other_routes_whatever_their_files(string name, string fired)
    {
        RouteSet set = Given.Set(
            """
            version: 1
            defaults: { task: { key: k } }
            routes:
              - { name: last, fallback: true, match: { object: .*/.* } }
              - { name: a,    match: { object: a/.* } }
              - { name: rest, fallback: true, match: { object: .* } }
            """,
            """
            version: 1
            defaults: { task: { key: k } }
            routes:
              - { name: audit, continue: true, match: { object: .*/x } }
              - { name: b,     match: { object: 'b/[0-9]' } }
            """
        );

        Assert.Equal("a audit b last rest", string.Join(' ', set.Routes.Select(route => route.Name)));
        Assert.Equal([0, 1, 2, 3, 4], set.Routes.Select(route => route.Index));
        Assert.Equal(
            fired,
            string.Join(' ', RouteTable.Build(set).Match(Given.Event(name)).Select(hit => hit.Route.Name))
        );
    }

    [Theory]
    [InlineData("team", "other", "comp")]
    [InlineData("elsewhere", "ocid1.compartment.x", "comp")]
    [InlineData("elsewhere", "ocid1.compartment.y", "")]
    public void A_compartment_is_matched_by_name_or_by_OCID(string name, string id, string fired) =>
        Assert.Equal(
            fired,
            Fired(
                Given.Event(
                    new EventDocument
                    {
                        Object = "c",
                        CompartmentName = name,
                        CompartmentId = id,
                    }
                )
            )
        );

    [Theory]
    [InlineData("ns1", "space")]
    [InlineData("ns12", "")]
    public void A_namespace_is_matched_whole(string @namespace, string fired) =>
        Assert.Equal(fired, Fired(Given.Event(new EventDocument { Object = "n", Namespace = @namespace })));

    [Fact]
    public void The_captures_are_those_of_the_expression_that_matched()
    {
        RouteTable table = RouteTable.Build(
            Given.Set(
                Given.Route("match: { object: ['a/(?<x>[0-9]+)(?<y>z)?', '(b)/(?<x>[a-z]+)'] }\ntask: { key: k }")
            )
        );

        IReadOnlyDictionary<string, string?> Captures(string name) =>
            Assert.Single(table.Match(Given.Event(name))).Pattern.Match(name)!.Groups;
        IReadOnlyDictionary<string, string?> first = Captures("a/12"),
            second = Captures("b/cd");

        Assert.Equal(("12", null), (first["x"], first["y"]));
        Assert.Equal(("cd", "b"), (second["x"], second["1"]));
        Assert.False(second.ContainsKey("y"));
    }

    [Fact]
    public void The_index_never_changes_the_answer()
    {
        string[] parts = ["a", "b", "ab", "a/", "/", ".csv", ".*", "[ab]", "(a|b)", "a?", "(?i)A", "b+"];
        Gen<string> pattern = Gen.OneOf(parts[..^2]).Array[1, 4].Select(string.Concat);
        Gen<string> name = Gen.OneOf("a", "b", "/", "ab", ".csv", "A").Array[1, 5].Select(string.Concat);
        Gen.Select(pattern.Array[1, 12], Gen.Bool.Array[12], name.Array[20])
            .Sample(
                (patterns, goesOn, names) =>
                {
                    RouteSet set = Given.Set(
                        "version: 1\ndefaults: { task: { key: k } }\nroutes:\n"
                            + string.Concat(
                                patterns.Select(
                                    (p, i) =>
                                        $"  - {{ name: r{i}, continue: {(goesOn[i] ? "true" : "false")}, "
                                        + $"match: {{ object: '{p}' }} }}\n"
                                )
                            )
                    );
                    RouteTable table = RouteTable.Build(set);
                    return names.All(n =>
                    {
                        StorageEvent storageEvent = Given.Event(n);
                        return table
                            .Match(storageEvent)
                            .Select(hit => hit.Route.Index)
                            .SequenceEqual(TriedInTurn(set, storageEvent));
                    });
                },
                iter: Iterations.Of(500)
            );
    }

    private static IEnumerable<int> TriedInTurn(RouteSet set, StorageEvent storageEvent)
    {
        foreach (Route route in set.Routes)
        {
            if (RouteMatcher.Match(route, storageEvent) is null)
                continue;
            yield return route.Index;
            if (!route.Continue)
                yield break;
        }
    }

    private static string Fired(StorageEvent storageEvent) =>
        string.Join(' ', Table.Match(storageEvent).Select(hit => hit.Route.Name));
}
