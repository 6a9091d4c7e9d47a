using System.Net;
using System.Net.Sockets;
using Dispatcher.Runtime.Oci;
using Dispatcher.Runtime.Ports;

namespace Dispatcher.Runtime.Tests.Oci;

/// <summary>Statuses, credentials and faults of the wire, through the ports.</summary>
public sealed class OciHttpClientTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rp-").FullName;

    [Theory]
    [InlineData(400, FailureKind.Rejected)]
    [InlineData(401, FailureKind.Rejected)]
    [InlineData(403, FailureKind.Rejected)]
    [InlineData(404, FailureKind.Rejected)]
    [InlineData(405, FailureKind.Rejected)]
    [InlineData(408, FailureKind.Deferred)]
    [InlineData(409, FailureKind.Rejected)]
    [InlineData(413, FailureKind.Rejected)]
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
        await using var service = new ScriptedService(Reply.Json(status, """{"code":"Some Code","message":"Some\nwords."}""", "opc-request-id: svc/1"));
        using OciClients clients = ClientsUnderTest.For(service);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal(new ServiceFailure(kind, status, "Some Code", "Some words.") { OpcRequestId = "svc/1" }, failure);
        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData("IncorrectState", true)]
    [InlineData("ExternalServerIncorrectState", true)]
    [InlineData("Conflict", false)]
    [InlineData("InvalidatedRetryToken", false)]
    public async Task Two_conflicts_are_worth_another_attempt(string code, bool worthIt)
    {
        await using var service = new ScriptedService(Reply.Json(409, $$"""{"code":"{{code}}","message":"m"}"""));
        using OciClients clients = ClientsUnderTest.For(service);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal((FailureKind.Rejected, worthIt), (failure!.Kind, failure.IsWorthRetrying));
    }

    [Theory]
    [InlineData(502, "text/html", "<html>\r\n<h1>Bad Gateway</h1>", "BadGateway", "502 without an error document (text/html), which begins `<html>  <h1>Bad Gateway</h1>`")]
    [InlineData(404, "text/plain", "no", "NotFound", "404 without an error document (text/plain), which begins `no`")]
    [InlineData(503, "application/json", "{\"code\":", "ServiceUnavailable", "503 without an error document (application/json), which begins `{\"code\":`")]
    [InlineData(500, "application/json", "[1]", "InternalServerError", "500 without an error document (application/json), which begins `[1]`")]
    [InlineData(418, "application/json", "", "Status418", "418 without an error document (application/json)")]
    [InlineData(302, "text/html", "", "Found", "redirect (302)")]
    public async Task An_error_without_the_services_document_keeps_its_status(int status, string type, string body, string code, string message)
    {
        await using var service = new ScriptedService(Reply.Text(status, type, body, "Location: http://127.0.0.1:1/"));
        using OciClients clients = ClientsUnderTest.For(service);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal((status, code), (failure!.Status, failure.Code));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData("Retry-After: 7", 7.0)]
    [InlineData("Retry-After: 0", 0.0)]
    [InlineData("Retry-After: Wed, 01 May 2024 10:00:30 GMT", 30.0)]
    [InlineData("Retry-After: Wed, 01 May 2024 09:00:00 GMT", 0.0)]
    [InlineData("Retry-After: soon", null)]
    [InlineData("Retry-After: -1", null)]
    [InlineData("X-Other: 7", null)]
    public async Task Retry_After_is_read_in_both_forms(string header, double? seconds)
    {
        await using var service = new ScriptedService(Reply.Json(429, """{"code":"TooManyRequests","message":"m"}""", header));
        using OciClients clients = ClientsUnderTest.For(
            service.Address, ClientsUnderTest.Inline, time: new At(new(2024, 5, 1, 10, 0, 0, TimeSpan.Zero)));

        Assert.Equal(seconds, (await CreateAsync(clients))?.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task The_second_request_after_a_401_is_signed_with_the_new_key_and_carries_the_same_body_and_token()
    {
        await using var service = new ScriptedService(
            Reply.Json(200, """{"key":"k"}"""), Reply.Json(401, """{"code":"NotAuthenticated","message":"m"}"""), Reply.Json(201, """{"key":"k"}"""));
        WritePrincipal("old", TestKeys.First);
        using OciClients clients = ClientsUnderTest.For(service.Address, PrincipalFiles);
        await clients.TaskRuns.GetAsync("w", "a", "k", default);
        WritePrincipal("new", TestKeys.Second);

        Assert.Null(await CreateAsync(clients));

        ReceivedRequest refused = service.Requests[1], accepted = service.Requests[2];
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
        WritePrincipal("only", TestKeys.First);
        using OciClients clients = ClientsUnderTest.For(service.Address, PrincipalFiles);

        Assert.Equal(401, (await CreateAsync(clients))?.Status);
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task Without_credentials_nothing_is_sent_and_the_failure_says_what_is_missing()
    {
        await using var service = new ScriptedService(Reply.Json(201, """{"key":"k"}"""));
        using OciClients clients = ClientsUnderTest.For(service.Address, PrincipalFiles);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal((FailureKind.Deferred, "CredentialsUnavailable", false), (failure!.Kind, failure.Code, failure.MayHaveHappened));
        Assert.StartsWith($"OCI_RESOURCE_PRINCIPAL_RPST: the file {folder}/rpst cannot be read", failure.Message, StringComparison.Ordinal);
        Assert.Empty(service.Requests);

        WritePrincipal("late", TestKeys.First);
        Assert.Null(await CreateAsync(clients));
    }

    private static readonly Dictionary<string, Reply> LostConnections = new()
    {
        ["closed before the answer"] = Reply.Close,
        ["reset before the answer"] = Reply.Reset,
        ["cut in the status line"] = Reply.Raw("HTTP/1.1 20", thenClose: true),
        ["cut in the headers"] = Reply.Raw("HTTP/1.1 201 Created\r\nContent-Le", thenClose: true),
        ["cut in the body"] = Reply.Raw("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"key\":\"k\"", thenClose: true),
        ["cut in a chunk"] = Reply.Raw("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"key\":", thenClose: true),
        ["not HTTP"] = Reply.Raw("SSH-2.0-nothing\r\n\r\n", thenClose: true),
    };

    public static TheoryData<string> LostConnectionsNames => [.. LostConnections.Keys];

    [Theory]
    [MemberData(nameof(LostConnectionsNames))]
    public async Task A_create_whose_connection_is_lost_is_sent_once_and_may_have_happened(string what)
    {
        await using var service = new ScriptedService(LostConnections[what]);
        using OciClients clients = ClientsUnderTest.For(service);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.True(failure is { Kind: FailureKind.Deferred, Status: null, Code: "ConnectionLost", MayHaveHappened: true }, $"{what}: {failure}");
        Assert.Single(service.Requests);
    }

    [Theory]
    [MemberData(nameof(LostConnectionsNames))]
    public async Task A_read_whose_connection_is_lost_has_changed_nothing(string what)
    {
        await using var service = new ScriptedService(LostConnections[what]);
        using OciClients clients = ClientsUnderTest.For(service);

        ServiceFailure? failure = (await clients.Objects.GetAsync(ClientsUnderTest.Bucket, "x", null, 1000, default)).Failure;

        Assert.True(failure is { Kind: FailureKind.Deferred, Status: null, Code: "ConnectionLost", MayHaveHappened: false }, $"{what}: {failure}");
    }

    [Fact]
    public async Task A_read_that_got_no_byte_of_an_answer_is_sent_again_on_another_connection()
    {
        await using var service = new ScriptedService(Reply.Close, Reply.Json(200, """{"key":"k"}"""));
        using OciClients clients = ClientsUnderTest.For(service);

        Assert.Equal("k", (await clients.TaskRuns.GetAsync("w", "a", "k", default)).Value?.Key);
        Assert.Equal((2, 2), (service.Requests.Count, service.Connections));
    }

    [Fact]
    public async Task A_connection_that_was_closed_while_idle_is_not_used_again()
    {
        // What a frozen process finds when it thaws: the answer came, and then the other side closed.
        await using var service = new ScriptedService(Reply.Raw("HTTP/1.1 201 Created\r\nContent-Length: 11\r\n\r\n{\"key\":\"k\"}", thenClose: true));
        using OciClients clients = ClientsUnderTest.For(service);

        for (int n = 0; n < 5; n++)
        {
            Assert.Null(await CreateAsync(clients));
            await Task.Delay(20);
        }

        Assert.Equal((5, 5), (service.Requests.Count, service.Connections));
    }

    [Fact]
    public async Task Nobody_listening_is_deferred_and_has_not_happened()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // Bound and not listening: connections are refused.
        using OciClients clients = ClientsUnderTest.For($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}", ClientsUnderTest.Inline);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal((FailureKind.Deferred, "NoConnection", false), (failure!.Kind, failure.Code, failure.MayHaveHappened));
        Assert.Contains("CreateTaskRun at 127.0.0.1:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_deferred_and_has_not_happened()
    {
        using OciClients clients = ClientsUnderTest.For("http://does-not-exist.invalid", ClientsUnderTest.Inline);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal((FailureKind.Deferred, "NoConnection", false), (failure!.Kind, failure.Code, failure.MayHaveHappened));
    }

    [Fact]
    public async Task A_server_without_TLS_is_deferred_and_has_not_happened()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task talk = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        });
        using OciClients clients = ClientsUnderTest.For($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", ClientsUnderTest.Inline);

        ServiceFailure? failure = await CreateAsync(clients);
        await talk;

        Assert.Equal((FailureKind.Deferred, "NoConnection", false), (failure!.Kind, failure.Code, failure.MayHaveHappened));
    }

    private static readonly Dictionary<string, Reply> SlowAnswers = new()
    {
        ["no answer"] = Reply.Hang,
        ["half of the headers"] = Reply.HangAfter("HTTP/1.1 201 Created\r\nContent-"),
        ["half of the body"] = Reply.HangAfter("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"key\""),
    };

    public static TheoryData<string> SlowAnswersNames => [.. SlowAnswers.Keys];

    [Theory]
    [MemberData(nameof(SlowAnswersNames))]
    public async Task An_attempt_that_takes_too_long_ends_and_may_have_happened(string what)
    {
        await using var service = new ScriptedService(SlowAnswers[what]);
        var time = new ManualTimers();
        using OciClients clients = ClientsUnderTest.For(service.Address, ClientsUnderTest.Inline, time: time);
        Task<ServiceFailure?> call = CreateAsync(clients);
        await WhenAsked(service);

        time.Elapse();

        ServiceFailure? failure = await call;
        Assert.True(failure is { Kind: FailureKind.Deferred, Status: null, Code: "Timeout", MayHaveHappened: true }, $"{what}: {failure}");
    }

    [Fact]
    public async Task A_slow_error_document_does_not_hide_the_status()
    {
        await using var service = new ScriptedService(Reply.HangAfter("HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n{\"code\""));
        using OciClients clients = ClientsUnderTest.For(service, TimeSpan.FromSeconds(3));

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal((FailureKind.Rejected, 404, "NotFound"), (failure!.Kind, failure.Status, failure.Code));
    }

    [Theory]
    [MemberData(nameof(SlowAnswersNames))]
    public async Task Cancellation_reaches_the_wire_and_throws(string what)
    {
        await using var service = new ScriptedService(SlowAnswers[what]);
        using OciClients clients = ClientsUnderTest.For(service);
        using var cancellation = new CancellationTokenSource();
        Task<ServiceResult<TaskRun>> call = clients.TaskRuns.CreateAsync(ClientsUnderTest.Request(), "r", cancellation.Token);
        await WhenAsked(service);

        await cancellation.CancelAsync();

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(cancellation.Token == thrown.CancellationToken, what);
    }

    [Fact]
    public async Task Many_requests_at_once_are_each_signed_and_answered()
    {
        await using var service = new ScriptedService(Reply.Json(201, """{"key":"k"}"""));
        using OciClients clients = ClientsUnderTest.For(service);

        ServiceFailure?[] failures = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => CreateAsync(clients)));

        Assert.All(failures, Assert.Null);
        Assert.All(service.Requests, request => Assert.True(request.IsSignedBy(TestKeys.First)));
    }

    [Fact]
    public async Task No_secret_is_in_any_failure()
    {
        await using var service = new ScriptedService(Reply.Close, Reply.Json(401, "{}"), Reply.Json(500, ""), Reply.Text(201, "text/html", "<html>"));
        using OciClients clients = ClientsUnderTest.For(service);

        for (int n = 0; n < 4; n++)
        {
            string text = (await CreateAsync(clients))!.ToString();
            Assert.DoesNotContain(ClientsUnderTest.Token, text, StringComparison.Ordinal);
            Assert.DoesNotContain("Signature", text, StringComparison.Ordinal);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Dictionary<string, string> PrincipalFiles => ClientsUnderTest.Principal(Path.Combine(folder, "rpst"), Path.Combine(folder, "pem"));

    private static async Task<ServiceFailure?> CreateAsync(OciClients clients) =>
        (await clients.TaskRuns.CreateAsync(ClientsUnderTest.Request(), "r", default)).Failure;

    private void WritePrincipal(string subject, System.Security.Cryptography.RSA key)
    {
        File.WriteAllText(Path.Combine(folder, "rpst"), TestKeys.Token(DateTimeOffset.UtcNow.AddHours(1), subject));
        File.WriteAllText(Path.Combine(folder, "pem"), TestKeys.Pem(key));
    }

    private static async Task WhenAsked(ScriptedService service)
    {
        while (service.Requests.Count == 0)
            await Task.Delay(5);
    }

    /// <summary>Timers that go off when the test says so.</summary>
    private sealed class ManualTimers : TimeProvider
    {
        private Action elapse = () => { };

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            elapse += () => callback(state);
            return new NeverTimer();
        }

        public void Elapse() => elapse();

        private sealed class NeverTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
