using System.Diagnostics.Metrics;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Telemetry;

/// <summary>docs/observability.md, "Metrics".</summary>
public sealed class MetricsTests
{
    [Theory]
    [InlineData(0, "dispatched", "created")]
    [InlineData(400, "rejected", "rejected")]
    [InlineData(503, "deferred", "deferred")]
    public void An_event_is_counted_by_its_outcome_and_its_run_by_route_and_result(
        int status,
        string outcome,
        string result
    )
    {
        World world = World.Keeping();
        using var listening = new Listening(world.Instruments);
        if (status != 0)
            world.TaskRuns.OnCreate = (_, _) => World.FailRun(status);

        world.Dispatch();

        Assert.Equal(1, listening[$"dispatcher.events{{dispatcher.outcome={outcome}}}"]);
        Assert.Equal(
            [$"dispatcher.runs{{dispatcher.result={result},dispatcher.route=one}}"],
            listening.Streams("dispatcher.runs")
        );
        Assert.Single(
            listening.Streams("dispatcher.launch.duration"),
            $"dispatcher.launch.duration{{dispatcher.result={result}}}"
        );
        Assert.NotNull(listening[$"dispatcher.invocation.duration{{dispatcher.outcome={outcome}}}"]);
        Assert.Equal(
            status == 0 ? null : 1,
            listening[$"dispatcher.dead_letters{{dispatcher.outcome={outcome},dispatcher.result=written}}"]
        );
    }

    [Fact]
    public void An_event_that_comes_again_is_a_duplicate()
    {
        World world = World.With();
        using var listening = new Listening(world.Instruments);

        world.Dispatch();
        world.Dispatch();

        Assert.Equal(1, listening["dispatcher.runs{dispatcher.result=created,dispatcher.route=one}"]);
        Assert.Equal(1, listening["dispatcher.runs{dispatcher.result=duplicate,dispatcher.route=one}"]);
        Assert.Equal(2, listening["dispatcher.events{dispatcher.outcome=dispatched}"]);
    }

    [Theory]
    [InlineData(429, "RD402")]
    [InlineData(500, "RD403")]
    public void A_retry_is_counted_by_operation_and_error(int status, string kind)
    {
        World world = World.With();
        using var listening = new Listening(world.Instruments);
        world.TaskRuns.OnCreate = (_, before) => before < 3 ? World.FailRun(status) : null;

        int retries = world.Dispatch().Retries;

        string stream = Assert.Single(listening.Streams("dispatcher.retries"));
        Assert.Equal((3, 3d), (retries, listening[stream]));
        Assert.Equal($"dispatcher.retries{{dispatcher.operation=create-run,error.type={kind}}}", stream);
    }

    [Fact]
    public void A_dead_letter_that_cannot_be_written_is_counted_as_failed()
    {
        World world = World.Keeping();
        using var listening = new Listening(world.Instruments);
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);
        world.Objects.OnCall = (_, _) => Task.FromResult(World.Refusal(403));

        Assert.Equal(500, world.Dispatch().Status);

        Assert.Equal(1, listening["dispatcher.dead_letters{dispatcher.outcome=rejected,dispatcher.result=failed}"]);
    }

    [Fact]
    public void Every_route_that_fires_is_counted_on_its_own()
    {
        World world = World.With(World.ThreeRoutes);
        using var listening = new Listening(world.Instruments);
        world.TaskRuns.OnCreate = (request, _) => request.Route == "two" ? World.FailRun(404) : null;

        world.Dispatch();

        Assert.Equal(
            [
                "dispatcher.runs{dispatcher.result=created,dispatcher.route=one}",
                "dispatcher.runs{dispatcher.result=created,dispatcher.route=three}",
                "dispatcher.runs{dispatcher.result=rejected,dispatcher.route=two}",
            ],
            listening.Streams("dispatcher.runs")
        );
    }

    [Fact]
    public void A_route_with_several_template_errors_is_one_rejected_run_and_a_shadow_is_told_apart()
    {
        World world = World.With(
            """
            version: 1
            routes:
              - { name: shade, state: shadow, match: { object: "in/.+" }, task: { key: t0 } }
              - name: broken
                match: { object: "in/.+" }
                task: { key: "{{ config.none ?? event.raw.nothing }}" }
                bindings: { A: "{{ event.raw.nothing }}", B: "{{ event.raw.nothing }}" }
            """
        );
        using var listening = new Listening(world.Instruments);

        world.Dispatch();

        Assert.Equal(1, listening["dispatcher.runs{dispatcher.result=rejected,dispatcher.route=broken}"]);
        Assert.Equal(1, listening["dispatcher.runs{dispatcher.result=shadow,dispatcher.route=shade}"]);
    }

    [Fact]
    public void The_age_of_an_event_counts_from_its_own_time()
    {
        World world = World.With();
        using var listening = new Listening(world.Instruments);

        world.Dispatch();

        Assert.Equal(
            (world.Time.GetUtcNow() - new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero)).TotalSeconds,
            listening["dispatcher.event.age{dispatcher.outcome=dispatched}"]
        );
    }

    [Fact]
    public async Task Refreshes_are_counted_and_the_age_grows_until_the_source_is_good_again()
    {
        World world = World.With(
            yaml: null,
            0.5,
            ("DISPATCHER_ROUTES", "oci://routes@ns/live"),
            ("DISPATCHER_REFRESH_SECONDS", "60")
        );
        using var listening = new Listening(world.Instruments);
        listening.Collect();
        Assert.Equal((null, 0), (listening["dispatcher.routes.age{}"], listening["dispatcher.routes.loaded{}"]));

        world.Objects.Put("live/a.yaml", World.ThreeRoutes);
        await Look("loaded", 1, age: 0);
        Assert.Equal(3, listening["dispatcher.routes.loaded{}"]);
        await Look("unchanged", 1, age: 0);
        world.Objects.Put("live/a.yaml", "version: 2");
        await Look("refused", 1, age: 60);
        await Look("unchanged", 2, age: 120); // As bad as before.
        world.Objects.OnCall = (_, _) => Task.FromResult(World.Refusal(403));
        await Look("unreadable", 1, age: 180);
        world.Objects.OnCall = (_, _) => null;
        world.Objects.Put("live/a.yaml", World.OneRoute);
        await Look("loaded", 2, age: 0);
        Assert.Equal(1, listening["dispatcher.routes.loaded{}"]);

        async Task Look(string result, int times, double age)
        {
            if (world.Routes.Current is null)
                await world.Routes.GetAsync(CancellationToken.None);
            else
                world.Time.Advance(TimeSpan.FromSeconds(60));
            string stream = $"dispatcher.routes.refreshes{{dispatcher.result={result}}}";
            for (int waited = 0; listening[stream] != times; waited++)
            {
                Assert.True(waited < 6000, $"Waited in vain for {stream}.");
                world.Routes.Begin(); // The look before may not have quite ended.
                await Task.Delay(5);
            }

            listening.Collect();
            Assert.Equal(age, listening["dispatcher.routes.age{}"]);
        }
    }

    [Fact]
    public void Routes_that_never_change_have_no_age()
    {
        World world = World.With();
        using var listening = new Listening(world.Instruments);

        listening.Collect();

        Assert.Equal((null, 1), (listening["dispatcher.routes.age{}"], listening["dispatcher.routes.loaded{}"]));
    }

    [Fact]
    public void No_attribute_of_a_metric_comes_from_the_event()
    {
        World world = World.Keeping();
        using var listening = new Listening(world.Instruments);
        string[] tags = [];
        using var all = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (world.Instruments.Owns(instrument.Meter))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        all.SetMeasurementEventCallback<long>(
            (_, _, found, _) => tags = [.. tags, .. found.ToArray().Select(tag => $"{tag.Value}")]
        );
        all.SetMeasurementEventCallback<double>(
            (_, _, found, _) => tags = [.. tags, .. found.ToArray().Select(tag => $"{tag.Value}")]
        );
        all.Start();
        world.TaskRuns.OnCreate = (_, before) => World.FailRun(before == 0 ? 500 : 400, "a-code-the-service-made-up");

        world.Dispatch(World.Event("in/a-name-of-an-object", "an-etag", "an-event-id"));

        Assert.NotEmpty(tags);
        Assert.DoesNotContain(tags, tag =>
            tag.Contains("a-", StringComparison.Ordinal) || tag.Contains("an-", StringComparison.Ordinal)
        );
    }
}
