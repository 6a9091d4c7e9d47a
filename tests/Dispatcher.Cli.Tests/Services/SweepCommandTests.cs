using System.Text.Json;
using Dispatcher.Emulator.Faults;
using static Dispatcher.Emulator.Model.Operations;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>A sweep at a desk, and what happened to one object.</summary>
public sealed class SweepCommandTests
{
    private const string Routes = """
        version: 1
        defaults: { task: { workspace: ws, application: app } }
        routes:
          - { name: one, owner: team-one, match: { object: "in/.+", bucket: landing }, task: { key: t1 } }
          - name: asks
            match: { object: "asks/.+", bucket: landing, where: { "data.size": "1" } }
            task: { key: t2 }
          - { name: behind, match: { object: "asks/.+", bucket: landing }, task: { key: t3 } }
          - { name: anywhere, match: { object: "any/.+" }, task: { key: t4 } }
        """;

    [Fact]
    public async Task A_plan_starts_nothing_and_submit_starts_each_lost_run_once()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Put("landing", "in/a", "in/b", "other/c");

        CliResult plan = await SweepAsync(cloud);
        Assert.Equal((1, 2, 0, 2), Numbers(plan));
        Assert.Empty(cloud.Runs);
        CliResult done = await SweepAsync(cloud, "--submit");
        Assert.Equal((0, 2, 2, 0), Numbers(done));
        Assert.Equal((0, 0, 0, 0), Numbers(await SweepAsync(cloud, "--submit")));
        Assert.Equal(["one", "one"], cloud.Runs.Select(run => run.Name.Split('-')[0]));
    }

    [Fact]
    public async Task What_a_listing_cannot_decide_is_left_alone_and_said()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Put("landing", "asks/a");
        cloud.Put("elsewhere", "any/a");

        CliResult done = await SweepAsync(cloud, "--submit");

        Assert.Equal((0, 0, 0, 0), Numbers(done));
        Assert.Equal(
            [
                "cannot sweep route `anywhere`: it takes objects of any bucket; give it a `bucket`",
                "cannot sweep route `asks`: it asks for the event member `data.size`, which a listing does not have",
            ],
            done.Json.GetProperty("notes").EnumerateArray().Select(note => note.GetString())
        );
        Assert.Empty(cloud.Runs);
    }

    [Fact]
    public async Task A_task_whose_runs_cannot_be_read_stops_no_other_and_is_said()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Put("landing", "in/a");
        cloud.Emulator.Faults.Add(
            new FaultRule(Fault.Status(404))
            {
                Operation = ListTaskRuns,
                When = request => request.RawTarget.Contains("aggregatorKey=t3", StringComparison.Ordinal),
            }
        );

        CliResult done = await SweepAsync(cloud, "--submit");

        Assert.Equal((3, 1, 1, 0), Numbers(done));
        Assert.Contains("the runs of task \"t3\"", done.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deferred_dead_letters_are_redriven_and_rejected_ones_are_left_alone()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using var function = new LetterFunction(cloud);
        cloud.Emulator.Faults.Add(CreateTaskRun, Fault.Throttle(TimeSpan.FromHours(1)), times: 2);
        await function.DispatchAsync("alone/a");
        await function.DispatchAsync("needs/a");
        int before = cloud.Runs.Count;

        string[] line =
        [
            "sweep",
            "--config",
            $"DISPATCHER_DEAD_LETTER={LetterFunction.Place}",
            "--config",
            "needed=t4",
            "--format",
            "json",
            "--submit",
        ];
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(("r.yaml", LetterFunction.Routes));
        CliResult done = await cloud.RunAsync(line, folder.Path);

        Assert.Equal(1, done.Json.GetProperty("redriven").GetInt32());
        Assert.Equal(before + 1, cloud.Runs.Count);
        Assert.Single(cloud.Emulator.ObjectStorage.List(LetterFunction.Bucket, "dead/done/"));
    }

    [Theory]
    [InlineData("--every 15", "--every \"15\" is not a duration; write a whole number and s, m, h or d")]
    [InlineData("--since 1m", "`since` is 1m, less than `settle` and `every` together")]
    [InlineData("--max-running 0", "--max-running must be at least 1")]
    public async Task What_cannot_be_meant_is_refused(string options, string message)
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(("r.yaml", Routes));

        CliResult refused = await cloud.RunAsync(["sweep", .. options.Split(' ')], folder.Path);

        Assert.Equal(2, refused.Code);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_says_state_message_and_what_to_do_next()
    {
        await using Cloud cloud = await Cloud.StartAsync(options =>
            options with
            {
                Course = options.Course with { Error = "no table" },
            }
        );
        cloud.Put("landing", "in/a");

        CliResult lost = await StatusAsync(cloud, "in/a");
        Assert.Equal(1, lost.Code);
        Assert.Contains("dispatcher sweep --submit", Next(lost), StringComparison.Ordinal);
        await SweepAsync(cloud, "--submit");
        CliResult failed = await StatusAsync(cloud, "in/a");
        Assert.Equal(1, failed.Code);
        JsonElement run = failed.Json.GetProperty("runs")[0];
        Assert.Equal(
            ("one", "team-one", "ERROR", "no table"),
            (Text(run, "route"), Text(run, "owner"), Text(run, "status"), Text(run, "errorMessage"))
        );
        Assert.Contains("starts no second one", Next(failed), StringComparison.Ordinal);
        Assert.Contains(
            "no route takes it",
            Next(await StatusAsync(cloud, "x", "--etag", "e")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("createobject", true)]
    [InlineData("updateobject", true)]
    [InlineData("createobject", false)]
    public async Task Status_finds_the_dead_letter_of_an_object(string type, bool hasTime)
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using var function = new LetterFunction(cloud);
        cloud.Emulator.Faults.Add(CreateTaskRun, Fault.Throttle(TimeSpan.FromHours(1)), times: 1);
        string etag = cloud.Emulator.ObjectStorage.CreateBucket("landing").Put("alone/a", default).ETag;
        // A CloudEvents 1.0 envelope, which may have no time.
        await function.DispatchAsync(
            System.Text.Encoding.UTF8.GetBytes(
                $$$"""
                {"specversion":"1.0","id":"i","source":"s","type":"com.oraclecloud.objectstorage.{{{type}}}",
                {{{(hasTime ? $"\"time\":\"{DateTime.UtcNow:O}\"," : "")}}}
                "data":{"resourceName":"alone/a",
                "additionalDetails":{"bucketName":"landing","namespace":"emulated","eTag":"{{{etag}}}"} } }
                """
            )
        );
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(("r.yaml", LetterFunction.Routes));

        CliResult status = await cloud.RunAsync(
            [
                "status",
                "--object",
                "alone/a",
                "--bucket",
                "landing",
                "--config",
                $"DISPATCHER_DEAD_LETTER={LetterFunction.Place}",
                "--format",
                "json",
            ],
            folder.Path
        );

        JsonElement letter = status.Json.GetProperty("deadLetter");
        Assert.Equal(("deferred", false), (Text(letter, "outcome"), letter.GetProperty("settled").GetBoolean()));
        Assert.Contains("dispatcher redrive oci://letters@emulated/dead/", Next(status), StringComparison.Ordinal);
    }

    private static async Task<CliResult> SweepAsync(Cloud cloud, params string[] further)
    {
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(("r.yaml", Routes));
        return await cloud.RunAsync(["sweep", "--settle", "0s", "--format", "json", .. further], folder.Path);
    }

    private static async Task<CliResult> StatusAsync(Cloud cloud, string name, params string[] further)
    {
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(("r.yaml", Routes));
        return await cloud.RunAsync(
            ["status", "--object", name, "--bucket", "landing", "--format", "json", .. further],
            folder.Path
        );
    }

    private static (int Code, long Lost, long Started, long Left) Numbers(CliResult result)
    {
        long Number(string name) => result.Json.GetProperty(name).GetInt64();
        return (result.Code, Number("lost"), Number("started"), Number("left"));
    }

    private static string Next(CliResult result) =>
        string.Join('\n', result.Json.GetProperty("next").EnumerateArray().Select(next => next.GetString()));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
