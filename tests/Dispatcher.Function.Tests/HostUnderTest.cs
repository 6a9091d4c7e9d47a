using System.Net.Sockets;
using System.Text;
using Dispatcher.Function.Hosting;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;

namespace Dispatcher.Function.Tests;

/// <summary>The host in this process, on a real socket in a folder of its own.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();

    private HostUnderTest(FnListener listener) => Listener = listener;

    public FnListener Listener { get; }

    public MemoryStream Output { get; } = new();

    public MemoryStream Error { get; } = new();

    public Task<int> Exit { get; private set; } = Task.FromResult(-1);

    public HttpClient Client { get; private set; } = new();

    public static string RouteSet => "sha256:in-use";

    public string Log => Encoding.UTF8.GetString(Error.ToArray());

    public static Task<HostUnderTest> StartAsync(Func<Invocation, CancellationToken, Task<InvocationAnswer>> answer) =>
        StartAsync(answer, listener => listener, TimeSpan.FromSeconds(30));

    public static async Task<HostUnderTest> StartAsync(
        Func<Invocation, CancellationToken, Task<InvocationAnswer>> answer,
        Func<FnListener, FnListener> change,
        TimeSpan drainTime
    )
    {
        string folder = Directory.CreateTempSubdirectory("fn-").FullName;
        var host = new HostUnderTest(change(new FnListener(Path.Combine(folder, "lsnr.sock"))));
        await host.ServeAsync(answer, drainTime);
        return host;
    }

    public static InvocationAnswer Ok(string body = "{}") => new(200, Encoding.UTF8.GetBytes(body));

    public void Stop() => stop.Cancel();

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Listener.SocketPath));
        return socket;
    }

    public Task<HttpResponseMessage> CallAsync(string body, params (string Name, string Value)[] headers) =>
        CallAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), headers);

    public async Task<HttpResponseMessage> CallAsync(HttpContent body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/call") { Content = body };
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Exit;
        Client.Dispose();
        stop.Dispose();
        Directory.Delete(Path.GetDirectoryName(Listener.SocketPath)!, recursive: true);
    }

    private async Task ServeAsync(
        Func<Invocation, CancellationToken, Task<InvocationAnswer>> answer,
        TimeSpan drainTime
    )
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new JsonLog(Error, LogLevel.Information, TimeProvider.System) { RouteSet = RouteSet };
        var options = new FnHostOptions
        {
            DrainTime = drainTime,
            Output = Output,
            Error = Error,
            Log = log,
            Ready = ready.SetResult,
        };
        Exit = FnHost.ServeAsync(new Handler(answer), Listener, options, stop.Token);
        await Task.WhenAny(ready.Task, Exit);
        Assert.True(ready.Task.IsCompleted, Log);
        Client = new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectCallback = async (_, _) => new NetworkStream(await ConnectAsync(), ownsSocket: true),
            }
        );
    }

    private sealed class Handler(Func<Invocation, CancellationToken, Task<InvocationAnswer>> answer)
        : IInvocationHandler
    {
        public Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken cancellationToken) =>
            answer(invocation, cancellationToken);
    }
}
