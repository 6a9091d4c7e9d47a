using System.Text;
using System.Text.Json;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>What a redrive starts and settles: exactly the runs that the events would have started, each
/// once.</summary>
public sealed class RedriveTests : RedriveTestBed
{
    [Fact]
    public async Task A_plan_says_what_would_start_by_route_and_touches_nothing()
    {
        await DeferAsync("in/a", "in/b", "alone/c");
        string[] before = Names();

        CliResult plan = await RedriveAsync();

        Check(plan, 0);
        Assert.Equal(
            (3, 3, 5, 0),
            (Number(plan, "records"), Number(plan, "ready"), Number(plan, "runs"), Number(plan, "startedSince"))
        );
        Assert.Equal(["alone", "one", "two"], Reasons(plan, "routes"));
        Assert.Equal(JsonValueKind.Null, plan.Json.GetProperty("submitted").ValueKind);
        Assert.Empty(Cloud.Runs);
        Assert.Equal(before, Names());
    }

    [Fact]
    public async Task Deferred_events_become_the_runs_they_would_have_started_and_their_records_move_to_done()
    {
        await DeferAsync("in/a", "in/b", "alone/c");
        string[] names = Open();

        CliResult result = await RedriveAsync("--submit");

        Check(result, 0);
        Assert.Equal(
            (5, 5, 3, 0),
            (
                Submitted(result, "started"),
                Submitted(result, "succeeded"),
                Submitted(result, "done"),
                Submitted(result, "left")
            )
        );
        Assert.Empty(Open());
        Assert.Equal(names.Select(name => name.Replace("dead/", "dead/done/", StringComparison.Ordinal)), Done());
        // The very runs: the events delivered once more find them all.
        foreach (string name in (string[])["in/a", "in/b", "alone/c"])
            Assert.All((await Function.DispatchAsync(name)).Runs, run =>
                Assert.Contains(run.TaskRunKey, Cloud.Runs.Select(there => there.Key))
            );
        Assert.Equal(5, Cloud.Runs.Count);
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
        Assert.Equal(2, Cloud.Runs.Count);
        Assert.Single(Done());
    }

    [Fact]
    public async Task A_deferred_event_that_a_later_delivery_overtook_starts_nothing_and_is_done()
    {
        await DeferAsync("in/a", "alone/b");
        Assert.Equal(200, (await Function.DispatchAsync("in/a")).Status);
        Cloud.Emulator.DataIntegration.ForgetRetryTokens();
        CliResult plan = await RedriveAsync();
        Assert.Equal(
            (2, 1, 1, 1),
            (Number(plan, "records"), Number(plan, "ready"), Number(plan, "runs"), Number(plan, "startedSince"))
        );
        Assert.Equal(["one", "two"], Reasons(plan, "existing"));

        CliResult result = await RedriveAsync("--submit");

        Check(result, 0);
        Assert.Equal(
            (1, 2, 2),
            (Submitted(result, "started"), Submitted(result, "existed"), Submitted(result, "done"))
        );
        Assert.Equal(3, Cloud.Runs.Count);
        Assert.Empty(Open());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // What the service no longer shows, the record still says.
    public async Task A_record_with_some_runs_completes_only_the_rest(bool runsAreGone)
    {
        Faults.Add(
            new FaultRule(Later)
            {
                Operation = Operations.CreateTaskRun,
                When = request =>
                    Encoding.UTF8.GetString(request.Body.Span).Contains("\"t2\"", StringComparison.Ordinal),
                Times = null,
            }
        );
        Assert.Equal(503, (await Function.DispatchAsync("in/a")).Status);
        Faults.Clear();
        Assert.Single(Cloud.Runs);
        if (runsAreGone)
        {
            Cloud.Emulator.DataIntegration.ForgetRetryTokens();
            Faults.Add(
                new FaultRule(Fault.Status(500))
                {
                    Operation = Operations.ListTaskRuns,
                    When = request => request.RawTarget.Contains(Cloud.Runs[0].Identifier!, StringComparison.Ordinal),
                    Times = null,
                }
            );
        }

        CliResult result = await RedriveAsync("--submit");

        Check(result, 0);
        Assert.Equal((1, 1), (Submitted(result, "started"), Submitted(result, "done")));
        Assert.Equal(["t1", "t2"], Cloud.Runs.Select(run => run.TaskKey));
    }

    [Fact]
    public async Task What_is_still_unmatched_or_rejected_stays_with_the_reason_and_is_a_finding()
    {
        Assert.Equal("RD303", Assert.Single((await Function.DispatchAsync("in/control\tcharacter")).Errors).Code);
        Assert.NotNull((await Function.DispatchAsync("nowhere/x")).DeadLetter);
        Assert.NotNull((await Function.DispatchAsync("needs/x")).DeadLetter);
        Assert.NotNull((await Function.DispatchAsync("not an event"u8.ToArray())).DeadLetter);
        Cloud.Emulator.ObjectStorage.Put(
            LetterFunction.Bucket,
            "dead/2026-11-22/" + new string('0', 40) + ".json",
            "{"u8.ToArray()
        );

        CliResult plan = await RedriveAsync();
        CliResult result = await RedriveAsync("--submit");

        Check(plan, 1);
        Check(result, 1);
        Assert.Equal(["one: RD303"], Reasons(result, "rejected"));
        Assert.Single(Reasons(result, "unmatched"));
        Assert.Collection(
            Reasons(result, "unreadable"),
            body => Assert.StartsWith("RD311: The body is not valid JSON", body, StringComparison.Ordinal),
            record => Assert.Equal("the record is not valid JSON", record)
        );
        // `needs/x` starts: the configuration has what it lacked. The other route of the rejected one ran at once.
        Assert.Equal((1, 1, 4), (Submitted(result, "started"), Submitted(result, "done"), Submitted(result, "left")));
        Assert.Equal(4, Open().Length);
        Assert.Equal(["t2", "t4"], Cloud.Runs.Select(run => run.TaskKey).Order());
    }

    [Fact]
    public async Task A_record_of_an_earlier_version_that_holds_a_batch_is_redriven_as_its_events()
    {
        string[] elements =
        [
            Encoding.UTF8.GetString(LetterFunction.Event("in/a")),
            $$"""{"partition":0,"value":"{{Convert.ToBase64String(LetterFunction.Event("in/b"))}}"}""",
            """{"specversion":"1.0","oracle":{}}""",
        ];

        // As one event, which is how it was read then.
        DispatchResult written = await Function.DispatchAsync(
            Encoding.UTF8.GetBytes($"[{string.Join(',', elements)}]")
        );
        Assert.Contains("/unreadable/", written.DeadLetter, StringComparison.Ordinal);

        CliResult result = await RedriveAsync("--submit");

        Check(result, 0);
        Assert.Equal((1, 4, 1), (Number(result, "records"), Submitted(result, "started"), Submitted(result, "done")));
        Assert.Equal(["t1", "t1", "t2", "t2"], Cloud.Runs.Select(run => run.TaskKey).Order());
        Assert.Empty(Open());
    }

    [Fact]
    public async Task An_element_that_is_no_event_keeps_the_record_of_its_batch()
    {
        await Function.DispatchAsync(
            Encoding.UTF8.GetBytes($"[17,{Encoding.UTF8.GetString(LetterFunction.Event("in/a"))}]")
        );

        CliResult result = await RedriveAsync("--submit");

        Check(result, 1);
        Assert.Equal((2, 0, 1), (Submitted(result, "started"), Submitted(result, "done"), Submitted(result, "left")));
        Assert.StartsWith(
            "RD311: The element is a number",
            Assert.Single(Reasons(result, "unreadable")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task One_task_that_the_service_refuses_does_not_hold_up_the_others_and_is_said_once()
    {
        await DeferAsync("in/a", "in/b", "alone/c");
        Faults.Add(
            new FaultRule(Fault.Status(404))
            {
                Operation = Operations.CreateTaskRun,
                When = request =>
                    Encoding.UTF8.GetString(request.Body.Span).Contains("\"t1\"", StringComparison.Ordinal),
                Times = null,
            }
        );

        CliResult result = await RedriveAsync("--submit");

        Check(result, 1);
        Assert.Equal((3, 1, 2), (Submitted(result, "started"), Submitted(result, "done"), Submitted(result, "left")));
        Assert.Single(result.Error.Split('\n'), line =>
            line.Contains("no more runs of task \"t1\" are tried", StringComparison.Ordinal)
        );
        Faults.Clear();
        Check(await RedriveAsync("--submit"), 0);
        Assert.Equal(5, Cloud.Runs.Count);
    }
}
