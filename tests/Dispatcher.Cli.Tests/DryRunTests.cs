using System.Text.Json;

namespace Dispatcher.Cli.Tests;

public sealed class DryRunTests
{
    private const string Invoice = "invoices/2022-08-12-documents.jsonlines";
    private const string OtherService =
        """{"cloudEventsVersion":"0.1","eventID":"7","eventType":"com.oraclecloud.computeapi.launchinstance","source":"c","eventTime":"2020-01-01T00:00:00Z","data":{}}""";

    private static readonly string[] Keys =
    [
        "outcome",
        "routeSet",
        "event",
        "object",
        "runs",
        "shadow",
        "errors",
        "explain",
    ];

    [Fact]
    public async Task The_result_has_the_members_of_the_specification_in_one_line()
    {
        CliResult result = await TheCommand.RunAsync(
            "dry-run",
            "--object",
            Invoice,
            "--config-file",
            "samples/local.config",
            "--format",
            "json"
        );
        Assert.Equal(0, result.Code);
        Assert.Single(result.Lines);
        Assert.Equal(Keys, result.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("dispatched", result.Json.GetProperty("outcome").GetString());
        JsonElement run = Assert.Single(result.Json.GetProperty("runs").EnumerateArray());
        Assert.Equal(
            ["route", "file", "workspace", "application", "retryToken", "request"],
            run.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal("routes/invoices.yaml", run.GetProperty("file").GetString());
        Assert.Equal(
            "flatten-task",
            run.GetProperty("request").GetProperty("registryMetadata").GetProperty("aggregatorKey").GetString()
        );
    }

    [Theory]
    [InlineData("2022-08-12T10:00:00Z")]
    [InlineData("2022-08-12T10:00:00.5+02:00")]
    public async Task The_time_is_told_as_it_was_said(string time)
    {
        CliResult result = await TheCommand.RunAsync(
            "dry-run",
            "--object",
            Invoice,
            "--config-file",
            "samples/local.config",
            "--format",
            "json",
            "--time",
            time
        );

        Assert.Equal(time, result.Json.GetProperty("event").GetProperty("time").GetString());
    }

    [Theory]
    [InlineData("landing-area", "")]
    [InlineData(null, "assumed bucket `landing-area`")]
    public async Task The_bucket_is_the_one_that_the_routes_name_unless_it_is_said(string? bucket, string note)
    {
        string[] said = bucket is null ? [] : ["--bucket", bucket];
        CliResult result = await TheCommand.RunAsync([
            "dry-run",
            "--object",
            Invoice,
            "--config-file",
            "samples/local.config",
            "--format",
            "json",
            .. said,
        ]);
        Assert.Equal("landing-area", result.Json.GetProperty("object").GetProperty("bucket").GetString());
        Assert.Equal("dispatched", result.Json.GetProperty("outcome").GetString());
        Assert.Contains(note, result.Error, StringComparison.Ordinal);
        Assert.Equal(note.Length == 0, result.Error.Length == 0);
    }

    [Theory]
    [InlineData("b/x.txt", "second", "dispatched")] // the second route's bucket, because its object matches there
    [InlineData("a/x.txt", "first", "dispatched")]
    [InlineData("c/x.txt", "first", "unmatched")] // nothing matches: the first bucket
    [InlineData("d/x.txt", "first", "dispatched")] // a route that takes any bucket: the first that is named at all
    public async Task The_first_bucket_under_which_the_object_matches_is_assumed(
        string name,
        string bucket,
        string outcome
    )
    {
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                """
                version: 1
                defaults: { task: { key: t, workspace: w, application: a } }
                routes:
                  - { name: a, match: { bucket: [first, 'x.*'], object: 'a/.*' } }
                  - { name: b, match: { bucket: second, object: 'b/.*' } }
                  - { name: d, match: { object: 'd/.*' } }
                """
            )
        );
        CliResult result = await TheCommand.RunAsync(["dry-run", "--object", name, "--format", "json"], folder.Path);
        Assert.Equal(
            (bucket, outcome),
            (
                result.Json.GetProperty("object").GetProperty("bucket").GetString(),
                result.Json.GetProperty("outcome").GetString()
            )
        );
    }

    [Fact]
    public async Task Namespace_and_compartment_of_a_route_are_assumed_like_its_bucket()
    {
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                """
                version: 1
                routes:
                  - name: a
                    match: { bucket: in, namespace: acme, compartment: finance, object: 'a/.*' }
                    task: { key: t, workspace: w, application: a }
                """
            )
        );
        CliResult result = await TheCommand.RunAsync(["dry-run", "--object", "a/x"], folder.Path);
        Assert.StartsWith("dispatched", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            "bucket `in` (say --bucket), namespace `acme` (say --namespace), compartment `finance`",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task An_unmatched_object_is_a_finding_only_where_a_match_is_required(bool required, int code)
    {
        string[] require = required ? ["--require-match"] : [];
        CliResult result = await TheCommand.RunAsync([
            "dry-run",
            "--object",
            "figures.pdf",
            "--format",
            "json",
            .. require,
        ]);
        Assert.Equal(code, result.Code);
        Assert.Equal("unmatched", result.Json.GetProperty("outcome").GetString());
        Assert.Empty(result.Json.GetProperty("explain").EnumerateArray());
    }

    [Fact]
    public async Task A_request_that_cannot_be_rendered_is_a_finding()
    {
        CliResult result = await TheCommand.RunAsync("dry-run", "--object", Invoice, "--format", "json");
        Assert.Equal(1, result.Code);
        Assert.Equal("rejected", result.Json.GetProperty("outcome").GetString());
        Assert.All(result.Json.GetProperty("errors").EnumerateArray(), error =>
            Assert.Equal("invoices", error.GetProperty("route").GetString())
        );
    }

    [Fact]
    public async Task Explain_says_for_every_route_why_it_did_or_did_not_match()
    {
        CliResult result = await TheCommand.RunAsync(
            "dry-run",
            "--object",
            "sensors/paris/x.json",
            "--config-file",
            "samples/local.config",
            "--explain",
            "--format",
            "json"
        );
        JsonElement[] explain = [.. result.Json.GetProperty("explain").EnumerateArray()];
        Assert.InRange(explain.Length, 5, int.MaxValue);
        Assert.Equal("sensors-archive", explain[0].GetProperty("route").GetString());
        Assert.True(explain[0].GetProperty("matched").GetBoolean());
        Assert.All(explain[1..], one => Assert.False(string.IsNullOrEmpty(one.GetProperty("failed").GetString())));
    }

    [Fact]
    public async Task What_is_said_on_the_command_line_is_in_the_event()
    {
        CliResult result = await TheCommand.RunAsync(
            "dry-run",
            "--object",
            "x",
            "--bucket",
            "b",
            "--namespace",
            "n",
            "--kind",
            "delete",
            "--etag",
            "e",
            "--time",
            "2022-08-12T12:00:00+02:00",
            "--format",
            "json"
        );
        Assert.Equal(
            """{"namespace":"n","bucket":"b","name":"x","etag":"e"}""",
            result.Json.GetProperty("object").GetRawText()
        );
        Assert.Equal("delete", result.Json.GetProperty("event").GetProperty("kind").GetString());
        Assert.Equal("2022-08-12T12:00:00+02:00", result.Json.GetProperty("event").GetProperty("time").GetString());
        Assert.Equal("", result.Error);
    }

    private const string Over = "over 1 MiB";

    [Theory]
    [InlineData("not json\nEVENT\nEVENT", "rejected unmatched unmatched")]
    [InlineData("{\"cut\": 1, \nEVENT\nEVENT", "rejected unmatched unmatched")]
    [InlineData("{\"cut\": \"x\nEVENT", "rejected unmatched")]
    [InlineData("{\n\"cut\": 1,\nEVENT\nEVENT", "rejected unmatched unmatched")]
    [InlineData("]\n{}}\nEVENT", "rejected rejected unmatched")]
    [InlineData("{\nbroken\n{\n}\n", "rejected")]
    [InlineData(Over + "\nEVENT\nEVENT", "rejected unmatched unmatched")]
    [InlineData("EVENT\n" + Over + "\nEVENT", "unmatched rejected unmatched")]
    [InlineData("PRETTY\nPRETTY\nEVENT", "unmatched unmatched unmatched")]
    [InlineData("EVENT\nPRETTY", "unmatched unmatched")]
    public async Task Each_line_of_the_input_stands_alone(string input, string outcomes)
    {
        string one = Event("a"),
            pretty = one.Replace("{", "{\n", StringComparison.Ordinal)
                .Replace(",\"", ",\n\n\"", StringComparison.Ordinal);
        input = input
            .Replace("EVENT", one, StringComparison.Ordinal)
            .Replace("PRETTY", pretty, StringComparison.Ordinal)
            .Replace(Over, $"{{\"junk\":\"{new string('x', 1_100_000)}\"}}", StringComparison.Ordinal);

        CliResult result = await TheCommand.RunAsync(
            ["dry-run", "--event", "-", "--format", "json"],
            TheCommand.Repository,
            input
        );

        Assert.Equal(outcomes, string.Join(' ', result.Lines.Select(Outcome)));
    }

    [Fact]
    public async Task Templates_see_nothing_of_the_environment_and_no_secret_that_is_not_listed()
    {
        const string Key = "DISPATCHED_FROM_THE_ENVIRONMENT";
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                $$$"""
                version: 1
                defaults: { task: { key: t, workspace: w, application: a } }
                routes:
                  - { name: env, match: { object: env }, bindings: { X: "{{ config.{{{Key}}} ?? 'unseen' }}" } }
                  - { name: secret, match: { object: secret }, bindings: { X: "{{ config.DB_PASSWORD }}" } }
                """
            )
        );
        Environment.SetEnvironmentVariable(Key, "seen");
        try
        {
            Assert.Contains("unseen", await DryRun("env"), StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Key, null);
        }

        Assert.Contains(
            "looks like a secret's; list it in DISPATCHER_CONFIG_KEYS",
            await DryRun("secret", "DB_PASSWORD=hunter2"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "hunter2",
            await DryRun("secret", "DB_PASSWORD=hunter2", "DISPATCHER_CONFIG_KEYS=DB_PASSWORD"),
            StringComparison.Ordinal
        );

        async Task<string> DryRun(string name, params string[] config) =>
            (
                await TheCommand.RunAsync(
                    ["dry-run", "--object", name, .. config.SelectMany(pair => (string[])["--config", pair])],
                    folder.Path
                )
            ).Out;
    }

    [Fact]
    public async Task JSON_lines_give_one_result_a_line_and_a_document_that_is_no_event_is_rejected()
    {
        string events = $"{OtherService}\n\n{Event("a")}\r\n[1]\nnot json";
        CliResult result = await TheCommand.RunAsync(
            ["dry-run", "--event", "-", "--format", "json"],
            TheCommand.Repository,
            events
        );
        Assert.Equal(1, result.Code);
        Assert.Equal(["ignored", "unmatched", "rejected", "rejected"], result.Lines.Select(Outcome));
        Assert.All(result.Lines, line =>
            Assert.Equal(Keys, JsonDocument.Parse(line).RootElement.EnumerateObject().Select(member => member.Name))
        );
    }

    [Fact]
    public async Task The_text_says_which_of_many_documents_is_rejected()
    {
        CliResult result = await TheCommand.RunAsync(
            ["dry-run", "--event", "-"],
            TheCommand.Repository,
            $"{OtherService}\n{Event("a")}\nnot json\n"
        );
        Assert.Contains("\nrejected    document 3\n  RD311 ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_document_may_have_many_lines()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write(
            "event.json",
            "\n" + Console.JsonText.Pretty(new Events.EventDocument { Object = "x" }.ToJson())
        );
        CliResult result = await TheCommand.RunAsync("dry-run", "--event", file, "--format", "json");
        Assert.Equal("unmatched", Outcome(Assert.Single(result.Lines)));
    }

    [Fact]
    public async Task A_broken_document_of_many_lines_is_one_rejected_event()
    {
        CliResult result = await TheCommand.RunAsync(
            ["dry-run", "--event", "-", "--format", "json"],
            TheCommand.Repository,
            "{\n\"a\":\n"
        );
        Assert.Equal("rejected", Outcome(Assert.Single(result.Lines)));
    }

    [Fact]
    public async Task A_line_over_the_limit_is_rejected_and_the_next_one_is_read()
    {
        string events = $"{Event("a")}\n\"{new string('x', 3 * 1024 * 1024)}\"\n{Event("b")}\n";
        CliResult result = await TheCommand.RunAsync(
            ["dry-run", "--event", "-", "--format", "json"],
            TheCommand.Repository,
            events
        );
        Assert.Equal(["unmatched", "rejected", "unmatched"], result.Lines.Select(Outcome));
        Assert.Contains("RD313", result.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_gives_one_result_an_event_however_it_is_wrapped()
    {
        string record =
            $$"""{"partition":0,"value":"{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Event("b")))}}"}""";
        CliResult result = await TheCommand.RunAsync(
            ["dry-run", "--event", "-", "--format", "json"],
            TheCommand.Repository,
            $"[\n{Event("a")},\n{record},\n17]\n"
        );
        Assert.Equal(["unmatched", "unmatched", "rejected"], result.Lines.Select(Outcome));
    }

    [Fact]
    public async Task An_input_without_any_event_is_wrong_usage()
    {
        CliResult result = await TheCommand.RunAsync(["dry-run", "--event", "-"], TheCommand.Repository, " \n\n");
        Assert.Equal(2, result.Code);
        Assert.Contains("no event document", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_shows_outcome_route_bindings_and_request()
    {
        CliResult result = await TheCommand.RunAsync(
            "dry-run",
            "--object",
            Invoice,
            "--config-file",
            "samples/local.config"
        );
        Assert.StartsWith($"dispatched  {Invoice}", result.Out, StringComparison.Ordinal);
        Assert.Contains("invoices → flatten-task", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            "│ INPUT_BUCKET               │ dataref:landing-connection/landing-area ",
            result.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("\"aggregatorKey\": \"flatten-task\"", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_of_an_unmatched_object_names_the_nearest_route_and_why()
    {
        CliResult result = await TheCommand.RunAsync("dry-run", "--object", "invoices/readme.txt");
        Assert.StartsWith("unmatched ", result.Out, StringComparison.Ordinal);
        Assert.Contains("nearest route `invoices`: ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_cannot_move_the_cursor()
    {
        CliResult result = await TheCommand.RunAsync(
            ["dry-run", "--object", "a\u001b[2Jb\u202e"],
            TheCommand.Repository
        );
        Assert.DoesNotContain('\u001b', result.Out + result.Error);
        Assert.DoesNotContain('\u202e', result.Out + result.Error);
    }

    [Fact]
    public async Task Quiet_leaves_standard_error_empty()
    {
        CliResult result = await TheCommand.RunAsync("dry-run", "--object", "x", "--config", "FN_ID=1", "--quiet");
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task A_configuration_key_that_templates_cannot_see_is_noted()
    {
        CliResult result = await TheCommand.RunAsync("dry-run", "--object", "x", "--config", "FN_ID=1");
        Assert.Contains(
            "the configuration key \"FN_ID\" is hidden from templates",
            result.Error,
            StringComparison.Ordinal
        );
    }

    private static string? Outcome(string line) =>
        JsonDocument.Parse(line).RootElement.GetProperty("outcome").GetString();

    private static string Event(string name) =>
        System.Text.Encoding.UTF8.GetString(new Events.EventDocument { Object = name }.ToJson());
}
