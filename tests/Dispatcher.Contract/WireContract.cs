using System.Net;
using System.Net.Sockets;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Contract;

/// <summary>Statuses, renewed credentials and faults of the wire.</summary>
public abstract class WireContract : PortsContract
{
    private static readonly Dictionary<string, Reply> LostConnections = new()
    {
        ["closed before the answer"] = Reply.Close,
        ["reset before the answer"] = Reply.Reset,
        ["cut in the status line"] = Reply.Raw("HTTP/1.1 20", thenClose: true),
        ["cut in the headers"] = Reply.Raw("HTTP/1.1 201 Created\r\nContent-Le", thenClose: true),
        ["cut in the body"] = Reply.Raw(
            "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"key\":\"k\"",
            thenClose: true
        ),
        ["cut in a chunk"] = Reply.Raw(
            "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"key\":",
            thenClose: true
        ),
        ["not HTTP"] = Reply.Raw("SSH-2.0-nothing\r\n\r\n", thenClose: true),
    };

    public static TheoryData<string> LostConnectionsNames => [.. LostConnections.Keys];

    private static readonly Dictionary<string, Reply> SlowAnswers = new()
    {
        ["no answer"] = Reply.Hang,
        ["half of the headers"] = Reply.HangAfter("HTTP/1.1 201 Created\r\nContent-"),
        ["half of the body"] = Reply.HangAfter("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"key\""),
    };

    public static TheoryData<string> SlowAnswersNames => [.. SlowAnswers.Keys];

    [Theory]
    [InlineData(400, FailureKind.Rejected)]
    [InlineData(401, FailureKind.Deferred)] // the credential is read from files, which are written again
    [InlineData(403, FailureKind.Rejected)]
    [InlineData(404, FailureKind.Rejected)]
    [InlineData(405, FailureKind.Rejected)]
    [InlineData(408, FailureKind.Deferred)]
    [InlineData(409, FailureKind.Rejected)]
    [InlineData(413, FailureKind.Rejected)]
    [InlineData(425, FailureKind.Deferred)]
    [InlineData(422, FailureKind.Rejected)]
    [InlineData(429, FailureKind.Deferred)]
    [InlineData(499, FailureKind.Rejected)]
    [InlineData(500, FailureKind.Deferred)]
    [InlineData(501, FailureKind.Deferred)]
    [InlineData(502, FailureKind.Deferred)]
    [InlineData(503, FailureKind.Deferred)]
    [InlineData(504, FailureKind.Deferred)]
    [InlineData(511, FailureKind.Deferred)]
    public async Task A_status_decides_whether_trying_again_can_help(int status, FailureKind kind)
    {
        await using var service = new ScriptedService(
            Reply.Json(status, """{"code":"Some Code","message":"Some\nwords."}""", "opc-request-id: svc/1")
        );
        using PortsUnderTest clients = For(service);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal(new ServiceFailure(kind, status, "Some Code", "Some words.") { OpcRequestId = "svc/1" }, failure);
        // Once more after credentials that may have been renewed.
        Assert.Equal(status == 401 ? 2 : 1, service.Requests.Count);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task An_answer_from_behind_a_redirect_counts_for_nothing(int status)
    {
        await using var elsewhere = new ScriptedService(Reply.Json(200, """{"key":"not from the service"}"""));
        await using var service = new ScriptedService(Reply.Json(status, "{}", $"Location: {elsewhere.Address}/x"));
        using PortsUnderTest clients = For(service);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal(FailureKind.Rejected, failure?.Kind);
        Assert.Contains("redirect", failure!.Message, StringComparison.Ordinal);
        Assert.All(elsewhere.Requests, request => Assert.Null(request.Header("Authorization")));
    }

    [Theory]
    [InlineData("IncorrectState", true)]
    [InlineData("ExternalServerIncorrectState", true)]
    [InlineData("Conflict", false)]
    [InlineData("InvalidatedRetryToken", false)]
    public async Task Two_conflicts_may_pass(string code, bool mayPass)
    {
        await using var service = new ScriptedService(Reply.Json(409, $$"""{"code":"{{code}}","message":"m"}"""));
        using PortsUnderTest clients = For(service);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal(mayPass ? FailureKind.Deferred : FailureKind.Rejected, failure!.Kind);
    }

    /// <summary>What these statuses mean is in the document, so it cannot be known without its end.</summary>
    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(412)]
    [InlineData(503)]
    public async Task A_refusal_whose_document_breaks_off_may_pass(int status)
    {
        const string Beginning = """{"code":"Incorr""";
        string head = $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n";
        await using var service = new ScriptedService(
            Reply.Raw($"{head}Content-Length: 100\r\n\r\n{Beginning}", thenClose: true),
            Reply.Raw($"{head}Transfer-Encoding: chunked\r\n\r\nf\r\n{Beginning}\r\n", thenClose: true),
            Reply.Raw($"{head}Connection: close\r\n\r\n{Beginning}", thenClose: true),
            Reply.Json(status, Beginning)
        );
        using PortsUnderTest clients = For(service);

        for (int i = 0; i < 4; i++)
        {
            ServiceFailure? failure = await CreateAsync(clients);

            Assert.Equal((status, FailureKind.Deferred), (failure?.Status, failure?.Kind));
        }
    }

    [Fact]
    public async Task A_redirect_whose_page_breaks_off_is_not_tried_again()
    {
        await using var service = new ScriptedService(
            Reply.Raw("HTTP/1.1 302 X\r\nContent-Length: 100\r\n\r\n<html>", thenClose: true)
        );
        using PortsUnderTest clients = For(service);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal((302, FailureKind.Rejected), (failure?.Status, failure?.Kind));
        Assert.Contains("redirect", failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_request_after_a_401_is_signed_with_the_new_key_and_carries_the_same_body_and_token()
    {
        await using var service = new ScriptedService(
            Reply.Json(200, """{"key":"k"}"""),
            Reply.Json(401, """{"code":"NotAuthenticated","message":"m"}"""),
            Reply.Json(201, """{"key":"k"}""")
        );
        using PortsUnderTest clients = For(service);
        await clients.TaskRuns.GetAsync("w", "a", "k", default);
        WritePrincipal(TestKeys.Token(DateTimeOffset.UtcNow.AddHours(1), "renewed"), TestKeys.Second);

        Assert.Null(await CreateAsync(clients));

        ReceivedRequest refused = service.Requests[1],
            accepted = service.Requests[2];
        Assert.True(refused.IsSignedBy(TestKeys.First));
        Assert.True(accepted.IsSignedBy(TestKeys.Second));
        Assert.NotEqual(refused.KeyId, accepted.KeyId);
        Assert.Equal(refused.Body, accepted.Body);
        Assert.Equal(refused.Header("opc-retry-token"), accepted.Header("opc-retry-token"));
    }

    [Fact]
    public async Task A_401_that_lasts_is_an_answer_after_the_second_request()
    {
        await using var service = new ScriptedService(Reply.Json(401, """{"code":"NotAuthenticated","message":"m"}"""));
        using PortsUnderTest clients = For(service);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal((401, FailureKind.Deferred), (failure?.Status, failure?.Kind));
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task A_key_that_was_got_ready_ahead_signs_the_first_request()
    {
        await using var service = new ScriptedService(Reply.Json(201, """{"key":"k"}"""));
        using PortsUnderTest clients = For(service);

        await clients.Clients.PrepareAsync();

        Assert.Empty(service.Requests);
        Assert.Null(await CreateAsync(clients));
        Assert.True(Assert.Single(service.Requests).IsSignedBy(TestKeys.First));
    }

    [Fact]
    public async Task A_token_that_is_written_after_the_key_was_to_be_ready_is_found()
    {
        await using var service = new ScriptedService(Reply.Json(201, """{"key":"k"}"""));
        using PortsUnderTest clients = For(service);
        RemoveToken();

        await clients.Clients.PrepareAsync();

        WritePrincipal(Token, TestKeys.Second);
        Assert.Null(await CreateAsync(clients));
        Assert.True(Assert.Single(service.Requests).IsSignedBy(TestKeys.Second));
    }

    [Theory]
    [InlineData("past")] // ended an hour ago, and nothing newer is there
    [InlineData("half")] // in the middle of being written
    [InlineData("refused")] // taken away at the service before the new one is there
    [InlineData("fifo")] // not a file
    public async Task A_gap_in_the_rotation_of_a_token_is_deferred_and_ends_with_the_new_one(string gap)
    {
        if (gap == "fifo" && OperatingSystem.IsWindows())
            return;
        await using var service = new ScriptedService(
            Reply.Json(401, """{"code":"NotAuthenticated","message":"m"}"""),
            Reply.Json(401, """{"code":"NotAuthenticated","message":"m"}"""),
            Reply.Json(201, """{"key":"k"}""")
        );
        using PortsUnderTest clients = For(service);
        string whole = TestKeys.Token(DateTimeOffset.UtcNow.AddHours(gap == "past" ? -1 : 1), "old");
        WritePrincipal(gap == "half" ? whole[..(whole.LastIndexOf('.') - 1)] : whole, TestKeys.First);
        if (gap == "fifo")
            ReplaceTokenByFifo();

        ServiceFailure? failure = await CreateAsync(clients);
        Assert.Equal(FailureKind.Deferred, failure?.Kind);

        RemoveToken();
        WritePrincipal(TestKeys.Token(DateTimeOffset.UtcNow.AddHours(1), "new"), TestKeys.Second);
        while (service.Requests.Count < 2)
            await CreateAsync(clients);
        Assert.Null(await CreateAsync(clients));
    }

    [Theory]
    [MemberData(nameof(LostConnectionsNames))]
    public async Task A_create_whose_connection_is_lost_is_sent_once_and_may_have_happened(string what)
    {
        await using var service = new ScriptedService(LostConnections[what]);
        using PortsUnderTest clients = For(service);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.True(
            failure is { Kind: FailureKind.Deferred, Status: null, Code: "ConnectionLost", MayHaveHappened: true },
            $"{what}: {failure}"
        );
        Assert.Single(service.Requests);
    }

    [Theory]
    [MemberData(nameof(LostConnectionsNames))]
    public async Task A_read_whose_connection_is_lost_has_changed_nothing(string what)
    {
        await using var service = new ScriptedService(LostConnections[what]);
        using PortsUnderTest clients = For(service);

        ServiceFailure? failure = (await clients.Objects.GetAsync(Bucket, "x", null, 1000, default)).Failure;

        Assert.True(
            failure is { Kind: FailureKind.Deferred, Status: null, Code: "ConnectionLost", MayHaveHappened: false },
            $"{what}: {failure}"
        );
    }

    [Fact]
    public async Task Nobody_listening_is_deferred_and_has_not_happened()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // Bound and not listening: connections are refused.
        using PortsUnderTest clients = For($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}");

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal(
            (FailureKind.Deferred, "NoConnection", false),
            (failure!.Kind, failure.Code, failure.MayHaveHappened)
        );
        Assert.Contains("CreateTaskRun at 127.0.0.1:", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SlowAnswersNames))]
    public async Task Cancellation_reaches_the_wire_and_throws(string what)
    {
        await using var service = new ScriptedService(SlowAnswers[what]);
        using PortsUnderTest clients = For(service);
        using var cancellation = new CancellationTokenSource();
        Task<ServiceResult<TaskRun>> call = clients.TaskRuns.CreateAsync(Request(), "r", cancellation.Token);
        await service.WhenAsync(asked => asked.Requests.Count > 0);

        await cancellation.CancelAsync();

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(cancellation.Token == thrown.CancellationToken, what);
    }

    [Fact]
    public async Task Many_requests_at_once_are_each_signed_and_answered()
    {
        await using var service = new ScriptedService(Reply.Json(201, """{"key":"k"}"""));
        using PortsUnderTest clients = For(service);

        ServiceFailure?[] failures = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => CreateAsync(clients)));

        Assert.All(failures, Assert.Null);
        Assert.All(service.Requests, request => Assert.True(request.IsSignedBy(TestKeys.First)));
    }

    [Fact]
    public async Task No_secret_is_in_any_failure()
    {
        await using var service = new ScriptedService(
            Reply.Close,
            Reply.Json(401, "{}"),
            Reply.Json(401, "{}"),
            Reply.Json(500, ""),
            Reply.Text(201, "text/html", "<html>")
        );
        using PortsUnderTest clients = For(service);

        for (int n = 0; n < 4; n++)
        {
            string text = (await CreateAsync(clients))!.ToString();
            Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
            Assert.DoesNotContain("Signature", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Retry_After_is_handed_on(int status)
    {
        await using var service = new ScriptedService(
            Reply.Json(status, """{"code":"TooManyRequests","message":"m"}""", "Retry-After: 7")
        );
        using PortsUnderTest clients = For(service);

        Assert.Equal(TimeSpan.FromSeconds(7), (await CreateAsync(clients))?.RetryAfter);
    }

    [Theory]
    [MemberData(nameof(SlowAnswersNames))]
    public async Task An_attempt_that_takes_too_long_is_deferred_and_may_have_happened(string what)
    {
        await using var service = new ScriptedService(SlowAnswers[what]);
        using PortsUnderTest clients = For(service, TimeSpan.FromSeconds(2)); // Time enough to be sent on any machine.

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.True(
            failure is { Kind: FailureKind.Deferred, Status: null, Code: "Timeout", MayHaveHappened: true },
            $"{what}: {failure}"
        );
    }
}
