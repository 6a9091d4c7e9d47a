using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dispatcher.Function.Hosting;

/// <summary>The built-in host: serves the Fn http-stream contract on a Unix socket until the process is
/// stopped.</summary>
/// <remarks>Uses Kestrel without the generic host, so without the framework's configuration, dependency injection and
/// logging, because the time from process start to socket is part of every cold start.</remarks>
public static class FnHost
{
    /// <summary>The exit code after a normal stop.</summary>
    public const int Stopped = 0;

    /// <summary>The exit code when calls were cancelled at the end.</summary>
    public const int CutOff = 1;

    /// <summary>The exit code when the environment or the socket is wrong.</summary>
    public const int WrongUsage = 2;

    private const int MostBuffered = 512 * 1024;

    private static readonly TimeSpan AlmostForever = TimeSpan.FromDays(365);

    // How long a cancelled handler has to write its answer.
    private static readonly TimeSpan AfterCancellation = TimeSpan.FromSeconds(1);

    /// <summary>Serves until SIGTERM, SIGINT or <paramref name="stopping"/>, or until the socket is removed. Then it
    /// accepts no new call, waits up to <see cref="FnHostOptions.DrainTime"/> for running calls, and removes its
    /// files.</summary>
    /// <param name="handler">Answers the calls.</param>
    /// <param name="listener">The socket and the log frames.</param>
    /// <param name="options">The options; null for the deployed defaults.</param>
    /// <param name="stopping">Stops the host like SIGTERM does.</param>
    /// <returns>The process's exit code: <see cref="Stopped"/>, <see cref="CutOff"/> or <see cref="WrongUsage"/>; the
    /// last two with a log line that says why.</returns>
    public static async Task<int> RunAsync(
        IInvocationHandler handler,
        FnListener listener,
        FnHostOptions? options = null,
        CancellationToken stopping = default
    )
    {
        using var signalled = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        return await ServeAsync(handler, listener, options ?? new(), signalled.Token).ConfigureAwait(false);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // The process ends by itself after the running calls.
            signalled.Cancel();
        }
    }

    internal static async Task<int> ServeAsync(
        IInvocationHandler handler,
        FnListener listener,
        FnHostOptions options,
        CancellationToken stopping
    )
    {
        using var cutOff = new CancellationTokenSource();
        using QueuedStream? ownOutput = options.Output is null ? new QueuedStream(StandardStreams.Output()) : null;
        using QueuedStream? ownError = options is { Error: null, Log: null }
            ? new QueuedStream(StandardStreams.Error())
            : null;
        Stream output = options.Output ?? ownOutput!;
        Stream error = options.Error ?? options.Log?.Output ?? ownError!;
        JsonLog log = options.Log ?? new(error, LogLevel.Information, TimeProvider.System);
        var frame = LogFrame.For(listener, output, error);
        var application = new FnApplication(handler, frame, log, cutOff.Token);

        var socket = new PublishedSocket(listener.SocketPath);
        using KestrelServer server = NewServer(socket.BoundPath);
        try
        {
            socket.RemoveStale();
            await server.StartAsync(application, stopping).ConfigureAwait(false);
            socket.Publish();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Stopped;
        }
        catch (Exception failure)
            when (failure
                    is IOException
                        or UnauthorizedAccessException
                        or SocketException
                        or PlatformNotSupportedException
            )
        {
            HostLines.NoSocket(log, listener, failure);
            return WrongUsage;
        }

        options.Ready?.Invoke();
        string? gone = await SocketWatch
            .WhenGoneAsync(listener.SocketPath, options.WatchInterval, stopping)
            .ConfigureAwait(false);
        if (gone is not null)
            HostLines.LostSocket(log, gone);

        socket.Withdraw();
        int drained = await DrainAsync(server, application, cutOff, options.DrainTime, log).ConfigureAwait(false);
        return gone is null ? drained : WrongUsage;
    }

    private static async Task<int> DrainAsync(
        KestrelServer server,
        FnApplication application,
        CancellationTokenSource cutOff,
        TimeSpan drainTime,
        JsonLog log
    )
    {
        using var giveUp = new CancellationTokenSource();
        Task stopped = server.StopAsync(giveUp.Token);
        if (await Finishes(stopped, drainTime).ConfigureAwait(false))
            return Stopped;

        log.Write(
            LogLevel.Error,
            "host.cut-off",
            $"{application.Running} calls were still running {drainTime.TotalSeconds} s after the stop "
                + "signal and were cut off"
        );
        await cutOff.CancelAsync().ConfigureAwait(false);
        await Finishes(stopped, AfterCancellation).ConfigureAwait(false);
        await giveUp.CancelAsync().ConfigureAwait(false);
        await Finishes(stopped, AfterCancellation).ConfigureAwait(false);
        return CutOff;
    }

    private static async Task<bool> Finishes(Task task, TimeSpan within)
    {
        try
        {
            await task.WaitAsync(within).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static KestrelServer NewServer(string path)
    {
        var kestrel = new KestrelServerOptions
        {
            AddServerHeader = false,
            RequestHeaderEncodingSelector = _ => Encoding.Latin1,
        };
        LiftLimits(kestrel);
        kestrel.ListenUnixSocket(path, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            endpoint.Use(HalfClosed.Answer);
        });
        IConnectionListenerFactory sockets = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions()),
            NullLoggerFactory.Instance
        );
        return new KestrelServer(Options.Create(kestrel), sockets, NullLoggerFactory.Instance);
    }

    /// <summary>Removes the server's limits that are wrong for a function.</summary>
    internal static void LiftLimits(KestrelServerOptions kestrel)
    {
        // The process may be frozen between calls and during a call. A limit that compares times would then close
        // healthy connections. The only client is the platform's agent, and the body is limited where it is read. (Not
        // Timeout.InfiniteTimeSpan: Kestrel turns it into TimeSpan.MaxValue, adds it to its clock, and the sum
        // overflows into the past, so that every connection ends at the next tick.)
        kestrel.Limits.KeepAliveTimeout = AlmostForever;
        kestrel.Limits.RequestHeadersTimeout = AlmostForever;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;

        // If the server itself refused a request (413, 431), the platform would kill the container.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxRequestHeadersTotalSize = MostBuffered;
        // Bodies are read as they come. The server refuses less than its headers may have.
        kestrel.Limits.MaxRequestBufferSize = MostBuffered;
        kestrel.Limits.MaxRequestHeaderCount = 5_000;
    }
}
