using System.Net;
using System.Text;
using Dispatcher.Emulator.Model;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dispatcher.Emulator.Wire;

/// <summary>Kestrel on loopback ports, one port per service.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    // A page of a listing is sent in one go: each pause costs both sides a switch of threads.
    private const int LargestPage = 2 * 1024 * 1024;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);
    private readonly KestrelServer kestrel;

    private LoopbackServer(KestrelServer kestrel, Uri objectStorage, Uri dataIntegration, Uri instance)
    {
        this.kestrel = kestrel;
        ObjectStorage = objectStorage;
        DataIntegration = dataIntegration;
        Instance = instance;
    }

    public Uri ObjectStorage { get; }

    public Uri DataIntegration { get; }

    public Uri Instance { get; }

    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<LoopbackServer> StartAsync(
        EmulatorOptions options,
        EmulatedServices services,
        IHttpApplication<IFeatureCollection> application,
        CancellationToken ct
    )
    {
        var settings = new KestrelServerOptions
        {
            AddServerHeader = false,

            // Headers must keep their exact bytes, because signatures are verified over them.
            RequestHeaderEncodingSelector = _ => Encoding.Latin1,
            ResponseHeaderEncodingSelector = _ => Encoding.Latin1,
        };
        settings.Limits.MaxRequestBodySize = null; // The operation checks the size and answers as OCI does.
        settings.Limits.MinRequestBodyDataRate = null;
        settings.Limits.MinResponseDataRate = null;
        ListenOptions[] ports =
        [
            Listen(settings, options.ObjectStoragePort, services.ObjectStorage),
            Listen(settings, options.DataIntegrationPort, services.DataIntegration),
            Listen(settings, options.InstancePort, services.Instance),
        ];

        var sockets = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions { MaxWriteBufferSize = LargestPage }),
            NullLoggerFactory.Instance
        );
        var kestrel = new KestrelServer(Options.Create(settings), sockets, NullLoggerFactory.Instance);
        try
        {
            await kestrel.StartAsync(application, ct).ConfigureAwait(false);
        }
        catch
        {
            kestrel.Dispose();
            throw;
        }

        return new(kestrel, Address(ports[0]), Address(ports[1]), Address(ports[2]));
    }

    public async ValueTask DisposeAsync()
    {
        using var giveUp = new CancellationTokenSource(DrainTime);
        await kestrel.StopAsync(giveUp.Token).ConfigureAwait(false);
        kestrel.Dispose();
    }

    /// <summary>Resets a connection: the client gets RST instead of a normal close.</summary>
    public static void Reset(IFeatureCollection features)
    {
        features.GetRequiredFeature<IConnectionSocketFeature>().Socket.LingerState = new(enable: true, seconds: 0);
        features.GetRequiredFeature<Connection>().Context.Abort(new("injected fault"));
    }

    /// <summary>The service whose port the request came to.</summary>
    public static IService ServiceOf(IFeatureCollection features) => features.GetRequiredFeature<Connection>().Service;

    private static ListenOptions Listen(KestrelServerOptions settings, int port, IService service)
    {
        ListenOptions? listening = null;
        settings.Listen(IPAddress.Loopback, port, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            endpoint.Use(next =>
                connection =>
                {
                    connection.Features.Set(new Connection(connection, service));
                    return next(connection);
                }
            );
            listening = endpoint;
        });
        return listening!;
    }

    private static Uri Address(ListenOptions port) => new($"http://{port.IPEndPoint}");

    private sealed record Connection(ConnectionContext Context, IService Service);
}

/// <summary>The emulated services.</summary>
/// <param name="ObjectStorage">Object Storage.</param>
/// <param name="DataIntegration">Data Integration.</param>
/// <param name="Instance">The services behind an instance principal.</param>
internal sealed record EmulatedServices(IService ObjectStorage, IService DataIntegration, IService Instance);
