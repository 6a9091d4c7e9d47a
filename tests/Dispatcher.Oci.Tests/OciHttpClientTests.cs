using System.Net;
using System.Net.Sockets;
using Dispatcher.Contract;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Ports;
using Dispatcher.TestKit;

namespace Dispatcher.Oci.Tests;

/// <summary>Statuses, credentials and faults of the wire, through the ports.</summary>
public sealed class OciHttpClientTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rp-").FullName;

    [Theory]
    [InlineData(
        502,
        "text/html",
        "<html>\r\n<h1>Bad Gateway</h1>",
        "BadGateway",
        "502 without an error document (text/html), which begins `<html>  <h1>Bad Gateway</h1>`"
    )]
    [InlineData(404, "text/plain", "no", "NotFound", "404 without an error document (text/plain), which begins `no`")]
    [InlineData(
        503,
        "application/json",
        "{\"code\":",
        "ServiceUnavailable",
        "503 with an error document that broke off, which begins `{\"code\":`"
    )]
    [InlineData(
        500,
        "application/json",
        "[1]",
        "InternalServerError",
        "500 without an error document (application/json), which begins `[1]`"
    )]
    [InlineData(418, "application/json", "", "Status418", "418 without an error document (application/json)")]
    [InlineData(302, "text/html", "", "Found", "redirect (302)")]
    [InlineData(304, "text/html", "", "NotModified", "304 without an error document")]
    public async Task An_error_without_the_services_document_keeps_its_status(
        int status,
        string type,
        string body,
        string code,
        string message
    )
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
        await using var service = new ScriptedService(
            Reply.Json(429, """{"code":"TooManyRequests","message":"m"}""", header)
        );
        using OciClients clients = ClientsUnderTest.For(
            service.Address,
            ClientsUnderTest.Inline,
            time: new ManualTime(new(2024, 5, 1, 10, 0, 0, TimeSpan.Zero))
        );

        Assert.Equal(seconds, (await CreateAsync(clients))?.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Without_credentials_nothing_is_sent_and_the_failure_says_what_is_missing()
    {
        await using var service = new ScriptedService(Reply.Json(201, """{"key":"k"}"""));
        using OciClients clients = ClientsUnderTest.For(service.Address, PrincipalFiles);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal(
            (FailureKind.Deferred, "CredentialsUnavailable", false),
            (failure!.Kind, failure.Code, failure.MayHaveHappened)
        );
        Assert.StartsWith(
            $"OCI_RESOURCE_PRINCIPAL_RPST: the file {folder}/rpst cannot be read",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(service.Requests);

        WritePrincipal("late", TestKeys.First);
        Assert.Null(await CreateAsync(clients));
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
        await using var service = new ScriptedService(
            Reply.Raw("HTTP/1.1 201 Created\r\nContent-Length: 11\r\n\r\n{\"key\":\"k\"}", thenClose: true)
        );
        using OciClients clients = ClientsUnderTest.For(service);

        for (int n = 1; n <= 5; n++)
        {
            Assert.Null(await CreateAsync(clients));
            int closed = n;
            await service.WhenAsync(asked => asked.Closed == closed);
        }

        Assert.Equal((5, 5), (service.Requests.Count, service.Connections));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_deferred_and_has_not_happened()
    {
        using OciClients clients = ClientsUnderTest.For("https://does-not-exist.invalid", ClientsUnderTest.Inline);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal(
            (FailureKind.Deferred, "NoConnection", false),
            (failure!.Kind, failure.Code, failure.MayHaveHappened)
        );
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
        using OciClients clients = ClientsUnderTest.For(
            $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}",
            ClientsUnderTest.Inline
        );

        ServiceFailure? failure = await CreateAsync(clients);
        await talk;

        Assert.Equal(
            (FailureKind.Deferred, "NoConnection", false),
            (failure!.Kind, failure.Code, failure.MayHaveHappened)
        );
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
        var time = ManualTime.FromNow();
        using OciClients clients = ClientsUnderTest.For(service.Address, ClientsUnderTest.Inline, time: time);
        Task<ServiceFailure?> call = CreateAsync(clients);
        await service.WhenAsync(asked => asked.Requests.Count > 0);

        time.Advance(TimeSpan.FromDays(1));

        ServiceFailure? failure = await call;
        Assert.True(
            failure is { Kind: FailureKind.Deferred, Status: null, Code: "Timeout", MayHaveHappened: true },
            $"{what}: {failure}"
        );
    }

    [Fact]
    public async Task A_slow_error_document_does_not_hide_the_status_and_may_pass()
    {
        await using var service = new ScriptedService(
            Reply.HangAfter("HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n{\"code\"")
        );
        using OciClients clients = ClientsUnderTest.For(service, TimeSpan.FromSeconds(3));

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal((FailureKind.Deferred, 404, "NotFound"), (failure!.Kind, failure.Status, failure.Code));
    }

    [Fact]
    public async Task An_answer_without_end_is_read_up_to_a_limit()
    {
        string body = "{\"key\":\"k\",\"x\":\"" + new string('x', 9 * 1024 * 1024) + "\"}";
        await using var service = new ScriptedService(
            Reply.Raw(
                $"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n"
            )
        );
        using OciClients clients = ClientsUnderTest.For(service);

        ServiceFailure? failure = (
            await clients.TaskRuns.CreateAsync(ClientsUnderTest.Request(), "r", default)
        ).Failure;

        Assert.Equal(("UnreadableAnswer", true), (failure!.Code, failure.MayHaveHappened));
        Assert.Contains("is larger than", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_an_answer_is_none_because_no_request_asks_for_one()
    {
        await using var service = new ScriptedService(Reply.Text(206, "application/json", """{"key":"k"}"""));
        using OciClients clients = ClientsUnderTest.For(service);

        ServiceFailure? failure = await CreateAsync(clients);

        Assert.Equal(("UnreadableAnswer", true), (failure!.Code, failure.MayHaveHappened));
        Assert.Contains("a part (206)", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Dictionary<string, string> PrincipalFiles =>
        ClientsUnderTest.Principal(Path.Combine(folder, "rpst"), Path.Combine(folder, "pem"));

    private static async Task<ServiceFailure?> CreateAsync(OciClients clients) =>
        (await clients.TaskRuns.CreateAsync(ClientsUnderTest.Request(), "r", default)).Failure;

    private void WritePrincipal(string subject, System.Security.Cryptography.RSA key)
    {
        File.WriteAllText(Path.Combine(folder, "rpst"), TestKeys.Token(DateTimeOffset.UtcNow.AddHours(1), subject));
        File.WriteAllText(Path.Combine(folder, "pem"), TestKeys.Pem(key));
    }
}
