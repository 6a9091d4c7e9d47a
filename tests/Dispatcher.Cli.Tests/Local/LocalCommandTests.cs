using System.Text.Json;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Local;
using Dispatcher.Runtime.Settings;

namespace Dispatcher.Cli.Tests.Local;

/// <summary>The whole system in one command: the function as a real process, the emulated services in this
/// one.</summary>
public sealed class LocalCommandTests
{
    [Fact]
    public async Task The_sample_landing_area_gives_its_task_runs_and_says_why_the_rest_is_unmatched()
    {
        CliResult result = await TheCommand.RunAsync("local", "--once", "--format", "json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal("landing-area", result.Json.GetProperty("bucket").GetString());
        Assert.Equal(
            [
                "customers/de/2026-11-export.csv: customers, merge-customers-task",
                "invoices/2022-08-12-documents.jsonlines: invoices, flatten-task",
                "invoices/2022-08-13-documents.jsonlines: invoices, flatten-task",
                "orders/2026/11/23/store-042.csv: orders, load-orders-task",
                "orders/2026/11/23/store-117.csv: orders, load-orders-task",
                "sensors/berlin/2026-11-23T0900.json: sensors-archive, archive-task",
                "sensors/berlin/2026-11-23T0900.json: sensors-aggregate, aggregate-task",
                "sensors/oslo/notes.txt: sensors-archive, archive-task",
            ],
            Array(result, "runs").Select(run => $"{Text(run, "object")}: {Text(run, "route")}, {Text(run, "task")}")
        );
        Assert.Equal(
            ["customers/de/2026-11-export.xlsx: customers", "figures.pdf: customers", "invoices/readme.txt: invoices"],
            Array(result, "unmatched").Select(one => $"{Text(one, "object")}: {Text(one, "nearest")}")
        );
        Assert.Empty(Array(result, "failed"));
        Assert.All(Array(result, "runs"), run => Assert.False(run.GetProperty("duplicate").GetBoolean()));
    }

    [Fact]
    public async Task The_service_received_the_bindings_that_the_dry_run_shows()
    {
        CliResult local = await TheCommand.RunAsync("local", "--once", "--format", "json");
        foreach (JsonElement run in Array(local, "runs"))
        {
            CliResult dry = await TheCommand.RunAsync(
                "dry-run",
                "--object",
                Text(run, "object"),
                "--namespace",
                "emulated",
                "--config-file",
                "samples/local.config",
                "--format",
                "json"
            );
            JsonElement request = Array(dry, "runs")
                .Single(planned => Text(planned, "route") == Text(run, "route"))
                .GetProperty("request");
            JsonElement expected = request.GetProperty("configProvider").GetProperty("bindings");
            if (Text(run, "route") != "sensors-archive") // Its output is named by the event's time.
                Assert.Equal(expected.GetRawText(), run.GetProperty("bindings").GetRawText());
        }
    }

    [Fact]
    public async Task The_text_ends_with_tables_of_task_runs_and_of_what_was_unmatched()
    {
        CliResult result = await TheCommand.RunAsync("local", "--once");
        Assert.True(result.Code == 0, result.Error);
        Assert.Matches(
            @"│ invoices +│ invoices/2022-08-12-documents.jsonlines +│"
                + @" INPUT_OBJECT_NAME=invoices/2022-08-12-documents.jsonlines +│\n"
                + @"│ flatten-task +│ invoices-2022-08-12-documents-[0-9a-f]{12} +│",
            result.Out
        );
        Assert.Contains("SUCCESS", result.Out, StringComparison.Ordinal);
        Assert.Contains("│ figures.pdf ", result.Out, StringComparison.Ordinal);
        Assert.EndsWith("10 events: 8 task runs, 3 unmatched, 0 failed\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_starts_the_runs_of_groups_and_says_what_waits_and_what_is_missing()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Grouping));
        foreach (string name in (string[])["1/orders", "1/lines", "2/orders"])
            folder.Write($"landing/in/{name}", "x");

        CliResult json = await TheCommand.RunAsync(["local", "landing", "--once", "--format", "json"], folder.Path);

        Assert.Equal(1, json.Code);
        Assert.Empty(Array(json, "runs"));
        JsonElement sweep = json.Json.GetProperty("sweep");
        JsonElement run = Assert.Single(sweep.GetProperty("runs").EnumerateArray());
        Assert.Equal(("daily", "group 1", "SUCCESS"), (Text(run, "route"), Text(run, "subject"), Text(run, "status")));
        Assert.Equal("in/1", run.GetProperty("bindings").GetProperty("FOLDER").GetProperty("simpleValue").GetString());
        Assert.Equal(1, sweep.GetProperty("waiting").GetInt32());
        Assert.Equal("reports", Text(sweep.GetProperty("missing")[0], "route"));

        CliResult text = await TheCommand.RunAsync(["local", "landing", "--once"], folder.Path);
        Assert.Matches("│ daily +│ group 1 +│ FOLDER=in/1 +│", text.Out);
        Assert.Contains(
            "3 events: 1 task run, 0 unmatched, 0 failed, 1 group waiting, ",
            text.Out,
            StringComparison.Ordinal
        );

        CliResult without = await TheCommand.RunAsync(["local", "landing", "--once", "--sweep", "0s"], folder.Path);
        Assert.Equal(0, without.Code);
        Assert.EndsWith("3 events: 0 task runs, 0 unmatched, 0 failed\n", without.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_rejected_is_exit_code_1_with_its_errors()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Rejecting));
        folder.Write("landing/a/1.txt", "x");
        CliResult result = await TheCommand.RunAsync(["local", "landing", "--once", "--format", "json"], folder.Path);
        Assert.Equal(1, result.Code);
        JsonElement failed = Assert.Single(Array(result, "failed"));
        Assert.Equal(("a/1.txt", "rejected"), (Text(failed, "object"), Text(failed, "outcome")));
        Assert.Contains(
            "nowhere",
            failed.GetProperty("errors")[0].GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("routes/a.yaml", "in")] // one file instead of a folder
    [InlineData("routes", "in")]
    public async Task The_bucket_is_the_one_the_routes_name(string routes, string bucket)
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        folder.Write("landing/files/a.txt", "x");
        CliResult result = await TheCommand.RunAsync(
            ["local", "landing", "--once", "--format", "json", "--routes", routes],
            folder.Path
        );
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(bucket, result.Json.GetProperty("bucket").GetString());
        Assert.Equal("files", Text(Assert.Single(Array(result, "runs")), "route"));
    }

    [Fact]
    public async Task What_routes_in_shadow_would_start_is_shown()
    {
        using var folder = TemporaryFolder.WithRoutes(
            ("a.yaml", Yaml.Good.Replace("- name: files", "- name: files\n    state: shadow", StringComparison.Ordinal))
        );
        folder.Write("landing/files/a.txt", "x");
        CliResult text = await TheCommand.RunAsync(["local", "landing", "--once"], folder.Path);
        Assert.Contains("in shadow, not started\n", text.Out, StringComparison.Ordinal);
        Assert.Matches(@"│ files/a.txt +│ files +│ \S+ +│ files-a-[0-9a-f]{12} +│", text.Out);
        Assert.EndsWith(
            "1 event: 0 task runs, 0 unmatched, 0 failed, 1 in shadow\n",
            text.Out,
            StringComparison.Ordinal
        );
        CliResult json = await TheCommand.RunAsync(["local", "landing", "--once", "--format", "json"], folder.Path);
        Assert.Equal((0, "files"), (json.Code, Text(Assert.Single(Array(json, "shadow")), "route")));
        Assert.Empty(Array(json, "runs"));
    }

    [Fact]
    public async Task An_empty_landing_area_is_nothing_to_do()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        Directory.CreateDirectory(Path.Join(folder.Path, "landing"));
        CliResult result = await TheCommand.RunAsync(["local", "landing", "--once"], folder.Path);
        Assert.Equal((0, "0 events: 0 task runs, 0 unmatched, 0 failed\n"), (result.Code, result.Out));
    }

    [Fact]
    public async Task A_file_with_a_backslash_is_an_object_and_a_name_that_is_not_UTF_8_is_exit_code_1()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        folder.Write(@"landing/files\a.txt", "x");
        CliResult named = await TheCommand.RunAsync(["local", "landing", "--once", "--format", "json"], folder.Path);
        Assert.Equal(@"files\a.txt", Text(Assert.Single(Array(named, "unmatched")), "object"));
        await Script.RunAsync(folder.Path, @"touch $'landing/b\xff.txt'");
        CliResult misnamed = await TheCommand.RunAsync(["local", "landing", "--once"], folder.Path);
        Assert.Equal(1, misnamed.Code);
        Assert.Contains(
            "error: the name of the file \"b\uFFFD.txt\" is not UTF-8; rename it\n",
            misnamed.Error,
            StringComparison.Ordinal
        );
        await Script.RunAsync(folder.Path, "rm landing/b*"); // .NET cannot
    }

    [Theory]
    [InlineData("local nowhere --once", "there is no folder nowhere")]
    [InlineData(
        "local README.md --once",
        "not a folder but a file: README.md; name the folder where files land: dispatcher local DIR"
    )]
    [InlineData("local --once --function nowhere", "there is no such file")]
    [InlineData("local --once --config DISPATCHER_UNMATCHD=ignore", "DISPATCHER_UNMATCHED")]
    [InlineData("local --once --bucket a/b", "--bucket")]
    [InlineData("local --once --faults 429", "\"429\" is not a fault; write FAULT:PERCENT%")]
    [InlineData("local --once --faults 429:10", "\"429:10\" is not a fault")]
    [InlineData("local --once --faults 200:10%", "\"200:10%\" is not a fault")]
    [InlineData("local --once --faults slow:101%", "\"slow:101%\" is not a fault")]
    [InlineData("local --once --faults 429:1%,sloww:5%", "\"sloww:5%\" is not a fault")]
    [InlineData("local --once --through queue", "stream")]
    public async Task What_keeps_it_from_starting_is_wrong_usage_with_the_reason(string line, string said)
    {
        CliResult result = await TheCommand.RunAsync(line.Split(' '));
        Assert.Equal(2, result.Code);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_run_has_ended_when_the_table_is_printed() =>
        Assert.All(Array(await TheCommand.RunAsync("local", "--once", "--format", "json"), "runs"), run =>
            Assert.Equal("SUCCESS", Text(run, "status"))
        );

    [Fact]
    public async Task A_run_that_fails_is_shown_with_its_message_and_is_exit_code_1()
    {
        CliResult result = await TheCommand.RunAsync(
            "local",
            "--once",
            "--faults",
            "fail-run:100%",
            "--format",
            "json"
        );

        Assert.Equal(1, result.Code);
        Assert.Equal(8, Array(result, "runs").Length);
        Assert.All(Array(result, "runs"), run =>
            Assert.Equal(("ERROR", "A fault of --faults fail-run"), (Text(run, "status"), Text(run, "errorMessage")))
        );
    }

    [Fact]
    public async Task A_service_that_throttles_is_asked_again_and_one_that_refuses_everything_is_exit_code_1()
    {
        CliResult throttled = await TheCommand.RunAsync("local", "--once", "--faults", "429:30%,reset:10%");
        Assert.EndsWith("8 task runs, 3 unmatched, 0 failed\n", throttled.Out, StringComparison.Ordinal);

        CliResult refused = await TheCommand.RunAsync("local", "--once", "--faults", "404:100%", "--format", "json");
        Assert.Equal(1, refused.Code);
        Assert.Equal(7, Array(refused, "failed").Length);
    }

    [Fact]
    public async Task What_is_rejected_lies_in_a_dead_letter_bucket_of_its_own()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Rejecting));
        folder.Write("landing/a/1.txt", "x");

        CliResult json = await TheCommand.RunAsync(["local", "landing", "--once", "--format", "json"], folder.Path);
        CliResult text = await TheCommand.RunAsync(["local", "landing", "--once"], folder.Path);

        Assert.StartsWith(
            "oci://dispatcher-failed@emulated/failed/",
            Text(Assert.Single(Array(json, "failed")), "deadLetter"),
            StringComparison.Ordinal
        );
        Assert.EndsWith("1 failed, 1 kept as dead letters\n", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_letter_that_cannot_be_written_counts_as_failed()
    {
        CliResult result = await TheCommand.RunAsync(
            "local",
            "--once",
            "--config-file",
            "samples/local.config",
            "--config",
            "DISPATCHER_DEAD_LETTER=oci://nowhere@emulated/x",
            "--config",
            "DISPATCHER_UNMATCHED=dead-letter"
        );

        Assert.Equal(1, result.Code);
        Assert.EndsWith("8 task runs, 3 unmatched, 3 failed\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_a_stream_the_same_runs_are_started_and_the_same_is_unmatched()
    {
        CliResult direct = await TheCommand.RunAsync("local", "--once", "--format", "json");
        CliResult stream = await TheCommand.RunAsync("local", "--once", "--through", "stream", "--format", "json");

        Assert.True(stream.Code == 0, stream.Error);
        Assert.Equal(
            Array(direct, "runs").Select(run => $"{Text(run, "object")} {Text(run, "route")} {Text(run, "status")}"),
            Array(stream, "runs").Select(run => $"{Text(run, "object")} {Text(run, "route")} {Text(run, "status")}")
        );
        Assert.Equal(
            direct.Json.GetProperty("unmatched").GetRawText(),
            stream.Json.GetProperty("unmatched").GetRawText()
        );
    }

    [Fact]
    public async Task A_batch_is_sent_again_until_it_is_answered_200()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Rejecting));
        folder.Write("landing/a/1.txt", "x");
        var landing = new LandingFolder(Path.Join(folder.Path, "landing"));
        (IReadOnlyList<string>? function, string problem) = FunctionExecutable.Find(At(folder.Path), null);
        Assert.True(function is not null, problem);
        LoadedRoutes routes = LoadedRoutes.Load(At(folder.Path), "routes", configuration: null);
        var setup = new LocalSetup
        {
            Landing = landing,
            Bucket = "in",
            Routes = Path.Join(folder.Path, "routes"),
            Planner = routes.Planner!,
            Function = function,
            // Nothing can be kept, so that the function answers 502 for ever.
            Configuration = [new(FunctionSettings.DeadLetterKey, "oci://nowhere@emulated/x")],
        };
        await using LocalSession session = await LocalSession.StartAsync(setup, CancellationToken.None);
        using var stopping = new CancellationTokenSource();
        var answered = new List<int>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            session.DispatchBatchAsync(
                landing.Everything().Changes,
                message => Assert.Fail(message),
                status =>
                {
                    answered.Add(status);
                    if (answered.Count == 2)
                        stopping.Cancel();
                },
                stopping.Token
            )
        );

        Assert.Equal([502, 502], answered);
    }

    private static Terminal At(string folder) =>
        new()
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = Stream.Null,
            Folder = folder,
        };

    private const string Grouping = """
        version: 1
        defaults: { task: { workspace: ws, application: app } }
        routes:
          - name: daily
            match: { bucket: landing, object: 'in/(?<day>[0-9]+)/(?<part>[a-z]+)' }
            task: { key: load }
            group: { by: "{{ groups.day }}", quiet: 0s, complete: { part: "{{ groups.part }}", of: [orders, lines] } }
            bindings: { FOLDER: "{{ group.folder }}" }
          - name: reports
            match: { bucket: landing, object: 'reports/(?<day>[0-9-]+)' }
            task: { key: load }
            expect: { every: day, key: "{{ groups.day }}", format: "%F", within: 1h }
        """;

    private const string Rejecting = """
        version: 1
        routes:
          - name: a
            match: { bucket: in, object: 'a/.*' }
            task: { key: "{{ config.nowhere }}", workspace: w, application: a }
        """;

    private static JsonElement[] Array(CliResult result, string name) =>
        [.. result.Json.GetProperty(name).EnumerateArray()];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
