using System.Text;
using System.Text.Json;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;
using Dispatcher.Events;

namespace Dispatcher.Cli.Tests.Services;

public sealed class SendTests
{
    private const string Invoice = "invoices/2022-08-12-documents.jsonlines";
    private static readonly string[] Send = ["send", "--object", Invoice, "--config-file", "samples/local.config"];

    private static async Task<Cloud> CloudAsync(
        Func<Emulator.Model.EmulatorOptions, Emulator.Model.EmulatorOptions>? options = null
    )
    {
        Cloud cloud = await Cloud.StartAsync(options);
        cloud.Put("landing-area", Invoice, Invoice + ".bak", "sensors/berlin/2026-11-23T0900.json", "figures.pdf");
        return cloud;
    }

    [Fact]
    public async Task The_runs_are_followed_to_their_end()
    {
        await using Cloud cloud = await CloudAsync();
        CliResult result = await cloud.RunAsync([.. Send, "--wait"]);
        Assert.Equal(0, result.Code);
        Assert.Contains("invoices → flatten-task  SUCCESS", result.Out, StringComparison.Ordinal);
        Assert.Contains(" s  invoices  SUCCESS", result.Error, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Success, Assert.Single(cloud.Runs).Status);
    }

    [Fact]
    public async Task A_run_that_fails_shows_its_message_and_is_a_finding()
    {
        await using Cloud cloud = await CloudAsync(options =>
            options with
            {
                Course = options.Course with { Error = "column LINES is missing" },
            }
        );
        CliResult result = await cloud.RunAsync([.. Send, "--wait"]);
        Assert.Equal(1, result.Code);
        Assert.Contains("ERROR", result.Out, StringComparison.Ordinal);
        Assert.Contains("column LINES is missing", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_wait_the_run_is_created_and_left_alone()
    {
        await using Cloud cloud = await CloudAsync(options =>
            options with
            {
                Course = options.Course with { NotStarted = Timeout.InfiniteTimeSpan },
            }
        );
        CliResult result = await cloud.RunAsync([.. Send, "--format", "json"]);
        Assert.Equal(0, result.Code);
        JsonElement run = Assert.Single(result.Json.GetProperty("runs").EnumerateArray());
        Assert.Equal(
            ("NOT_STARTED", false),
            (run.GetProperty("status").GetString(), run.GetProperty("duplicate").GetBoolean())
        );
        Assert.Equal("dispatched", result.Json.GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData(ObjectEventKind.Create)]
    [InlineData(ObjectEventKind.Update)]
    public async Task What_the_buckets_own_event_started_is_not_started_again(ObjectEventKind kind)
    {
        await using Cloud cloud = await CloudAsync();
        if (kind == ObjectEventKind.Update)
            cloud.Put("landing-area", Invoice);
        string etag = cloud.Emulator.ObjectStorage.Get("landing-area", Invoice)!.ETag;
        byte[] happened = new EventDocument
        {
            Object = Invoice,
            Bucket = "landing-area",
            Namespace = "emulated",
            Kind = kind,
            ETag = etag,
            Id = "from-the-bucket",
        }.ToJson();
        using var folder = new TemporaryFolder();
        string file = folder.Write("event.json", Encoding.UTF8.GetString(happened));
        Assert.Equal(
            0,
            (await cloud.RunAsync(["send", "--event", file, "--config-file", "samples/local.config"])).Code
        );
        cloud.Emulator.DataIntegration.ForgetRetryTokens();

        CliResult again = await cloud.RunAsync([.. Send, "--format", "json"]);

        Assert.Equal(0, again.Code);
        Assert.True(again.Json.GetProperty("runs")[0].GetProperty("duplicate").GetBoolean());
        Assert.Single(cloud.Runs);
    }

    [Fact]
    public async Task An_answer_that_was_lost_starts_nothing_twice()
    {
        await using Cloud cloud = await CloudAsync();
        cloud.Emulator.Faults.Add(Emulator.Model.Operations.CreateTaskRun, Fault.ResetAfter(), times: 2);
        Assert.Equal(0, (await cloud.RunAsync(Send)).Code);
        Assert.Single(cloud.Runs);
    }

    [Theory]
    [InlineData(RetryTokenReplay.SameRunAsOk)]
    [InlineData(RetryTokenReplay.SameRunAsCreated)]
    [InlineData(RetryTokenReplay.Conflict)]
    public async Task A_service_that_forgets_names_is_asked_for_the_token(RetryTokenReplay replay)
    {
        await using Cloud cloud = await CloudAsync(options =>
            options with
            {
                KeepGivenNames = false,
                RetryTokenReplay = replay,
            }
        );
        Assert.Equal(0, (await cloud.RunAsync(Send)).Code);
        // The first run cannot be told from another program's.
        Assert.Equal(2, (await cloud.RunAsync(Send)).Code);
        CliResult second = await cloud.RunAsync([.. Send, "--cut-over", "2001-01-01"]);
        Assert.Single(cloud.Runs);
        Assert.Equal(replay == RetryTokenReplay.Conflict ? 3 : 0, second.Code);
    }

    [Fact]
    public async Task One_object_may_start_several_runs()
    {
        await using Cloud cloud = await CloudAsync();
        CliResult result = await cloud.RunAsync([
            "send",
            "--object",
            "sensors/berlin/2026-11-23T0900.json",
            "--config-file",
            "samples/local.config",
            "--wait",
        ]);
        Assert.Equal(0, result.Code);
        Assert.Equal(["archive-task", "aggregate-task"], cloud.Runs.Select(run => run.TaskKey));
    }

    [Theory]
    [InlineData("figures.pdf", 1, "nearest route")]
    [InlineData(
        "invoices/nowhere.jsonlines",
        1,
        "there is no object \"invoices/nowhere.jsonlines\" in bucket \"landing-area\""
    )]
    public async Task What_starts_nothing_is_a_finding(string name, int code, string text)
    {
        await using Cloud cloud = await CloudAsync();
        CliResult result = await cloud.RunAsync(["send", "--object", name, "--config-file", "samples/local.config"]);
        Assert.Equal(code, result.Code);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
        Assert.Empty(cloud.Runs);
    }

    [Fact]
    public async Task The_event_of_a_version_that_is_gone_can_be_sent_with_its_tag()
    {
        await using Cloud cloud = await CloudAsync();
        CliResult result = await cloud.RunAsync([.. Send, "--etag", "gone", "--kind", "update", "--format", "json"]);
        Assert.Equal(0, result.Code);
        Assert.Equal("gone", result.Json.GetProperty("object").GetProperty("etag").GetString());
        Assert.EndsWith(
            "updateobject",
            result.Json.GetProperty("event").GetProperty("type").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(404, "a missing permission looks like this")]
    [InlineData(500, "try again later")]
    public async Task A_service_that_refuses_ends_with_three(int status, string text)
    {
        await using Cloud cloud = await CloudAsync();
        cloud.Emulator.Faults.Add(Emulator.Model.Operations.CreateTaskRun, Fault.Status(status), times: null);
        CliResult result = await cloud.RunAsync(Send);
        Assert.Equal(3, result.Code);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("send --object a")]
    [InlineData("backfill --bucket landing-area")]
    [InlineData("redrive oci://letters")]
    [InlineData("check")]
    public async Task What_cannot_be_reached_is_said_while_it_is_tried_again_and_ends_with_three(string line)
    {
        await using Cloud cloud = await CloudAsync();
        string[] dead =
        [
            .. line.Split(' '),
            "--config-file",
            "samples/local.config",
            "--config",
            "DISPATCHER_DATA_INTEGRATION_ENDPOINT=http://127.0.0.1:1",
            "--config",
            "DISPATCHER_OBJECT_STORAGE_ENDPOINT=http://127.0.0.1:1",
        ];
        CliResult result = await cloud.RunAsync(dead);
        Assert.Equal((3, ""), (result.Code, result.Out));
        Assert.Single(result.Error.Split('\n'), said =>
            said.StartsWith("note: NoConnection: ", StringComparison.Ordinal)
            && said.EndsWith("; trying again", StringComparison.Ordinal)
        );
        Assert.Matches("\nerror: [^\n]+: NoConnection: [^\n]+; try again later\n$", result.Error);
        Assert.DoesNotContain("note: ", (await cloud.RunAsync([.. dead, "--quiet"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_leaves_the_run_going()
    {
        using var stop = new CancellationTokenSource();
        await using Cloud cloud = await CloudAsync(options =>
            options with
            {
                Course = options.Course with { Running = Timeout.InfiniteTimeSpan },
            }
        );
        Task<CliResult> run = cloud.RunAsync([.. Send, "--wait", "--format", "json"], stopping: stop.Token);
        // Once it is looked at, it is being followed.
        while (cloud.Emulator.RequestCount(Emulator.Model.Operations.GetTaskRun) == 0)
            await Task.Delay(10);
        await stop.CancelAsync();
        CliResult result = await run;
        Assert.Equal(130, result.Code);
        Assert.Equal(
            Assert.Single(cloud.Runs).Key,
            result.Json.GetProperty("runs")[0].GetProperty("taskRunKey").GetString()
        );
        Assert.EndsWith(
            "interrupted; what was started goes on, and the same command run again follows it\n",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told_without_credentials_too()
    {
        CliResult result = await TheCommand.RunAsync("send", "--event", "nowhere.json", "--oci-config", "nowhere");
        Assert.Equal(2, result.Code);
        Assert.Contains(
            "error: --event nowhere.json: it cannot be read: it does not exist\n",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("nowhere: the OCI config file does not exist", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "there is no event")]
    [InlineData("--object a --event b", "both --object and --event")]
    [InlineData("--event e --etag x", "--etag belongs to --object")]
    [InlineData("--event missing.json --oci-config samples/local.config", "a value before the first profile")]
    public async Task Wrong_usage_is_said_with_what_to_write(string args, string text)
    {
        CliResult result = await TheCommand.RunAsync([
            "send",
            .. args.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ]);
        Assert.Equal(2, result.Code);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no event document")]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", "more than one event")]
    [InlineData("[{},{}]", "more than one event")]
    [InlineData("[]", "no event document")]
    [InlineData("{\"dispatcher\":\"ping\"}", "not about an object")]
    [InlineData("{}", "eventID")]
    public async Task A_file_without_exactly_one_event_is_refused(string content, string text)
    {
        await using Cloud cloud = await CloudAsync();
        using var folder = new TemporaryFolder();
        CliResult result = await cloud.RunAsync(["send", "--event", folder.Write("event", content)]);
        Assert.Equal(2, result.Code);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }
}
