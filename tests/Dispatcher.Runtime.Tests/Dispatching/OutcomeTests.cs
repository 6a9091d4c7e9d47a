using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Dispatching;

/// <summary>Every row of the table in dispatch-v1, "Outcome".</summary>
public sealed class OutcomeTests
{
    [Theory]
    [InlineData(400, "InvalidParameter", "rejected", "RD401")]
    [InlineData(401, "NotAuthenticated", "rejected", "RD401")]
    [InlineData(403, "NotAuthorized", "rejected", "RD401")]
    [InlineData(404, "NotAuthorizedOrNotFound", "rejected", "RD401")]
    [InlineData(409, "Conflict", "rejected", "RD401")]
    [InlineData(409, "IncorrectState", "deferred", "RD403")]
    [InlineData(409, "ExternalServerIncorrectState", "deferred", "RD403")]
    [InlineData(425, "TooEarly", "deferred", "RD403")]
    [InlineData(412, "NoEtagMatch", "rejected", "RD401")]
    [InlineData(422, "UnprocessableEntity", "rejected", "RD401")]
    [InlineData(302, "Found", "rejected", "RD401")]
    [InlineData(408, "RequestTimeout", "deferred", "RD405")]
    [InlineData(429, "TooManyRequests", "deferred", "RD402")]
    [InlineData(500, "InternalServerError", "deferred", "RD403")]
    [InlineData(501, "MethodNotImplemented", "deferred", "RD403")]
    [InlineData(502, "BadGateway", "deferred", "RD403")]
    [InlineData(503, "ServiceUnavailable", "deferred", "RD403")]
    [InlineData(504, "GatewayTimeout", "deferred", "RD403")]
    public void What_the_service_answers_decides(int status, string code, string outcome, string error)
    {
        foreach (bool keeps in (bool[])[false, true])
        {
            World world = keeps ? World.Keeping() : World.With();
            world.TaskRuns.OnCreate = (_, _) => World.FailRun(status, code);

            DispatchResult result = world.Dispatch();

            Check(world, result, outcome, error, keeps);
            Assert.Contains(code, result.Errors[0].Message, StringComparison.Ordinal);
            Assert.Contains("opc-f", result.Errors[0].Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("NoConnection", "RD404")]
    [InlineData("ConnectionLost", "RD404")]
    [InlineData("Timeout", "RD405")]
    [InlineData("CredentialsUnavailable", "RD408")]
    public void No_answer_at_all_is_deferred(string code, string error)
    {
        World world = World.Keeping();
        world.TaskRuns.OnCreate = (_, _) =>
            World.Fail<TaskRun>(new ServiceFailure(FailureKind.Deferred, null, code, "on the wire"));

        Check(world, world.Dispatch(), "deferred", error, keeps: true);
    }

    [Fact]
    public void A_service_that_hangs_is_out_of_time()
    {
        World world = World.Keeping();
        world.TaskRuns.OnCreate = (_, _) => World.Never<ServiceResult<TaskRun>>();

        Check(world, world.Dispatch(), "deferred", "RD405", keeps: true);
    }

    [Fact]
    public void A_bug_is_deferred_and_kept()
    {
        World world = World.Keeping();
        world.TaskRuns.OnCreate = (_, _) => throw new InvalidOperationException("a bug");

        Check(world, world.Dispatch(), "deferred", "RD499", keeps: true);
        Assert.Contains(
            "a bug",
            Assert.Single(world.Log.Named("internal")).GetProperty("exception").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\uFEFFnull")]
    [InlineData(
        """{"cloudEventsVersion":"0.1","eventID":"x","eventType":"com.oraclecloud.objectstorage.createobject"}"""
    )]
    public void A_malformed_event_is_rejected(string body)
    {
        World without = World.With(),
            keeping = World.Keeping(),
            failing = World.Keeping();
        failing.Objects.OnCall = (_, _) => Task.FromResult(World.Refusal(404));
        byte[] bytes = Encoding.UTF8.GetBytes(body);

        Assert.Equal((Outcome.Rejected, 500), Of(without.Dispatch(bytes)));
        Assert.Equal((Outcome.Rejected, 200), Of(keeping.Dispatch(bytes)));
        Assert.Equal((Outcome.Rejected, 500), Of(failing.Dispatch(bytes)));
        Assert.Empty(keeping.TaskRuns.Creates);
    }

    [Fact]
    public void A_body_over_the_limit_is_rejected_and_its_beginning_kept()
    {
        World world = World.Keeping();

        DispatchResult result = world.Dispatch(new byte[Invocation.MaxBodyBytes + 1]);

        Assert.Equal((Outcome.Rejected, 200), Of(result));
        Assert.Equal("RD313", Assert.Single(result.Errors).Code);
        Assert.Contains(
            "\"complete\":false",
            Encoding.UTF8.GetString(world.Objects[Assert.Single(world.Objects.Names)]),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("com.oraclecloud.objectstorage.createbucket")]
    [InlineData("com.oraclecloud.computeapi.launchinstance.end")]
    public void An_event_of_another_kind_is_ignored(string type)
    {
        World world = World.Keeping();
        string body =
            $$"""{"cloudEventsVersion":"0.1","eventID":"x","eventType":"{{type}}","eventTime":"2026-11-23T10:00:00Z"}""";

        DispatchResult result = world.Dispatch(Encoding.UTF8.GetBytes(body));

        Assert.Equal((Outcome.Ignored, 200), Of(result));
        Assert.Equal(("x", type), (result.EventId, result.EventType));
        Assert.Empty(world.Objects.Names);
        Assert.Equal("information", world.Summary.GetProperty("level").GetString());
    }

    [Theory]
    [InlineData("ignore", false, 200, null)]
    [InlineData("fail", false, 500, "RD314")]
    [InlineData("fail", true, 500, "RD314")]
    [InlineData("dead-letter", true, 200, "RD314")]
    public void An_unmatched_event_follows_the_policy(string policy, bool keeps, int status, string? code)
    {
        World world = keeps
            ? World.Keeping(settings: ("DISPATCHER_UNMATCHED", policy))
            : World.With(settings: ("DISPATCHER_UNMATCHED", policy));

        DispatchResult result = world.Dispatch(World.Event("in/a.csv", bucket: "other"));

        Assert.Equal((Outcome.Unmatched, status), Of(result));
        Assert.Equal(code, result.Errors.SingleOrDefault()?.Code);
        Assert.Equal(policy == "dead-letter" ? 1 : 0, world.Objects.Names.Count);
        Assert.Equal("warning", world.Summary.GetProperty("level").GetString());
        // The reason is said once: in the error, where there is one.
        string message = world.Summary.GetProperty("message").GetString()!;
        Assert.Contains(
            "`one`: the bucket is \"other\", and the route takes `landing`",
            result.Errors.IsEmpty ? message : result.Errors[0].Message,
            StringComparison.Ordinal
        );
        Assert.Equal(1, Regex.Count(world.Summary.GetRawText(), "the bucket is"));
    }

    [Theory]
    [InlineData("in/a.md5", Outcome.Ignored, "sums", "The sink `sums` takes the object, so nothing is started.")]
    [InlineData(
        "in/a.new",
        Outcome.Shadowed,
        null,
        "Only routes in shadow take the object, so nothing is started: `new`, `quiet`."
    )]
    public void What_only_sinks_or_shadow_routes_take_is_neither_unmatched_nor_kept(
        string name,
        Outcome outcome,
        string? route,
        string message
    )
    {
        World world = World.Keeping(
            """
            version: 1
            routes:
              - { name: sums, match: { object: '.*\.md5' }, task: none }
              - { name: new, state: shadow, match: { object: '.*\.new' }, task: { key: t }, bindings: { P: "{{ object.name }}" } }
              - { name: quiet, state: shadow, match: { object: '.*\.new' }, task: none }
            """,
            settings: ("DISPATCHER_UNMATCHED", "dead-letter")
        );

        DispatchResult result = world.Dispatch(World.Event(name));

        Assert.Equal((outcome, 200), Of(result));
        Assert.Empty(result.Errors);
        Assert.Empty(world.Objects.Names);
        Assert.Empty(world.TaskRuns.Creates);
        JsonElement line = world.Summary;
        Assert.Equal("information", line.GetProperty("level").GetString());
        Assert.Equal(outcome.Word(), line.GetProperty("outcome").GetString());
        Assert.Equal(message, line.GetProperty("message").GetString());
        Assert.Equal(route, line.TryGetProperty("route", out JsonElement sink) ? sink.GetString() : null);
    }

    [Theory]
    [InlineData("landing", Outcome.Dispatched)]
    [InlineData("other", Outcome.Unmatched)]
    public void The_function_puts_its_configuration_into_patterns(string bucket, Outcome outcome)
    {
        World world = World.With(
            World.OneRoute.Replace("landing", "'{{ config.zone }}'", StringComparison.Ordinal),
            settings: ("zone", "landing")
        );

        Assert.Equal(outcome, world.Dispatch(World.Event(bucket: bucket)).Outcome);
    }

    [Fact]
    public void The_log_has_the_request_of_a_route_in_shadow_and_says_how_many_found_no_room()
    {
        World world = World.With(
            """
            version: 1
            routes:
              - { name: a, state: shadow, match: { object: x }, task: { key: t }, bindings: { P: "{{ object.name }}" } }
              - { name: b, state: shadow, match: { object: x }, max_length: 100000, task: { key: t }, bindings: { P: "LONG" } }
            """.Replace("LONG", new string('x', 64 * 1024), StringComparison.Ordinal)
        );

        world.Dispatch(World.Event("x"));

        JsonElement line = world.Summary,
            shadow = line.GetProperty("shadow");
        Assert.Equal(
            """{"P":{"simpleValue":"x"}}""",
            shadow[0].GetProperty("request").GetProperty("configProvider").GetProperty("bindings").GetRawText()
        );
        Assert.Equal("ws", shadow[0].GetProperty("workspace").GetString());
        Assert.False(shadow[1].TryGetProperty("request", out _));
        Assert.Equal(1, line.GetProperty("requestsLeftOut").GetInt32());
    }

    [Fact]
    public void An_unmatched_event_that_cannot_be_kept_fails()
    {
        World world = World.Keeping(settings: ("DISPATCHER_UNMATCHED", "dead-letter"));
        world.Objects.OnCall = (_, _) => Task.FromResult(World.Refusal(403));

        DispatchResult result = world.Dispatch(World.Event("nowhere"));

        Assert.Equal((Outcome.Unmatched, 500), Of(result));
        Assert.Equal(["RD314", "RD407"], result.Errors.Select(error => error.Code));
    }

    [Fact]
    public void A_rejected_event_that_cannot_be_kept_fails_with_both_errors()
    {
        World world = World.Keeping();
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);
        world.Objects.OnCall = (_, _) => Task.FromResult(World.Refusal(404, "BucketNotFound"));

        DispatchResult result = world.Dispatch();

        Assert.Equal((Outcome.Rejected, 500), Of(result));
        Assert.Equal(["RD401", "RD407"], result.Errors.Select(error => error.Code));
        Assert.Null(result.DeadLetter);
    }

    [Theory]
    [InlineData(200, 200, 200, "dispatched", 200)]
    [InlineData(200, 404, 200, "rejected", 500)]
    [InlineData(200, 503, 200, "deferred", 503)]
    [InlineData(404, 503, 200, "deferred", 503)]
    [InlineData(503, 404, 400, "deferred", 503)]
    [InlineData(404, 404, 404, "rejected", 500)]
    public void One_failing_route_does_not_stop_the_others(int one, int two, int three, string outcome, int status)
    {
        World world = World.With(World.ThreeRoutes);
        var answers = new Dictionary<string, int>
        {
            ["one"] = one,
            ["two"] = two,
            ["three"] = three,
        };
        world.TaskRuns.OnCreate = (request, _) =>
            answers[request.Route] == 200 ? null : World.FailRun(answers[request.Route]);

        DispatchResult result = world.Dispatch();

        Assert.Equal((outcome, status), (result.Outcome.Word(), result.Status));
        Assert.Equal(
            answers.Where(pair => pair.Value == 200).Select(pair => pair.Key),
            result.Runs.Select(run => run.Route)
        );
        Assert.Equal(
            answers.Where(pair => pair.Value != 200).Select(pair => pair.Key),
            result.Errors.Select(error => error.Route)
        );
    }

    [Fact]
    public void The_next_delivery_completes_the_rest_and_says_what_was_there()
    {
        World world = World.With(World.ThreeRoutes);
        world.TaskRuns.OnCreate = (request, _) => request.Route == "two" ? World.FailRun(503) : null;
        world.Dispatch();
        world.TaskRuns.OnCreate = (_, _) => null;

        DispatchResult second = world.Dispatch();

        Assert.Equal(Outcome.Dispatched, second.Outcome);
        Assert.Equal(
            [("one", true), ("two", false), ("three", true)],
            second.Runs.Select(run => (run.Route, run.Duplicate))
        );
        Assert.Equal(3, world.TaskRuns.Runs.Count);
    }

    [Fact]
    public void A_template_that_fails_on_this_event_rejects_it_and_the_other_routes_are_launched()
    {
        World world = World.Keeping(
            """
            version: 1
            routes:
              - { name: broken, owner: team-x, match: { object: "in/.+" }, continue: true, task: { key: "{{ config.missing }}" } }
              - { name: fine, match: { object: "in/.+" }, task: { key: t } }
            """
        );

        DispatchResult result = world.Dispatch();

        Assert.Equal((Outcome.Rejected, 200), Of(result));
        Assert.Equal(
            ("broken", "RD302", false),
            (result.Errors[0].Route, result.Errors[0].Code, result.Errors[0].Retryable)
        );
        Assert.Equal("fine", Assert.Single(result.Runs).Route);
        Assert.Contains("Owner: team-x", result.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_owner_is_named_where_the_service_refuses()
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);

        Assert.EndsWith("Owner: team-one.", Assert.Single(world.Dispatch().Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shadow_routes_are_reported_and_start_nothing()
    {
        World world = World.With(
            """
            version: 1
            routes:
              - { name: new, state: shadow, match: { object: "in/.+" }, task: { key: t-new } }
              - { name: new-broken, state: shadow, match: { object: "in/.+" }, task: { key: "{{ config.missing }}" } }
              - { name: old, match: { object: "in/.+" }, task: { key: t-old } }
            """
        );

        DispatchResult result = world.Dispatch();

        Assert.Equal((Outcome.Dispatched, 200), Of(result));
        Assert.Equal("t-old", Assert.Single(world.TaskRuns.Creates).Request.TaskKey);
        Assert.Equal("new", world.Summary.GetProperty("shadow")[0].GetProperty("route").GetString());
        Assert.Equal("new-broken", world.Summary.GetProperty("errors")[0].GetProperty("route").GetString());
    }

    [Fact]
    public async Task Without_routes_an_event_is_deferred_with_the_reason()
    {
        World world = World.With(
            yaml: null,
            settings: [("DISPATCHER_ROUTES", "/no/such/folder"), ("DISPATCHER_DEAD_LETTER", World.DeadLetters)]
        );
        Assert.Null(await world.Routes.GetAsync(CancellationToken.None));

        DispatchResult result = world.Dispatch();

        Assert.Equal((Outcome.Deferred, 503), Of(result));
        Assert.Equal(("RD406", true), (result.Errors[0].Code, result.Errors[0].Retryable));
        Assert.Contains("/no/such/folder", result.Errors[0].Message, StringComparison.Ordinal);
        Assert.NotNull(result.DeadLetter);
    }

    private static (Outcome Outcome, int Status) Of(DispatchResult result) => (result.Outcome, result.Status);

    private static void Check(World world, DispatchResult result, string outcome, string code, bool keeps)
    {
        int status =
            outcome == "deferred" ? 503
            : keeps ? 200
            : 500;
        Assert.Equal((outcome, status), (result.Outcome.Word(), result.Status));
        DispatchError error = Assert.Single(result.Errors);
        Assert.Equal((code, outcome == "deferred"), (error.Code, error.Retryable));
        Assert.Empty(result.Runs);
        Assert.Equal(keeps, result.DeadLetter is not null);
        Assert.Equal(keeps ? 1 : 0, world.Objects.Names.Count);
        Assert.Equal("error", world.Summary.GetProperty("level").GetString());
    }
}
