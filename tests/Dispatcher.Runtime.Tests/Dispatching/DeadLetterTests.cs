using System.Text;
using System.Text.Json;
using CsCheck;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Dispatching;

public sealed class DeadLetterTests
{
    [Fact]
    public void A_record_holds_the_event_as_received_and_everything_that_failed()
    {
        World world = World.Keeping(World.ThreeRoutes);
        world.TaskRuns.OnCreate = (request, _) =>
            request.Route switch
            {
                "one" => null,
                "two" => World.FailRun(404),
                _ => World.FailRun(503),
            };
        byte[] body = World.Event();

        DispatchResult result = world.Dispatch(body);

        string name = Assert.Single(world.Objects.Names);
        Assert.Matches("^dead/2026-11-22/[0-9a-f]{40}\\.json$", name);
        Assert.Equal("oci://letters@ns/" + name, result.DeadLetter);
        JsonElement record = JsonDocument.Parse(world.Objects[name]).RootElement;
        Assert.Equal(
            [
                "version",
                "outcome",
                "recorded",
                "callId",
                "routeSet",
                "event",
                "object",
                "errors",
                "runs",
                "complete",
                "received",
            ],
            record.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(1, record.GetProperty("version").GetInt32());
        Assert.Equal("deferred", record.GetProperty("outcome").GetString());
        Assert.Equal("call-1", record.GetProperty("callId").GetString());
        Assert.Equal(world.Routes.Current!.Set.Version, record.GetProperty("routeSet").GetString());
        Assert.Equal("2026-11-22T08:00:00.000Z", record.GetProperty("event").GetProperty("time").GetString());
        Assert.Equal("in/a.csv", record.GetProperty("object").GetProperty("name").GetString());
        Assert.Equal(
            ["two:RD401:False", "three:RD403:True"],
            record
                .GetProperty("errors")
                .EnumerateArray()
                .Select(error =>
                    $"{error.GetProperty("route")}:{error.GetProperty("code")}:"
                    + $"{error.GetProperty("retryable").GetBoolean()}"
                )
        );
        Assert.Equal(
            "one",
            Assert.Single(record.GetProperty("runs").EnumerateArray()).GetProperty("route").GetString()
        );
        Assert.True(record.GetProperty("complete").GetBoolean());
        Assert.Equal(Encoding.UTF8.GetString(body), record.GetProperty("received").GetRawText());
    }

    [Fact]
    public void Every_delivery_of_an_event_hits_the_same_record_and_the_first_one_stands()
    {
        World world = World.Keeping();
        world.TaskRuns.OnCreate = (_, before) => World.FailRun(before == 0 ? 404 : 400);
        DispatchResult first = world.Dispatch();
        byte[] record = world.Objects[world.Objects.Names[0]];

        // The same event with other white space: what it says is the same.
        byte[] again = Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(World.Event())
                .Replace(":", " : ", StringComparison.Ordinal)
                .Replace("08 : 00 : 00", "08:00:00", StringComparison.Ordinal)
        );
        DispatchResult second = world.Dispatch(again);

        Assert.Equal(first.DeadLetter, second.DeadLetter);
        Assert.Equal((Outcome.Rejected, 200), (second.Outcome, second.Status));
        Assert.Equal(record, world.Objects[Assert.Single(world.Objects.Names)]);
    }

    [Fact]
    public void Different_events_have_different_records()
    {
        World world = World.Keeping();
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);
        byte[][] events =
        [
            World.Event(),
            World.Event("in/b.csv"),
            World.Event(etag: "e2"),
            World.Event(etag: null, id: "x"),
            World.Event(etag: null, id: "y"),
            World.Event(kind: ObjectEventKind.Update),
            "{"u8.ToArray(),
            "[]"u8.ToArray(),
        ];

        foreach (byte[] body in events)
            world.Dispatch(body);

        Assert.Equal(events.Length, world.Objects.Names.Count);
    }

    // A CloudEvents 1.0 envelope may have no time: a route that asks for it cannot be rendered, and others run.
    [Fact]
    public void An_event_without_a_time_runs_and_its_record_lies_below_undated()
    {
        World world = World.Keeping(
            """
            version: 1
            routes:
              - { name: one, match: { object: "in/.+" }, continue: true, task: { key: t1 } }
              - { name: two, match: { object: "in/.+" }, task: { key: t2 }, bindings: { DAY: "{{ event.time.day }}" } }
            """
        );

        DispatchResult result = world.Dispatch(
            """
            {"specversion":"1.0","id":"i","source":"s","type":"com.oraclecloud.objectstorage.createobject",
            "data":{"resourceName":"in/a","additionalDetails":{"bucketName":"landing","namespace":"ns","eTag":"e"}}}
            """u8.ToArray()
        );

        Assert.Equal(["t1"], result.Runs.Select(run => run.TaskKey));
        Assert.Equal(("two", "RD302"), Assert.Single(result.Errors.Select(error => (error.Route, error.Code))));
        string name = Assert.Single(world.Objects.Names);
        Assert.Matches("^dead/undated/[0-9a-f]{40}\\.json$", name);
        JsonElement record = JsonDocument.Parse(world.Objects[name]).RootElement;
        Assert.Equal(JsonValueKind.Null, record.GetProperty("event").GetProperty("time").ValueKind);
        Assert.Equal(JsonValueKind.Null, world.Summary.GetProperty("eventTime").ValueKind);
        Assert.Contains(name["dead/".Length..], DeadLetter.NamesFor(result.Event!));
    }

    [Fact]
    public void Any_bytes_can_be_got_back_from_their_record() =>
        Gen.OneOf(
                Gen.Byte.Array[0, 60],
                Gen.String[0, 30].Select(Encoding.UTF8.GetBytes),
                Gen.Int[0, 100]
                    .Select(depth => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth))),
                Gen.Const(World.Event())
            )
            .Sample(
                body =>
                {
                    ReadOnlyMemory<byte> written = DeadLetterRecord.Write(
                        body,
                        Failed,
                        "c",
                        DateTimeOffset.UnixEpoch,
                        isWhole: true
                    );

                    // With the depth that readers allow by default.
                    JsonElement record = JsonDocument.Parse(written).RootElement;
                    Assert.Equal(body, Received(record));
                    // White space around an event is not a part of it.
                    DeadLetter letter = DeadLetter.Read(written, out string? problem)!;
                    Assert.Null(problem);
                    Assert.Equal(
                        Encoding.UTF8.GetString(body).Trim(' ', '\t', '\r', '\n'),
                        Encoding.UTF8.GetString(letter.Received.Span).Trim(' ', '\t', '\r', '\n')
                    );
                },
                iter: Iterations.Of(5_000)
            );

    [Fact]
    public void A_record_read_back_has_the_event_and_the_runs_that_existed()
    {
        World world = World.Keeping(World.ThreeRoutes);
        world.TaskRuns.OnCreate = (request, _) => request.Route == "two" ? World.FailRun(503) : null;
        world.Dispatch();

        DeadLetter letter = DeadLetter.Read(world.Objects[Assert.Single(world.Objects.Names)], out _)!;

        Assert.True(letter.IsWhole);
        Assert.Equal(World.Event(), letter.Received.ToArray());
        Assert.Equal(
            [("one", "t1", "run-1"), ("three", "t3", "run-2")],
            letter.Runs.Select(run => (run.Route, run.TaskKey, run.TaskRunKey))
        );
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("[]", "is not a dead-letter record")]
    [InlineData("{}", "is not a dead-letter record")]
    [InlineData("""{"version":2,"received":{}}""", "has another version than 1")]
    [InlineData("""{"version":"1","received":{}}""", "has another version than 1")]
    [InlineData("""{"version":1}""", "does not hold the event as received")]
    [InlineData("""{"version":1,"receivedBase64":"*"}""", "does not hold the event as received")]
    [InlineData("""{"version":1,"receivedText":"\ud800"}""", "is not valid JSON")]
    public void What_is_no_record_is_told_why(string text, string reason)
    {
        Assert.Null(DeadLetter.Read(Encoding.UTF8.GetBytes(text), out string? problem));
        Assert.StartsWith(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_make_reading_a_record_throw()
    {
        byte[] record = DeadLetterRecord
            .Write(World.Event(), Failed, "c", DateTimeOffset.UnixEpoch, isWhole: true)
            .ToArray();
        Gen.Select(Gen.Int[0, record.Length - 1], Gen.Byte, Gen.Int[0, 2])
            .Array[1, 6]
            .Sample(
                changes =>
                {
                    var bytes = new List<byte>(record);
                    foreach ((int at, byte value, int how) in changes)
                    {
                        int place = Math.Min(at, bytes.Count - 1);
                        if (how == 0)
                            bytes[place] = value;
                        else if (how == 1)
                            bytes.Insert(place, value);
                        else
                            bytes.RemoveRange(place, Math.Min(value, bytes.Count - place - 1));
                    }

                    Assert.Equal(DeadLetter.Read(bytes.ToArray(), out string? problem) is null, problem is not null);
                },
                iter: Iterations.Of(20_000)
            );
    }

    [Fact]
    public void What_was_written_into_the_landing_bucket_is_ignored_when_its_event_comes()
    {
        World world = World.With(settings: ("DISPATCHER_DEAD_LETTER", "oci://landing@ns/in/dead"));
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);
        world.Dispatch();
        string record = Assert.Single(world.Objects.Names);
        Assert.StartsWith("in/dead/", record, StringComparison.Ordinal); // The route would take it.

        DispatchResult echo = world.Dispatch(World.Event(record));

        Assert.Equal((Outcome.Ignored, 200), (echo.Outcome, echo.Status));
        Assert.Single(world.Objects.Names);
        Assert.Contains("dead letters", echo.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oci://landing@ns", "in/a.csv", false)]
    [InlineData("oci://landing@ns", "in/0123456789abcdef0123456789abcdef01234567.json", true)]
    [InlineData("oci://landing@ns", "in/0123456789ABCDEF0123456789abcdef01234567.json", false)]
    [InlineData("oci://landing@ns/in", "in/a.csv", true)]
    [InlineData("oci://landing/in", "in/done/a.csv", true)]
    [InlineData("oci://landing@ns/i", "in/a.csv", false)]
    [InlineData("oci://landing@other/in", "in/a.csv", false)]
    [InlineData("oci://elsewhere@ns/in", "in/a.csv", false)]
    public void Only_what_lies_in_the_dead_letter_place_is_passed_over(string place, string name, bool ignored) =>
        Assert.Equal(
            ignored ? Outcome.Ignored : Outcome.Dispatched,
            World.With(settings: ("DISPATCHER_DEAD_LETTER", place)).Dispatch(World.Event(name)).Outcome
        );

    [Fact]
    public void A_namespace_that_is_not_given_is_looked_up_once()
    {
        World world = World.With(settings: ("DISPATCHER_DEAD_LETTER", "oci://letters/dead"));
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);

        DispatchResult first = world.Dispatch();
        world.Dispatch(World.Event("in/b.csv"));

        Assert.StartsWith("oci://letters@ns/dead/", first.DeadLetter, StringComparison.Ordinal);
        Assert.Equal(1, world.Objects.Count("namespace"));
    }

    [Fact]
    public void Writing_is_tried_again_while_there_is_time()
    {
        World world = World.Keeping();
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);
        world.Objects.OnCall = (_, _) => world.Objects.Calls.Count < 4 ? Task.FromResult(World.Refusal(503)) : null;

        Assert.NotNull(world.Dispatch().DeadLetter);
        Assert.Equal(4, world.Objects.Count("put"));
    }

    [Fact]
    public void A_bucket_that_hangs_costs_the_record_and_not_the_answer()
    {
        World world = World.Keeping();
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);
        world.Objects.OnCall = (_, _) => World.Never<ServiceFailure>();

        DispatchResult result = world.Dispatch();

        Assert.Equal((Outcome.Rejected, 500), (result.Outcome, result.Status));
        Assert.Equal(["RD401", "RD407"], result.Errors.Select(error => error.Code));
    }

    private static DispatchResult Failed { get; } =
        new()
        {
            Outcome = Outcome.Rejected,
            Status = 200,
            Message = "m",
        };

    private static byte[] Received(JsonElement record) =>
        record.TryGetProperty("received", out JsonElement json) ? Encoding.UTF8.GetBytes(Whole(json, record))
        : record.TryGetProperty("receivedText", out JsonElement text) ? Encoding.UTF8.GetBytes(text.GetString()!)
        : record.GetProperty("receivedBase64").GetBytesFromBase64();

    // The last member, up to the closing brace: white space around the event is a part of what was received.
    private static string Whole(JsonElement json, JsonElement record)
    {
        string all = record.GetRawText();
        int start = all.LastIndexOf("\"received\":", StringComparison.Ordinal) + "\"received\":".Length;
        Assert.Equal(json.GetRawText(), all[start..^1].Trim(' ', '\t', '\r', '\n'));
        return all[start..^1];
    }
}
