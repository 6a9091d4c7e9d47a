using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Proofs;

public sealed class RouteProverTests
{
    [Theory]
    [InlineData("object: 'orders/.*'", "object: '.*\\.csv'", "orders/.csv")]
    [InlineData("object: 'a/.*'", "object: 'b/.*'", null)]
    [InlineData("object: '.*', bucket: in", "object: '.*', bucket: out", null)]
    [InlineData("object: '.*', bucket: in", "object: '.*', bucket: [out, 'i.*']", "a")]
    [InlineData("object: '.*', bucket: in", "object: '.*'", "a")]
    [InlineData("object: '.*', namespace: acme", "object: '.*', namespace: other", null)]
    [InlineData("object: '.*', event: create", "object: '.*', event: [update, delete]", null)]
    [InlineData("object: '.*', event: [create, delete]", "object: 'x', event: [update, delete]", "x")]
    [InlineData("object: '.*', compartment: prod", "object: '.*', compartment: test", null)]
    // one has a name and an OCID
    [InlineData("object: '.*', compartment: prod", "object: '.*', compartment: ocid1\\.compartment\\.oc1\\.\\.x", "a")]
    [InlineData(
        "object: '.*', compartment: ocid1\\.compartment\\.oc1\\.\\.y",
        "object: '.*', compartment: ocid1\\.compartment\\.oc1\\.\\.x",
        null
    )]
    [InlineData("object: '[ab]+', except: 'b.*'", "object: '[bc]+'", null)]
    [InlineData("object: ['x', '[ab]+']", "object: ['y', '[bc]+']", "b")]
    public void Two_routes_overlap_where_one_event_meets_every_condition_of_both(
        string first,
        string second,
        string? name
    )
    {
        ImmutableArray<RouteProof> proofs = Prove($"{{ {first} }}", $"{{ {second} }}");
        Assert.Empty(proofs[0].Overlaps);
        Assert.Equal(name is null ? [] : [name], proofs[1].Overlaps.Select(overlap => overlap.Witness.Object));
    }

    [Theory]
    [InlineData("object: 'a/x.*'", "object: 'a/.*'", true)] // the specific before the general
    [InlineData("object: 'a/.*'", "object: 'a/x.*'", false)]
    [InlineData("object: 'a/.*', bucket: b", "object: 'a/.*'", true)]
    [InlineData("object: 'a/.*', event: [create, update]", "object: '.*', event: create", false)]
    [InlineData("object: '(?:a|b).*'", "object: '(?:b|c).*'", false)]
    public void A_route_that_is_a_special_case_of_a_later_one_is_in_order(string first, string second, bool reconciled)
    {
        RouteProof last = RouteProver.Prove(
            Given.Set(
                $$"""
                version: 1
                defaults: { task: { key: t, workspace: w, application: a } }
                routes:
                  - { name: r0, match: { {{first}} } }
                  - { name: r1, match: { {{second}} } }
                """
            ),
            CancellationToken.None
        )[^1];
        Assert.Equal(reconciled, Assert.Single(last.Overlaps).IsReconciled);
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("continue: true", "", null)] // the search goes on: both fire
    [InlineData("", "continue: true", false)] // the second never gets what both take
    [InlineData("overrides: [r1]", "", true)]
    [InlineData("", "overrides: [r0]", true)]
    [InlineData("state: shadow", "", null)]
    [InlineData("state: disabled", "", null)]
    [InlineData("", "state: shadow", true)]
    [InlineData("", "fallback: true", true)]
    [InlineData("fallback: true", "fallback: true", true)]
    [InlineData("fallback: true", "", true)] // r0 is tried after r1
    public void A_route_that_ends_the_search_overlaps_with_those_after_it_and_some_say_that_it_is_meant(
        string first,
        string second,
        bool? reconciled
    )
    {
        ImmutableArray<RouteProof> proofs = RouteProver.Prove(
            Given.Set(
                $$"""
                version: 1
                defaults: { task: { key: t, workspace: w, application: a } }
                routes:
                  - name: r0
                    match: { object: 'a.*' }
                    {{first}}
                  - name: r1
                    match: { object: '.*a' }
                    {{second}}
                """
            ),
            CancellationToken.None
        );
        Assert.Equal(reconciled is { } is_ ? [is_] : [], proofs[^1].Overlaps.Select(overlap => overlap.IsReconciled));
    }

    [Theory]
    [InlineData("{ object: 'a/.*' }", "{ object: 'b' }", "{ object: 'a/[0-9]+' }", "r0")]
    // only both together
    [InlineData("{ object: '[a-m].*' }", "{ object: '[n-z].*' }", "{ object: '[a-z]+' }", "r0 r1")]
    [InlineData(
        "{ object: '.*', bucket: in }",
        "{ object: '.*', bucket: '(?:out|x).*' }",
        "{ object: a, bucket: [in, out] }",
        "r0 r1"
    )]
    [InlineData(
        "{ object: '.*', event: create }",
        "{ object: '.*', event: [update, delete] }",
        "{ object: a }",
        "r0 r1"
    )]
    // there are other buckets
    [InlineData("{ object: '.*', bucket: in }", "{ object: '.*', bucket: out }", "{ object: a }", null)]
    // an event may name no compartment
    [InlineData("{ object: '.*', compartment: '.*' }", "{ object: b }", "{ object: a }", null)]
    [InlineData("{ object: a }", "{ object: b }", "{ object: \"\\n\" }", "")]
    [InlineData("{ object: a }", "{ object: b }", "{ object: 'c+', except: ['cc', 'c(?:c{2,})?'] }", "")]
    [InlineData("{ object: a }", "{ object: b }", "{ object: '[abc]' }", null)]
    public void A_route_never_fires_when_the_routes_before_it_take_all_or_nothing_matches(
        string first,
        string second,
        string third,
        string? coveredBy
    )
    {
        RouteProof proof = Prove(first, second, third)[2];
        Assert.Equal(coveredBy is null ? Decision.Yes : Decision.No, proof.Fires);
        Assert.Equal(coveredBy ?? "", string.Join(' ', proof.CoveredBy.Select(route => route.Name)));
        Assert.Equal(coveredBy is { Length: > 0 }, proof.Witness is not null);
    }

    [Fact]
    public void What_time_does_not_suffice_for_is_undecided_and_never_passed_over()
    {
        using var over = new CancellationTokenSource();
        over.Cancel();
        ImmutableArray<RouteProof> proofs = RouteProver.Prove(
            Given.Set(Yaml("{ object: 'a.*' }", "{ object: '.*a' }", "{ object: 'b' }")),
            over.Token
        );
        Assert.Equal([true, false, false], proofs.Select(proof => proof.IsComplete));
        Assert.All(proofs, proof => Assert.Equal(Decision.Undecided, proof.Fires));
    }

    [Fact]
    public void A_pair_that_takes_too_many_states_is_undecided_and_the_others_are_not()
    {
        // Inclusion needs two to the thirty sets of positions.
        ImmutableArray<RouteProof> proofs = Prove(
            "{ object: '(?:[ab]*a[ab]{30}|[ab]*b[ab]{30})c' }",
            "{ object: '[ab]{40,}c' }",
            "{ object: 'aa.*' }"
        );
        Assert.Equal(Decision.Undecided, proofs[1].Fires);
        Assert.Equal([1, 2], proofs.Skip(1).Select(proof => proof.Overlaps.Length));
        Assert.Equal(Decision.Yes, proofs[2].Fires);
    }

    private static ImmutableArray<RouteProof> Prove(params string[] matches) =>
        RouteProver.Prove(Given.Set(Yaml(matches)), CancellationToken.None);

    private static string Yaml(params string[] matches) =>
        "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
        + string.Concat(matches.Select((match, i) => $"  - {{ name: r{i}, match: {match} }}\n"));
}
