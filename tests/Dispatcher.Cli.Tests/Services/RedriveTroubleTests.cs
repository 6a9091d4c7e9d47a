using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>A redrive among failing services, interrupted, or broken off in the middle of a move: nothing is lost and
/// nothing starts twice.</summary>
public sealed class RedriveTroubleTests : RedriveTestBed
{
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
        Assert.Equal(
            (0, 2, 1),
            (Submitted(result, "started"), Submitted(result, "existed"), Submitted(result, "done"))
        );
        Assert.Equal([record.Replace("dead/", "dead/done/", StringComparison.Ordinal)], Names());
        Assert.Equal(2, Cloud.Runs.Count);
    }

    // A proxy's page was taken for the answer: the record was removed, and there was no copy of it.
    [Theory]
    [InlineData(Operations.PutObject)]
    [InlineData(Operations.GetObject)]
    [InlineData(Operations.DeleteObject)]
    [InlineData(Operations.CreateTaskRun)]
    public async Task A_page_with_200_in_answer_to_a_step_loses_no_record(string operation)
    {
        await DeferAsync("in/a");
        Faults.Add(operation, Fault.Html(200), times: null);
        CliResult failed = await RedriveAsync("--submit");
        Check(failed, 3);
        Assert.Single(Open());
        Faults.Clear();

        Check(await RedriveAsync("--submit"), 0);

        Assert.Equal((0, 1), (Open().Length, Done().Length));
        Assert.Equal(2, Cloud.Runs.Count);
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
        Assert.Equal(3, Cloud.Runs.Count);
        Assert.Empty(Open());
        Assert.Equal(2, Done().Length);
    }

    [Fact]
    public async Task Lost_answers_and_throttling_start_nothing_twice_and_lose_no_record()
    {
        await DeferAsync([.. Enumerable.Range(0, 10).Select(i => $"in/{i}")]);
        // Each of these comes one after another, so that the seed decides; of what runs side by side, fewer fail than
        // are tried again.
        foreach (
            string operation in (string[])[Operations.CreateTaskRun, Operations.PutObject, Operations.DeleteObject]
        )
            Faults.Add(
                new FaultRule(Fault.ResetAfter())
                {
                    Operation = operation,
                    Probability = 0.3,
                    Times = null,
                    Seed = 7,
                }
            );
        Faults.Add(
            new FaultRule(Fault.Throttle())
            {
                Probability = 0.1,
                Times = 5,
                Seed = 8,
            }
        );
        CliResult result = await RedriveAsync("--submit");
        Check(result, 0);
        Assert.Equal(20, Cloud.Runs.Count);
        Assert.Equal(20, Cloud.Runs.Select(run => run.Identifier).Distinct().Count());
        Assert.Equal((0, 10), (Open().Length, Done().Length));
    }

    [Fact]
    public async Task Interrupted_and_run_again_each_event_has_exactly_its_runs()
    {
        await DeferAsync([.. Enumerable.Range(0, 15).Select(i => $"in/{i:00}")]);
        using var stop = new CancellationTokenSource();
        Task<CliResult> first = Cloud.RunAsync(["redrive", LetterFunction.Place, "--submit"], Folder.Path, stop.Token);
        while (Cloud.Emulator.DataIntegration.RunCount < 5)
            await Task.Delay(1);
        await stop.CancelAsync();
        CliResult interrupted = await first;
        Check(interrupted, 130);
        Assert.Contains("the same command run again does the rest", interrupted.Error, StringComparison.Ordinal);
        Cloud.Emulator.DataIntegration.ForgetRetryTokens();

        Check(await RedriveAsync("--submit"), 0);

        Assert.Equal(30, Cloud.Runs.Count);
        Assert.Equal(30, Cloud.Runs.Select(run => run.Identifier).Distinct().Count());
        Assert.Equal((0, 15), (Open().Length, Done().Length));
    }
}
