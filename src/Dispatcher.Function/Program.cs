using System.Collections;
using System.Collections.Immutable;
using Dispatcher.Function;
using Dispatcher.Function.Hosting;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Oci;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sources;

// The process: configuration in, host up, one event in, one response out. `health` instead asks the one that runs.
Dictionary<string, string> environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
Stream error = Console.OpenStandardError();
var startLog = new JsonLog(error, LogLevel.Information, TimeProvider.System);

FunctionSettings? settings = FunctionSettings.Read(environment, AppContext.BaseDirectory, out ImmutableArray<string> problems);
foreach (string problem in problems)
    startLog.Write(LogLevel.Error, "configuration", problem);
if (!FnListener.TryRead(environment, out FnListener? listener, out string? listenerProblem))
    startLog.Write(LogLevel.Error, "configuration", listenerProblem);
if (listener is not null && args is [HealthCheck.Argument])
    return await HealthCheck.RunAsync(listener).ConfigureAwait(false);
if (settings is null || listener is null)
    return FnHost.WrongUsage;

var oci = new OciClientSettings
{
    Environment = environment,
    DataIntegrationEndpoint = settings.DataIntegrationEndpoint,
    ObjectStorageEndpoint = settings.ObjectStorageEndpoint,
};
if (!Variant.TryConnect(oci, out OciClients? clients, out string? clientProblem))
{
    startLog.Write(LogLevel.Error, "configuration", clientProblem);
    return FnHost.WrongUsage;
}

using (clients)
{
    var log = new JsonLog(error, settings.LogLevel, TimeProvider.System);
    IRouteFiles files = settings.Routes switch
    {
        RouteOrigin.Folder folder => new FolderRouteFiles(folder.Path),
        RouteOrigin.Bucket bucket => new BucketRouteFiles(clients.Objects, bucket.Place),
        RouteOrigin.Inline inline => new InlineRouteFiles(inline.Yaml),
        _ => throw new InvalidOperationException("Every origin has a source."),
    };
    var routes = new RouteSetHolder(files, settings.Refresh, log, TimeProvider.System);
    // Beside the start of the host: the first event finds them loaded, or waits for the rest only.
    routes.Begin();
    var dispatcher = new EventDispatcher(settings, routes, clients.TaskRuns, clients.Objects, log);
    return await Variant.RunAsync(dispatcher, listener).ConfigureAwait(false);
}
