using System.Net.Sockets;
using System.Text;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Tests;

public sealed class WireTests(SharedTenancy shared) : IClassFixture<SharedTenancy>
{
    private readonly Tenancy tenancy = shared.Tenancy;

    [Fact]
    public async Task A_client_that_expects_to_be_told_to_continue_is_told()
    {
        using RawClient wire = await RawClient.ConnectAsync(tenancy);
        await wire.WriteAsync(
            wire.Head("PUT", $"{Tenancy.Objects}/expected") + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n"
        );
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await wire.ReadHeadAsync());
        await wire.WriteAsync("abc");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await wire.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(
            "abc",
            Encoding.ASCII.GetString(tenancy.Emulator.ObjectStorage.Get(Tenancy.Bucket, "expected")!.Content.Span)
        );
    }

    [Fact]
    public async Task A_client_that_is_refused_is_not_told_to_continue()
    {
        using RawClient wire = await RawClient.ConnectAsync(tenancy);
        string head = wire.Head("PUT", $"{Tenancy.Objects}/refused")
            .Replace("/refused", "/other", StringComparison.Ordinal);
        await wire.WriteAsync(head + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 401", await wire.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_HTTP_client_that_expects_to_continue_works()
    {
        byte[] body = Encoding.ASCII.GetBytes(new string('y', 100_000));
        HttpRequestMessage request = tenancy.Request("PUT", $"{Tenancy.Objects}/large", body);
        request.Headers.ExpectContinue = true;
        tenancy.Signer.Sign(request, body, isPutObject: true);
        Assert.Equal(200, (await tenancy.SendAsync(request)).Status);
        Assert.Equal(body, tenancy.Emulator.ObjectStorage.Get(Tenancy.Bucket, "large")!.Content.ToArray());
    }

    [Fact]
    public async Task A_chunked_object_is_put_together()
    {
        using RawClient wire = await RawClient.ConnectAsync(tenancy);
        await wire.WriteAsync(
            wire.Head("PUT", $"{Tenancy.Objects}/chunked")
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await wire.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(
            "abcde",
            Encoding.ASCII.GetString(tenancy.Emulator.ObjectStorage.Get(Tenancy.Bucket, "chunked")!.Content.Span)
        );
    }

    [Fact]
    public async Task A_chunked_object_that_is_too_large_is_refused()
    {
        await using Tenancy small = await Tenancy.StartAsync(new() { MaxObjectBytes = 4 });
        using RawClient wire = await RawClient.ConnectAsync(small);
        await wire.WriteAsync(
            wire.Head("PUT", $"{Tenancy.Objects}/chunked") + "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 413", await wire.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(0, small.Emulator.ObjectStorage.Bytes);
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_of_a_body_writes_nothing()
    {
        using (RawClient wire = await RawClient.ConnectAsync(tenancy))
            await wire.WriteAsync(wire.Head("PUT", $"{Tenancy.Objects}/half") + "Content-Length: 100\r\n\r\nabc");

        // The next request is served; the half object never was there.
        Assert.Equal(200, (await tenancy.SendAsync("GET", "/n")).Status);
        Assert.Null(tenancy.Emulator.ObjectStorage.Get(Tenancy.Bucket, "half"));
    }

    [Theory]
    [InlineData("GET http://127.0.0.1/n HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 401)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 401)]
    [InlineData("nonsense\r\n\r\n", 400)]
    public async Task Strange_requests_are_refused(string text, int status)
    {
        using RawClient wire = await RawClient.ConnectAsync(tenancy);
        await wire.WriteAsync(text);
        Assert.StartsWith($"HTTP/1.1 {status}", await wire.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_on_loopback_only_and_stops_when_it_is_disposed()
    {
        OciEmulator emulator = await OciEmulator.StartAsync();
        Uri[] endpoints = [emulator.ObjectStorageEndpoint, emulator.DataIntegrationEndpoint];
        Assert.All(endpoints, endpoint => Assert.Equal("127.0.0.1", endpoint.Host));
        Assert.NotEqual(endpoints[0].Port, endpoints[1].Port);
        // Another address of this machine: it reaches what listens on all of them.
        foreach (Uri endpoint in endpoints)
        {
            using var other = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => other.ConnectAsync("127.0.0.2", endpoint.Port));
        }

        await emulator.DisposeAsync();
        foreach (Uri endpoint in endpoints)
        {
            using var socket = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync("127.0.0.1", endpoint.Port));
        }
    }

    [Fact]
    public async Task A_taken_port_is_an_error_that_says_so()
    {
        IOException failure = await Assert.ThrowsAnyAsync<IOException>(() =>
            OciEmulator.StartAsync(new() { ObjectStoragePort = tenancy.Emulator.DataIntegrationEndpoint.Port })
        );
        Assert.Contains("in use", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_logged_without_their_authorization_and_no_more_than_wanted()
    {
        await using Tenancy two = await Tenancy.StartAsync(new() { LoggedRequests = 2 });
        await using Tenancy none = await Tenancy.StartAsync(new() { LoggedRequests = 0 });
        for (int n = 0; n < 3; n++)
        {
            await two.SendAsync("PUT", $"{Tenancy.Objects}/{n}", [(byte)n], ("X-B3-TraceId", "abc"));
            await none.SendAsync("GET", "/n");
        }

        Assert.Equal(
            [$"{Tenancy.Objects}/1", $"{Tenancy.Objects}/2"],
            two.Emulator.Requests.Select(request => request.RawTarget)
        );
        ReceivedRequest last = two.Emulator.Requests[^1];
        Assert.Equal(
            (Operations.PutObject, "PUT", 200, "ST$…", "abc"),
            (last.Operation, last.Method, last.Status, last.KeyId, last.Header("x-b3-traceid"))
        );
        Assert.Equal([2], last.Body.ToArray());
        Assert.DoesNotContain("authorization", last.Headers.Keys);
        Assert.Empty(none.Emulator.Requests);
        Assert.Equal(3, none.Emulator.RequestCount(Operations.GetNamespace));
    }
}
