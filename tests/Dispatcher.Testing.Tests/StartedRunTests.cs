using System.Text;

namespace Dispatcher.Testing.Tests;

public sealed class StartedRunTests
{
    private static readonly StartedRun Run = Given
        .Configured.When(ObjectEvent.Created("readings/2026.json", etag: "e"))
        .Starts("readings", "archive");

    [Fact]
    public void Everything_about_a_run_can_be_asserted_in_one_sentence() =>
        Run.WithTaskKey("t1")
            .InWorkspace("ws")
            .InApplication("app")
            .WithName("readings-2026")
            .WithDescription("Readings of 2026")
            .WithBinding("INPUT_NAME", "readings/2026.json")
            .WithBinding("COUNT", 5)
            .WithBinding("FAST", true)
            .WithBinding("NOTHING", (string?)null)
            .WithSchemaBinding("INPUT_BUCKET", "C/landing-area")
            .WithBindingJson("COLUMNS", """{ "simpleValue": ["a", "b"] }""")
            .WithoutBinding("OUTPUT_NAME")
            .WithRequest(Encoding.UTF8.GetString(Run.Request.Body.Span))
            .And("archive")
            .WithTaskKey("keep")
            .WithBindings("{}");

    [Theory]
    [InlineData(
        "INPUT_NAM",
        "x",
        "bindings.INPUT_NAM: expected {\"simpleValue\":\"x\"}, but it is not bound; did you mean `INPUT_NAME`?"
    )]
    [InlineData(
        "ELSE",
        "x",
        "it is not bound; bound are `INPUT_NAME`, `TIMEZONE`, `COUNT`, `FAST`, `NOTHING`, `INPUT_BUCKET`, `COLUMNS`"
    )]
    [InlineData("TIMEZONE", "CET", "bindings.TIMEZONE.simpleValue: expected \"CET\", but it is \"UTC\"")]
    [InlineData("COUNT", "5", "bindings.COUNT.simpleValue: expected \"5\", but it is 5")]
    [InlineData(
        "INPUT_BUCKET",
        "C/b",
        "bindings.INPUT_BUCKET.simpleValue: expected \"C/b\", but it is not there\n  "
            + "bindings.INPUT_BUCKET.rootObjectValue: not expected, but it is"
    )]
    public void A_wrong_binding_is_shown_with_what_it_is(string parameter, string value, string expected)
    {
        string message = Given.Message(() => Run.WithBinding(parameter, value));

        Assert.StartsWith(
            "The run of `readings` (readings.yaml) is not the expected one, for create of "
                + "\"readings/2026.json\" in bucket \"landing-area\":\n",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_values_stand_one_above_the_other_with_a_mark_where_they_part() =>
        Assert.EndsWith(
            """
              bindings.INPUT_BUCKET.rootObjectValue.key:
                 expected "dataref:C/landing/area"
                but it is "dataref:C/landing-area"
                                            ^
            """,
            Given.Message(() => Run.WithSchemaBinding("INPUT_BUCKET", "C/landing/area")),
            StringComparison.Ordinal
        );

    [Fact]
    public void Every_member_of_the_task_has_its_own_message()
    {
        Assert.EndsWith(
            "\n  the task's key: expected \"t2\", but it is \"t1\"",
            Given.Message(() => Run.WithTaskKey("t2")),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "\n  the workspace: expected \"w2\", but it is \"ws\"",
            Given.Message(() => Run.InWorkspace("w2")),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "\n  the application: expected \"a2\", but it is \"app\"",
            Given.Message(() => Run.InApplication("a2")),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "\n  the run's name: expected \"n\", but it is \"readings-2026\"",
            Given.Message(() => Run.WithName("n")),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "\n  the run's description: expected \"d\", but it is \"Readings of 2026\"",
            Given.Message(() => Run.WithDescription("d")),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "\n  the run's description: expected \"d\", but it is not there",
            Given.Message(() => Run.And("archive").WithDescription("d")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Bindings_that_nobody_expects_are_a_difference()
    {
        string message = Given.Message(() =>
            Run.WithBindings(
                """{"COLUMNS": {"simpleValue": ["a", "c", "d"]}, "IMPUT_NAME": {"simpleValue": "readings/2026.json"}}"""
            )
        );

        Assert.Contains(
            "\n  bindings.COLUMNS.simpleValue[1]: expected \"c\", but it is \"b\"",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\n  bindings.COLUMNS.simpleValue[2]: expected \"d\", but it is not there",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\n  bindings.IMPUT_NAME: expected {\"simpleValue\":\"readings/2026.json\"}, but it is not "
                + "there; `INPUT_NAME` is",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\n  bindings.FAST: not expected, but it is {\"simpleValue\":true}",
            message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "\n  bindings.COUNT: not expected, but it is {\"simpleValue\":5}",
            Given.Message(() => Run.WithoutBinding("COUNT")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_request_is_compared_field_for_field_whatever_the_order_of_its_members()
    {
        const string Request = """
            {"configProvider": {"bindings": {}}, "registryMetadata": {"aggregatorKey": "keep"}, "identifier": "ID", "name": "NAME"}
            """;
        StartedRun archive = Run.And("archive");
        string same = Request
            .Replace("ID", archive.Request.Identifier, StringComparison.Ordinal)
            .Replace("NAME", archive.Request.Name, StringComparison.Ordinal);

        archive.WithRequest(same);
        Assert.EndsWith(
            "\n  request.registryMetadata.aggregatorKey: expected \"lose\", but it is \"keep\"",
            Given.Message(() => archive.WithRequest(same.Replace("keep", "lose", StringComparison.Ordinal))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Another_run_of_the_event_must_be_one_that_it_starts() =>
        Assert.Contains(
            "to start `trial`, but it starts `archive`, `readings`",
            Given.Message(() => Run.And("trial")),
            StringComparison.Ordinal
        );

    [Fact]
    public void What_is_not_JSON_is_a_mistake_of_the_test() =>
        Assert.StartsWith(
            "The expected request is not JSON: ",
            Assert.Throws<ArgumentException>(() => Run.WithRequest("{")).Message,
            StringComparison.Ordinal
        );
}
