using System.Text.Json;
using CsCheck;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Dispatching;

public sealed class AnswerTests
{
    [Fact]
    public void The_response_has_the_names_of_the_specification()
    {
        World world = World.With();

        JsonElement answer = world.Answer(World.Event(), out int status);

        Assert.Equal(200, status);
        Assert.Equal(
            """{"id":"id-1","type":"com.oraclecloud.objectstorage.createobject","time":"2026-11-22T08:00:00.000Z"}""",
            answer.GetProperty("event").GetRawText()
        );
        Assert.Equal(
            """{"namespace":"ns","bucket":"landing","name":"in/a.csv","etag":"e1"}""",
            answer.GetProperty("object").GetRawText()
        );
        string name = world.TaskRuns.Creates[0].Request.Name;
        Assert.Equal(
            $$"""[{"route":"one","taskKey":"t1","taskRunKey":"run-1","name":"{{name}}","status":"NOT_STARTED","opcRequestId":"opc-1","duplicate":false}]""",
            answer.GetProperty("runs").GetRawText()
        );
        Assert.Equal("[]", answer.GetProperty("errors").GetRawText());
        Assert.Equal(
            ["outcome", "routeSet", "event", "object", "runs", "shadow", "errors", "deadLetter"],
            answer.EnumerateObject().Select(member => member.Name)
        );
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("writes: []", null)]
    [InlineData("writes: [{ object: OUT, bucket: pool }]", """[{"bucket":"pool","name":"out/in/a.csv"}]""")]
    public void The_summary_line_names_what_the_runs_write_and_the_response_does_not(string writes, string? expected)
    {
        World world = World.With(
            $$$"""
            version: 1
            routes:
              - name: one
                match: { object: "in/.+" }
                task: { key: t1 }
                bindings: { OUT: "out/{{ object.name }}" }
                {{{writes}}}
            """
        );

        JsonElement answer = world.Answer(World.Event(), out _);

        Assert.False(answer.TryGetProperty("writes", out _));
        Assert.Equal(
            expected,
            world.Summary.TryGetProperty("writes", out JsonElement written) ? written.GetRawText() : null
        );
    }

    [Fact]
    public void A_run_that_was_not_started_writes_nothing()
    {
        World world = World.With(
            """
            version: 1
            routes:
              - name: one
                match: { object: "in/.+" }
                task: { key: t1 }
                bindings: { OUT: "out/{{ object.name }}" }
                writes: [{ object: OUT, bucket: pool }]
            """
        );
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);

        world.Answer(World.Event(), out _);

        Assert.False(world.Summary.TryGetProperty("writes", out _));
    }

    [Fact]
    public void Many_and_long_written_names_leave_the_summary_line_short()
    {
        string bindings = string.Concat(
            Enumerable
                .Range(0, 40)
                .Select(i => $"      OUT{i}: \"{i}/{{{{ object.name }}}}{new string('x', 2_000)}\"\n")
        );
        string writes = string.Join(", ", Enumerable.Range(0, 40).Select(i => $"{{ object: OUT{i}, bucket: pool }}"));
        World world = World.With(
            "version: 1\nroutes:\n  - name: one\n    match: { object: in/.+ }\n    task: { key: t1 }\n"
                + $"    bindings:\n{bindings}    writes: [{writes}]\n"
        );

        world.Answer(World.Event(), out _);

        JsonElement[] written = [.. world.Summary.GetProperty("writes").EnumerateArray()];
        Assert.Equal(32, written.Length);
        Assert.All(written, one => Assert.Equal(1_024, one.GetProperty("name").GetString()!.Length));
        Assert.Equal(8, world.Summary.GetProperty("writesLeftOut").GetInt32());
    }

    [Fact]
    public void An_error_has_the_names_of_the_specification()
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);

        JsonElement error = Assert.Single(world.Answer(World.Event(), out _).GetProperty("errors").EnumerateArray());

        Assert.Equal(["code", "route", "message", "retryable"], error.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void The_summary_line_says_what_the_response_says() =>
        Gen.Select(
                Gen.OneOf(
                    Gen.Byte.Array[1, 40],
                    Gen.Const(World.Event()),
                    Gen.Const(World.Event("x")),
                    Gen.Const("""{"cloudEventsVersion":"0.1","eventID":"x","eventType":"y"}"""u8.ToArray())
                ),
                Gen.Int[0, 2]
                    .Select(n =>
                        n switch
                        {
                            0 => 0,
                            1 => 404,
                            _ => 503,
                        }
                    ),
                Gen.Bool
            )
            .Sample(
                (body, failing, keeps) =>
                {
                    World world = keeps ? World.Keeping() : World.With();
                    world.TaskRuns.OnCreate = (_, _) => failing == 0 ? null : World.FailRun(failing);

                    JsonElement answer = world.Answer(body, out int status);

                    JsonElement line = world.Summary;
                    Assert.Equal(status, line.GetProperty("status").GetInt32());
                    Assert.Equal("call-1", line.GetProperty("callId").GetString());
                    foreach (JsonProperty part in answer.GetProperty("event").EnumerateObject())
                        Assert.Equal(
                            part.Value.GetString(),
                            line.GetProperty("event" + char.ToUpperInvariant(part.Name[0]) + part.Name[1..]).GetString()
                        );
                    foreach (JsonProperty member in answer.EnumerateObject().Where(member => member.Name != "event"))
                        Assert.True(JsonElement.DeepEquals(member.Value, line.GetProperty(member.Name)), member.Name);
                },
                iter: Iterations.Of(500)
            );

    [Theory]
    [InlineData("call-1", "call-1-one-1")]
    [InlineData("a/b\r\nX-Evil: 1", "a_b__X-Evil__1-one-1")]
    [InlineData("ünï", "_n_-one-1")]
    public void The_request_id_is_safe_to_send_whatever_the_call_is_called(string call, string sent)
    {
        World world = World.With();

        world.Dispatch(new Invocation(World.Event()) { CallId = call });
        world.Dispatch(new Invocation(World.Event(id: call)));

        Assert.Equal([sent, sent], world.TaskRuns.Creates.Select(create => create.RequestId));
    }

    [Fact]
    public void A_request_id_is_bounded()
    {
        World world = World.With();

        world.Dispatch(new Invocation(World.Event(id: new string('x', 10_000))));

        Assert.InRange(world.TaskRuns.Creates[0].RequestId.Length, 1, 140);
    }

    [Fact]
    public void No_body_makes_the_dispatcher_throw_and_each_has_one_summary() =>
        Mutations()
            .Sample(
                body =>
                {
                    World world = World.Keeping();

                    DispatchResult result = world.Dispatch(body);

                    Assert.Contains(result.Status, (int[])[200, 500, 503]);
                    Assert.Single(world.Log.Named("invocation"));
                    Assert.Empty(world.Log.Named("internal"));
                },
                iter: Iterations.Of(2_000)
            );

    private static Gen<byte[]> Mutations() =>
        Gen.Select(Gen.Int[0, World.Event().Length - 1], Gen.Byte, Gen.Int[0, 3])
            .Array[1, 4]
            .Select(changes =>
            {
                var body = new List<byte>(World.Event());
                foreach ((int at, byte value, int how) in changes)
                {
                    int place = Math.Min(at, body.Count - 1);
                    if (how == 0)
                        body[place] = value;
                    else if (how == 1)
                        body.Insert(place, value);
                    else if (how == 2)
                        body.RemoveAt(place);
                    else
                        body.RemoveRange(place, Math.Min(value, body.Count - place - 1));
                }

                return body.ToArray();
            });
}
