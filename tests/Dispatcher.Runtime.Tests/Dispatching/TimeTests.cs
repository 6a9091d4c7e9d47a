using CsCheck;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Telemetry;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Dispatching;

/// <summary>dispatch-v1, "Retry and time".</summary>
public sealed class TimeTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public void A_transient_failure_is_tried_again_until_it_passes(int status)
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (_, before) => before < 4 ? World.FailRun(status) : null;

        DispatchResult result = world.Dispatch();

        Assert.Equal((Outcome.Dispatched, 4), (result.Outcome, result.Retries));
        Assert.Equal(4, world.Log.Named("retry").Count);
    }

    [Theory]
    [InlineData("IncorrectState", true)]
    [InlineData("ExternalServerIncorrectState", true)]
    [InlineData("Conflict", false)]
    public void Only_the_conflicts_that_pass_are_tried_again(string code, bool again)
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (_, before) => before == 0 ? World.FailRun(409, code) : null;

        Assert.Equal(again ? Outcome.Dispatched : Outcome.Rejected, world.Dispatch().Outcome);
    }

    [Theory]
    [InlineData("{{ object.name }}", 1, 1_000, null)] // The walk over the name alone is more.
    [InlineData("{{ 'a' | string.pad_left 2000 | string.size }}", 100_000, 1_000, "one")]
    public void An_event_that_passes_a_bound_of_work_is_deferred_and_kept(
        string template,
        long matching,
        long rendering,
        string? route
    )
    {
        World world = World.Within(
            new PlanBudget { Matching = matching, Rendering = rendering },
            "version: 1\nroutes:\n"
                + "  - { name: one, match: { object: in/.+ }, task: { key: t }, bindings: { A: \""
                + template
                + "\" } }\n",
            settings: ("DISPATCHER_DEAD_LETTER", World.DeadLetters)
        );

        DispatchResult result = world.Dispatch();

        Assert.Equal((Outcome.Deferred, 503), (result.Outcome, result.Status));
        Assert.NotNull(result.DeadLetter);
        DispatchError error = Assert.Single(result.Errors);
        Assert.Equal((Codes.WorkPassed, route, true), (error.Code, error.Route, error.Retryable));
        Assert.Empty(world.TaskRuns.Creates);
    }

    [Fact]
    public void Pauses_double_up_to_the_longest()
    {
        World world = World.With(jitter: 1);
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(503);

        world.Dispatch(seconds: 30);

        Assert.Equal(
            [200.0, 400, 800, 1600, 3200, 5000, 5000, 5000, 5000],
            world.Log.Named("retry").Select(line => line.GetProperty("pauseMs").GetDouble())
        );
    }

    [Fact]
    public void Jitter_is_full_and_never_below_what_the_service_asks_for() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Double[0, 0.999999], Gen.Int[0, 60].Nullable())
            .Sample(
                (attempts, jitter, asked) =>
                {
                    var options = new DispatchOptions { Jitter = () => jitter };
                    var failure = new ServiceFailure(FailureKind.Deferred, 503, "c", "m")
                    {
                        RetryAfter = asked is { } s ? TimeSpan.FromSeconds(s) : null,
                    };
                    double ceiling = Math.Min(
                        options.LongestPause.TotalMilliseconds,
                        options.FirstPause.TotalMilliseconds * Math.Pow(2, attempts - 1)
                    );

                    double pause = new Retrier(options, TimeProvider.System, new Instruments())
                        .Pause(attempts, failure)
                        .TotalMilliseconds;

                    return pause >= 0
                        && pause >= (asked ?? 0) * 1000.0
                        && (pause <= (asked ?? 0) * 1000.0 || Math.Abs(pause - (ceiling * jitter)) < 0.001);
                }
            );

    [Fact]
    public void Retry_After_is_waited_for_when_it_fits()
    {
        World world = World.With();
        DateTimeOffset start = world.Time.GetUtcNow();
        world.TaskRuns.OnCreate = (_, before) =>
            before == 0 ? World.Fail<TaskRun>(World.Refusal(429) with { RetryAfter = TimeSpan.FromSeconds(7) }) : null;

        Assert.Equal(Outcome.Dispatched, world.Dispatch().Outcome);
        Assert.Equal(TimeSpan.FromSeconds(7), world.Time.GetUtcNow() - start);
    }

    [Fact]
    public void A_Retry_After_that_does_not_fit_is_answered_at_once()
    {
        World world = World.With();
        DateTimeOffset start = world.Time.GetUtcNow();
        world.TaskRuns.OnCreate = (_, _) =>
            World.Fail<TaskRun>(World.Refusal(429) with { RetryAfter = TimeSpan.FromSeconds(25) });

        DispatchResult result = world.Dispatch();

        Assert.Equal((Outcome.Deferred, "RD402"), (result.Outcome, result.Errors[0].Code));
        Assert.Equal(start, world.Time.GetUtcNow());
        Assert.Single(world.TaskRuns.Creates);
    }

    [Fact]
    public void Without_a_deadline_an_invocation_ends_below_the_default_timeout()
    {
        World world = World.Keeping();
        DateTimeOffset start = world.Time.GetUtcNow();
        world.TaskRuns.OnCreate = (_, _) => World.Never<ServiceResult<TaskRun>>();

        foreach (DateTimeOffset? deadline in (DateTimeOffset?[])[null, start + TimeSpan.FromDays(1)])
        {
            DateTimeOffset before = world.Time.GetUtcNow();
            Assert.Equal(
                Outcome.Deferred,
                world.Dispatch(new Invocation(World.Event()) { Deadline = deadline }).Outcome
            );
            Assert.InRange((world.Time.GetUtcNow() - before).TotalSeconds, 15, 29);
        }
    }

    [Fact]
    public void An_event_that_comes_after_its_deadline_is_kept_and_nothing_is_started()
    {
        World world = World.Keeping();

        DispatchResult result = world.Dispatch(seconds: -5);

        Assert.Equal((Outcome.Deferred, "RD405"), (result.Outcome, Assert.Single(result.Errors).Code));
        Assert.NotNull(result.DeadLetter);
        Assert.Empty(world.TaskRuns.Creates);
    }

    [Fact]
    public void Whatever_the_services_do_the_answer_comes_before_the_deadline() =>
        Gen.Select(Gen.Double[0.05, 60], Gen.Int[0, 5].Array[0, 12], Gen.Int[0, 5].Array[0, 12], Gen.Double[0, 1])
            .Sample(
                (seconds, creates, puts, jitter) =>
                {
                    World world = World.Keeping(World.ThreeRoutes, jitter);
                    DateTimeOffset deadline = world.Time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
                    world.TaskRuns.OnCreate = (_, before) =>
                        Misbehave<ServiceResult<TaskRun>>(world, creates, before, failure => failure);
                    int putting = 0;
                    world.Objects.OnCall = (_, _) => Misbehave(world, puts, putting++, failure => failure);

                    DispatchResult result = world.Dispatch(new Invocation(World.Event()) { Deadline = deadline });

                    Assert.True(
                        world.Time.GetUtcNow() < deadline,
                        $"answered {world.Time.GetUtcNow() - deadline} after the deadline"
                    );
                    Assert.Equal(result.Errors.IsEmpty, result.Outcome == Outcome.Dispatched);
                    Assert.Single(world.Log.Named("invocation"));
                },
                iter: Iterations.Of(300)
            );

    [Fact]
    public void A_process_whose_time_is_over_defers_and_keeps_what_is_not_done()
    {
        World world = World.Keeping(World.ThreeRoutes);
        using var stop = new CancellationTokenSource();
        world.TaskRuns.OnCreate = (request, _) =>
        {
            if (request.Route != "three")
                return null;
            stop.Cancel();
            return World.Never<ServiceResult<TaskRun>>();
        };

        DispatchResult result = world.Dispatch(stop: stop.Token);

        Assert.Equal(Outcome.Deferred, result.Outcome);
        Assert.Equal(["one", "two"], result.Runs.Select(run => run.Route));
        Assert.Equal(("three", "RD405"), (result.Errors[0].Route, result.Errors[0].Code));
        Assert.NotNull(result.DeadLetter);
    }

    [Fact]
    public async Task Launches_of_one_event_run_side_by_side_and_no_more_than_eight_at_once()
    {
        string routes = string.Concat(
            Enumerable
                .Range(0, 40)
                .Select(n =>
                    $"  - {{ name: r{n}, match: {{ object: \".+\" }}, continue: true, task: {{ key: t{n} }} }}\n"
                )
        );
        World world = World.With("version: 1\nroutes:\n" + routes);
        int now = 0,
            most = 0;
        var eight = new TaskCompletionSource();
        world.TaskRuns.OnCreate = (request, _) => CreateAsync(request);

        async Task<ServiceResult<TaskRun>> CreateAsync(TaskRunRequest request)
        {
            int inside = Interlocked.Increment(ref now);
            lock (eight)
                most = Math.Max(most, inside);
            if (inside == 8)
                eight.TrySetResult();
            await eight.Task; // The first seven wait for the eighth: alone they would never go on.
            await Task.Yield();
            Interlocked.Decrement(ref now);
            lock (world.TaskRuns)
                return world.TaskRuns.Start(request);
        }

        DispatchResult result = await world.Dispatcher.DispatchAsync(
            new Invocation(World.Event()),
            CancellationToken.None
        );

        Assert.Equal((Outcome.Dispatched, 40, 8), (result.Outcome, result.Runs.Length, most));
        Assert.Equal(Enumerable.Range(0, 40).Select(n => $"r{n}"), result.Runs.Select(run => run.Route));
    }

    [Fact]
    public void A_second_event_is_not_held_up_by_the_first_ones_waiting()
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (request, _) =>
            request.Name.Contains("slow", StringComparison.Ordinal) ? World.Never<ServiceResult<TaskRun>>() : null;
        Task<DispatchResult> first = world.Dispatcher.DispatchAsync(
            new Invocation(World.Event("in/slow.csv")) { Deadline = world.Time.GetUtcNow() + TimeSpan.FromSeconds(20) },
            CancellationToken.None
        );

        DispatchResult second = world.Dispatch(World.Event("in/quick.csv"));

        Assert.Equal(Outcome.Dispatched, second.Outcome);
        Assert.False(first.IsCompleted);
        Assert.Equal(Outcome.Deferred, world.Time.Run(() => first).Outcome);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-30)]
    [InlineData(3600)]
    public void A_clock_that_is_set_within_a_call_neither_lengthens_nor_shortens_it(int seconds)
    {
        World world = World.Keeping();
        long begun = world.Time.GetTimestamp();
        world.TaskRuns.OnCreate = (_, before) =>
        {
            if (before == 0)
                world.Time.SetClock(TimeSpan.FromSeconds(seconds));
            return World.FailRun(503);
        };

        DispatchResult result = world.Dispatch(seconds: 20);

        Assert.Equal(Outcome.Deferred, result.Outcome);
        Assert.NotNull(result.DeadLetter);
        Assert.True(world.TaskRuns.Creates.Count > 3, "it is tried for as long as there is time");
        Assert.InRange(world.Time.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(17)] // beyond the time for launches
    [InlineData(20)] // beyond the deadline
    [InlineData(600)]
    public void A_process_that_is_frozen_in_mid_call_until_after_its_deadline_keeps_the_event(int seconds)
    {
        World world = World.Keeping();
        world.TaskRuns.OnCreate = (_, _) =>
        {
            world.Time.Freeze(TimeSpan.FromSeconds(seconds));
            return World.Never<ServiceResult<TaskRun>>();
        };

        DispatchResult result = world.Dispatch(seconds: 20);

        Assert.Equal((Outcome.Deferred, 503), (result.Outcome, result.Status));
        Assert.NotNull(result.DeadLetter);
        Assert.Single(world.Objects.Names);
    }

    // A timer counts whole milliseconds of another clock than the one that says how much is left.
    [Fact]
    public async Task An_attempt_that_had_all_the_time_is_the_last_one_also_when_its_timer_was_early()
    {
        var time = new EarlyTimers();
        var retrier = new Retrier(new DispatchOptions { Jitter = () => 0 }, time, new Instruments());

        (ServiceResult<int> result, int attempts) = await retrier
            .Until(Moment.In(TimeSpan.FromMilliseconds(40), time), CancellationToken.None)
            .RunAsync("wait", (_, _) => World.Never<ServiceResult<int>>());

        Assert.Equal((1, "OutOfTime"), (attempts, result.Failure!.Code));
    }

    private static Task<T>? Misbehave<T>(World world, int[] script, int n, Func<ServiceFailure, T> fail) =>
        (n < script.Length ? script[n] : 3) switch
        {
            0 => null,
            1 => Task.FromResult(fail(World.Refusal(503))),
            2 => Task.FromResult(fail(World.Refusal(429) with { RetryAfter = TimeSpan.FromSeconds(3) })),
            3 => World.Never<T>(),
            4 => SlowAsync(world, fail),
            _ => throw new InvalidOperationException("a bug"),
        };

    private static async Task<T> SlowAsync<T>(World world, Func<ServiceFailure, T> fail)
    {
        await Task.Delay(TimeSpan.FromSeconds(2), world.Time).ConfigureAwait(false);
        return fail(World.Refusal(500));
    }

    private sealed class EarlyTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime * 0.5, period);
    }
}
