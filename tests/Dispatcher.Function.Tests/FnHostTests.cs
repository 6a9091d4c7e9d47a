using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Dispatcher.Function.Hosting;
using Dispatcher.Runtime.Dispatching;
using static Dispatcher.Function.Tests.HostUnderTest;

namespace Dispatcher.Function.Tests;

public sealed class FnHostTests
{
    private const string CallHead = "POST /call HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";

    private static readonly TimeSpan NoDrainTime = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task The_awaited_name_is_a_relative_link_to_a_socket_that_everybody_may_use()
    {
        await using HostUnderTest host = await StartAsync((_, _) => Task.FromResult(Ok()));

        string link = new FileInfo(host.Listener.SocketPath).LinkTarget!;
        Assert.Equal(Path.GetFileName(link), link);
        string bound = Path.Combine(Path.GetDirectoryName(host.Listener.SocketPath)!, link);
        Assert.Equal("rw-rw-rw-", Mode(File.GetUnixFileMode(bound)));
        Assert.Equal(HttpStatusCode.OK, (await host.CallAsync("{}")).StatusCode);
    }

    [Fact]
    public async Task What_an_earlier_process_left_is_replaced()
    {
        await using HostUnderTest host = await StartAsync(
            (_, _) => Task.FromResult(Ok()),
            listener =>
            {
                File.WriteAllText(PublishedSocket.BoundPathFor(listener.SocketPath), "left over");
                File.CreateSymbolicLink(listener.SocketPath, "nowhere");
                return listener;
            },
            TimeSpan.FromSeconds(30)
        );

        Assert.Equal(HttpStatusCode.OK, (await host.CallAsync("{}")).StatusCode);
    }

    [Theory]
    [InlineData("missing/lsnr.sock", "does not exist")]
    [InlineData("folder", "is a folder")]
    public async Task A_socket_that_cannot_be_made_ends_the_process_with_code_2_and_a_reason(string name, string reason)
    {
        string folder = Directory.CreateTempSubdirectory("fn-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "folder"));
        using var error = new MemoryStream();

        int exit = await FnHost.ServeAsync(
            new Never(),
            new FnListener(Path.Combine(folder, name)),
            new FnHostOptions { Error = error },
            CancellationToken.None
        );

        Assert.Equal(FnHost.WrongUsage, exit);
        JsonElement line = Assert.Single(Lines(Encoding.UTF8.GetString(error.ToArray())));
        Assert.Contains(reason, line.GetProperty("message").GetString(), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true, "lsnr.sock is not there")]
    [InlineData(false, "to which")]
    public async Task A_socket_that_is_taken_away_ends_the_process_with_code_2_and_a_reason(bool link, string reason)
    {
        string folder = Directory.CreateTempSubdirectory("fn-").FullName;
        var listener = new FnListener(Path.Combine(folder, "lsnr.sock"));
        using var error = new MemoryStream();
        var options = new FnHostOptions
        {
            Error = error,
            WatchInterval = TimeSpan.FromMilliseconds(5),
            Ready = () => File.Delete(link ? listener.SocketPath : PublishedSocket.BoundPathFor(listener.SocketPath)),
        };

        int exit = await FnHost.ServeAsync(new Never(), listener, options, CancellationToken.None);

        Assert.Equal(FnHost.WrongUsage, exit);
        JsonElement line = Assert.Single(Lines(Encoding.UTF8.GetString(error.ToArray())));
        Assert.Contains(reason, line.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(listener.SocketPath));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(200, HttpStatusCode.OK)]
    [InlineData(500, HttpStatusCode.BadGateway)]
    [InlineData(503, HttpStatusCode.BadGateway)]
    [InlineData(504, HttpStatusCode.BadGateway)]
    [InlineData(404, HttpStatusCode.BadGateway)]
    public async Task The_socket_says_200_or_502_and_a_header_says_the_rest(int status, HttpStatusCode onTheSocket)
    {
        await using HostUnderTest host = await StartAsync(
            (_, _) => Task.FromResult(new InvocationAnswer(status, Encoding.UTF8.GetBytes("""{"outcome":"ü"}""")))
        );

        using HttpResponseMessage response = await host.CallAsync("{}");

        Assert.Equal(onTheSocket, response.StatusCode);
        Assert.Equal([$"{status}"], response.Headers.GetValues("Fn-Http-Status"));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("""{"outcome":"ü"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_handler_sees_the_body_byte_for_byte_and_what_the_platform_says_about_the_call()
    {
        Invocation? seen = null;
        await using HostUnderTest host = await StartAsync(
            (invocation, _) =>
            {
                seen = invocation;
                return Task.FromResult(Ok());
            }
        );
        byte[] body = [0, 0xff, 0xfe, 0x0a, 0xc3, 0x28];

        await host.CallAsync(
            new ByteArrayContent(body),
            ("Fn-Call-Id", "01ABC"),
            ("Fn-Deadline", "2024-05-01T10:20:30Z"),
            ("Fn-Intent", "cloudevent")
        );

        Assert.NotNull(seen);
        Assert.Equal(body, seen.Body.ToArray());
        Assert.Equal("01ABC", seen.CallId);
        Assert.Equal(new DateTimeOffset(2024, 5, 1, 10, 20, 30, TimeSpan.Zero), seen.Deadline);
        Assert.Equal("cloudevent", seen.Intent);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(Invocation.MaxBodyBytes, Invocation.MaxBodyBytes, false)]
    [InlineData(Invocation.MaxBodyBytes + 1, Invocation.MaxBodyBytes + 1, true)]
    [InlineData(8 * 1024 * 1024, Invocation.MaxBodyBytes + 1, true)]
    public async Task A_body_is_read_up_to_one_byte_over_the_limit(int sent, int read, bool oversize)
    {
        Invocation? seen = null;
        await using HostUnderTest host = await StartAsync(
            (invocation, _) =>
            {
                seen = invocation;
                return Task.FromResult(Ok());
            }
        );

        foreach (bool chunked in new[] { false, true })
        {
            HttpContent body = chunked
                ? new StreamContent(new Unsized(new byte[sent]))
                : new ByteArrayContent(new byte[sent]);
            using HttpResponseMessage response = await host.CallAsync(body);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal((read, oversize), (seen!.Body.Length, seen.IsOversize));
        }
    }

    [Fact]
    public async Task A_handler_that_throws_fails_the_call_and_writes_one_line()
    {
        await using HostUnderTest host = await StartAsync(
            (invocation, _) =>
                invocation.Body.IsEmpty
                    ? Task.FromResult(Ok())
                    : throw new InvalidOperationException("a bug\non two lines")
        );

        using HttpResponseMessage failed = await host.CallAsync("{}", ("Fn-Call-Id", "01ABC"));
        using HttpResponseMessage next = await host.CallAsync("");

        Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
        Assert.Equal(["500"], failed.Headers.GetValues("Fn-Http-Status"));
        using JsonDocument body = JsonDocument.Parse(await failed.Content.ReadAsStringAsync());
        Assert.Equal("RD499", body.RootElement.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(RouteSet, body.RootElement.GetProperty("routeSet").GetString());
        JsonElement line = Assert.Single(Lines(host));
        Assert.Equal("01ABC", line.GetProperty("callId").GetString());
        Assert.Contains("a bug\non two lines", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/", "404")]
    [InlineData("POST", "/call/", "404")]
    [InlineData("GET", "/call", "405")]
    [InlineData("PUT", "/call", "405")]
    public async Task A_stray_request_is_refused_without_costing_the_container(
        string method,
        string path,
        string status
    )
    {
        await using HostUnderTest host = await StartAsync((_, _) => throw new InvalidOperationException("not a call"));

        using var request = new HttpRequestMessage(new HttpMethod(method), "http://localhost" + path);
        using HttpResponseMessage response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal([status], response.Headers.GetValues("Fn-Http-Status"));
        Assert.Equal("invocation.refused", Assert.Single(Lines(host)).GetProperty("event").GetString());
        string body = await response.Content.ReadAsStringAsync();
        Assert.Contains("send POST /call", body, StringComparison.Ordinal);
        Assert.Contains(
            """{"id":null,"type":null,"time":null},"object":null,"runs":[]""",
            body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Calls_run_beside_each_other()
    {
        const int Calls = 8;
        int arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using HostUnderTest host = await StartAsync(
            async (_, _) =>
            {
                if (Interlocked.Increment(ref arrived) == Calls)
                    all.SetResult();
                await all.Task; // Answers only when every other call is here too.
                return Ok();
            }
        );

        HttpResponseMessage[] responses = await Task.WhenAll(
            Enumerable.Range(0, Calls).Select(_ => host.CallAsync("{}"))
        );

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }

    [Fact]
    public async Task One_connection_serves_call_after_call()
    {
        await using HostUnderTest host = await StartAsync(
            (invocation, _) =>
                Task.FromResult(new InvocationAnswer(invocation.Body.Length == 1 ? 200 : 500, invocation.Body))
        );
        using Socket socket = await host.ConnectAsync();

        foreach (string body in new[] { "a", "bb", "c" })
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes($"{CallHead}{body.Length}\r\n\r\n{body}"));
            string answer = await ReceiveUntilAsync(socket, "\r\n\r\n" + body);
            Assert.StartsWith(body.Length == 1 ? "HTTP/1.1 200 " : "HTTP/1.1 502 ", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("Connection: close", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_connection_that_is_idle_for_a_while_serves_the_next_call()
    {
        await using HostUnderTest host = await StartAsync((_, _) => Task.FromResult(Ok()));
        using Socket socket = await host.ConnectAsync();

        for (int n = 0; n < 2; n++)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(CallHead + "2\r\n\r\n{}"));
            string answer = await ReceiveUntilAsync(socket, "\r\n\r\n{}");
            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("Connection: close", answer, StringComparison.Ordinal);
            await Task.Delay(TimeSpan.FromSeconds(2.5)); // Longer than two ticks of the server's own clock.
        }
    }

    [Fact]
    public async Task A_caller_that_hangs_up_half_way_costs_nothing_but_its_own_call()
    {
        int handled = 0;
        await using HostUnderTest host = await StartAsync(
            (_, _) =>
            {
                handled++;
                return Task.FromResult(Ok());
            }
        );

        using (Socket socket = await host.ConnectAsync())
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(CallHead + "100\r\n\r\nonly this"));
        }

        Assert.Equal(HttpStatusCode.OK, (await host.CallAsync("{}")).StatusCode);
        Assert.Equal(1, handled);
    }

    [Fact]
    public async Task A_caller_that_closes_its_sending_half_gets_its_answer_and_then_the_end()
    {
        await using HostUnderTest host = await StartAsync(
            async (_, cancellation) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(0.2), cancellation); // The server has read the end by then.
                return Ok("{\"late\":true}");
            }
        );
        using Socket socket = await host.ConnectAsync();
        await using var stream = new NetworkStream(socket);

        await stream.WriteAsync(Encoding.ASCII.GetBytes(CallHead + "2\r\n\r\n{}"));
        socket.Shutdown(SocketShutdown.Send);

        using var reader = new StreamReader(stream);
        string answer = await reader.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n{\"late\":true}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_hangs_up_does_not_stop_work_that_has_begun()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finished = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using HostUnderTest host = await StartAsync(
            async (_, cancellation) =>
            {
                begun.SetResult();
                await goOn.Task;
                finished.SetResult(cancellation.IsCancellationRequested);
                return Ok();
            }
        );

        using (Socket socket = await host.ConnectAsync())
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(CallHead + "2\r\n\r\n{}"));
            await begun.Task;
        }

        goOn.SetResult();
        Assert.False(await finished.Task);
    }

    [Fact]
    public async Task An_unreadable_deadline_is_said_and_the_call_goes_on()
    {
        await using HostUnderTest host = await StartAsync((_, _) => Task.FromResult(Ok()));

        using HttpResponseMessage response = await host.CallAsync("{}", ("Fn-Deadline", "soon"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(
            "`soon`",
            Assert.Single(Lines(host)).GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Many_and_large_headers_are_accepted()
    {
        await using HostUnderTest host = await StartAsync((_, _) => Task.FromResult(Ok()));
        (string, string)[] headers =
        [
            .. Enumerable.Range(0, 400).Select(n => ($"Fn-Http-H-X{n}", new string('v', 500))),
        ];

        using HttpResponseMessage response = await host.CallAsync("{}", headers);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_log_frame_is_written_to_both_streams_when_the_platform_asks()
    {
        await using HostUnderTest host = await StartAsync(
            (_, _) => Task.FromResult(Ok()),
            listener => listener with { LogFrameName = "frame", LogFrameHeader = "Fn-Call-Id" },
            TimeSpan.FromSeconds(30)
        );

        await host.CallAsync("{}", ("Fn-Call-Id", "01ABC"));
        await host.CallAsync("{}");

        Assert.Equal("\nframe=01ABC\n", Encoding.UTF8.GetString(host.Output.ToArray()));
        Assert.Equal("\nframe=01ABC\n", host.Log);
    }

    [Fact]
    public async Task Told_to_stop_it_finishes_what_runs_and_leaves_no_file()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using HostUnderTest host = await StartAsync(
            async (_, _) =>
            {
                begun.SetResult();
                await goOn.Task;
                return Ok("""{"finished":true}""");
            }
        );
        Task<HttpResponseMessage> call = host.CallAsync("{}");
        await begun.Task;

        host.Stop();
        Assert.False(host.Exit.IsCompleted);
        goOn.SetResult();

        Assert.Equal("""{"finished":true}""", await (await call).Content.ReadAsStringAsync());
        Assert.Equal(FnHost.Stopped, await host.Exit);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(host.Listener.SocketPath)!));
    }

    [Fact]
    public async Task A_call_that_outlasts_the_stop_is_told_and_the_exit_code_says_so()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using HostUnderTest host = await StartAsync(
            async (_, cancellation) =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
                return Ok();
            },
            listener => listener,
            NoDrainTime
        );
        Task<HttpResponseMessage> call = host.CallAsync("{}");
        await begun.Task;

        host.Stop();

        using HttpResponseMessage response = await call;
        Assert.Equal(["503"], response.Headers.GetValues("Fn-Http-Status"));
        Assert.Equal(FnHost.CutOff, await host.Exit);
        Assert.Contains(Lines(host), line => line.GetProperty("event").GetString() == "host.cut-off");
    }

    private static string Mode(UnixFileMode mode)
    {
        const string Letters = "rwxrwxrwx";
        return string.Concat(Letters.Select((letter, n) => ((int)mode >> (8 - n) & 1) == 1 ? letter : '-'));
    }

    // dispatch-v1: every log line names the route set in use.
    private static List<JsonElement> Lines(HostUnderTest host)
    {
        List<JsonElement> lines = Lines(host.Log);
        Assert.All(lines, line => Assert.Equal(RouteSet, line.GetProperty("routeSet").GetString()));
        return lines;
    }

    private static List<JsonElement> Lines(string log) =>
        [
            .. log.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];

    private static async Task<string> ReceiveUntilAsync(Socket socket, string end)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            int read = await socket.ReceiveAsync(buffer);
            Assert.NotEqual(0, read);
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    private sealed class Never : IInvocationHandler
    {
        public Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nobody can call");
    }

    /// <summary>A stream without a length, so that the body is sent in chunks.</summary>
    private sealed class Unsized(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
