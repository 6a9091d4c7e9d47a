using System.Text;
using System.Text.Json;
using Dispatcher.Cli.Redriving;
using Dispatcher.Emulator;
using Dispatcher.Emulator.Faults;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Tests.Services;

public sealed class RedriveTests : IAsyncLifetime, IDisposable
{
    // The service asks for more time than an invocation has: the event is deferred at once.
    private static readonly Fault Later = Fault.Throttle(TimeSpan.FromHours(1));

    private readonly TemporaryFolder folder = TemporaryFolder.WithRoutes(("r.yaml", LetterFunction.Routes));
    private Cloud cloud = null!;
    private LetterFunction function = null!;

    public async Task InitializeAsync()
    {
        cloud = await Cloud.StartAsync();
        function = new LetterFunction(cloud);
    }

    public Task DisposeAsync() => cloud.DisposeAsync().AsTask();

    public void Dispose()
    {
        function.Dispose();
        folder.Dispose();
    }

    private FaultPlan Faults => cloud.Emulator.Faults;

    private string[] Names(string prefix = "") => [.. cloud.Emulator.ObjectStorage.List(LetterFunction.Bucket, prefix).Select(one => one.Name)];

    private string[] Open() => [.. Names().Where(name => !name.Contains("/done/", StringComparison.Ordinal))];

    private string[] Done() => Names(LetterFunction.Prefix + "done/");

    private Task<CliResult> RedriveAsync(params string[] args) => cloud.RunAsync(
        ["redrive", .. args is ["--submit", ..] or [] ? [LetterFunction.Place] : Array.Empty<string>(), .. args, "--config", "needed=t4", "--format", "json"], folder.Path);

    private async Task DeferAsync(params string[] names)
    {
        Faults.Add(Operations.CreateTaskRun, Later, times: null);
        foreach (string name in names)
            Assert.Equal(503, (await function.DispatchAsync(name)).Status);
        Faults.Clear();
    }

    private static int Number(CliResult result, string name) => result.Json.GetProperty(name).GetInt32();

    private static int Submitted(CliResult result, string name) => result.Json.GetProperty("submitted").GetProperty(name).GetInt32();

    private static string[] Reasons(CliResult result, string list) =>
        [.. result.Json.GetProperty(list).EnumerateArray().Select(one => one.EnumerateObject().First().Value.GetString()!)];

    private static void Check(CliResult result, int code) => Assert.True(result.Code == code, $"exit code {result.Code}\n{result.Out}\n{result.Error}");

    [Fact]
    public async Task A_plan_says_what_would_start_by_route_and_touches_nothing()
    {
        await DeferAsync("in/a", "in/b", "alone/c");
        string[] before = Names();

        CliResult plan = await RedriveAsync();

        Check(plan, 0);
        Assert.Equal((3, 3, 5, 0), (Number(plan, "records"), Number(plan, "ready"), Number(plan, "runs"), Number(plan, "startedSince")));
        Assert.Equal(["alone", "one", "two"], Reasons(plan, "routes"));
        Assert.Equal(JsonValueKind.Null, plan.Json.GetProperty("submitted").ValueKind);
        Assert.Empty(cloud.Runs);
        Assert.Equal(before, Names());
    }

    [Fact]
    public async Task Deferred_events_become_exactly_the_runs_that_their_events_would_have_started_and_their_records_move_to_done()
    {
        await DeferAsync("in/a", "in/b", "alone/c");
        string[] names = Open();

        CliResult result = await RedriveAsync("--submit");

        Check(result, 0);
        Assert.Equal((5, 5, 3, 0), (Submitted(result, "started"), Submitted(result, "succeeded"), Submitted(result, "done"), Submitted(result, "left")));
        Assert.Empty(Open());
        Assert.Equal(names.Select(name => name.Replace("dead/", "dead/done/", StringComparison.Ordinal)), Done());
        // The very runs: the events delivered once more find them all.
        foreach (string name in (string[])["in/a", "in/b", "alone/c"])
            Assert.All((await function.DispatchAsync(name)).Runs, run => Assert.True(run.Duplicate));
        Assert.Equal(5, cloud.Runs.Count);
    }

    [Fact]
    public async Task What_was_redriven_is_not_taken_up_again()
    {
        await DeferAsync("in/a");
        Check(await RedriveAsync("--submit"), 0);
        CliResult again = await RedriveAsync("--submit");
        Check(again, 0);
        Assert.Equal(0, Number(again, "records"));
        Assert.Contains("there are no dead-letter records below oci://letters@", again.Error, StringComparison.Ordinal);
        Check(await RedriveAsync("oci://letters", "--submit"), 0);
        Assert.Equal(2, cloud.Runs.Count);
        Assert.Single(Done());
    }

    [Fact]
    public async Task A_deferred_event_that_a_later_delivery_overtook_starts_nothing_and_is_done()
    {
        await DeferAsync("in/a", "alone/b");
        Assert.Equal(200, (await function.DispatchAsync("in/a")).Status);
        cloud.Emulator.DataIntegration.ForgetRetryTokens();
        CliResult plan = await RedriveAsync();
        Assert.Equal((2, 1, 1, 1), (Number(plan, "records"), Number(plan, "ready"), Number(plan, "runs"), Number(plan, "startedSince")));
        Assert.Equal(["one", "two"], Reasons(plan, "existing"));

        CliResult result = await RedriveAsync("--submit");

        Check(result, 0);
        Assert.Equal((1, 2, 2), (Submitted(result, "started"), Submitted(result, "existed"), Submitted(result, "done")));
        Assert.Equal(3, cloud.Runs.Count);
        Assert.Empty(Open());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // What the service no longer shows, the record still says.
    public async Task A_record_with_some_runs_completes_only_the_rest(bool runsAreGone)
    {
        Faults.Add(new FaultRule(Later) { Operation = Operations.CreateTaskRun, When = request => Encoding.UTF8.GetString(request.Body.Span).Contains("\"t2\"", StringComparison.Ordinal), Times = null });
        Assert.Equal(503, (await function.DispatchAsync("in/a")).Status);
        Faults.Clear();
        Assert.Single(cloud.Runs);
        if (runsAreGone)
        {
            cloud.Emulator.DataIntegration.ForgetRetryTokens();
            Faults.Add(new FaultRule(Fault.Status(500)) { Operation = Operations.ListTaskRuns, When = request => request.RawTarget.Contains(cloud.Runs[0].Identifier!, StringComparison.Ordinal), Times = null });
        }

        CliResult result = await RedriveAsync("--submit");

        Check(result, 0);
        Assert.Equal((1, 1), (Submitted(result, "started"), Submitted(result, "done")));
        Assert.Equal(["t1", "t2"], cloud.Runs.Select(run => run.TaskKey));
    }

    [Fact]
    public async Task What_is_still_unmatched_or_rejected_stays_with_the_reason_and_is_a_finding()
    {
        Assert.Equal("RD303", Assert.Single((await function.DispatchAsync("in/control\tcharacter")).Errors).Code);
        Assert.NotNull((await function.DispatchAsync("nowhere/x")).DeadLetter);
        Assert.NotNull((await function.DispatchAsync("needs/x")).DeadLetter);
        Assert.NotNull((await function.DispatchAsync("not an event"u8.ToArray())).DeadLetter);
        cloud.Emulator.ObjectStorage.Put(LetterFunction.Bucket, "dead/2026-11-22/" + new string('0', 40) + ".json", "{"u8.ToArray());

        CliResult plan = await RedriveAsync();
        CliResult result = await RedriveAsync("--submit");

        Check(plan, 1);
        Check(result, 1);
        Assert.Equal(["one: RD303"], Reasons(result, "rejected"));
        Assert.Single(Reasons(result, "unmatched"));
        Assert.Collection(Reasons(result, "unreadable"),
            body => Assert.StartsWith("RD311: The body is not valid JSON", body, StringComparison.Ordinal),
            record => Assert.Equal("the record is not valid JSON", record));
        // `needs/x` starts: the configuration has what it lacked. The other route of the rejected one ran at once.
        Assert.Equal((1, 1, 4), (Submitted(result, "started"), Submitted(result, "done"), Submitted(result, "left")));
        Assert.Equal(4, Open().Length);
        Assert.Equal(["t2", "t4"], cloud.Runs.Select(run => run.TaskKey).Order());
    }

    [Fact]
    public async Task A_move_that_was_interrupted_between_copy_and_delete_is_finished_by_the_next_call()
    {
        await DeferAsync("in/a");
        string record = Assert.Single(Open());
        Faults.Add(Operations.DeleteObject, Fault.Status(403), times: null);
        CliResult broken = await RedriveAsync("--submit");
        Check(broken, 3);
        Assert.Matches("all runs of record .+ exist, but it was not moved to done/ .+: 403 ", broken.Error);
        Assert.Equal(2, Names().Length);
        Faults.Clear();

        CliResult result = await RedriveAsync("--submit");

        Check(result, 0);
        Assert.Equal((0, 2, 1), (Submitted(result, "started"), Submitted(result, "existed"), Submitted(result, "done")));
        Assert.Equal([record.Replace("dead/", "dead/done/", StringComparison.Ordinal)], Names());
        Assert.Equal(2, cloud.Runs.Count);
    }

    [Theory]
    [InlineData(Operations.ListObjects)]
    [InlineData(Operations.GetObject)]
    [InlineData(Operations.PutObject)]
    [InlineData(Operations.DeleteObject)]
    [InlineData(Operations.ListTaskRuns)]
    [InlineData(Operations.CreateTaskRun)]
    public async Task A_service_that_fails_ends_it_with_three_and_the_next_call_does_the_rest(string operation)
    {
        await DeferAsync("in/a", "alone/b");
        Faults.Add(operation, Fault.Status(503), times: null);
        CliResult failed = await RedriveAsync("--submit");
        Check(failed, 3);
        Assert.Contains("503", failed.Error, StringComparison.Ordinal);
        Faults.Clear();

        CliResult result = await RedriveAsync("--submit");

        Check(result, 0);
        Assert.Equal(3, cloud.Runs.Count);
        Assert.Empty(Open());
        Assert.Equal(2, Done().Length);
    }

    [Fact]
    public async Task Lost_answers_and_throttling_start_nothing_twice_and_lose_no_record()
    {
        await DeferAsync([.. Enumerable.Range(0, 10).Select(i => $"in/{i}")]);
        // Each of these comes one after another, so that the seed decides; of what runs side by side, fewer fail than are tried again.
        foreach (string operation in (string[])[Operations.CreateTaskRun, Operations.PutObject, Operations.DeleteObject])
            Faults.Add(new FaultRule(Fault.ResetAfter()) { Operation = operation, Probability = 0.3, Times = null, Seed = 7 });
        Faults.Add(new FaultRule(Fault.Throttle()) { Probability = 0.1, Times = 5, Seed = 8 });
        CliResult result = await RedriveAsync("--submit");
        Check(result, 0);
        Assert.Equal(20, cloud.Runs.Count);
        Assert.Equal(20, cloud.Runs.Select(run => run.Identifier).Distinct().Count());
        Assert.Equal((0, 10), (Open().Length, Done().Length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_records_redriven_by_two_at_once_start_nothing_twice(bool afterOneAnother)
    {
        await DeferAsync([.. Enumerable.Range(0, 12).Select(i => $"in/{i}")]);
        byte[][] kept = [.. Open().Select(name => cloud.Emulator.ObjectStorage.Get(LetterFunction.Bucket, name)!.Content.ToArray())];
        string[] names = Open();
        Task<CliResult>[] calls = [RedriveAsync("--submit"), RedriveAsync("--submit")];
        Assert.All(await Task.WhenAll(calls), result => Check(result, 0));
        if (afterOneAnother)
        {
            // Somebody restores the records, long after.
            cloud.Emulator.DataIntegration.ForgetRetryTokens();
            for (int i = 0; i < names.Length; i++)
                cloud.Emulator.ObjectStorage.Put(LetterFunction.Bucket, names[i], kept[i]);
            Check(await RedriveAsync("--submit"), 0);
        }

        Assert.Equal(24, cloud.Runs.Count);
        Assert.Equal((0, 12), (Open().Length, Done().Length));
    }

    [Fact]
    public async Task Interrupted_and_run_again_each_event_has_exactly_its_runs()
    {
        await DeferAsync([.. Enumerable.Range(0, 15).Select(i => $"in/{i:00}")]);
        using var stop = new CancellationTokenSource();
        Task<CliResult> first = cloud.RunAsync(["redrive", LetterFunction.Place, "--submit"], folder.Path, stop.Token);
        while (cloud.Emulator.DataIntegration.RunCount < 5)
            await Task.Delay(1);
        await stop.CancelAsync();
        CliResult interrupted = await first;
        Check(interrupted, 130);
        Assert.Contains("the same command run again does the rest", interrupted.Error, StringComparison.Ordinal);
        cloud.Emulator.DataIntegration.ForgetRetryTokens();

        Check(await RedriveAsync("--submit"), 0);

        Assert.Equal(30, cloud.Runs.Count);
        Assert.Equal(30, cloud.Runs.Select(run => run.Identifier).Distinct().Count());
        Assert.Equal((0, 15), (Open().Length, Done().Length));
    }

    [Fact]
    public async Task One_task_that_the_service_refuses_does_not_hold_up_the_others_and_is_said_once()
    {
        await DeferAsync("in/a", "in/b", "alone/c");
        Faults.Add(new FaultRule(Fault.Status(404)) { Operation = Operations.CreateTaskRun, When = request => Encoding.UTF8.GetString(request.Body.Span).Contains("\"t1\"", StringComparison.Ordinal), Times = null });

        CliResult result = await RedriveAsync("--submit");

        Check(result, 1);
        Assert.Equal((3, 1, 2), (Submitted(result, "started"), Submitted(result, "done"), Submitted(result, "left")));
        Assert.Single(result.Error.Split('\n'), line => line.Contains("no more runs of task \"t1\" are tried", StringComparison.Ordinal));
        Faults.Clear();
        Check(await RedriveAsync("--submit"), 0);
        Assert.Equal(5, cloud.Runs.Count);
    }

    [Fact]
    public async Task A_folder_of_records_is_redriven_like_the_bucket_that_it_came_from()
    {
        await DeferAsync("in/a", "in/b");
        foreach (string name in Open())
            folder.Write("letters/" + name["dead/".Length..], Encoding.UTF8.GetString(cloud.Emulator.ObjectStorage.Get(LetterFunction.Bucket, name)!.Content.Span));
        folder.Write("letters/readme.txt", "not a record");

        CliResult plan = await RedriveAsync("letters");
        Check(plan, 0);
        Assert.Equal((2, 4), (Number(plan, "records"), Number(plan, "runs")));
        Assert.Contains("not named like a record and left alone: 1", plan.Error, StringComparison.Ordinal);
        Check(await RedriveAsync("letters", "--submit"), 0);

        Assert.Equal(4, cloud.Runs.Count);
        string[] files = [.. Directory.GetFiles(folder.Path, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.Path, file).Replace('\\', '/'))];
        Assert.All(files, file => Assert.StartsWith("letters/done/2026-11-22/", file, StringComparison.Ordinal));
        Assert.Equal(2, files.Length);
        Assert.Equal(0, Number(await RedriveAsync("letters", "--submit"), "records"));
        // The bucket's own records are overtaken by what the folder's started.
        Assert.Equal((0, 2), (Submitted(await RedriveAsync("--submit"), "started"), Done().Length));
        Assert.Equal(4, cloud.Runs.Count);
    }

    [Fact]
    public async Task A_storm_is_deferred_above_the_routes_limit_and_redriven_without_passing_it()
    {
        int unfinished = 0, most = 0;
        await using Cloud slow = await Cloud.StartAsync(options => options with
        {
            MaxRunning = 100,
            CourseOf = _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref unfinished));
                return options.Course with { Running = Timeout.InfiniteTimeSpan };
            },
        });
        using var busy = new LetterFunction(slow);
        string[] names = [.. Enumerable.Range(0, 8).Select(i => $"few/{i}")];
        var results = new List<DispatchResult>();
        foreach (string name in names)
            results.Add(await busy.DispatchAsync(name));
        Assert.Equal((2, 6), (results.Count(result => result.Status == 200), results.Count(result => result is { Status: 503, DeadLetter: not null, Errors: [{ Code: "RD409", Route: "few" }] })));
        Assert.True((await busy.DispatchAsync("few/0")).Runs[0].Duplicate);

        // One run ends at a time, for as long as there are any.
        using var over = new CancellationTokenSource();
        Task ending = EndRunsAsync(slow, () => Interlocked.Decrement(ref unfinished), over.Token);
        CliResult result = await slow.RunAsync(["redrive", LetterFunction.Place, "--submit", "--format", "json"], folder.Path);
        await over.CancelAsync();
        await ending;

        Check(result, 0);
        Assert.Equal((6, 6), (Submitted(result, "started"), Submitted(result, "done")));
        Assert.Equal(8, slow.Runs.Select(run => run.Identifier).Distinct().Count());
        Assert.Equal(2, most); // Also with the two that the function had started.
    }

    private static async Task EndRunsAsync(Cloud cloud, Action onEnd, CancellationToken stop)
    {
        for (int ended = 0; !stop.IsCancellationRequested; await Task.Delay(5, CancellationToken.None))
        {
            if (cloud.Runs.Count <= ended)
                continue;
            onEnd();
            cloud.Emulator.DataIntegration.Finish(cloud.Runs[ended++].Key, Emulator.Runs.RunStatus.Success);
        }
    }

    [Fact]
    public async Task The_sample_record_is_one_that_the_function_would_have_written_and_can_be_redriven()
    {
        string file = Assert.Single(Directory.GetFiles(Path.Join(TheCommand.Repository, "samples", "dead-letters"), "*.json", SearchOption.AllDirectories));
        JsonElement received = JsonDocument.Parse(await File.ReadAllBytesAsync(file)).RootElement.GetProperty("received");
        Faults.Add(Operations.CreateTaskRun, Later, times: null);
        DispatchResult written = await function.DispatchAsync(Encoding.UTF8.GetBytes(received.GetRawText()));
        Assert.EndsWith("/2026-11-22/" + Path.GetFileName(file), written.DeadLetter, StringComparison.Ordinal);
        CliResult plan = await cloud.RunAsync(["redrive", "samples/dead-letters", "--config-file", "samples/local.config", "--format", "json"]);
        Check(plan, 0);
        Assert.Equal(["invoices"], Reasons(plan, "routes"));
    }

    [Fact]
    public async Task One_record_is_redriven_by_the_name_that_the_log_has()
    {
        Faults.Add(Operations.CreateTaskRun, Later, times: null);
        string letter = (await function.DispatchAsync("in/a")).DeadLetter!;
        await function.DispatchAsync("in/b");
        Faults.Clear();
        CliResult result = await RedriveAsync(letter, "--submit");
        Check(result, 0);
        Assert.Equal((2, 1), (Submitted(result, "started"), Submitted(result, "done")));
        Assert.Single(Open());
        Assert.Equal("dead/done/2026-11-22/" + letter[^45..], Assert.Single(Done()));
        CliResult again = await RedriveAsync(letter.Replace("/dead/", "/dead/done/", StringComparison.Ordinal));
        Check(again, 2);
        Assert.Contains("what lies below done/ was redriven", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dead/2026-11-22/R", "dead/", "2026-11-22/R")]
    [InlineData("2026-11-22/R/", "", "2026-11-22/R")]
    [InlineData("a/b/unreadable/R/", "a/b/", "unreadable/R")]
    [InlineData("R", "", "R")]
    [InlineData("dead/2026-11-22/", "dead/2026-11-22/", "")]
    [InlineData("", "", "")]
    public void A_records_name_is_its_place_and_its_name_below_it(string prefix, string place, string only)
    {
        string record = new string('a', 40) + ".json";
        Assert.Equal((place, only.Replace("R", record, StringComparison.Ordinal)), RecordNames.Split(prefix.Replace("R", record, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_folder_redriven_by_two_at_once_starts_nothing_twice()
    {
        await DeferAsync([.. Enumerable.Range(0, 12).Select(i => $"in/{i}")]);
        foreach (string name in Open())
            folder.Write("letters/" + name["dead/".Length..], Encoding.UTF8.GetString(cloud.Emulator.ObjectStorage.Get(LetterFunction.Bucket, name)!.Content.Span));
        Task<CliResult>[] calls = [RedriveAsync("letters", "--submit"), RedriveAsync("letters", "--submit")];
        Assert.All(await Task.WhenAll(calls), result => Check(result, 0));
        Assert.Equal(24, cloud.Runs.Count);
        Assert.Equal(12, Directory.GetFiles(Path.Join(folder.Path, "letters", "done"), "*.json", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task The_place_is_the_configurations_own_when_none_is_given()
    {
        await DeferAsync("alone/a");
        CliResult result = await cloud.RunAsync(["redrive", "--config", "DISPATCHER_DEAD_LETTER=" + LetterFunction.Place], folder.Path);
        Check(result, 0);
        Assert.Contains("records    1  of them 1 start 1 runs, 0 were started since", result.Out, StringComparison.Ordinal);
        Assert.Contains("nothing was started or moved; --submit", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_of_a_thousand_done_events_are_not_listed_again()
    {
        foreach (int i in Enumerable.Range(0, 2500))
            cloud.Emulator.ObjectStorage.Put(LetterFunction.Bucket, $"dead/done/2026-11-22/{i:x40}.json", "{}"u8.ToArray());
        cloud.Emulator.ObjectStorage.Put(LetterFunction.Bucket, "dead/unreadable/" + new string('0', 40) + ".json", "{}"u8.ToArray());
        long before = cloud.Emulator.RequestCount(Operations.ListObjects);
        CliResult plan = await RedriveAsync();
        Assert.Equal(1, Number(plan, "records"));
        Assert.Equal(2, cloud.Emulator.RequestCount(Operations.ListObjects) - before);
    }

    [Theory]
    [InlineData(new[] { "redrive" }, "there is no place; give oci://BUCKET@NAMESPACE/PREFIX or a folder")]
    [InlineData(new[] { "redrive", "oci://" }, "\"oci://\" is not a place; write oci://BUCKET@NAMESPACE/PREFIX")]
    [InlineData(new[] { "redrive", "OCI://letters" }, "is not a place; write oci://")]
    [InlineData(new[] { "redrive", "oci://letters/dead/done" }, "what lies below done/ was redriven")]
    [InlineData(new[] { "redrive", "missing" }, "there is no such folder")]
    [InlineData(new[] { "redrive", "routes", "--max-running", "0" }, "--max-running must be at least 1")]
    public async Task Wrong_usage_is_said_with_what_to_write(string[] args, string text)
    {
        CliResult result = await cloud.RunAsync(args, folder.Path);
        Check(result, 2);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_without_records_and_a_bucket_that_is_not_there_are_told_apart()
    {
        await DeferAsync("in/a");
        CliResult wrong = await RedriveAsync("oci://letters/deed");
        Check(wrong, 0);
        Assert.Contains("there are no dead-letter records below oci://letters@", wrong.Error, StringComparison.Ordinal);
        CliResult missing = await RedriveAsync("oci://nobody/dead");
        Check(missing, 3);
        Assert.Contains("404", missing.Error, StringComparison.Ordinal);
    }
}
