using Dispatcher.Oci;
using Dispatcher.Oci.Clients;
using Dispatcher.Runtime.Calls;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sources;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>The function's own dispatcher over the emulated services, in this process.</summary>
internal sealed class FunctionInProcess : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <param name="cloud">The services.</param>
    /// <param name="routes">A route file.</param>
    /// <param name="log">Where its log goes.</param>
    /// <param name="configuration">What is configured beside the routes.</param>
    public FunctionInProcess(Cloud cloud, string routes, Stream log, params (string Key, string Value)[] configuration)
    {
        var environment = new Dictionary<string, string>(cloud.Emulator.FunctionEnvironment(folder.Path))
        {
            ["DISPATCHER_ROUTES"] = "inline",
            ["DISPATCHER_ROUTES_YAML"] = routes,
        };
        foreach ((string key, string value) in configuration)
            environment[key] = value;
        FunctionSettings settings = FunctionSettings.Read(environment, "/nowhere", out _)!;
        Assert.True(
            OciClients.TryCreate(
                new OciClientSettings
                {
                    Environment = environment,
                    DataIntegrationEndpoint = settings.DataIntegrationEndpoint,
                    ObjectStorageEndpoint = settings.ObjectStorageEndpoint,
                },
                out OciClients? made,
                out _
            )
        );
        Clients = made;
        var lines = new JsonLog(log, settings.LogLevel, TimeProvider.System);
        var holder = new RouteSetHolder(
            RouteSources.For(settings.Routes, Clients.Objects),
            settings.Refresh,
            lines,
            TimeProvider.System
        );
        Handler = new EventDispatcher(settings, holder, Clients.TaskRuns, Clients.Objects, lines);
    }

    /// <summary>What the function calls the services with.</summary>
    public OciClients Clients { get; }

    /// <summary>What the host hands every call to.</summary>
    public EventDispatcher Handler { get; }

    public void Dispose()
    {
        Clients.Dispose();
        folder.Dispose();
    }
}
