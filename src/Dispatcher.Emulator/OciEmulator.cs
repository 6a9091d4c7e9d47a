using Dispatcher.Emulator.Buckets;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Identity;
using Dispatcher.Emulator.Instance;
using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Runs;
using Dispatcher.Emulator.Signing;
using Dispatcher.Emulator.Wire;

namespace Dispatcher.Emulator;

/// <summary>Object Storage and Data Integration, and what a compute instance asks before it can sign, on loopback
/// ports: requests have to be signed, state is in memory, faults on demand.</summary>
public sealed class OciEmulator : IAsyncDisposable
{
    private readonly LoopbackServer server;
    private readonly KeyRing keys;
    private readonly RequestLog log;
    private readonly CancellationTokenSource stopping;

    private OciEmulator(
        LoopbackServer server,
        KeyRing keys,
        RequestLog log,
        CancellationTokenSource stopping,
        Parts parts
    )
    {
        this.stopping = stopping;
        this.server = server;
        this.keys = keys;
        this.log = log;
        ObjectStorage = parts.ObjectStorage;
        DataIntegration = parts.DataIntegration;
        Credentials = parts.Credentials;
        Faults = parts.Faults;
    }

    /// <summary>Where Object Storage is: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri ObjectStorageEndpoint => server.ObjectStorage;

    /// <summary>Where Data Integration is: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri DataIntegrationEndpoint => server.DataIntegration;

    /// <summary>What leads a program to the compute instance that this emulator believes: <c>OCI_METADATA_BASE_URL</c>
    /// and <c>OCI_SDK_AUTH_CLIENT_REGION_URL</c>, as Oracle's SDKs have them.</summary>
    public IReadOnlyDictionary<string, string> InstanceEnvironment =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OCI_METADATA_BASE_URL"] = Origin(server.Instance) + "/opc/v2/",
            ["OCI_SDK_AUTH_CLIENT_REGION_URL"] = Origin(server.Instance),
        };

    /// <summary>What Object Storage holds.</summary>
    public ObjectStorageState ObjectStorage { get; }

    /// <summary>What Data Integration holds.</summary>
    public DataIntegrationState DataIntegration { get; }

    /// <summary>Who may ask.</summary>
    public Credentials Credentials { get; }

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; }

    /// <summary>The last requests, oldest first, as many as <see cref="EmulatorOptions.LoggedRequests"/>
    /// says.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => log.Snapshot();

    /// <summary>How many requests of an operation there were, whatever became of them.</summary>
    /// <param name="operation">See <see cref="Operations"/>.</param>
    public long RequestCount(string operation) => log.Count(operation);

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<OciEmulator> StartAsync(EmulatorOptions? options = null, CancellationToken ct = default)
    {
        options ??= new();
        var keys = new KeyRing(options.Time);
        var log = new RequestLog(options.LoggedRequests);
        var parts = new Parts(new(options), new(options), new(keys, options), new());
        var stopping = new CancellationTokenSource();
        var handler = new RequestHandler(
            new SignatureVerifier(keys, options.Time),
            parts.Faults,
            log,
            options.Time,
            stopping.Token
        );
        try
        {
            LoopbackServer server = await LoopbackServer
                .StartAsync(
                    options,
                    new EmulatedServices(
                        new ObjectStorageService(parts.ObjectStorage, options),
                        new DataIntegrationService(parts.DataIntegration, options),
                        new InstanceService(parts.Credentials, options)
                    ),
                    handler,
                    ct
                )
                .ConfigureAwait(false);
            return new(server, keys, log, stopping, parts);
        }
        catch
        {
            stopping.Dispose();
            parts.Credentials.Dispose();
            keys.Dispose();
            throw;
        }
    }

    /// <summary>Starts an emulator for a person: every task that a route names is there, tokens are renewed, and the
    /// credentials are in a folder.</summary>
    /// <param name="folder">Where the credentials go: <c>function/</c> for a function, <c>config</c> for commands; made
    /// when it is not there.</param>
    /// <param name="options">How else it behaves; null for the defaults.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="IOException">A port is taken, or the files cannot be written.</exception>
    public static async Task<LocalEmulator> StartLocalAsync(
        string folder,
        EmulatorOptions? options = null,
        CancellationToken ct = default
    )
    {
        OciEmulator emulator = await StartAsync(
                (options ?? new()) with
                {
                    AcceptAnyTask = true,
                    RenewTokens = true,
                },
                ct
            )
            .ConfigureAwait(false);
        try
        {
            return new(
                emulator,
                emulator.FunctionEnvironment(Path.Combine(folder, "function")),
                emulator.Credentials.CreateApiKey(folder)
            );
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes an identity for a function and says what its process needs to reach this emulator.</summary>
    /// <param name="folder">Where the key and the token go; made when it is not there.</param>
    /// <returns>Environment variables: the resource principal's, and the endpoint overrides
    /// <c>DISPATCHER_DATA_INTEGRATION_ENDPOINT</c> and <c>DISPATCHER_OBJECT_STORAGE_ENDPOINT</c>.</returns>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public IReadOnlyDictionary<string, string> FunctionEnvironment(string folder) =>
        new Dictionary<string, string>(Credentials.CreateResourcePrincipal(folder).Environment, StringComparer.Ordinal)
        {
            ["DISPATCHER_DATA_INTEGRATION_ENDPOINT"] = Origin(DataIntegrationEndpoint),
            ["DISPATCHER_OBJECT_STORAGE_ENDPOINT"] = Origin(ObjectStorageEndpoint),
        };

    /// <summary>Stops serving and forgets everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await server.DisposeAsync().ConfigureAwait(false);
        stopping.Dispose();
        Credentials.Dispose();
        keys.Dispose();
    }

    private static string Origin(Uri endpoint) => endpoint.GetLeftPart(UriPartial.Authority);

    private sealed record Parts(
        ObjectStorageState ObjectStorage,
        DataIntegrationState DataIntegration,
        Credentials Credentials,
        FaultPlan Faults
    );
}
