using System.Net.Sockets;
using System.Text;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Tests;

public sealed class FaultTests
{
    [Theory]
    [InlineData(400, "InvalidParameter")]
    [InlineData(401, "NotAuthenticated")]
    [InlineData(403, "NotAllowed")]
    [InlineData(404, "NotAuthorizedOrNotFound")]
    [InlineData(409, "IncorrectState")]
    [InlineData(422, "UnprocessableEntity")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(500, "InternalServerError")]
    [InlineData(502, "InternalServerError")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task A_status_is_answered_in_the_services_shape_and_nothing_is_done(int status, string code)
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.Status(status));
        Reply reply = await tenancy.CreateAsync();
        Assert.Equal((status, code, 0), (reply.Status, reply.Code, tenancy.Emulator.DataIntegration.RunCount));
        Assert.NotEmpty(reply.Header("opc-request-id"));
        Assert.Equal(201, (await tenancy.CreateAsync()).Status);
        Assert.Equal(1, tenancy.Emulator.Faults.Injected(FaultKind.Status));
    }

    [Fact]
    public async Task A_throttled_request_says_when_to_come_back()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy.Emulator.Faults.Add(null, Fault.Throttle(TimeSpan.FromSeconds(1.5)));
        Reply reply = await tenancy.SendAsync("GET", "/n");
        Assert.Equal((429, "TooManyRequests", "2"), (reply.Status, reply.Code, reply.Header("Retry-After")));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_reset_is_a_real_one_before_or_after_the_work(bool after, int runs)
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy.Emulator.Faults.Add(Operations.CreateTaskRun, after ? Fault.ResetAfter() : Fault.ResetBefore());
        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(() =>
            tenancy.CreateAsync(token: "t")
        );

        Assert.Equal(
            SocketError.ConnectionReset,
            Assert.IsType<SocketException>(failure.GetBaseException()).SocketErrorCode
        );
        Assert.Equal(runs, tenancy.Emulator.DataIntegration.RunCount);
        ReceivedRequest logged = tenancy.Emulator.Requests[^1];
        Assert.Equal((null, after ? FaultKind.ResetAfter : FaultKind.ResetBefore), (logged.Status, logged.Fault));

        Reply again = await tenancy.CreateAsync(token: "t");
        Assert.Equal((after ? 200 : 201, 1), (again.Status, tenancy.Emulator.DataIntegration.RunCount));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(200)]
    public async Task A_proxys_page_is_HTML(int status)
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.Html(status));
        Reply reply = await tenancy.CreateAsync();
        Assert.Equal(
            (status, "text/html", 0),
            (reply.Status, reply.Header("Content-Type"), tenancy.Emulator.DataIntegration.RunCount)
        );
        Assert.StartsWith("<html>", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, false, 0)]
    [InlineData(503, true, 1)]
    [InlineData(200, true, 1)]
    public async Task An_answer_can_lack_its_body_before_or_after_the_work(int status, bool afterWork, int runs)
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.EmptyBody(status) with { AfterWork = afterWork });
        Reply reply = await tenancy.CreateAsync();
        Assert.Equal((status, 0, runs), (reply.Status, reply.Body.Length, tenancy.Emulator.DataIntegration.RunCount));
    }

    [Fact]
    public async Task An_answer_can_end_in_the_middle()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy.Emulator.ObjectStorage.Put(Tenancy.Bucket, "o", Encoding.ASCII.GetBytes(new string('x', 100)));
        tenancy.Emulator.Faults.Add(Operations.GetObject, Fault.CutShort());
        using RawClient wire = await RawClient.ConnectAsync(tenancy);
        string answer = await wire.SendAsync("GET", $"{Tenancy.Objects}/o");

        Assert.Contains("Content-Length: 100\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + new string('x', 50), answer, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() =>
        {
            tenancy.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.CutShort());
            return tenancy.CreateAsync();
        });
        Assert.Equal(1, tenancy.Emulator.DataIntegration.RunCount);
    }

    [Fact]
    public async Task A_slow_request_does_its_work_when_its_time_has_come_even_if_nobody_waits()
    {
        var time = ManualTime.FromNow();
        await using Tenancy tenancy = await Tenancy.StartAsync(new() { Time = time });
        tenancy.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.Slow(TimeSpan.FromSeconds(30)), times: 2);
        Task<Reply> patient = tenancy.CreateAsync();
        using var gone = new CancellationTokenSource();
        Task impatient = SendAndLeaveAsync(tenancy, gone.Token);
        await Until(() => time.Timers == 2);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);

        Assert.False(patient.IsCompleted);
        Assert.Equal(0, tenancy.Emulator.DataIntegration.RunCount);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(201, (await patient).Status);
        await Until(() => tenancy.Emulator.DataIntegration.RunCount == 2);
    }

    [Fact]
    public async Task A_rule_can_choose_its_requests()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy
            .Emulator.Faults.Add(
                new FaultRule(Fault.Status(500))
                {
                    Operation = Operations.PutObject,
                    After = 1,
                    Times = 2,
                }
            )
            .Add(
                new FaultRule(Fault.Status(404))
                {
                    When = request => request.RawTarget.EndsWith("/x", StringComparison.Ordinal),
                }
            );
        var statuses = new List<int>();
        foreach (string name in (string[])["a", "b", "x", "c", "x"])
            statuses.Add((await tenancy.SendAsync("PUT", $"{Tenancy.Objects}/{name}", "1"u8.ToArray())).Status);
        Assert.Equal([200, 500, 500, 200, 404], statuses);

        tenancy.Emulator.Faults.Clear();
        Assert.Equal(200, (await tenancy.SendAsync("PUT", $"{Tenancy.Objects}/x", "1"u8.ToArray())).Status);
        Assert.Equal(new Dictionary<FaultKind, long> { [FaultKind.Status] = 3 }, tenancy.Emulator.Faults.Injected());
        Assert.Equal(
            new Dictionary<(string, Fault), long>
            {
                [(Operations.PutObject, Fault.Status(500))] = 2,
                [(Operations.PutObject, Fault.Status(404))] = 1,
            },
            tenancy.Emulator.Faults.InjectedFaults()
        );
    }

    [Fact]
    public void The_same_seed_gives_the_same_faults()
    {
        var request = new ReceivedRequest(Operations.GetObject, "GET", "/", new Dictionary<string, string>(), default)
        {
            OpcRequestId = "o",
        };
        bool[] Draw(int seed)
        {
            FaultPlan plan = new FaultPlan().Add(
                new FaultRule(Fault.ResetBefore()) { Probability = 0.25, Seed = seed }
            );
            return [.. Enumerable.Range(0, 4000).Select(_ => plan.Next(request) is not null)];
        }

        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
        Assert.InRange(Draw(3).Count(fault => fault), 850, 1150);
    }

    [Fact]
    public async Task A_fault_comes_only_to_requests_that_are_authentic()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy.Emulator.Faults.Add(null, Fault.Status(503));
        Assert.Equal(401, (await tenancy.SendAsync(tenancy.Request("GET", "/n"))).Status);
        Assert.Equal(503, (await tenancy.SendAsync("GET", "/n")).Status);
    }

    private static async Task SendAndLeaveAsync(Tenancy tenancy, CancellationToken cancelled)
    {
        using var http = new HttpClient();
        byte[] body = """{"registryMetadata":{"aggregatorKey":"flatten-task"}}"""u8.ToArray();
        HttpRequestMessage request = tenancy.Request("POST", Tenancy.Runs, body);
        tenancy.Signer.Sign(request, body);
        using HttpResponseMessage response = await http.SendAsync(request, cancelled);
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5);
    }
}
