using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Testing.Tests;

public sealed class DryRunTests
{
    private static readonly DryRun Both = Given.Configured.When(ObjectEvent.Created("readings/2026.json"));

    [Fact]
    public void The_routes_that_start_are_named_in_any_order_and_all_of_them()
    {
        Both.Starts("archive", "readings");
        Both.Starts("readings", "archive");

        Assert.Equal(
            """
            Expected create of "readings/2026.json" in bucket "landing-area" to start `readings`, but it starts `archive`, `readings`
            why:
              `readings`: matches
              `archive`: matches
            """,
            string.Join('\n', Given.Message(() => Both.Starts("readings")).Split('\n')[..4])
        );
    }

    [Fact]
    public void What_starts_nothing_says_so_and_why_the_nearest_route_did_not_match()
    {
        DryRun run = Given.Configured.When(ObjectEvent.Created("strit/2026.json"));

        run.StartsNothing();
        string message = Given.Message(() => run.Starts("readings"));

        Assert.StartsWith(
            "Expected create of \"strit/2026.json\" in bucket \"landing-area\" to start `readings`, but it "
                + "starts nothing\nwhy:\n  `readings`: ",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains("\n  `strict`: \"stri\" is accepted, then ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_that_does_not_exist_gets_a_suggestion() =>
        Assert.Contains(
            "\nThere is no route `reading`; did you mean `readings`?\nwhy:",
            Given.Message(() => Both.Starts("reading")),
            StringComparison.Ordinal
        );

    [Fact]
    public void Nothing_was_expected_to_start_but_something_does()
    {
        string message = Given.Message(Both.StartsNothing);

        Assert.StartsWith(
            "Expected create of \"readings/2026.json\" in bucket \"landing-area\" to start nothing, but it "
                + "starts `archive`, `readings`\nwhy:",
            message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_route_that_cannot_be_rendered_neither_starts_nor_is_unmatched()
    {
        DryRun run = Given.Configured.When(ObjectEvent.Created("strict/a"));

        run.Fails("RD302");
        run.Fails("RD302", saying: "strict_key");
        foreach (
            string message in (string[])
                [
                    Given.Message(run.StartsNothing),
                    Given.Message(() => run.Starts("strict")),
                    Given.Message(() => run.Fails("RD303")),
                ]
        )
            Assert.Contains(
                "but it starts nothing and fails:\n  RD302 in `strict`: ",
                message,
                StringComparison.Ordinal
            );
        Assert.Contains(
            "to fail with RD302, saying \"other_key\", but",
            Given.Message(() => run.Fails("RD302", saying: "other_key")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_does_not_fail_is_said_to_start() =>
        Assert.StartsWith(
            "Expected create of \"readings/2026.json\" in bucket \"landing-area\" to fail with RD302, but "
                + "it starts `archive`, `readings`\nwhy:",
            Given.Message(() => Both.Fails("RD302")),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_shadow_route_starts_nothing_and_can_be_looked_at()
    {
        DryRun run = Given.Configured.When(ObjectEvent.Created("trial/a"));

        run.StartsNothing();
        run.Shadows("trial").WithTaskKey("t2");
        Assert.Contains(
            "to start `trial`, but it starts nothing (and shadows `trial`)",
            Given.Message(() => run.Starts("trial")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "to shadow `trial`, but it starts `archive`, `readings`",
            Given.Message(() => Both.Shadows("trial")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_event_that_the_function_refuses_fails_and_one_that_it_ignores_starts_nothing()
    {
        DryRun refused = Given.Routes.When(ObjectEvent.FromJson("{"));
        DryRun ignored = Given.Routes.When(
            ObjectEvent.FromJson(
                """{"cloudEventsVersion": "0.1", "eventID": "1","""
                    + """ "eventType": "com.oraclecloud.objectstorage.createbucket","""
                    + """ "eventTime": "2019-01-10T21:19:24Z"}"""
            )
        );

        refused.Fails("RD311");
        ignored.StartsNothing();
        Assert.Null(refused.Plan);
        Assert.StartsWith(
            "Expected the event document to start `archive`, but the event is refused:\n  RD311: The body "
                + "is not valid JSON",
            Given.Message(() => refused.Starts("archive")),
            StringComparison.Ordinal
        );
        Assert.Contains("but the event is refused:", Given.Message(refused.StartsNothing), StringComparison.Ordinal);
        Assert.Contains(
            "but the event is ignored: its type is \"com.oraclecloud.objectstorage.createbucket\"",
            Given.Message(() => ignored.Starts("archive")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_not_said_of_the_place_fits_the_routes()
    {
        Assert.Equal("landing-area", Both.Plan!.Event.Bucket);
        Given.Configured.When(ObjectEvent.Created("readings/2026.json", bucket: "elsewhere")).StartsNothing();
    }

    [Theory]
    [InlineData("create", Outcome.Dispatched)]
    [InlineData("update", Outcome.Dispatched)]
    [InlineData("delete", Outcome.Unmatched)]
    public void An_event_of_each_kind_is_one_line(string kind, Outcome outcome)
    {
        ObjectEvent made = kind switch
        {
            "create" => ObjectEvent.Created("readings/a", etag: "e"),
            "update" => ObjectEvent.Updated("readings/a", etag: "e"),
            _ => ObjectEvent.Deleted("readings/a", etag: "e"),
        };

        DispatchPlan plan = Given.Configured.When(made).Plan!;

        Assert.Equal((outcome, "e", kind), (plan.Outcome, plan.Event.ETag, plan.Event.Kind.Word()));
        Assert.Equal($"{kind} of \"readings/a\"", made.ToString());
    }

    [Fact]
    public void Configuration_adds_up_and_the_last_value_counts()
    {
        ConfiguredRoutes routes = Given.Configured.With(("timezone", "CET"), ("workspace_id", "other"));

        routes
            .When(ObjectEvent.Created("readings/2026.json"))
            .Starts("readings", "archive")
            .InWorkspace("other")
            .WithBinding("TIMEZONE", "CET");
        Both.Starts("readings", "archive").InWorkspace("ws").WithBinding("TIMEZONE", "UTC");
    }

    [Theory]
    [InlineData("OCI_REGION")]
    [InlineData("PATH")]
    public void Configuration_that_templates_never_see_is_a_mistake_of_the_test(string key) =>
        Assert.Contains(
            key,
            Assert.Throws<ArgumentException>(() => Given.Routes.With((key, "x"))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Starts_without_a_route_is_a_mistake_of_the_test() =>
        Assert.Contains(
            "StartsNothing",
            Assert.Throws<ArgumentException>(() => Both.Starts()).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_whole_plan_is_kept_beside_this_file() => Both.MatchesSnapshot("both");

    [Fact]
    public void A_dry_run_says_in_words_what_it_does() =>
        Assert.StartsWith(
            "create of \"readings/2026.json\" in bucket \"landing-area\": starts `archive`, `readings`\nwhy:\n",
            Both.ToString(),
            StringComparison.Ordinal
        );
}
