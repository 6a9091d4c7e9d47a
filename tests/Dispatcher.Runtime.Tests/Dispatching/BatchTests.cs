using System.Text;
using System.Text.Json;
using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Dispatching;

/// <summary>dispatch-v1, "Input": what becomes of a batch.</summary>
public sealed class BatchTests
{
    private const string Ignored =
        """{"cloudEventsVersion":"0.1","eventID":"b","eventType":"com.oraclecloud.objectstorage.createbucket"}""";

    [Fact]
    public void Every_element_has_the_outcome_that_it_would_have_alone()
    {
        World world = World.Keeping();
        JsonElement answer = world.Answer(
            Batch(Event("in/a"), Event("out/b"), Ignored, "17", Record("in/c")),
            out int status
        );

        Assert.Equal(200, status);
        Assert.Equal("batch", answer.GetProperty("outcome").GetString());
        Assert.Equal(
            """{"dispatched":2,"unmatched":1,"ignored":1,"rejected":1}""",
            answer.GetProperty("counts").GetRawText()
        );
        Assert.Equal(["dispatched", "unmatched", "ignored", "rejected", "dispatched"], Outcomes(answer));
        Assert.Equal(["in/a", "in/c"], world.TaskRuns.Creates.Select(create => Name(create.Request)));
        Assert.StartsWith(
            "unreadable/",
            Assert.Single(world.Objects.Names)["dead/".Length..],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_sinks_and_shadow_routes_take_is_settled()
    {
        World world = World.With(
            """
            version: 1
            routes:
              - { name: sink, match: { object: a }, task: none }
              - { name: new, state: shadow, match: { object: b }, task: { key: t } }
            """
        );
        JsonElement answer = world.Answer(Batch(Event("a"), Event("b")), out int status);

        Assert.Equal((200, 0), (status, answer.GetProperty("unsettled").GetInt32()));
        Assert.Equal(["ignored", "shadowed"], Outcomes(answer));
        Assert.Equal("sink", answer.GetProperty("results")[0].GetProperty("route").GetString());
    }

    [Fact]
    public void Every_element_has_its_summary_line_and_one_more_sums_the_call_up()
    {
        World world = World.With();
        world.Answer(Batch(Event("in/a"), Record("in/b")), out _);

        Assert.Equal(
            [
                """{"index":0,"size":2,"source":null,"partition":null,"offset":null}""",
                """{"index":1,"size":2,"source":"s","partition":"3","offset":"42"}""",
            ],
            world.Log.Named("invocation").Select(line => line.GetProperty("batch").GetRawText())
        );
        Assert.All(world.Log.Named("invocation"), line =>
            Assert.Equal("call-1", line.GetProperty("callId").GetString())
        );
        JsonElement sum = Assert.Single(world.Log.Named("batch"));
        Assert.Equal("2 event(s): 2 dispatched.", sum.GetProperty("message").GetString());
        Assert.Equal(
            (200, 2, 0),
            (
                sum.GetProperty("status").GetInt32(),
                sum.GetProperty("size").GetInt32(),
                sum.GetProperty("unsettled").GetInt32()
            )
        );
        Assert.Equal(["call-1.0-one-1", "call-1.1-one-1"], world.TaskRuns.Creates.Select(create => create.RequestId));
    }

    [Theory]
    [InlineData(404, false, false, 200)] // rejected: kept nowhere, so the log has it
    [InlineData(404, true, false, 200)]
    [InlineData(404, true, true, 502)] // the record may be written the next time
    [InlineData(503, false, false, 502)] // deferred: the batch comes again
    [InlineData(503, true, false, 200)]
    [InlineData(503, true, true, 502)]
    public void A_batch_is_answered_200_when_every_element_is_settled(int refusal, bool keeps, bool fails, int expected)
    {
        World world = keeps ? World.Keeping() : World.With();
        world.TaskRuns.OnCreate = (request, _) => Name(request) == "in/bad" ? World.FailRun(refusal) : null;
        if (fails)
            world.Objects.OnCall = (_, _) => Task.FromResult(World.Refusal(403));
        JsonElement answer = world.Answer(Batch(Event("in/a"), Event("in/bad"), Event("in/c")), out int status);

        Assert.Equal(expected, status);
        Assert.Equal(expected == 200 ? 0 : 1, answer.GetProperty("unsettled").GetInt32());
        Assert.Equal(["dispatched", refusal == 404 ? "rejected" : "deferred", "dispatched"], Outcomes(answer));
        Assert.Equal(keeps && !fails ? 1 : 0, world.Objects.Names.Count);
        Assert.Equal(refusal == 404 && !keeps ? 1 : 0, world.Log.Named("event.lost").Count);
    }

    [Fact]
    public void A_record_has_the_event_as_it_was_before_it_was_wrapped()
    {
        World world = World.Keeping();
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);
        world.Answer(Batch(Record("in/a")), out _);
        DeadLetter letter = DeadLetter.Read(world.Objects[Assert.Single(world.Objects.Names)], out _)!;

        Assert.Equal(Event("in/a"), Encoding.UTF8.GetString(letter.Received.Span));
    }

    [Fact]
    public void What_can_never_succeed_and_has_no_place_is_logged_whole()
    {
        World world = World.With();
        world.Answer(Batch("[\n1,\n2]", "{\"partition\":0,\"value\":\"/w==\"}"), out int status);

        Assert.Equal(200, status);
        List<JsonElement> lost = world.Log.Named("event.lost");
        Assert.Equal("[\n1,\n2]", lost[0].GetProperty("receivedText").GetString());
        Assert.Equal("/w==", lost[1].GetProperty("receivedBase64").GetString());
    }

    [Theory]
    [InlineData("fail", false, 200)]
    [InlineData("ignore", false, 200)]
    [InlineData("dead-letter", false, 200)]
    [InlineData("dead-letter", true, 502)]
    public void Unmatched_does_not_fail_a_batch_unless_it_cannot_be_kept(string policy, bool fails, int expected)
    {
        World world = World.Keeping(settings: ("DISPATCHER_UNMATCHED", policy));
        if (fails)
            world.Objects.OnCall = (_, _) => Task.FromResult(World.Refusal(403));
        JsonElement answer = world.Answer(Batch(Event("out/a")), out int status);

        Assert.Equal(expected, status);
        Assert.Equal(["unmatched"], Outcomes(answer));
        Assert.Equal(policy == "dead-letter" && !fails ? 1 : 0, world.Objects.Names.Count);
    }

    [Fact]
    public void A_batch_that_comes_again_starts_nothing_and_asks_for_nothing()
    {
        World world = World.With();
        byte[] batch = Batch([.. Enumerable.Range(0, 200).Select(i => Event($"in/{i}"))]);
        world.Answer(batch, out int first);
        JsonElement again = world.Answer(batch, out int second);

        Assert.Equal((200, 200, 200), (first, second, world.TaskRuns.Creates.Count));
        Assert.All(again.GetProperty("results").EnumerateArray(), result =>
            Assert.True(result.GetProperty("runs")[0].GetProperty("duplicate").GetBoolean())
        );
    }

    [Fact]
    public void The_same_event_twice_in_a_batch_starts_one_run()
    {
        World world = World.With();
        JsonElement answer = world.Answer(Batch(Event("in/a"), Record("in/a")), out _);

        Assert.Single(world.TaskRuns.Runs);
        Assert.Equal(["dispatched", "dispatched"], Outcomes(answer));
    }

    [Fact]
    public async Task Events_of_one_object_run_in_the_order_of_the_batch_and_others_beside_them()
    {
        World world = World.With();
        var first = new TaskCompletionSource<ServiceResult<TaskRun>>();
        world.TaskRuns.OnCreate = (_, before) => before == 0 ? first.Task : null;
        Task<InvocationAnswer> answer = world.Dispatcher.HandleAsync(
            new Invocation(Batch(Event("in/a", "v1"), Event("in/b"), Event("in/a", "v2"))),
            CancellationToken.None
        );

        Assert.Equal(["in/a", "in/b"], world.TaskRuns.Creates.Select(create => Name(create.Request)));
        first.SetResult(world.TaskRuns.Start(world.TaskRuns.Creates[0].Request));
        Assert.Equal(200, (await answer).Status);
        Assert.Equal(["in/a", "in/b", "in/a"], world.TaskRuns.Creates.Select(create => Name(create.Request)));
    }

    [Fact]
    public async Task So_many_run_at_once_and_no_more()
    {
        World world = World.With();
        var gate = new TaskCompletionSource();
        world.TaskRuns.OnCreate = (request, _) => AfterAsync(request);
        Task<InvocationAnswer> answer = world.Dispatcher.HandleAsync(
            new Invocation(Batch([.. Enumerable.Range(0, 100).Select(i => Event($"in/{i}"))])),
            CancellationToken.None
        );

        Assert.Equal(world.Options.ElementsAtOnce, world.TaskRuns.Creates.Count);
        world.TaskRuns.OnCreate = (_, _) => null;
        gate.SetResult();
        Assert.Equal(200, (await answer).Status);

        async Task<ServiceResult<TaskRun>> AfterAsync(Planning.TaskRunRequest request)
        {
            await gate.Task;
            lock (world)
                return world.TaskRuns.Start(request);
        }
    }

    [Fact]
    public void What_cannot_end_in_time_is_not_begun_and_is_kept()
    {
        World world = World.Keeping();
        world.TaskRuns.OnCreate = (request, _) => Slow(world, request);
        JsonElement answer = world.Answer(
            Batch([.. Enumerable.Range(0, 100).Select(i => Event($"in/{i}"))]),
            out int status
        );
        int begun = world.TaskRuns.Creates.Count;

        Assert.Equal(200, status);
        Assert.InRange(begun, 5, 20);
        Assert.Equal(
            (begun, 100 - begun),
            (Outcomes(answer).Count(outcome => outcome == "dispatched"), world.Objects.Names.Count)
        );
        Assert.All(answer.GetProperty("results").EnumerateArray().Skip(begun), result =>
            Assert.Equal("RD405", result.GetProperty("errors")[0].GetProperty("code").GetString())
        );
    }

    [Fact]
    public void A_batch_that_takes_longer_than_a_call_gets_further_each_time_it_comes_again()
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (request, _) => Slow(world, request);
        byte[] batch = Batch([.. Enumerable.Range(0, 50).Select(i => Event($"in/{i}"))]);
        int calls = 0,
            status = 502;
        while (status == 502 && calls++ < 10)
            world.Answer(batch, out status);

        Assert.Equal(200, status);
        Assert.Equal((50, 50), (world.TaskRuns.Creates.Count, world.TaskRuns.Runs.Count));
        Assert.InRange(calls, 2, 9);
    }

    [Fact]
    public void A_response_over_1_MiB_has_only_what_needs_a_look()
    {
        World world = World.Keeping();
        JsonElement answer = world.Answer(
            Batch([
                .. Enumerable.Range(0, 4_000).Select(i => Event($"in/{i}")),
                "17",
                .. Enumerable.Repeat(Ignored, 100),
            ]),
            out int status
        );

        Assert.Equal(200, status);
        Assert.Equal(4_000, answer.GetProperty("counts").GetProperty("dispatched").GetInt32());
        Assert.Equal(4_100, answer.GetProperty("omitted").GetInt32());
        JsonElement only = Assert.Single(answer.GetProperty("results").EnumerateArray());
        Assert.Equal(4_000, only.GetProperty("batch").GetProperty("index").GetInt32());
    }

    [Fact]
    public void A_response_has_at_most_1_MiB_whatever_fails()
    {
        World world = World.Keeping();
        InvocationAnswer answer = world.Time.Run(() =>
            world.Dispatcher.HandleAsync(
                new Invocation(Batch([.. Enumerable.Repeat("17", 10_000)])),
                CancellationToken.None
            )
        );

        Assert.InRange(answer.Body.Length, 512 * 1024, 1024 * 1024);
        JsonElement body = JsonDocument.Parse(answer.Body).RootElement;
        Assert.Equal(10_000, body.GetProperty("omitted").GetInt32() + body.GetProperty("results").GetArrayLength());
    }

    [Fact]
    public void An_empty_batch_is_settled()
    {
        JsonElement answer = World.With().Answer("[]"u8.ToArray(), out int status);

        Assert.Equal((200, 0), (status, answer.GetProperty("size").GetInt32()));
    }

    [Fact]
    public void Without_routes_a_batch_is_deferred_with_one_look_at_them()
    {
        World world = World.With(yaml: null);
        JsonElement answer = world.Answer(Batch(Event("in/a"), Event("in/b"), "17"), out int status);

        Assert.Equal(502, status);
        Assert.Equal(["deferred", "deferred", "rejected"], Outcomes(answer));
        Assert.Equal(
            "RD406",
            answer.GetProperty("results")[0].GetProperty("errors")[0].GetProperty("code").GetString()
        );
        // The look at the source runs beside the answer, and is logged when it is over.
        Assert.True(SpinWait.SpinUntil(() => Looks() > 0, TimeSpan.FromSeconds(30)));
        Assert.InRange(Looks(), 1, 2);

        int Looks() =>
            world.Log.Lines.Count(line =>
                line.GetProperty("event").GetString()!.StartsWith("routes.", StringComparison.Ordinal)
            );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"dispatcher\":\"ping\"}")]
    public void A_ping_is_answered_with_the_routes_and_nothing_is_recorded(string body)
    {
        World world = World.Keeping(World.ThreeRoutes);
        JsonElement answer = world.Answer(Encoding.UTF8.GetBytes(body), out int status);

        Assert.Equal(200, status);
        Assert.Equal(
            ("ping", 3, world.Routes.Current!.Set.Version),
            (
                answer.GetProperty("outcome").GetString(),
                answer.GetProperty("routes").GetInt32(),
                answer.GetProperty("routeSet").GetString()
            )
        );
        Assert.Empty(world.Objects.Names);
        Assert.Empty(world.Log.Named("invocation"));
    }

    [Fact]
    public void A_ping_without_routes_is_answered_503_with_the_reason()
    {
        World world = World.With(yaml: null);
        JsonElement answer = world.Answer([], out int status);

        Assert.Equal(503, status);
        Assert.Equal("ping", answer.GetProperty("outcome").GetString());
        Assert.Contains(
            "No route set has loaded yet",
            answer.GetProperty("errors")[0].GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    // A second of the clock for each call.
    private static Task<ServiceResult<TaskRun>> Slow(World world, Planning.TaskRunRequest request)
    {
        world.Time.Freeze(TimeSpan.FromSeconds(1));
        return Task.FromResult<ServiceResult<TaskRun>>(world.TaskRuns.Start(request));
    }

    private static string Name(Planning.TaskRunRequest request) =>
        JsonDocument
            .Parse(request.Body)
            .RootElement.GetProperty("configProvider")
            .GetProperty("bindings")
            .GetProperty("NAME")
            .GetProperty("simpleValue")
            .GetString()!;

    private static string[] Outcomes(JsonElement answer) =>
        [
            .. answer
                .GetProperty("results")
                .EnumerateArray()
                .Select(result => result.GetProperty("outcome").GetString()!),
        ];

    private static string Event(string name, string etag = "e1") => Encoding.UTF8.GetString(World.Event(name, etag));

    private static string Record(string name) =>
        $$"""{"stream":"s","partition":"3","key":null,"value":"{{Convert.ToBase64String(World.Event(name))}}","offset":42}""";

    private static byte[] Batch(params string[] elements) => Encoding.UTF8.GetBytes($"[{string.Join(',', elements)}]");
}
