using Dispatcher.Emulator.Buckets;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Identity;
using Dispatcher.Emulator.Instance;
using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Runs;
using Dispatcher.Emulator.Signing;
using Dispatcher.Emulator.Wire;

namespace Dispatcher.Emulator;

/// <summary>Emulates Object Storage, Data Integration and the services behind an instance principal on loopback ports.
/// Requests must be signed. The state is in memory. Faults can be injected.</summary>
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

    /// <summary>The address of Object Storage: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri ObjectStorageEndpoint => server.ObjectStorage;

    /// <summary>The address of Data Integration: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri DataIntegrationEndpoint => server.DataIntegration;

    /// <summary>The environment variables that make a program use this emulator's compute instance:
    /// <c>OCI_METADATA_BASE_URL</c> and <c>OCI_SDK_AUTH_CLIENT_REGION_URL</c>, as in Oracle's SDKs.</summary>
    public IReadOnlyDictionary<string, string> InstanceEnvironment =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OCI_METADATA_BASE_URL"] = Origin(server.Instance) + "/opc/v2/",
            ["OCI_SDK_AUTH_CLIENT_REGION_URL"] = Origin(server.Instance),
        };

    /// <summary>The state of Object Storage.</summary>
    public ObjectStorageState ObjectStorage { get; }

    /// <summary>The state of Data Integration.</summary>
    public DataIntegrationState DataIntegration { get; }

    /// <summary>Makes identities that the emulator accepts.</summary>
    public Credentials Credentials { get; }

    /// <summary>The faults to inject.</summary>
    public FaultPlan Faults { get; }

    /// <summary>The last requests, oldest first, as many as <see cref="EmulatorOptions.LoggedRequests"/>
    /// says.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => log.Snapshot();

    /// <summary>How many requests of an operation there were, with any result.</summary>
    /// <param name="operation">See <see cref="Operations"/>.</param>
    public long RequestCount(string operation) => log.Count(operation);

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="ct">Cancels the start.</param>
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

    /// <summary>Starts an emulator for interactive use: every task exists, tokens are renewed, and the credentials are
    /// written into a folder.</summary>
    /// <param name="folder">The folder for the credentials: <c>function/</c> for a function, <c>config</c> for
    /// commands. Created when missing.</param>
    /// <param name="options">Other options; null for the defaults.</param>
    /// <param name="ct">Cancels the start.</param>
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

    /// <summary>Makes an identity for a function, and the environment variables with which its process reaches this
    /// emulator.</summary>
    /// <param name="folder">The folder for the key and the token; created when missing.</param>
    /// <returns>Environment variables: the resource principal's, and the endpoint overrides
    /// <c>DISPATCHER_DATA_INTEGRATION_ENDPOINT</c> and <c>DISPATCHER_OBJECT_STORAGE_ENDPOINT</c>.</returns>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public IReadOnlyDictionary<string, string> FunctionEnvironment(string folder) =>
        new Dictionary<string, string>(Credentials.CreateResourcePrincipal(folder).Environment, StringComparer.Ordinal)
        {
            ["DISPATCHER_DATA_INTEGRATION_ENDPOINT"] = Origin(DataIntegrationEndpoint),
            ["DISPATCHER_OBJECT_STORAGE_ENDPOINT"] = Origin(ObjectStorageEndpoint),
        };

    /// <summary>Stops serving; the state is lost.</summary>
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
