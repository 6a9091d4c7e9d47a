using System.Text;

namespace Dispatcher.Emulator.Tests;

public sealed class ErrorTests(SharedTenancy shared) : IClassFixture<SharedTenancy>
{
    private const string W = "/20200430/workspaces/" + Tenancy.Workspace;
    private const string Valid = """{"registryMetadata":{"aggregatorKey":"flatten-task"}}""";
    private readonly Tenancy tenancy = shared.Tenancy;

    [Theory]
    [InlineData("GET", "/nothing", null, 404, "NotAuthorizedOrNotFound")]
    [InlineData("DELETE", "/n", null, 405, "MethodNotAllowed")]
    [InlineData("GET", "/n/elsewhere/b/landing-area/o", null, 404, "NamespaceNotFound")]
    [InlineData("GET", "/n/emulated/b/landing-area", null, 404, "NotAuthorizedOrNotFound")]
    [InlineData("GET", "/n/emulated/b/none/o", null, 404, "BucketNotFound")]
    [InlineData("GET", "/n/emulated/b/none/o/x", null, 404, "BucketNotFound")]
    [InlineData("PUT", "/n/emulated/b/none/o/x", "x", 404, "BucketNotFound")]
    [InlineData("DELETE", "/n/emulated/b/none/o/x", null, 404, "BucketNotFound")]
    [InlineData("GET", Tenancy.Objects + "/none", null, 404, "ObjectNotFound")]
    [InlineData("DELETE", Tenancy.Objects + "/none", null, 404, "ObjectNotFound")]
    [InlineData("PUT", Tenancy.Objects + "/", "x", 400, "InvalidObjectName")]
    [InlineData("PUT", Tenancy.Objects + "/a%0Ab", "x", 400, "InvalidObjectName")]
    [InlineData("PUT", Tenancy.Objects + "/a%0Db", "x", 400, "InvalidObjectName")]
    [InlineData("POST", Tenancy.Objects + "/x", "x", 405, "MethodNotAllowed")]
    [InlineData("GET", Tenancy.Objects + "?limit=0", null, 400, "InvalidParameter")]
    [InlineData("GET", Tenancy.Objects + "?limit=1001", null, 400, "InvalidParameter")]
    [InlineData("GET", Tenancy.Objects + "?limit=ten", null, 400, "InvalidParameter")]
    [InlineData("GET", Tenancy.Objects + "?delimiter=-", null, 400, "InvalidParameter")]
    [InlineData("GET", Tenancy.Objects + "?fields=name,colour", null, 400, "InvalidParameter")]
    [InlineData("GET", "/20200430/workspaces", null, 404, "NotAuthorizedOrNotFound")]
    [InlineData("GET", "/20200430/workspaces/none", null, 404, "NotAuthorizedOrNotFound")]
    [InlineData("GET", W + "/applications/none/taskRuns", null, 404, "NotAuthorizedOrNotFound")]
    [InlineData("GET", W + "/applications/none/publishedObjects", null, 404, "NotAuthorizedOrNotFound")]
    [InlineData("GET", Tenancy.Runs + "/none", null, 404, "NotAuthorizedOrNotFound")]
    [InlineData("PUT", Tenancy.Runs + "/none", "{}", 405, "MethodNotAllowed")]
    [InlineData("DELETE", Tenancy.Runs, null, 405, "MethodNotAllowed")]
    [InlineData("GET", Tenancy.Runs + "?limit=0", null, 400, "InvalidParameter")]
    [InlineData("GET", Tenancy.Runs + "?page=x", null, 400, "InvalidParameter")]
    [InlineData("GET", Tenancy.Runs + "?sortBy=COLOUR", null, 400, "InvalidParameter")]
    [InlineData("GET", Tenancy.Runs + "?sortOrder=UP", null, 400, "InvalidParameter")]
    [InlineData("GET", Tenancy.Runs + "?filter=colour%20eq%20red", null, 400, "InvalidParameter")]
    [InlineData("POST", "/20200430/workspaces/none/applications/app/taskRuns", Valid, 404, "NotAuthorizedOrNotFound")]
    [InlineData("POST", W + "/applications/none/taskRuns", Valid, 404, "NotAuthorizedOrNotFound")]
    [InlineData(
        "POST",
        Tenancy.Runs,
        """{"registryMetadata":{"aggregatorKey":"none"}}""",
        404,
        "NotAuthorizedOrNotFound"
    )]
    [InlineData("POST", Tenancy.Runs, "", 400, "CannotParseRequest")]
    [InlineData("POST", Tenancy.Runs, "[]", 400, "CannotParseRequest")]
    [InlineData("POST", Tenancy.Runs, "{}", 400, "MissingParameter")]
    [InlineData("POST", Tenancy.Runs, """{"registryMetadata":{}}""", 400, "MissingParameter")]
    [InlineData(
        "POST",
        Tenancy.Runs,
        """{"registryMetadata":{"aggregatorKey":"flatten-task"},"colour":1}""",
        400,
        "CannotParseRequest"
    )]
    [InlineData(
        "POST",
        Tenancy.Runs,
        """{"registryMetadata":{"aggregatorKey":"flatten-task"},"name":1}""",
        400,
        "CannotParseRequest"
    )]
    [InlineData(
        "POST",
        Tenancy.Runs,
        """{"registryMetadata":{"aggregatorKey":"flatten-task"},"identifier":"rd"}""",
        400,
        "InvalidParameter"
    )]
    [InlineData(
        "POST",
        Tenancy.Runs,
        """{"registryMetadata":{"aggregatorKey":"flatten-task"},"configProvider":{"inputs":{}}}""",
        400,
        "CannotParseRequest"
    )]
    [InlineData(
        "POST",
        Tenancy.Runs,
        """{"registryMetadata":{"aggregatorKey":"flatten-task"},"configProvider":{"bindings":{"P":"v"}}}""",
        400,
        "CannotParseRequest"
    )]
    [InlineData(
        "POST",
        Tenancy.Runs,
        """{"registryMetadata":{"aggregatorKey":"flatten-task"},"configProvider":{"bindings":{"P":{"value":1}}}}""",
        400,
        "CannotParseRequest"
    )]
    public async Task An_error_has_the_services_status_code_and_shape(
        string method,
        string target,
        string? body,
        int status,
        string code
    )
    {
        int before = tenancy.Emulator.DataIntegration.RunCount;
        Reply reply = await tenancy.SendAsync(method, target, body is null ? null : Encoding.UTF8.GetBytes(body));

        Assert.Equal((status, code), (reply.Status, reply.Code));
        Assert.NotEmpty(reply.Json.GetProperty("message").GetString()!);
        Assert.Equal("application/json", reply.Header("Content-Type"));
        Assert.Equal(32, reply.Header("opc-request-id").Length);
        Assert.Equal(before, tenancy.Emulator.DataIntegration.RunCount);
    }

    [Fact]
    public async Task Each_service_answers_on_its_own_port_only()
    {
        HttpRequestMessage request = tenancy.Request("GET", "/n");
        request.RequestUri = new(tenancy.Emulator.DataIntegrationEndpoint, "/n");
        tenancy.Signer.Sign(request, null);
        Assert.Equal(404, (await tenancy.SendAsync(request)).Status);
    }

    [Fact]
    public async Task The_callers_request_id_is_part_of_the_answers()
    {
        Reply runs = await tenancy.SendAsync("GET", Tenancy.Runs, null, ("opc-request-id", "mine"));
        Reply objects = await tenancy.SendAsync("GET", "/n", null, ("opc-client-request-id", "mine"));
        Assert.Matches("\\Amine/[0-9A-F]{32}\\z", runs.Header("opc-request-id"));
        Assert.Matches("\\Amine/[0-9A-F]{32}\\z", objects.Header("opc-request-id"));
    }

    [Theory]
    [InlineData(64, 201)]
    [InlineData(65, 400)]
    public async Task A_retry_token_has_at_most_64_characters(int length, int status) =>
        Assert.Equal(status, (await tenancy.CreateAsync(token: new('t', length))).Status);

    [Fact]
    public async Task A_HEAD_error_has_no_body()
    {
        Reply reply = await tenancy.SendAsync("HEAD", $"{Tenancy.Objects}/none");
        Assert.Equal((405, 0), (reply.Status, reply.Body.Length));
    }

    [Fact]
    public async Task A_workspace_that_is_not_active_takes_no_runs()
    {
        tenancy.Emulator.DataIntegration.AddTask("stopped", "a", new("t"));
        tenancy.Emulator.DataIntegration.SetWorkspaceState("stopped", "STOPPED");
        Reply reply = await tenancy.SendAsync(
            "POST",
            "/20200430/workspaces/stopped/applications/a/taskRuns",
            """{"registryMetadata":{"aggregatorKey":"t"}}"""u8.ToArray()
        );
        Assert.Equal((409, "IncorrectState"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Limits_are_refusals_and_leave_nothing_behind()
    {
        await using Tenancy small = await Tenancy.StartAsync(
            new()
            {
                MaxObjectBytes = 100,
                MaxStoredBytes = 150,
                MaxRequestBytes = 200,
                MaxTaskRuns = 1,
            }
        );
        Reply large = await small.SendAsync("PUT", $"{Tenancy.Objects}/a", new byte[101]);
        Reply fits = await small.SendAsync("PUT", $"{Tenancy.Objects}/a", new byte[100]);
        Reply replaces = await small.SendAsync("PUT", $"{Tenancy.Objects}/a", new byte[100]);
        Reply tooMuch = await small.SendAsync("PUT", $"{Tenancy.Objects}/b", new byte[51]);
        Reply longBody = await small.CreateAsync(more: $",\"name\":\"{new string('n', 200)}\"");
        Reply first = await small.CreateAsync();
        Reply second = await small.CreateAsync();

        Assert.Equal((413, 200, 200), (large.Status, fits.Status, replaces.Status));
        Assert.Equal((400, "QuotaExceeded"), (tooMuch.Status, tooMuch.Code));
        Assert.Equal((413, 201), (longBody.Status, first.Status));
        Assert.Equal((400, "LimitExceeded"), (second.Status, second.Code));
        Assert.Equal(100, small.Emulator.ObjectStorage.Bytes);

        Assert.Equal(204, (await small.SendAsync("DELETE", $"{Tenancy.Objects}/a")).Status);
        Assert.Equal(0, small.Emulator.ObjectStorage.Bytes);
        Assert.Equal(200, (await small.SendAsync("PUT", $"{Tenancy.Objects}/b", new byte[51])).Status);
    }
}
