using System.Diagnostics;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Telemetry;

/// <summary>docs/observability.md, "Traces".</summary>
public sealed class TraceTests
{
    private const string Long = "0af7651916cd43dd8448eb211c80319c",
        Short = "8448eb211c80319c",
        Span = "b7ad6b7169203331";

    [Theory]
    [InlineData(Long, Long)]
    [InlineData(Short, "0000000000000000" + Short)]
    public void The_platforms_trace_is_continued(string sent, string expected)
    {
        World world = World.With();
        using var listening = new Listening(world.Instruments);

        world.Dispatch(
            new Invocation(World.Event()) { CallId = "call-1", Trace = new InvocationTrace(sent, Span, null, true) }
        );

        Activity dispatch = Assert.Single(listening.Ended, activity => activity.OperationName == "dispatch");
        Assert.Equal(
            (expected, Span, true),
            (dispatch.TraceId.ToHexString(), dispatch.ParentSpanId.ToHexString(), dispatch.HasRemoteParent)
        );
        Activity launch = Assert.Single(listening.Ended, activity => activity.OperationName == "launch");
        Assert.Equal((dispatch.TraceId, dispatch.SpanId), (launch.TraceId, launch.ParentSpanId));
    }

    [Theory]
    [InlineData(true, ActivityTraceFlags.Recorded)]
    [InlineData(null, ActivityTraceFlags.Recorded)]
    [InlineData(false, ActivityTraceFlags.None)]
    public void The_callers_decision_about_sampling_is_passed_on(bool? sampled, ActivityTraceFlags flags) =>
        Assert.Equal(flags, DispatchTraces.Parent(new InvocationTrace(Long, Span, null, sampled)).TraceFlags);

    [Theory]
    [InlineData("00000000000000000000000000000000", Span)]
    [InlineData(Long, "0000000000000000")]
    public void Ids_that_are_all_zeros_are_no_trace(string trace, string span) =>
        Assert.Equal(default, DispatchTraces.Parent(new InvocationTrace(trace, span, null, true)));

    [Fact]
    public void Without_a_trace_one_begins_whatever_activity_the_host_has()
    {
        World world = World.With();
        using var listening = new Listening(world.Instruments);
        using var hosts = new Activity("the web framework's");
        hosts.Start();

        world.Dispatch();

        Activity dispatch = Assert.Single(listening.Ended, activity => activity.OperationName == "dispatch");
        Assert.Equal(default, dispatch.ParentSpanId);
        Assert.NotEqual(hosts.TraceId, dispatch.TraceId);
        Assert.Same(hosts, Activity.Current);
    }

    [Fact]
    public void An_invocation_that_failed_is_an_error_with_its_launch_its_retries_and_its_dead_letter()
    {
        World world = World.Keeping();
        using var listening = new Listening(world.Instruments);
        world.TaskRuns.OnCreate = (_, before) => World.FailRun(before < 2 ? 503 : 404);

        world.Dispatch();

        Assert.Equal(["launch", "dead-letter", "dispatch"], listening.Ended.Select(activity => activity.OperationName));
        (Activity launch, Activity letter, Activity dispatch) = (
            listening.Ended[0],
            listening.Ended[1],
            listening.Ended[2]
        );
        Assert.Equal(
            (ActivityStatusCode.Error, ActivityStatusCode.Unset, ActivityStatusCode.Error),
            (launch.Status, letter.Status, dispatch.Status)
        );
        Assert.Equal(["retry", "retry"], launch.Events.Select(happened => happened.Name));
        Assert.Equal(
            ("rejected", "RD401", 3),
            (
                launch.GetTagItem("dispatcher.result"),
                launch.GetTagItem("error.type"),
                launch.GetTagItem("dispatcher.attempts")
            )
        );
        Assert.Equal(
            ("rejected", "RD401", "in/a.csv"),
            (
                dispatch.GetTagItem("dispatcher.outcome"),
                dispatch.GetTagItem("error.type"),
                dispatch.GetTagItem("dispatcher.object")
            )
        );
        Assert.StartsWith(
            "oci://letters@ns/dead/",
            (string)letter.GetTagItem("dispatcher.dead_letter")!,
            StringComparison.Ordinal
        );
        Assert.All(listening.Ended, activity => Assert.Equal(dispatch.TraceId, activity.TraceId));
    }

    [Fact]
    public async Task A_refresh_is_a_trace_of_its_own()
    {
        World world = World.With(yaml: null, 0.5, ("DISPATCHER_ROUTES", "oci://routes@ns/live"));
        using var listening = new Listening(world.Instruments);
        world.Objects.Put("live/a.yaml", World.OneRoute);
        using Activity invocation = DispatchTraces.Dispatch(world.Instruments, new Invocation(World.Event()))!;

        await world.Routes.GetAsync(CancellationToken.None);

        SpinWait.SpinUntil(() => listening.Ended.Length == 1, TimeSpan.FromSeconds(30));
        Activity refresh = Assert.Single(listening.Ended);
        Assert.Equal(("refresh", "loaded"), (refresh.OperationName, refresh.GetTagItem("dispatcher.result")));
        Assert.NotEqual(invocation.TraceId, refresh.TraceId);
        Assert.Same(invocation, Activity.Current);
    }

    [Fact]
    public void When_nobody_listens_no_activity_is_made()
    {
        World world = World.With();
        Activity? seen = null;
        world.TaskRuns.OnCreate = (_, _) =>
        {
            seen = Activity.Current;
            return null;
        };

        world.Dispatch();

        Assert.Single(world.TaskRuns.Creates);
        Assert.Null(seen);
    }
}
