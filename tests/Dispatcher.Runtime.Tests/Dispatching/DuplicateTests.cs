using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Dispatching;

public sealed class DuplicateTests
{
    [Fact]
    public void A_redelivered_event_starts_nothing_and_is_reported_as_a_duplicate()
    {
        World world = World.With();

        DispatchResult first = world.Dispatch(),
            second = world.Dispatch();

        Assert.False(Assert.Single(first.Runs).Duplicate);
        Assert.True(Assert.Single(second.Runs).Duplicate);
        Assert.Equal(Outcome.Dispatched, second.Outcome);
        Assert.Equal(first.Runs[0].TaskRunKey, second.Runs[0].TaskRunKey);
        Assert.Single(world.TaskRuns.Runs);
    }

    [Fact]
    public void A_service_that_answers_a_repeated_token_as_it_did_the_first_time_is_seen_through()
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (request, _) =>
            Told(new TaskRun { Key = "run-" + request.Identifier, Name = request.Name });

        DispatchResult first = world.Dispatch(),
            second = world.Dispatch();

        Assert.Equal((false, true), (Assert.Single(first.Runs).Duplicate, Assert.Single(second.Runs).Duplicate));
    }

    [Theory]
    [InlineData(null, false)] // it says nothing of times
    [InlineData(0.5, false)]
    [InlineData(60.0, true)]
    public void A_first_answer_is_a_duplicate_when_the_services_own_times_put_the_run_before_the_first_attempt(
        double? age,
        bool duplicate
    )
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (_, _) =>
            Told(new TaskRun { Key = "run", Age = age is { } seconds ? TimeSpan.FromSeconds(seconds) : null });

        Assert.Equal(duplicate, Assert.Single(world.Dispatch().Runs).Duplicate);
    }

    [Fact]
    public void A_run_of_this_calls_own_earlier_attempt_is_not_a_duplicate()
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (_, before) =>
            before < 4
                ? World.Fail<TaskRun>(
                    new ServiceFailure(FailureKind.Deferred, null, "ConnectionLost", "reset") { MayHaveHappened = true }
                )
                : Told(new TaskRun { Key = "run", Age = TimeSpan.FromSeconds(1.5) });

        Assert.False(Assert.Single(world.Dispatch().Runs).Duplicate);
    }

    [Fact]
    public void A_service_that_has_forgotten_the_token_and_starts_another_run_is_not_reported_as_a_duplicate()
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (_, _) => Told(new TaskRun { Key = $"run-{world.TaskRuns.Creates.Count}" });

        DispatchResult first = world.Dispatch(),
            second = world.Dispatch();

        Assert.Equal((false, false), (Assert.Single(first.Runs).Duplicate, Assert.Single(second.Runs).Duplicate));
    }

    [Fact]
    public void A_create_whose_answer_was_lost_is_sent_again_with_the_same_token()
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (request, before) =>
        {
            if (before > 0)
                return null;
            world.TaskRuns.Start(request);
            return World.Fail<TaskRun>(
                new ServiceFailure(FailureKind.Deferred, null, "ConnectionLost", "reset") { MayHaveHappened = true }
            );
        };

        DispatchResult result = world.Dispatch();

        Assert.Equal(Outcome.Dispatched, result.Outcome);
        Assert.Single(world.TaskRuns.Runs);
        Assert.Equal(1, result.Retries);
        Assert.Single(world.TaskRuns.Creates.Select(create => create.Request.RetryToken).Distinct());
        Assert.Equal(2, world.TaskRuns.Creates.Select(create => create.RequestId).Distinct().Count());
    }

    [Theory]
    [InlineData(true, true)] // the service knows both
    [InlineData(true, false)] // it names runs itself
    [InlineData(false, true)] // it keeps no identifiers
    public void A_spent_token_leads_to_the_run_of_the_earlier_delivery(bool keepsIdentifiers, bool keepsNames)
    {
        World world = Spent(out Func<TaskRunRequest> request);
        world.TaskRuns.OnList = filter => new TaskRunPage(
            [
                .. Others(),
                new TaskRun
                {
                    Key = "earlier",
                    Identifier = keepsIdentifiers ? request().Identifier : null,
                    Name = keepsNames ? request().Name : "flatten_1700000000000_1",
                    Status = "SUCCESS",
                },
            ],
            null
        );

        StartedRun run = Assert.Single(world.Dispatch().Runs);

        Assert.Equal(("earlier", true, "SUCCESS"), (run.TaskRunKey, run.Duplicate, run.Status));
    }

    [Fact]
    public void The_look_up_reads_on_when_a_page_does_not_have_it()
    {
        World world = Spent(out Func<TaskRunRequest> request);
        world.TaskRuns.OnList = filter =>
            filter.Page is null
                ? new TaskRunPage(Others(), "p2")
                : new TaskRunPage([new TaskRun { Key = "earlier", Identifier = request().Identifier }], null);

        Assert.Equal("earlier", Assert.Single(world.Dispatch().Runs).TaskRunKey);
    }

    [Fact]
    public void A_spent_token_without_a_run_to_be_found_is_rejected_and_says_what_to_look_for()
    {
        World world = Spent(out Func<TaskRunRequest> request);
        world.TaskRuns.OnList = _ => new TaskRunPage(Others(), null);

        DispatchResult result = world.Dispatch();

        Assert.Equal(Outcome.Rejected, result.Outcome);
        Assert.Contains(request().Identifier, Assert.Single(result.Errors).Message, StringComparison.Ordinal);
        Assert.Equal([request().Identifier, null], world.TaskRuns.Lists.Select(filter => filter.Identifier));
        Assert.Equal([null, request().Name], world.TaskRuns.Lists.Select(filter => filter.Name));
    }

    [Theory]
    [InlineData(403, "rejected")]
    [InlineData(503, "deferred")]
    public void A_look_up_that_fails_decides_like_any_failure(int status, string outcome)
    {
        World world = Spent(out _);
        world.TaskRuns.OnList = _ => World.Refusal(status);

        DispatchResult result = world.Dispatch();

        Assert.Equal(outcome, result.Outcome.Word());
        Assert.Contains("InvalidatedRetryToken", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_look_up_that_succeeds_at_last_reports_the_run()
    {
        World world = Spent(out Func<TaskRunRequest> request);
        world.TaskRuns.OnList = _ =>
            world.TaskRuns.Lists.Count < 3
                ? World.Refusal(503)
                : new TaskRunPage([new TaskRun { Key = "earlier", Identifier = request().Identifier }], null);

        DispatchResult result = world.Dispatch();

        Assert.Equal((Outcome.Dispatched, 2), (result.Outcome, result.Retries));
    }

    private static Task<ServiceResult<TaskRun>> Told(TaskRun run) => Task.FromResult<ServiceResult<TaskRun>>(run);

    private static World Spent(out Func<TaskRunRequest> request)
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(409, "InvalidatedRetryToken");
        request = () => world.TaskRuns.Creates[0].Request;
        return world;
    }

    private static TaskRun[] Others() =>
        [
            new TaskRun
            {
                Key = "other",
                Identifier = "RD_0",
                Name = "one-a-000000000000",
            },
            new TaskRun { Key = "manual", Name = "by hand" },
        ];
}
