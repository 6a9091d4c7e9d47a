using System.Text.Json;

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
        Assert.Contains("NOT_STARTED", result.Out, StringComparison.Ordinal);
        Assert.Contains("│ figures.pdf ", result.Out, StringComparison.Ordinal);
        Assert.EndsWith("10 events: 8 task runs, 3 unmatched, 0 failed\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_rejected_is_exit_code_1_with_its_errors()
    {
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                """
                version: 1
                routes:
                  - name: a
                    match: { bucket: in, object: 'a/.*' }
                    task: { key: "{{ config.nowhere }}", workspace: w, application: a }
                """
            )
        );
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
    public async Task An_empty_landing_area_is_nothing_to_do()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        Directory.CreateDirectory(Path.Join(folder.Path, "landing"));
        CliResult result = await TheCommand.RunAsync(["local", "landing", "--once"], folder.Path);
        Assert.Equal((0, "0 events: 0 task runs, 0 unmatched, 0 failed\n"), (result.Code, result.Out));
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
    public async Task What_keeps_it_from_starting_is_wrong_usage_with_the_reason(string line, string said)
    {
        CliResult result = await TheCommand.RunAsync(line.Split(' '));
        Assert.Equal(2, result.Code);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    private static JsonElement[] Array(CliResult result, string name) =>
        [.. result.Json.GetProperty(name).EnumerateArray()];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
