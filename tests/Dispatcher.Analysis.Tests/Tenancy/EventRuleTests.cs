using System.Text.Json;
using Dispatcher.Analysis.Tenancy;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Tenancy;

public sealed class EventRuleTests
{
    private static EventRule Rule(params string[] matches) => EventRuleBuilder.Build(Given.Set(Routes(matches)))!;

    private static string Routes(params string[] matches) =>
        "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
        + string.Concat(matches.Select((match, i) => $"  - {{ name: r{i}, {match} }}\n"));

    [Fact]
    public void The_condition_names_the_kinds_and_landing_buckets_of_all_routes()
    {
        EventRule rule = Rule(
            "match: { bucket: b, object: x, event: delete }",
            "match: { bucket: a, object: y, event: [update, delete] }"
        );
        Assert.Equal(
            """{"eventType":["com.oraclecloud.objectstorage.updateobject","com.oraclecloud.objectstorage.deleteobject"],"data":{"additionalDetails":{"bucketName":["a","b"]}}}""",
            rule.Condition
        );
    }

    [Theory]
    [InlineData("landing-area", "landing-area", true)]
    [InlineData("landing-(eu|us)", "landing-eu,landing-us", true)]
    [InlineData("[ab]-in", "a-in,b-in", true)]
    [InlineData("ab?", "a,ab", true)]
    [InlineData("a{2,3}", "aa,aaa", true)]
    [InlineData("landing-.*", "landing-*", true)]
    [InlineData("landing-[a-z]+", "landing-*", false)]
    [InlineData("landing-\\d{4}-x", "landing-*-x", false)]
    [InlineData("(?i)ab", "AB,Ab,aB,ab", true)]
    [InlineData(
        "(a|b|c|d)(a|b|c|d)(a|b|c|d)",
        "aa*,ab*,ac*,ad*,ba*,bb*,bc*,bd*,ca*,cb*,cc*,cd*,da*,db*,dc*,dd*",
        false
    )]
    [InlineData(".*", "", true)]
    [InlineData("a|.*", "", true)]
    [InlineData("landing-a|landing-.*", "landing-*", true)]
    public void A_bucket_pattern_becomes_its_values_or_a_wildcard(string pattern, string values, bool exact)
    {
        EventRule rule = Rule($"match: {{ bucket: '{pattern}', object: x }}");
        Assert.Equal(values, string.Join(',', rule.Buckets.Select(value => value.Text)));
        Assert.Equal(exact, rule.Wider.IsEmpty);
    }

    [Fact]
    public void What_the_condition_cannot_say_is_widened_and_said()
    {
        EventRule rule = Rule(
            "match: { bucket: in, object: x, event: create, compartment: finance }",
            "match: { bucket: 'n[0-9]+', object: x, event: delete }"
        );
        Assert.Equal(4, rule.Wider.Length);
        Assert.Contains(rule.Wider, text =>
            text.Contains("delete events of `in`, which no route takes", StringComparison.Ordinal)
        );
        Assert.Contains(rule.Wider, text => text.Contains("create events of `n*`", StringComparison.Ordinal));
        Assert.Contains(rule.Wider, text =>
            text.StartsWith("The bucket `n[0-9]+` of route `r1` becomes `n*`", StringComparison.Ordinal)
        );
        Assert.Contains(rule.Wider, text =>
            text.StartsWith("Route `r0` takes certain compartments", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_route_that_takes_any_bucket_makes_the_rule_cover_every_bucket()
    {
        EventRule rule = Rule("match: { bucket: in, object: x }", "match: { object: y }");
        Assert.Empty(rule.Buckets);
        Assert.DoesNotContain("bucketName", rule.Condition, StringComparison.Ordinal);
        Assert.Equal(
            "The rule covers every bucket, because route `r1` takes any; give it a `bucket`.",
            Assert.Single(rule.Wider)
        );
    }

    [Fact]
    public void A_namespace_is_named_when_every_route_names_one()
    {
        Assert.Equal("acme", Assert.Single(Rule("match: { namespace: acme, object: x }").Namespaces).Text);
        Assert.Empty(Rule("match: { namespace: acme, object: x }", "match: { object: y }").Namespaces);
    }

    [Theory]
    [InlineData("state: disabled", false)]
    [InlineData("state: shadow", true)]
    [InlineData("task: none", false)]
    public void Shadow_routes_need_their_events_and_disabled_ones_and_sinks_do_not(string state, bool covered)
    {
        EventRule rule = Rule("match: { bucket: a, object: x }", $"{state}, match: {{ bucket: b, object: x }}");
        Assert.Equal(covered ? ["a", "b"] : ["a"], rule.Buckets.Select(value => value.Text));
    }

    [Fact]
    public void Without_a_route_there_is_no_rule() =>
        Assert.Null(EventRuleBuilder.Build(Given.Set(Routes("state: disabled, match: { object: x }"))));

    [Fact]
    public void Values_say_which_routes_need_them()
    {
        EventRule rule = Rule("match: { bucket: in-.*, object: x }", "match: { bucket: [in-a, out], object: x }");
        Assert.Equal(
            ["in-*: r0 r1", "out: r1"],
            rule.Buckets.Select(value => $"{value.Text}: {string.Join(' ', value.Routes)}")
        );
    }

    /// <summary>The oracle is the matcher itself: no event that a route takes is kept back by the condition.</summary>
    [Theory]
    [InlineData("in")]
    [InlineData("in-1")]
    [InlineData("in-20")]
    [InlineData("in-eu")]
    [InlineData("out")]
    [InlineData("")]
    public void Every_event_that_a_route_takes_passes_the_condition(string bucket)
    {
        string yaml = Routes(
            "match: { bucket: 'in(-[0-9]+)?', object: x, event: create }",
            "match: { bucket: ['in-(eu|us)', 'o.t'], object: x, event: [update, delete] }"
        );
        EventRule rule = EventRuleBuilder.Build(Given.Set(yaml))!;
        DispatchPlanner planner = Given.Planner(yaml);
        foreach (ObjectEventKind kind in Enum.GetValues<ObjectEventKind>())
        {
            StorageEvent storageEvent = Given.Event("x", bucket.Length == 0 ? "else" : bucket, kind);
            if (planner.Plan(storageEvent, Configuration.Empty).Outcome == Outcome.Dispatched)
                Assert.True(Passes(rule.Condition, storageEvent), $"{kind} {bucket}");
        }

        static bool Passes(string condition, StorageEvent storageEvent)
        {
            JsonElement root = JsonDocument.Parse(condition).RootElement;
            return root.GetProperty("eventType").EnumerateArray().Any(type => type.GetString() == storageEvent.Type)
                && root.GetProperty("data")
                    .GetProperty("additionalDetails")
                    .GetProperty("bucketName")
                    .EnumerateArray()
                    .Any(value =>
                        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(
                            value.GetString(),
                            storageEvent.Bucket,
                            ignoreCase: false
                        )
                    );
        }
    }

    [Theory]
    [InlineData(
        """{"condition":"{\"data\":{\"additionalDetails\":{\"bucketName\":\"a\"}},\"eventType\":"""
            + """[\"com.oraclecloud.objectstorage.updateobject\","""
            + """\"com.oraclecloud.objectstorage.createobject\"]}"}""",
        ""
    )]
    [InlineData(
        """{"eventType":["com.oraclecloud.objectstorage.createobject","com.oraclecloud.objectstorage.updateobject"],"data":{"additionalDetails":{"bucketName":["a"]}}}""",
        ""
    )]
    [InlineData(
        """{"eventType":["com.oraclecloud.objectstorage.createobject"],"data":{"additionalDetails":"""
            + """{"bucketName":["a"]}}}""",
        "`eventType` lacks \"com.oraclecloud.objectstorage.updateobject\", which the routes need"
    )]
    [InlineData(
        """{"eventType":["com.oraclecloud.objectstorage.createobject","com.oraclecloud.objectstorage.updateobject"],"data":{"additionalDetails":{"bucketName":["a","z"]}}}""",
        "`data.additionalDetails.bucketName` has \"z\", which no route needs"
    )]
    [InlineData(
        """{"eventType":["com.oraclecloud.objectstorage.createobject","com.oraclecloud.objectstorage.updateobject"]}""",
        "`data.additionalDetails.bucketName` is not named: the rule lets everything through, the routes need \"a\""
    )]
    [InlineData(
        """{"eventType":["com.oraclecloud.objectstorage.createobject","com.oraclecloud.objectstorage.updateobject"],"data":{"resourceName":"x*","additionalDetails":{"bucketName":["a"]}}}""",
        "`data.resourceName` is limited to \"x*\", the routes take more"
    )]
    public void Drift_is_what_the_written_rule_lets_through_differently(string written, string difference)
    {
        RuleDrift drift = RuleDrift.Of(Rule("match: { bucket: a, object: x }"), written);
        Assert.Null(drift.Problem);
        Assert.Equal(difference, string.Join('\n', drift.Differences));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("[]")]
    [InlineData("""{"condition": 3}""")]
    [InlineData("""{"condition": "{"}""")]
    [InlineData("""{"eventType": [1]}""")]
    public void What_is_no_rule_is_said_to_be_none(string written) =>
        Assert.NotNull(RuleDrift.Of(Rule("match: { bucket: a, object: x }"), written).Problem);
}
