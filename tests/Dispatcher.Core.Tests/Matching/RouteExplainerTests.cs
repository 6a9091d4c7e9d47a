using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Matching;

public sealed class RouteExplainerTests
{
    private static readonly DispatchPlanner Planner = Given.Planner(
        """
        version: 1
        defaults: { task: { key: k } }
        routes:
          - { name: invoices, match: { bucket: landing, object: 'invoices/[A-Za-z0-9_\-]+\.jsonlines' } }
          - { name: orders,   match: { bucket: landing, object: 'orders/\d{4}/[a-z]+\.csv' } }
          - { name: parked,   state: disabled, match: { object: 'parked/.*' } }
          - { name: late,     match: { bucket: landing, object: 'invoices/.*', except: 'invoices/tmp/.*' } }
        """
    );

    [Theory]
    [InlineData("orders/2026/a.cs", "landing", "orders", "object", "orders/2026/a.cs")]
    [InlineData("orders/20x6/a.csv", "landing", "orders", "object", "orders/20")]
    [InlineData("orders/2026/a.csv", "elsewhere", "orders", "bucket", "")]
    [InlineData("invoices/tmp/x", "landing", "late", "except", null)]
    [InlineData("parked/x", "landing", "parked", "state", null)]
    public void The_nearest_route_comes_first_with_the_first_part_that_failed(
        string name,
        string bucket,
        string route,
        string failed,
        string? accepted
    )
    {
        RouteExplanation nearest = Planner.Explain(Given.Event(name, bucket))[0];

        Assert.Equal((route, failed, accepted), (nearest.Route, nearest.Failed, nearest.Accepted));
        Assert.StartsWith($"`{route}`: ", nearest.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_that_matches_says_so_and_one_behind_it_says_who_was_first()
    {
        var explanations = Planner.Explain(Given.Event("invoices/a.jsonlines", "landing")).ToDictionary(e => e.Route);

        Assert.True(explanations["invoices"].Matched);
        Assert.Equal("order", explanations["late"].Failed);
        Assert.Contains("`invoices` comes first", explanations["late"].Text, StringComparison.Ordinal);
        Assert.Equal(4, explanations.Count);
    }

    [Fact]
    public void That_explaining_fails_changes_nothing_about_which_routes_match()
    {
        var explanations = RouteExplainer
            .Explain(Planner.Set, Given.Event("invoices/a.jsonlines", "landing"), (_, _) =>
                throw new InvalidOperationException()
            )
            .ToDictionary(e => e.Route);

        Assert.Equal("invoices", Assert.Single(explanations.Values, explanation => explanation.Matched).Route);
        Assert.Equal("order", explanations["late"].Failed);
        Assert.Equal("object", explanations["orders"].Failed);
        Assert.All(explanations.Values, explanation =>
            Assert.Contains(
                "InvalidOperationException, a fault of this program",
                explanation.Text,
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public void The_kind_is_explained_in_the_words_of_the_route_file() =>
        Assert.Contains(
            "the event is a delete, and the route takes create, update",
            Planner.Explain(Given.Event("orders/2026/a.csv", "landing", ObjectEventKind.Delete))[0].Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("orders/2026/a.csv", "Landing", "it differs only in letter case")]
    [InlineData("orders/2026/а.csv", "landing", "follows, which begins with U+0430 for `a`; it differs only by a char")]
    [InlineData("orders/2026/a.csv\n", "landing", "it differs only by a line end at the end")]
    [InlineData(
        "Mu\u0308ller/a.csv",
        "landing",
        "\"u<U+0308>ller/a.csv\" follows; it differs only in Unicode normal form"
    )]
    [InlineData("Mo\u0308ller/a.csv", "landing", "\"o<U+0308>ller/a.csv\" follows")]
    [InlineData("Zoe\u0308/a.csv", "landing", "\"Zoe<U+0308>/a.csv\" follows")]
    [InlineData(
        "Café/a.csv",
        "landing",
        "`e<U+0301>/` is expected but \"é/a.csv\" follows; it differs only in Unicode"
    )]
    [InlineData("Q1\u00a0net/a", "landing", "\"<U+00A0>net/a\" follows; it differs only by a no-break space (U+00A0)")]
    [InlineData("elsewhere/a", "landing", "the object name begins differently: ")]
    public void The_difference_is_named_where_it_is(string name, string bucket, string expected)
    {
        DispatchPlanner planner = Given.Planner(
            """
            version: 1
            defaults: { task: { key: k } }
            routes:
              - { name: orders, match: { bucket: landing, object: 'orders/\d{4}/[a-z]+\.csv' } }
              - { name: other,  match: { bucket: landing, object: 'others/\d{4}/[a-z]+\.csv' } }
              - { name: joined, match: { bucket: landing, object: 'Müller/[a-z]+\.csv' } }
              - { name: split,  match: { bucket: landing, object: "Cafe\u0301/[a-z]+" } }
              - { name: blank,  match: { bucket: landing, object: 'Q1 net/[a-z]+' } }
            """.Replace("[a-z]+\"", "[a-z.]+\"", StringComparison.Ordinal)
        );
        Assert.Contains(expected, planner.Nearest(Given.Event(name, bucket))!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_shows_what_was_accepted_expected_and_met()
    {
        string text = Planner.Nearest(Given.Event("orders/20x6/a\u001b[31m.csv", "landing"))!.Text;

        Assert.Contains("\"orders/20\" is accepted", text, StringComparison.Ordinal);
        Assert.Contains("\"x6/a<U+001B>[31m.csv\" follows", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }
}
