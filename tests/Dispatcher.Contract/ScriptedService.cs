using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dispatcher.Contract;

/// <summary>A TCP server on loopback that answers by script, byte for byte, so that it can also answer
/// wrongly.</summary>
public sealed class ScriptedService : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Reply[] script;
    private readonly List<ReceivedRequest> requests = [];
    private readonly List<Task> connections = [];
    private readonly Task accepting;
    private int next = -1;
    private int closed;

    /// <summary>Answers the n-th request, over whatever connection it comes, with the n-th reply, and the last one from
    /// there on.</summary>
    public ScriptedService(params Reply[] script)
    {
        this.script = script;
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>How many connections have been made.</summary>
    public int Connections { get; private set; }

    /// <summary>How many of them this side has closed.</summary>
    public int Closed => Volatile.Read(ref closed);

    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (requests)
                return [.. requests];
        }
    }

    /// <summary>Waits until something is true of this service; a test that waits for nothing fails and does not
    /// hang.</summary>
    public async Task WhenAsync(Func<ScriptedService, bool> isTrue)
    {
        for (int n = 0; !isTrue(this); n++)
        {
            Assert.True(n < 6_000, "what the test waits for did not happen within a minute");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Stop();
        await Task.WhenAll(connections);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                Connections++;
                connections.Add(ServeAsync(client));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException) { }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await AnswerAsync(client);
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException or SocketException) { }
        }

        Interlocked.Increment(ref closed);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        NetworkStream stream = client.GetStream();
        while (await ReadAsync(stream) is { } request)
        {
            int n;
            lock (requests)
            {
                requests.Add(request);
                n = ++next;
            }

            if (!await script[Math.Min(n, script.Length - 1)].SendAsync(client, stop.Token))
                return;
        }
    }

    private async Task<ReceivedRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, stop.Token) == 0)
                return null;
            head.Append((char)one[0]);
        }

        ReceivedRequest request = ReceivedRequest.Parse(head.ToString(), []);
        if (request.Header("Expect") == "100-continue")
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), stop.Token);
        byte[] body = new byte[
            int.Parse(request.Header("Content-Length") ?? "0", System.Globalization.CultureInfo.InvariantCulture)
        ];
        await stream.ReadExactlyAsync(body, stop.Token);
        return request with { Body = body };
    }
}

/// <summary>What the scripted service does when a request has come.</summary>
/// <param name="SendAsync">Does it; false ends the connection.</param>
public sealed record Reply(Func<TcpClient, CancellationToken, Task<bool>> SendAsync)
{
    /// <summary>Ends the connection without a word.</summary>
    public static Reply Close { get; } = new((_, _) => Task.FromResult(false));

    /// <summary>Resets the connection.</summary>
    public static Reply Reset { get; } =
        new(
            (client, _) =>
            {
                client.LingerState = new(enable: true, seconds: 0);
                return Task.FromResult(false);
            }
        );

    /// <summary>Keeps the caller waiting.</summary>
    public static Reply Hang { get; } =
        new(
            async (_, stop) =>
            {
                await Task.Delay(System.Threading.Timeout.Infinite, stop);
                return false;
            }
        );

    public static Reply Json(int status, string body, params string[] headers) =>
        Text(status, "application/json", body, headers);

    public static Reply Text(int status, string mediaType, string body, params string[] headers) =>
        Raw(
            $"HTTP/1.1 {status} Word\r\nContent-Type: {mediaType}\r\nContent-Length: "
                + $"{Encoding.UTF8.GetByteCount(body)}\r\n"
                + string.Concat(headers.Select(header => header + "\r\n"))
                + "\r\n"
                + body
        );

    public static Reply Empty(int status, params string[] headers) =>
        Raw(
            $"HTTP/1.1 {status} Word\r\n{(status == 304 ? "" : "Content-Length: 0\r\n")}"
                + string.Concat(headers.Select(header => header + "\r\n"))
                + "\r\n"
        );

    public static Reply Raw(string answer, bool thenClose = false) =>
        new(
            async (client, stop) =>
            {
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), stop);
                return !thenClose;
            }
        );

    /// <summary>The beginning of an answer, then nothing.</summary>
    public static Reply HangAfter(string answer) =>
        new(
            async (client, stop) =>
            {
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), stop);
                await Task.Delay(System.Threading.Timeout.Infinite, stop);
                return false;
            }
        );
}
