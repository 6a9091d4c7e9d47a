using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Matching;
using Dispatcher.Routes;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Proofs;

/// <summary>What is proved of <c>where</c> and of <c>except</c> by key.</summary>
public sealed class MatchKeyProofTests
{
    private const string Archival = "data.additionalDetails.archivalState";

    [Theory]
    [InlineData("where: { data.a: x }", "where: { data.a: y }", Decision.No)]
    [InlineData("where: { data.a: 'x.*' }", "where: { data.a: '.*y' }", Decision.Yes)]
    [InlineData("where: { data.a: x }", "where: { data.b: y }", Decision.Yes)] // other members: both can be
    [InlineData("where: { data.a: x }", "bucket: b", Decision.Yes)]
    [InlineData("where: { data.a: 'x*' }", "where: { data.a: 'y*' }", Decision.Yes)] // the empty text
    // names have no line feed
    [InlineData("where: { data.a: '[\\n!]' }", "where: { data.a: '[\\n?]' }", Decision.Undecided)]
    [InlineData("where: { data.resourceName: b }", "bucket: b", Decision.Undecided)] // the object is a: not confirmed
    [InlineData("except: { bucket: b }", "bucket: b", Decision.No)]
    [InlineData("except: { bucket: b }", "bucket: '[bc]'", Decision.Yes)]
    [InlineData("except: { bucket: '.*' }", "bucket: b", Decision.No)]
    [InlineData("bucket: b, except: { namespace: n }", "bucket: b, namespace: n", Decision.No)]
    // by name or by OCID, the exception as well
    [InlineData("except: { compartment: c }", "compartment: c", Decision.No)]
    public void Two_routes_overlap_where_one_event_meets_both(string first, string second, Decision expected)
    {
        Assert.Equal(expected, Overlap(first, second));
    }

    public static TheoryData<string> Keys => [.. MatchKeys.Places.Select(key => key.Name)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_keeps_routes_apart_and_lets_them_meet(string key)
    {
        Assert.Equal(Decision.No, Overlap($"{key}: abc", $"{key}: abd"));
        Assert.Equal(Decision.Yes, Overlap($"{key}: abc", $"{key}: 'ab[cd]'"));
        Assert.Equal(Decision.Yes, Overlap($"{key}: 'a.*'", $"{key}: '.*b'"));
        Assert.Equal(Decision.Yes, Overlap($"{key}: abc", "except: { object: b }"));
        Assert.Equal(Decision.No, Overlap($"{key}: abc", $"except: {{ {key}: abc }}"));
    }

    private static Decision Overlap(string first, string second)
    {
        RouteSet set = Given.Set(Two(first, second));
        EventSearch search = EventAnalysis.Overlap(set.Routes[0], set.Routes[1], new WorkBudget(100_000));
        if (search.Witness is { } witness)
            Assert.All(set.Routes, route => Assert.NotNull(RouteMatcher.Match(route, Given.Event(witness))));
        return search.Found;
    }

    [Theory]
    [InlineData("", "where: { data.a: x }", true)]
    [InlineData("where: { data.a: x }", "where: { data.a: x, data.b: y }", true)]
    [InlineData("where: { data.a: '.*' }", "", false)] // an event without the member is left
    [InlineData("where: { " + Archival + ": Available }", "", false)]
    [InlineData("except: { bucket: b }", "bucket: b", false)]
    [InlineData("except: { bucket: b }", "bucket: c", true)]
    [InlineData("except: { bucket: b }", "except: { bucket: '[bc]' }", true)]
    [InlineData("except: { bucket: '[bc]' }", "except: { bucket: b }", false)]
    public void A_route_is_covered_only_where_no_event_is_left(string first, string second, bool never)
    {
        RouteSet set = Given.Set(Two(first, second));

        RouteProof proof = RouteProver.Prove(set, CancellationToken.None)[1];

        Assert.Equal(never ? Decision.No : Decision.Yes, proof.Fires);
    }

    private static string Two(string first, string second) =>
        $$"""
            version: 1
            defaults: { task: { key: k } }
            routes:
              - { name: first, match: { {{Match(first)}} } }
              - { name: second, match: { {{Match(second)}} } }
            """;

    private static string Match(string more) => more.Length == 0 ? "object: a" : $"object: a, {more}";
}
