using System.Globalization;
using System.Text.Json;
using Dispatcher.Cli.Console;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Cli.Tests.Services;

public sealed class BackfillTests
{
    private const string Invoice = "invoices/2022-08-12-documents.jsonlines";
    private static readonly string[] Backfill =
    [
        "backfill",
        "--bucket",
        "landing-area",
        "--config-file",
        "samples/local.config",
    ];

    private static async Task<Cloud> CloudAsync(
        int invoices,
        Func<Emulator.Model.EmulatorOptions, Emulator.Model.EmulatorOptions>? options = null
    )
    {
        Cloud cloud = await Cloud.StartAsync(options);
        cloud.Put(
            "landing-area",
            [
                .. Enumerable.Range(0, invoices).Select(i => $"invoices/{i:0000}.jsonlines"),
                "figures.pdf",
                "invoices/readme.txt",
            ]
        );
        return cloud;
    }

    private static int Submitted(CliResult result, string what) =>
        result.Json.GetProperty("submitted").GetProperty(what).GetInt32();

    [Fact]
    public async Task A_plan_counts_runs_by_route_and_the_rest_by_nearest_route_and_starts_nothing()
    {
        await using Cloud cloud = await CloudAsync(2500);
        CliResult result = await cloud.RunAsync([.. Backfill, "--format", "json"]);
        Assert.Equal(0, result.Code);
        Assert.Equal(
            (2502, 2500),
            (result.Json.GetProperty("objects").GetInt32(), result.Json.GetProperty("runs").GetInt32())
        );
        JsonElement route = Assert.Single(result.Json.GetProperty("routes").EnumerateArray());
        Assert.Equal(
            ("invoices", 2500, 3),
            (
                route.GetProperty("route").GetString()!,
                route.GetProperty("count").GetInt32(),
                route.GetProperty("sample").GetArrayLength()
            )
        );
        Assert.Equal(
            2,
            result.Json.GetProperty("unmatched").EnumerateArray().Sum(one => one.GetProperty("count").GetInt32())
        );
        Assert.Contains(result.Json.GetProperty("unmatched").EnumerateArray(), one =>
            one.GetProperty("nearest").GetString() == "invoices: object"
        );
        Assert.Empty(cloud.Runs);
    }

    [Fact]
    public async Task Names_in_a_file_are_planned_without_any_service()
    {
        CliResult result = await TheCommand.RunAsync([.. Backfill, "--names", "samples/names.txt"]);
        Assert.Equal(0, result.Code);
        Assert.Contains("objects    10  of them 7 start 8 runs", result.Out, StringComparison.Ordinal);
        Assert.Contains("nothing was started", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Every_object_is_started_once_and_never_more_at_once_than_allowed(int most)
    {
        int unfinished = 0,
            seen = 0;
        await using Cloud cloud = await CloudAsync(12, options => options with { MaxRunning = 100, CourseOf = _ =>
                {
                    seen = Math.Max(seen, Interlocked.Increment(ref unfinished));
                    return options.Course with { Running = Timeout.InfiniteTimeSpan };
                } });
        // Runs end only when this says so: oldest first, as soon as the command has nothing more to start.
        using var ended = new CancellationTokenSource();
        Task ending = EndRunsAsync(cloud, most, () => Interlocked.Decrement(ref unfinished), ended.Token);
        CliResult result = await cloud.RunAsync([
            .. Backfill,
            "--submit",
            "--max-running",
            most.ToString(CultureInfo.InvariantCulture),
            "--format",
            "json",
        ]);
        await ended.CancelAsync();
        await ending;
        Assert.Equal(0, result.Code);
        Assert.Equal(
            (12, 12, 0),
            (Submitted(result, "started"), Submitted(result, "succeeded"), Submitted(result, "running"))
        );
        Assert.Equal(most, seen);
        Assert.Equal(12, cloud.Runs.Select(run => run.Identifier).Distinct().Count());
    }

    [Fact]
    public async Task Interrupted_and_run_again_each_object_has_exactly_one_run()
    {
        await using Cloud cloud = await CloudAsync(30);
        using var stop = new CancellationTokenSource();
        Task<CliResult> first = cloud.RunAsync([.. Backfill, "--submit"], stopping: stop.Token);
        while (cloud.Emulator.DataIntegration.RunCount < 7)
            await Task.Delay(1);
        await stop.CancelAsync();
        CliResult interrupted = await first;
        int started = cloud.Runs.Count;
        Assert.Equal(130, interrupted.Code);
        Assert.Contains("the same command run again starts the rest", interrupted.Error, StringComparison.Ordinal);
        cloud.Emulator.DataIntegration.ForgetRetryTokens();

        CliResult second = await cloud.RunAsync([.. Backfill, "--submit", "--format", "json"]);

        Assert.Equal(0, second.Code);
        Assert.Equal((30 - started, started), (Submitted(second, "started"), Submitted(second, "existed")));
        Assert.Equal(30, cloud.Runs.Count);
        Assert.Equal(30, cloud.Runs.Select(run => run.Identifier).Distinct().Count());
    }

    [Fact]
    public async Task Lost_answers_and_throttling_start_nothing_twice()
    {
        await using Cloud cloud = await CloudAsync(10);
        cloud.Emulator.Faults.Add(
            new FaultRule(Fault.ResetAfter())
            {
                Operation = Emulator.Model.Operations.CreateTaskRun,
                Probability = 0.3,
                Times = null,
                Seed = 7,
            }
        );
        cloud.Emulator.Faults.Add(
            new FaultRule(Fault.Throttle())
            {
                Probability = 0.1,
                Times = null,
                Seed = 8,
            }
        );
        CliResult result = await cloud.RunAsync([.. Backfill, "--submit"]);
        Assert.Equal(0, result.Code);
        Assert.Equal(10, cloud.Runs.Count);
    }

    [Fact]
    public async Task A_run_that_fails_is_a_finding_and_is_not_started_again()
    {
        await using Cloud cloud = await CloudAsync(3, options =>
            options with
            {
                Course = options.Course with { Error = "no such column" },
            }
        );
        CliResult first = await cloud.RunAsync([.. Backfill, "--submit"]);
        Assert.Equal(1, first.Code);
        Assert.Contains("ended as ERROR: no such column", first.Error, StringComparison.Ordinal);
        CliResult second = await cloud.RunAsync([.. Backfill, "--submit", "--format", "json"]);
        Assert.Equal(
            (0, 3, 3),
            (Submitted(second, "started"), Submitted(second, "existed"), Submitted(second, "failedBefore"))
        );
        Assert.Equal(3, cloud.Runs.Count);
    }

    [Fact]
    public async Task An_object_that_the_service_refuses_does_not_hold_up_the_others()
    {
        await using Cloud cloud = await CloudAsync(5);
        cloud.Emulator.Faults.Add(Emulator.Model.Operations.CreateTaskRun, Fault.Status(400, "InvalidParameter"));
        CliResult result = await cloud.RunAsync([.. Backfill, "--submit", "--format", "json"]);
        Assert.Equal(1, result.Code);
        Assert.Equal((4, 1), (Submitted(result, "started"), Submitted(result, "failed")));
        Assert.Contains(
            "error: \"invoices/0000.jsonlines\", route invoices: 400 InvalidParameter",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(Emulator.Model.Operations.ListObjects, 404)]
    [InlineData(Emulator.Model.Operations.CreateTaskRun, 404)]
    [InlineData(Emulator.Model.Operations.ListTaskRuns, 503)]
    public async Task A_service_that_fails_ends_it_with_three(string operation, int status)
    {
        await using Cloud cloud = await CloudAsync(5);
        cloud.Emulator.Faults.Add(operation, Fault.Status(status), times: null);
        CliResult result = await cloud.RunAsync([.. Backfill, "--submit"]);
        Assert.Equal(3, result.Code);
        Assert.Empty(cloud.Runs);
    }

    [Fact]
    public async Task Gaps_are_objects_without_a_successful_run()
    {
        await using Cloud cloud = await CloudAsync(3);
        Assert.Equal(0, (await cloud.RunAsync([.. Backfill, "--submit", "--limit", "1"])).Code);
        CliResult result = await cloud.RunAsync([.. Backfill, "--gaps"]);
        Assert.Equal(1, result.Code);
        Assert.Equal(
            ["NEVER_STARTED  invoices  invoices/0001.jsonlines", "NEVER_STARTED  invoices  invoices/0002.jsonlines"],
            result.Lines
        );
        Assert.Single(cloud.Runs);
        Assert.Equal(0, (await cloud.RunAsync([.. Backfill, "--submit"])).Code);
        Assert.Equal(0, (await cloud.RunAsync([.. Backfill, "--gaps", "--format", "json"])).Code);
    }

    [Theory]
    [InlineData("--prefix invoices/000", 10)]
    [InlineData("--since 2999-01-01T00:00:00Z", 0)]
    [InlineData("--since 2999-01-01", 0)]
    [InlineData("--since 2000-01-01T00:00:00+02:00", 25)]
    [InlineData("--since 2000-01-01T00:00:00Z --limit 4", 4)]
    [InlineData("--route orders", 0)]
    [InlineData("--route invoices", 25)]
    public async Task Only_what_is_asked_for_is_planned(string options, int runs)
    {
        await using Cloud cloud = await CloudAsync(25);
        CliResult result = await cloud.RunAsync([.. Backfill, "--format", "json", .. options.Split(' ')]);
        Assert.Equal(runs, result.Json.GetProperty("runs").GetInt32());
    }

    [Fact]
    public async Task Names_in_a_file_are_submitted_with_the_buckets_entity_tags()
    {
        await using Cloud cloud = await CloudAsync(2);
        using var folder = new TemporaryFolder();
        string names = folder.Write("names", "invoices/0001.jsonlines\ninvoices/gone.jsonlines\n");
        CliResult result = await cloud.RunAsync([.. Backfill, "--names", names, "--submit"]);
        Assert.Equal(0, result.Code);
        Assert.Contains("there is no object \"invoices/gone.jsonlines\"", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await cloud.RunAsync([.. Backfill, "--submit"])).Code);
        Assert.Equal(2, cloud.Runs.Count);
    }

    [Fact]
    public async Task What_cannot_be_rendered_is_counted_and_is_a_finding()
    {
        CliResult result = await TheCommand.RunAsync(
            "backfill",
            "--bucket",
            "landing-area",
            "--names",
            "samples/names.txt",
            "--format",
            "json"
        );
        Assert.Equal(1, result.Code);
        Assert.NotEmpty(result.Json.GetProperty("rejected").EnumerateArray());
    }

    [Theory]
    [InlineData("--submit --gaps", "both --submit and --gaps")]
    [InlineData("--limit 0", "--limit must be at least 1")]
    [InlineData("--max-running 0", "--max-running must be at least 1")]
    [InlineData("--since yesterday", "is not a time")]
    // April or March?
    [InlineData("--since 3/4", "--since \"3/4\" is not a time; write for example 2026-11-23T00:00:00Z or 2026-11-23")]
    [InlineData("--since 10:00", "is not a time")] // of which day?
    [InlineData("--since 2026-11", "is not a time")]
    [InlineData("--since 2026-11-23T10:00:00", "is not a time")] // where?
    [InlineData(
        "--names samples/published-tasks.json",
        "--names samples/published-tasks.json: it is JSON; give a name a line, for example what `jq -r "
            + "'.data[].name'` makes"
    )]
    [InlineData("--route invoice", "did you mean `invoices`?")]
    [InlineData("--names missing.txt", "it cannot be read")]
    [InlineData(
        "--names missing.txt --since 2026-11-23T00:00:00Z",
        "--since needs the times of the bucket, which a plan over --names does not ask"
    )]
    [InlineData("--names - --submit", "give --names a file")]
    public async Task Wrong_usage_is_said_with_what_to_write(string options, string text)
    {
        CliResult result = await TheCommand.RunAsync([.. Backfill, .. options.Split(' ')]);
        Assert.Equal(2, result.Code);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 100, 0, "runs [░░░░░░░░░░░░░░░░░░░░░░░░] 0 of 100  0/s")]
    [InlineData(50, 100, 10, "runs [████████████░░░░░░░░░░░░] 50 of 100  5/s  0:00:10 left")]
    [InlineData(7200, null, 3600, "runs 7,200  2/s")]
    public void Progress_says_how_many_how_fast_and_how_long(int done, int? total, int seconds, string line) =>
        Assert.Equal(line, ProgressLine.Line("runs", done, total, TimeSpan.FromSeconds(seconds)));

    private static async Task EndRunsAsync(Cloud cloud, int most, Action onEnd, CancellationToken stop)
    {
        var done = new HashSet<string>();
        while (!stop.IsCancellationRequested)
        {
            EmulatedRun[] open = [.. cloud.Runs.Where(run => !done.Contains(run.Key))];
            // The last ones end although fewer are open: nothing follows them.
            if (open.Length >= most || (open.Length > 0 && cloud.Runs.Count == 12))
            {
                done.Add(open[0].Key);
                onEnd();
                cloud.Emulator.DataIntegration.Finish(open[0].Key, RunStatus.Success);
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }
}
