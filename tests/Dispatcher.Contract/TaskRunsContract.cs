using System.Text;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Contract;

/// <summary>Data Integration, as far as dispatching needs it.</summary>
public abstract class TaskRunsContract : PortsContract
{
    private const string RunJson = """
        {"key":"k1","name":"n","identifier":"RD_0","status":"NOT_STARTED","taskKey":"t1","startTimeMillis":1,"endTimeMillis":2,
         "errorMessage":"none","later":{"added":[1]},"metrics":{"x":1.5}}
        """;

    [Fact]
    public async Task Create_sends_the_body_as_it_is_with_its_tokens_and_a_valid_signature()
    {
        await using var service = new ScriptedService(Reply.Json(201, RunJson, "opc-request-id: svc/1"));
        using PortsUnderTest clients = For(service);
        TaskRunRequest create = Request("ü", "of ü", new ParameterBinding("P", false, "\"v\""u8.ToArray()));

        ServiceResult<TaskRun> result = await clients.TaskRuns.CreateAsync(create, "mine/1", default);

        Assert.Equal(
            new TaskRun
            {
                Key = "k1",
                Name = "n",
                Identifier = "RD_0",
                Status = "NOT_STARTED",
                TaskKey = "t1",
                StartTimeMillis = 1,
                EndTimeMillis = 2,
                ErrorMessage = "none",
                OpcRequestId = "svc/1",
            },
            result.Value
        );
        ReceivedRequest request = Assert.Single(service.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/20200430/workspaces/ocid1.disworkspace.oc1..ws/applications/app%2F1/taskRuns", request.Target);
        Assert.Equal(
            """
            {"name":"ü","description":"of ü","identifier":"RD_0","registryMetadata":{"aggregatorKey":"t1"},"configProvider":{"bindings":{"P":{"simpleValue":"v"}}}}
            """,
            Encoding.UTF8.GetString(request.Body)
        );
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.Equal(new string('a', 64), request.Header("opc-retry-token"));
        Assert.Equal("mine/1", request.Header("opc-request-id"));
        Assert.Equal("ST$" + Token, request.KeyId);
        Assert.Equal("date (request-target) host content-length content-type x-content-sha256", request.SignedHeaders);
        Assert.True(request.IsSignedBy(TestKeys.First));
        Assert.Null(request.Header("traceparent"));
    }

    /// <summary>Values that a JSON library on the way could write otherwise.</summary>
    public static TheoryData<string> AwkwardValues =>
        [
            "1.50",
            "1e0",
            "-0",
            "123456789012345678901234567890",
            "null",
            "true",
            "\"\"",
            "\"2026-11-23T10:00:00Z\"",
            """{"a":null,"b":[1.50,null,{}],"z":1,"a b":"ü"}""",
            """[{"modelType":"SCHEMA","key":"dataref:C/S"}]""",
            "\"\\u2028\\u0007\\\\ \\\" / < & + \u00e9 \ud83d\ude00\"",
        ];

    [Theory]
    [MemberData(nameof(AwkwardValues))]
    public async Task A_value_is_sent_byte_for_byte_as_it_was_rendered(string json)
    {
        await using var service = new ScriptedService(Reply.Json(201, RunJson));
        using PortsUnderTest clients = For(service);
        byte[] value = Encoding.UTF8.GetBytes(json);
        TaskRunRequest create = Request(
            bindings: [new ParameterBinding("SIMPLE", false, value), new ParameterBinding("ROOT", true, value)]
        );

        Assert.Null((await clients.TaskRuns.CreateAsync(create, "r", default)).Failure);

        byte[] sent = Assert.Single(service.Requests).Body;
        Assert.Equal(Encoding.UTF8.GetString(create.Body.Span), Encoding.UTF8.GetString(sent));
        Assert.Contains($"{{\"simpleValue\":{json}}}", Encoding.UTF8.GetString(sent), StringComparison.Ordinal);
        Assert.Contains($"{{\"rootObjectValue\":{json}}}", Encoding.UTF8.GetString(sent), StringComparison.Ordinal);
    }

    /// <summary>Texts that JSON libraries escape differently.</summary>
    public static TheoryData<string> AwkwardTexts =>
        [
            "",
            "a\"b\\c/d<e>&'+",
            "\t\n\r\b\f\0\u001f\u007f\u0085\u00a0",
            "\u2028\u2029\ufeff\ue000\ufffd",
            "ü日本\ud83d\ude00",
            "2026-11-23T10:00:00Z",
        ];

    [Theory]
    [MemberData(nameof(AwkwardTexts))]
    public async Task A_text_is_sent_byte_for_byte_as_a_dry_run_shows_it(string text)
    {
        await using var service = new ScriptedService(Reply.Json(201, RunJson));
        using PortsUnderTest clients = For(service);
        TaskRunRequest create = Request(text, text, new ParameterBinding("P" + text, false, "1"u8.ToArray()));

        Assert.Null((await clients.TaskRuns.CreateAsync(create, "r", default)).Failure);

        Assert.Equal(
            Encoding.UTF8.GetString(create.Body.Span),
            Encoding.UTF8.GetString(Assert.Single(service.Requests).Body)
        );
    }

    [Theory]
    [InlineData("2026-11-23T09:58:00.000Z", 120.0)]
    [InlineData("2026-11-23T09:59:59.500Z", 0.5)]
    [InlineData("2026-11-23T10:00:30.000Z", -30.0)] // two machines of the service disagree
    [InlineData("yesterday", null)]
    public async Task A_run_is_as_old_as_the_services_own_times_say(string created, double? seconds)
    {
        await using var service = new ScriptedService(
            Reply.Json(
                200,
                $$$"""{"key":"k1","metadata":{"timeCreated":"{{{created}}}"}}""",
                "Date: Mon, 23 Nov 2026 10:00:00 GMT"
            ),
            Reply.Json(200, RunJson)
        );
        using PortsUnderTest clients = For(service);

        Assert.Equal(seconds, (await clients.TaskRuns.CreateAsync(Request(), "r", default)).Value?.Age?.TotalSeconds);
        Assert.Null((await clients.TaskRuns.CreateAsync(Request(), "r", default)).Value?.Age);
    }

    [Fact]
    public async Task Get_reads_one_run()
    {
        await using var service = new ScriptedService(Reply.Json(200, """{"key":"k 1","status":"MADE_UP"}"""));
        using PortsUnderTest clients = For(service);

        ServiceResult<TaskRun> result = await clients.TaskRuns.GetAsync("w/s", "a", "k 1", default);

        Assert.Equal(new TaskRun { Key = "k 1", Status = "MADE_UP" }, result.Value);
        Assert.Equal(
            "/20200430/workspaces/w%2Fs/applications/a/taskRuns/k%201",
            Assert.Single(service.Requests).Target
        );
        Assert.True(service.Requests[0].IsSignedBy(TestKeys.First));
    }

    [Fact]
    public async Task List_sends_the_filter_and_hands_on_the_next_page()
    {
        await using var service = new ScriptedService(
            Reply.Json(200, $$"""{"items":[{{RunJson}}]}""", "opc-next-page: p2", "opc-request-id: svc/2"),
            Reply.Json(200, """{"items":[]}""")
        );
        using PortsUnderTest clients = For(service);
        var filter = new TaskRunFilter
        {
            Name = "a&b=c d",
            Identifier = "RD_0",
            TaskKey = "t",
            Limit = 5,
        };

        TaskRunPage? first = (await clients.TaskRuns.ListAsync("w", "a", filter, default)).Value;
        TaskRunPage? last = (
            await clients.TaskRuns.ListAsync("w", "a", new TaskRunFilter { Page = first?.NextPage }, default)
        ).Value;

        Assert.Equal("k1", Assert.Single(first!.Items).Key);
        Assert.Equal("svc/2", first.Items[0].OpcRequestId);
        Assert.Empty(last!.Items);
        Assert.Null(last.NextPage);
        Assert.Equal(
            [
                "/20200430/workspaces/w/applications/a/taskRuns?aggregatorKey=t&name=a%26b%3Dc%20d&"
                    + "identifier=RD_0&limit=5",
                "/20200430/workspaces/w/applications/a/taskRuns?page=p2",
            ],
            service.Requests.Select(request => request.Target)
        );
        Assert.All(service.Requests, request => Assert.True(request.IsSignedBy(TestKeys.First)));
        Assert.Equal(1, service.Connections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"name":"no key"}""")]
    [InlineData("""{"key":""}""")]
    [InlineData("""{"key":5}""")]
    [InlineData("""{"key":"\ud800"}""")]
    [InlineData("""{"key":"k1","cut":""")]
    [InlineData("<html>welcome to the network</html>")]
    public async Task A_yes_that_cannot_be_read_may_have_happened(string body)
    {
        await using var service = new ScriptedService(Reply.Text(201, "text/html", body, "opc-request-id: svc/1"));
        using PortsUnderTest clients = For(service);

        ServiceFailure? created = (await clients.TaskRuns.CreateAsync(Request(), "r", default)).Failure;
        ServiceFailure? read = (await clients.TaskRuns.GetAsync("w", "a", "k", default)).Failure;

        Assert.Equal(
            (FailureKind.Deferred, 201, "UnreadableAnswer", true, "svc/1"),
            (created!.Kind, created.Status, created.Code, created.MayHaveHappened, created.OpcRequestId)
        );
        Assert.Equal((FailureKind.Deferred, false), (read!.Kind, read.MayHaveHappened));
    }

    [Theory]
    [InlineData("""{"items":{}}""")]
    [InlineData("""{"items":[{}]}""")]
    [InlineData("""[]""")]
    public async Task A_list_that_cannot_be_read_is_a_failure(string body)
    {
        await using var service = new ScriptedService(Reply.Json(200, body));
        using PortsUnderTest clients = For(service);

        Assert.Equal("UnreadableAnswer", (await clients.TaskRuns.ListAsync("w", "a", new(), default)).Failure?.Code);
    }
}
