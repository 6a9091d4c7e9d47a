using System.Text.Json;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>What another program started before the dispatcher is not started again.</summary>
public sealed class CutOverTests
{
    private const string Old = "invoices/old.jsonlines",
        New = "invoices/new.jsonlines";

    private static readonly string[] Backfill =
    [
        "backfill",
        "--bucket",
        "landing-area",
        "--config-file",
        "samples/local.config",
    ];

    private static readonly string[] Send = ["send", "--object", Old, "--config-file", "samples/local.config"];

    private static readonly string[] Both = [Old, New];

    /// <summary>A bucket whose first object the original function has handled: its run has the service's own
    /// name.</summary>
    private static async Task<(Cloud Cloud, string CutOver)> CloudAsync(string task = "flatten-task")
    {
        Cloud cloud = await Cloud.StartAsync();
        cloud.Put("landing-area", Old);
        await Task.Delay(20);
        cloud.Emulator.DataIntegration.AddSucceeded(
            new EmulatedRun
            {
                Key = "original-run",
                Workspace = "ocid1.disworkspace.oc1..sample",
                Application = "sample-application",
                TaskKey = task,
                Name = "flatten-task_1668179374630_98594876",
                Identifier = "FLATTEN_TASK_1668179374630_98594876",
                Body = "{}"u8.ToArray(),
                OpcRequestId = "original",
                Created = DateTimeOffset.UtcNow,
            }
        );
        string cutOver = DateTimeOffset.UtcNow.UtcDateTime.ToString("O");
        await Task.Delay(20);
        cloud.Put("landing-area", New);
        return (cloud, cutOver);
    }

    private static string[] Started(Cloud cloud) =>
        [
            .. cloud
                .Runs.Where(run => run.Key != "original-run")
                .Select(run =>
                    JsonDocument
                        .Parse(run.Body)
                        .RootElement.GetProperty("configProvider")
                        .GetProperty("bindings")
                        .GetProperty("INPUT_OBJECT_NAME")
                        .GetProperty("simpleValue")
                        .GetString()!
                )
                .Order(StringComparer.Ordinal)
                .Reverse(),
        ];

    [Fact]
    public async Task A_plan_says_that_runs_of_the_task_carry_no_identity()
    {
        (Cloud cloud, _) = await CloudAsync();
        await using Cloud open = cloud;
        CliResult plan = await cloud.RunAsync(Backfill);
        Assert.Equal(0, plan.Code);
        Assert.Contains(
            "1 runs of task \"flatten-task\" carry no identity of the dispatcher",
            plan.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("--submit asks for --cut-over", plan.Error, StringComparison.Ordinal);
        JsonElement other = Assert.Single(
            (await cloud.RunAsync([.. Backfill, "--format", "json"])).Json.GetProperty("otherRuns").EnumerateArray()
        );
        Assert.Equal(
            ("flatten-task", 1),
            (other.GetProperty("task").GetString(), other.GetProperty("count").GetInt32())
        );
    }

    [Fact]
    public async Task Submit_asks_for_the_cut_over_and_starts_nothing()
    {
        (Cloud cloud, _) = await CloudAsync();
        await using Cloud open = cloud;
        CliResult refused = await cloud.RunAsync([.. Backfill, "--submit"]);
        Assert.Equal(2, refused.Code);
        Assert.Contains("say --cut-over TIME", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Started(cloud));
    }

    [Fact]
    public async Task What_is_older_than_the_cut_over_counts_as_started()
    {
        (Cloud cloud, string cutOver) = await CloudAsync();
        await using Cloud open = cloud;
        CliResult done = await cloud.RunAsync([.. Backfill, "--cut-over", cutOver, "--submit", "--format", "json"]);
        Assert.Equal(0, done.Code);
        Assert.Equal(
            (2, 1, 1),
            (
                done.Json.GetProperty("objects").GetInt32(),
                done.Json.GetProperty("matched").GetInt32(),
                done.Json.GetProperty("beforeCutOver").GetInt32()
            )
        );
        Assert.Equal([New], Started(cloud));
        // Once more nothing is to be started, and nothing is missing.
        Assert.Equal(0, (await cloud.RunAsync([.. Backfill, "--cut-over", cutOver, "--submit"])).Code);
        Assert.Equal([New], Started(cloud));
        Assert.Equal(0, (await cloud.RunAsync([.. Backfill, "--cut-over", cutOver, "--gaps"])).Code);
    }

    [Theory]
    [InlineData("another-task")] // Another task's runs say nothing of these objects.
    [InlineData(null)] // The run is older than every object that would be started.
    public async Task Runs_that_cannot_have_been_for_these_objects_ask_for_nothing(string? task)
    {
        (Cloud cloud, string cutOver) = await CloudAsync(task ?? "flatten-task");
        await using Cloud open = cloud;
        CliResult done = await cloud.RunAsync([
            .. Backfill,
            "--submit",
            .. task is null ? (string[])["--since", cutOver] : [],
        ]);
        Assert.Equal("", done.Error);
        Assert.Equal(0, done.Code);
        Assert.Equal(task is null ? [New] : Both, Started(cloud));
    }

    [Fact]
    public async Task Send_asks_for_the_cut_over_as_well()
    {
        (Cloud cloud, string cutOver) = await CloudAsync();
        await using Cloud open = cloud;
        CliResult refused = await cloud.RunAsync(Send);
        Assert.Equal(2, refused.Code);
        Assert.Contains("say --cut-over TIME", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Started(cloud));

        CliResult older = await cloud.RunAsync([.. Send, "--cut-over", cutOver]);
        Assert.Equal(0, older.Code);
        Assert.Contains("before the cut-over, so it counts as started", older.Error, StringComparison.Ordinal);
        Assert.Empty(Started(cloud));

        Assert.Equal(0, (await cloud.RunAsync([.. Send, "--cut-over", "2001-01-01"])).Code);
        Assert.Equal([Old], Started(cloud));
        // Its own run is known by its identity, with or without the option.
        Assert.Equal(0, (await cloud.RunAsync(Send)).Code);
        Assert.Equal([Old], Started(cloud));
    }

    [Theory]
    [InlineData("backfill --bucket b --cut-over yesterday", "--cut-over \"yesterday\" is not a time")]
    [InlineData("send --object a --cut-over yesterday", "--cut-over \"yesterday\" is not a time")]
    [InlineData(
        "backfill --bucket b --names samples/names.txt --cut-over 2026-11-23",
        "--cut-over needs the times of the bucket"
    )]
    public async Task A_wrong_cut_over_is_said_with_what_to_write(string command, string text)
    {
        CliResult result = await TheCommand.RunAsync(command.Split(' '));
        Assert.Equal(2, result.Code);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }
}
