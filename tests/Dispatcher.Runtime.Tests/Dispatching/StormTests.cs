using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Dispatching;

public sealed class StormTests
{
    private const string TwoAtOnce = """
        version: 1
        routes:
          - { name: one, max_running: 2, match: { object: "in/.+" }, task: { key: t1 } }
          - { name: free, match: { object: "free/.+" }, task: { key: t2 } }
        """;

    // The service's list: what the fake started, with the states that a test gives, newest first.
    private static World Listing(Dictionary<string, string>? states = null, bool shows = true, params TaskRun[] others)
    {
        World world = World.With(TwoAtOnce);
        world.TaskRuns.OnList = filter => new TaskRunPage(
            [
                .. (shows ? world.TaskRuns.Runs.Reverse() : [])
                    .Concat(others)
                    .Select(run => run with { Status = states?.GetValueOrDefault(run.Key) ?? run.Status })
                    .Where(run =>
                        (filter.Identifier is null || run.Identifier == filter.Identifier)
                        && (filter.Name is null || run.Name == filter.Name)
                        && (filter.TaskKey is null || run.TaskKey == filter.TaskKey)
                    ),
            ],
            null
        );
        return world;
    }

    private static TaskRun Other(string key, string status) =>
        new()
        {
            Key = key,
            Status = status,
            TaskKey = "t1",
            Name = key,
            Identifier = "RD_" + key,
        };

    private static void Pass(World world, int seconds) => world.Time.Advance(TimeSpan.FromSeconds(seconds));

    private static int Counts(World world) => world.TaskRuns.Lists.Count(filter => filter.TaskKey is not null);

    [Fact]
    public void What_is_above_the_limit_is_deferred_with_the_route_and_both_numbers()
    {
        World world = Listing();
        Assert.Equal(
            [200, 200],
            [world.Dispatch(World.Event("in/a")).Status, world.Dispatch(World.Event("in/b")).Status]
        );

        DispatchResult result = world.Dispatch(World.Event("in/c"));

        Assert.Equal((Outcome.Deferred, 503), (result.Outcome, result.Status));
        DispatchError error = Assert.Single(result.Errors);
        Assert.Equal(("RD409", "one", true), (error.Code, error.Route, error.Retryable));
        Assert.StartsWith(
            "`max_running` is 2, and 2 runs of task \"t1\" in application \"app\" of workspace \"ws\" are unfinished.",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(2, world.TaskRuns.Runs.Count);
        Assert.Equal(2, world.TaskRuns.Creates.Count);
    }

    [Fact]
    public void An_event_whose_run_exists_is_a_duplicate_however_full_the_route_is()
    {
        World world = Listing();
        world.Dispatch(World.Event("in/a"));
        world.Dispatch(World.Event("in/b"));

        DispatchResult again = world.Dispatch(World.Event("in/a"));

        Assert.Equal(
            (Outcome.Dispatched, 200, true),
            (again.Outcome, again.Status, Assert.Single(again.Runs).Duplicate)
        );
        Assert.Equal(2, world.TaskRuns.Creates.Count);
    }

    [Theory]
    [InlineData("SUCCESS", true)]
    [InlineData("ERROR", true)]
    [InlineData("TERMINATED", true)]
    [InlineData("TERMINATING", false)]
    [InlineData("RUNNING", false)]
    [InlineData("QUEUED", false)]
    [InlineData("A_NEW_STATE", false)]
    public void A_run_that_has_ended_makes_room(string status, bool room)
    {
        var states = new Dictionary<string, string>();
        World world = Listing(states);
        world.Dispatch(World.Event("in/a"));
        world.Dispatch(World.Event("in/b"));
        states["run-1"] = status;
        Pass(world, 3);
        Assert.Equal(room ? Outcome.Dispatched : Outcome.Deferred, world.Dispatch(World.Event("in/c")).Outcome);
    }

    [Fact]
    public void Runs_of_the_task_count_whoever_started_them_and_those_of_other_tasks_do_not()
    {
        World full = Listing(others: [Other("x", "RUNNING"), Other("y", "NOT_STARTED")]);
        Assert.Equal(Outcome.Deferred, full.Dispatch(World.Event("in/a")).Outcome);
        World free = Listing(
            others: [Other("x", "RUNNING"), Other("y", "RUNNING") with { TaskKey = "t2" }, Other("z", "SUCCESS")]
        );
        Assert.Equal(Outcome.Dispatched, free.Dispatch(World.Event("in/a")).Outcome);
    }

    [Fact]
    public void The_list_is_read_once_for_a_few_seconds_and_not_at_all_for_routes_without_a_limit()
    {
        World world = Listing();
        world.Dispatch(World.Event("free/a"));
        Assert.Empty(world.TaskRuns.Lists);
        foreach (string name in (string[])["in/a", "in/b", "in/c", "in/d"])
            world.Dispatch(World.Event(name));
        Assert.Equal(1, Counts(world));
        Pass(world, 3);
        world.Dispatch(World.Event("in/e"));
        Assert.Equal(2, Counts(world));
    }

    [Fact]
    public void Runs_that_the_list_does_not_show_yet_are_counted_in_until_it_is_clear_that_it_never_will()
    {
        World world = Listing(shows: false);
        world.Dispatch(World.Event("in/a"));
        world.Dispatch(World.Event("in/b"));
        Pass(world, 4);
        Assert.Equal(Outcome.Deferred, world.Dispatch(World.Event("in/c")).Outcome);
        Pass(world, 30);
        Assert.Equal(Outcome.Dispatched, world.Dispatch(World.Event("in/d")).Outcome);
    }

    [Fact]
    public void A_create_that_failed_gives_its_place_back_and_one_that_may_have_happened_keeps_it()
    {
        World refused = Listing();
        refused.TaskRuns.OnCreate = (request, _) =>
            request.Name.Contains("-bad", StringComparison.Ordinal) ? World.FailRun(400) : null;
        foreach (string name in (string[])["in/bad1", "in/bad2", "in/bad3"])
            Assert.Equal(Outcome.Rejected, refused.Dispatch(World.Event(name)).Outcome);
        Assert.Equal(Outcome.Dispatched, refused.Dispatch(World.Event("in/good")).Outcome);

        World lost = Listing();
        lost.TaskRuns.OnCreate = (request, _) =>
            request.Name.Contains("-lost", StringComparison.Ordinal)
                ? World.Fail<TaskRun>(
                    new ServiceFailure(FailureKind.Deferred, null, "ConnectionLost", "reset")
                    {
                        MayHaveHappened = true,
                        RetryAfter = TimeSpan.FromHours(1),
                    }
                )
                : null;
        Assert.All((string[])["in/lost1", "in/lost2", "in/c"], name =>
            Assert.Equal(Outcome.Deferred, lost.Dispatch(World.Event(name)).Outcome)
        );
        Assert.Equal(2, lost.TaskRuns.Creates.Count);
    }

    [Fact]
    public void A_duplicate_that_the_service_tells_by_the_token_takes_no_place()
    {
        var states = new Dictionary<string, string>();
        World world = Listing(states);
        world.Dispatch(World.Event("in/a"));
        states["run-1"] = "SUCCESS";
        Pass(world, 3);
        foreach (int _ in Enumerable.Range(0, 5))
            Assert.True(Assert.Single(world.Dispatch(World.Event("in/a")).Runs).Duplicate);
        Assert.Equal(
            [Outcome.Dispatched, Outcome.Dispatched, Outcome.Deferred],
            ((string[])["in/b", "in/c", "in/d"]).Select(name => world.Dispatch(World.Event(name)).Outcome)
        );
    }

    [Theory]
    [InlineData(503, Outcome.Deferred, "RD403")]
    [InlineData(404, Outcome.Rejected, "RD401")]
    public void What_cannot_be_counted_is_not_started(int status, Outcome outcome, string code)
    {
        World world = World.With(TwoAtOnce);
        world.TaskRuns.OnList = _ => World.Refusal(status);
        DispatchResult result = world.Dispatch(World.Event("in/a"));
        Assert.Equal((outcome, code), (result.Outcome, Assert.Single(result.Errors).Code));
        Assert.Contains("could not be counted", result.Errors[0].Message, StringComparison.Ordinal);
        Assert.Empty(world.TaskRuns.Creates);
    }

    [Fact]
    public void A_count_that_fails_at_first_is_tried_again()
    {
        World world = World.With(TwoAtOnce);
        world.TaskRuns.OnList = _ => world.TaskRuns.Lists.Count < 3 ? World.Refusal(503) : new TaskRunPage([], null);
        Assert.Equal(Outcome.Dispatched, world.Dispatch(World.Event("in/a")).Outcome);
    }

    [Fact]
    public void Counting_reads_on_while_there_are_unfinished_runs_and_not_through_the_whole_past()
    {
        World world = World.With(TwoAtOnce.Replace("max_running: 2", "max_running: 300", StringComparison.Ordinal));
        world.TaskRuns.OnList = filter => new TaskRunPage(
            [
                .. Enumerable
                    .Range(0, 100)
                    .Select(i => Other($"{filter.Page}-{i}", filter.Page is null or "1" ? "RUNNING" : "SUCCESS")),
            ],
            ((filter.Page is null ? 0 : int.Parse(filter.Page, null)) + 1).ToString(
                System.Globalization.CultureInfo.InvariantCulture
            )
        );
        Assert.Equal(Outcome.Dispatched, world.Dispatch(World.Event("in/a")).Outcome);
        Assert.Equal([null, "1", "2"], world.TaskRuns.Lists.Select(filter => filter.Page));
    }

    [Fact]
    public void Events_at_once_count_once_and_share_the_places()
    {
        World world = Listing();
        DispatchResult[] results = world.Time.Run(() =>
            Task.WhenAll(
                Enumerable
                    .Range(0, 20)
                    .Select(i =>
                        world.Dispatcher.DispatchAsync(
                            new(World.Event($"in/{i}"))
                            {
                                CallId = "c",
                                Deadline = world.Time.GetUtcNow() + TimeSpan.FromSeconds(20),
                            },
                            CancellationToken.None
                        )
                    )
            )
        );
        Assert.Equal(
            (2, 18),
            (
                results.Count(result => result.Outcome == Outcome.Dispatched),
                results.Count(result => result.Outcome == Outcome.Deferred)
            )
        );
        Assert.Equal(1, Counts(world));
    }

    [Fact]
    public void A_run_of_the_same_name_is_not_the_same_run_when_the_route_names_its_runs()
    {
        World world = World.With(
            """
            version: 1
            routes:
              - { name: one, max_running: 1, match: { object: "in/.+" }, task: { key: t1, name: nightly } }
            """
        );
        world.TaskRuns.OnList = _ => new TaskRunPage(
            [
                new TaskRun
                {
                    Key = "k",
                    Name = "nightly",
                    Status = "RUNNING",
                    TaskKey = "t1",
                },
            ],
            null
        );
        Assert.Equal(Outcome.Deferred, world.Dispatch(World.Event("in/a")).Outcome);
    }
}
