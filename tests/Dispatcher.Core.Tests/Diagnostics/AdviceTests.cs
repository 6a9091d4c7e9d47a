using System.Text;
using Dispatcher.Matching;
using Dispatcher.Planning;
using Dispatcher.Routes.Loading;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Diagnostics;

/// <summary>A message names the layer that is meant, YAML, pattern or template, and shows what a reader cannot
/// see.</summary>
public sealed class AdviceTests
{
    [Theory]
    [InlineData(@"orders/[a-z]+\.csv", "orders/a.CSV", "it differs only in letter case: `(?i)` at the start takes any")]
    [InlineData(@"orders/[a-z]+\.csv", "Orders/a.csv", "it differs only in letter case")]
    [InlineData(@"orders/[a-z]+\.csv", "orders/a.csv ", "it differs only by a blank at the end")]
    [InlineData(@"orders/[a-z]+\.csv", " orders/a.csv", "it differs only by a blank at the beginning")]
    [InlineData(@"orders/[a-z]+\.csv", "/orders/a.csv", "it differs only by a slash at the beginning")]
    [InlineData(@"/orders/[a-z]+\.csv", "orders/a.csv", "by a slash at the beginning, which is missing")]
    [InlineData(@"orders/[a-z]+", "orders/a/", "it differs only by a slash at the end")]
    [InlineData(@"m\u00fcller/[a-z]+", "mu\u0308ller/a", "it differs only in Unicode normal form")]
    [InlineData(@"mu\u0308ller/[a-z]+", "m\u00fcller/a", "it differs only in Unicode normal form")]
    [InlineData("day one/[a-z]+", "day\u00a0one/a", "it differs only by a no-break space (U+00A0)")]
    [InlineData("orders/[a-z]+", "\u043erders/a", "a character that looks like another: U+043E for `o`")]
    public void One_small_difference_is_named(string pattern, string name, string expected)
    {
        string text = Nearest(pattern, name);
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"m\u00fcller/[a-z]+", "mu\u0308ller/a", "u<U+0308>ller")]
    [InlineData("day one/[a-z]+", "day\u00a0one/a", "<U+00A0>")]
    [InlineData("ohm/[a-z]+", "\u2126hm/a", "<U+2126>")]
    public void What_cannot_be_seen_is_shown_by_its_number(string pattern, string name, string expected) =>
        Assert.Contains(expected, Nearest(pattern, name), StringComparison.Ordinal);

    [Theory]
    [InlineData(@"orders/[a-z]+\.csv", "orders/1.csv")]
    [InlineData(@"orders/[a-z]+\.csv", "orders/a.csvx")]
    [InlineData(@"orders/[a-z]+\.csv", "Orders/1.CSV")]
    public void A_larger_difference_is_not(string pattern, string name) =>
        Assert.DoesNotContain("differs only", Nearest(pattern, name), StringComparison.Ordinal);

    [Fact]
    public void A_name_that_begins_differently_is_told_apart_in_a_few_words() =>
        Assert.Contains(
            "the object name begins differently:",
            Nearest("orders/.+", "bills/a"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Vendors/0042/sales.csv", "it differs only in letter case")]
    [InlineData("/vendors/0042/sales.csv", "it differs only by a slash at the beginning")]
    [InlineData(" vendors/0042/sales.csv", "it differs only by a blank at the beginning")]
    [InlineData("v\u0435ndors/0042/sales.csv", "it differs only by a character that looks like another: U+0435")]
    public void The_nearest_route_is_the_one_that_is_meant_where_the_beginning_hardly_differs(
        string name,
        string expected
    )
    {
        RouteLoad load = Load(
            Route("first", @"vendors/0001/[a-z]+\.csv") + Route("meant", @"vendors/0042/[a-z]+\.csv")
        );

        RouteExplanation nearest = DispatchPlanner.For(load.Set!).Nearest(Given.Event(name, "landing"))!;

        Assert.Equal("meant", nearest.Route);
        Assert.Contains(expected, nearest.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "  - name: a\n    match: { object: x }\n    bucket: b\n",
        "write it below `match`: `match: { bucket: … }`"
    )]
    [InlineData("  - name: a\n    match: { object: x, key: K }\n", "write it below `task`")]
    [InlineData("  - name: a\n    match:\n      object: *.csv\n", "a pattern is not a file glob: write '[^/]*\\.csv'")]
    [InlineData("  - name: a\n    match:\n      object: \"\\d+\"\n", @"write the text in single quotes: '\d+'")]
    [InlineData(
        "  - name: a\n    match: { object: 'in/{a,b}.csv' }\n",
        @"a pattern is not a file glob; write `in/(?:a|b)\.csv`"
    )]
    [InlineData(
        "  - name: a\n    match: { object: '*/{x*,y.z}/[!a].csv' }\n",
        @"a pattern is not a file glob; write `[^/]*/(?:x[^/]*|y\.z)/[^a]\.csv`"
    )]
    [InlineData("  - name: a\n    match: { object: 'a{3,2}' }\n", "write `{2,3}`")]
    [InlineData("  - name: a\n\tmatch: { object: x }\n", "indent by spaces")]
    [InlineData("  - name: a\n    <<: *b\n", "what routes share goes into `defaults`")]
    [InlineData(
        "  - name: a\n    match: { object: x }\n    task:\n      key: {{ config.k }}\n",
        "put it in quotes: key: \"{{ config.k }}\""
    )]
    [InlineData("  - name: a\n    match: { object: x, bucket: '(?!b).*' }\n", "`except: { bucket: PATTERN }`")]
    public void A_load_error_says_what_to_write_in_its_layer(string routes, string hint)
    {
        RouteLoad load = Load(routes);
        Assert.Contains(load.Diagnostics, diagnostic => diagnostic.ToString().Contains(hint, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{{ day }}", "did you mean `groups.day`?")]
    [InlineData("{{ object_name }}", "did you mean `object.name`?")]
    [InlineData("{{ objectName }}", "did you mean `object.name`?")]
    [InlineData("{{ bucket_name }}", "did you mean `bucket.name`?")]
    [InlineData("{{ etag }}", "did you mean `object.etag`?")]
    public void A_member_without_the_name_before_its_dot_is_recognised(string template, string hint)
    {
        RouteLoad load = Load(
            "  - name: a\n    match: { object: '(?<day>[0-9]+)' }\n    task: { key: K }\n"
                + $"    bindings: {{ P: \"{template}\" }}\n"
        );
        Assert.Contains(hint, Assert.Single(load.Diagnostics).Hint, StringComparison.Ordinal);
    }

    private static string Nearest(string pattern, string name) =>
        DispatchPlanner.For(Load(Route("orders", pattern)).Set!).Nearest(Given.Event(name, "landing"))!.Text;

    private static string Route(string name, string pattern) =>
        $"  - name: {name}\n    match: {{ object: '{Escaped(pattern)}' }}\n"
        + "    task: { key: K, workspace: w, application: a }\n";

    // A row writes characters that cannot be seen by their number.
    private static string Escaped(string pattern) =>
        pattern
            .Replace(@"\u00fc", "\u00fc", StringComparison.Ordinal)
            .Replace(@"\u0308", "\u0308", StringComparison.Ordinal);

    private static RouteLoad Load(string routes) =>
        RouteLoader.Load([new RouteFile("routes.yaml", Encoding.UTF8.GetBytes("version: 1\nroutes:\n" + routes))]);
}
