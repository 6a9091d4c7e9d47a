using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Dispatcher.Diagnostics;
using Dispatcher.Function.Hosting;
using Dispatcher.Function.Telemetry;
using Dispatcher.Oci;
using Dispatcher.Oci.Clients;
using Dispatcher.Runtime.Calls;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sources;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Function;

/// <summary>Puts the process together: settings, log, clients, routes, dispatcher, host.</summary>
internal static class Composition
{
    // How long the end of the process waits for the collector.
    private static readonly TimeSpan LastExport = TimeSpan.FromSeconds(2);

    /// <summary>The environment of this process.</summary>
    public static Dictionary<string, string> ProcessEnvironment() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    /// <summary>Runs the function, the health check, or the preparation of routes.</summary>
    /// <param name="args">Nothing, <see cref="HealthCheck.Argument"/>, or <see cref="Preparation.Argument"/> with a
    /// folder and a file.</param>
    /// <param name="environment">The process environment.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, IReadOnlyDictionary<string, string> environment)
    {
        using var error = new QueuedStream(StandardStreams.Error());
        if (args is [HealthCheck.Argument])
        {
            if (FnListener.TryRead(environment, out FnListener? running, out string? unknown))
                return await HealthCheck.RunAsync(running).ConfigureAwait(false);
            return Refuse(error, [unknown]);
        }

        if (args is [Preparation.Argument, var folder, var target])
            return await Preparation.RunAsync(folder, target, Console.Out, Console.Error).ConfigureAwait(false);

        // Reports all problems in one pass. A process that cannot work must not accept events: it ends before the
        // socket exists, so the platform fails the call and the caller keeps the event.
        FunctionSettings? settings = FunctionSettings.Read(
            environment,
            AppContext.BaseDirectory,
            out ImmutableArray<string> problems
        );
        if (args.Length > 0)
            problems = problems.Insert(
                0,
                $"the arguments {Quote.Value(string.Join(' ', args))} are not known; write none to serve, "
                    + $"`{HealthCheck.Argument}`, or `{Preparation.Argument} ROUTES FILE`"
            );
        if (!FnListener.TryRead(environment, out FnListener? listener, out string? listenerProblem))
            problems = problems.Add(listenerProblem);
        if (settings is null || listener is null || problems.Length > 0)
            return Refuse(error, problems);

        var log = new JsonLog(error, settings.LogLevel, TimeProvider.System);
        var oci = new OciClientSettings
        {
            Environment = environment,
            Authentication = settings.Authentication,
            DataIntegrationEndpoint = settings.DataIntegrationEndpoint,
            ObjectStorageEndpoint = settings.ObjectStorageEndpoint,
        };
        if (!Variant.TryConnect(oci, out OciClients? clients, out string? clientProblem))
            return Refuse(error, [clientProblem]);

        using (clients)
        {
            // The SDK's key is read and tried while the host starts; nothing waits for it.
            _ = clients.PrepareAsync();
            // The instruments have no listener unless a collector is configured.
            using var instruments = new Instruments();
            ExportSettings? collector = ReadCollector(environment, settings, log);
            TelemetryExport? export = collector is null ? null : new TelemetryExport(collector, log);
            IRouteFiles files = RouteSources.For(settings.Routes, clients.Objects, instruments: instruments);
            var routes = new RouteSetHolder(
                files,
                settings.Refresh,
                log,
                TimeProvider.System,
                instruments,
                () => PreparedFile.Read(AppContext.BaseDirectory),
                settings.Configuration
            );

            // Routes are loaded while the host starts, so the first event waits only for the rest of the loading.
            routes.Begin();
            LogStart(log, settings, clients);
            if (settings.Ends is { } ends)
                log.Write(LogLevel.Warning, "configuration", $"{char.ToUpperInvariant(ends[0])}{ends[1..]}.");
            IInvocationHandler handler = new EventDispatcher(
                settings,
                routes,
                clients.TaskRuns,
                clients.Objects,
                log,
                instruments: instruments
            );
            if (export is null)
                return await Variant.RunAsync(handler, listener, log).ConfigureAwait(false);
            int code = await Variant
                .RunAsync(new ExportingHandler(handler, export, collector!.Wait, TimeProvider.System), listener, log)
                .ConfigureAwait(false);
            await Task.WhenAny(export.Begin(), Task.Delay(LastExport)).ConfigureAwait(false);
            return code;
        }
    }

    private static ExportSettings? ReadCollector(
        IReadOnlyDictionary<string, string> environment,
        FunctionSettings settings,
        JsonLog log
    )
    {
        var collector = ExportSettings.Read(environment, settings.TelemetryWait, out IReadOnlyList<string> problems);
        foreach (string problem in problems)
            log.Write(LogLevel.Error, "telemetry.off", $"{problem}. No metrics and traces are sent.");
        return collector;
    }

    private static int Refuse(Stream error, ImmutableArray<string> problems)
    {
        var log = new JsonLog(error, LogLevel.Information, TimeProvider.System);
        foreach (string problem in problems)
            log.Write(LogLevel.Error, "configuration", problem, json => json.WriteString("code", Codes.Configuration));
        return FnHost.WrongUsage;
    }

    // Logs the keys that templates can use, and the keys that look like secrets, but no value of any key.
    private static void LogStart(JsonLog log, FunctionSettings settings, OciClients clients) =>
        log.Write(LogLevel.Information, "start", $"The dispatcher starts ({Variant.Name}).", json =>
        {
            json.WriteString("variant", Variant.Name);
            json.WriteString(
                "version",
                typeof(Composition)
                    .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                    ?.InformationalVersion
            );
            json.WriteString("dataIntegration", clients.DataIntegrationEndpoint.GetLeftPart(UriPartial.Authority));
            json.WriteString("objectStorage", clients.ObjectStorageEndpoint.GetLeftPart(UriPartial.Authority));
            json.WriteString("deadLetter", settings.DeadLetter?.ToString());
            json.WriteNumber("refreshSeconds", settings.Refresh.TotalSeconds);
            json.WriteStartArray("configurationKeys");
            foreach (string key in settings.Configuration.Keys)
                json.WriteStringValue(key);
            json.WriteEndArray();
            json.WriteStartArray("hiddenKeys");
            foreach (string key in settings.Configuration.Hidden)
                json.WriteStringValue(key);
            json.WriteEndArray();
        });
}
