using System.Reflection;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Dispatcher.Function.Telemetry;

/// <summary>Sends metrics and traces to a collector with OTLP over HTTP. Made only when a collector is
/// configured.</summary>
/// <remarks>docs/observability.md has the reasons. It has no timer and no thread, because the process may be frozen
/// between invocations.</remarks>
internal sealed class TelemetryExport : IDisposable
{
    // Longer than every target's timeout, so that the timeout of the request ends an export.
    private const int Patience = 600_000;

    private readonly Lock gate = new();
    private readonly JsonLog log;
    private readonly TracerProvider? traces;
    private readonly MeterProvider? metrics;
    private readonly SpanQueue? spans;
    private readonly ExportWire? traceWire;
    private readonly ExportWire? metricWire;
    private Task running = Task.CompletedTask;
    private bool again;
    private bool failing;

    /// <summary>Starts collecting; nothing is sent before <see cref="Begin"/>.</summary>
    public TelemetryExport(ExportSettings settings, JsonLog log)
    {
        this.log = log;
        if (settings.Traces is { } traceTarget)
        {
            spans = new SpanQueue(new OtlpTraceExporter(Options(traceTarget, out traceWire)), traceWire);
            traces = Sdk.CreateTracerProviderBuilder()
                .AddSource(Instruments.Name)
                .ConfigureResource(resource => Describe(resource, settings))
                .AddProcessor(spans)
                .Build();
        }

        if (settings.Metrics is { } metricTarget)
        {
            metrics = Sdk.CreateMeterProviderBuilder()
                .AddMeter(Instruments.Name)
                .ConfigureResource(resource => Describe(resource, settings))
                .AddReader(
                    new BaseExportingMetricReader(new OtlpMetricExporter(Options(metricTarget, out metricWire)))
                    {
                        TemporalityPreference = settings.Delta
                            ? MetricReaderTemporalityPreference.Delta
                            : MetricReaderTemporalityPreference.Cumulative,
                    }
                )
                .Build();
        }
    }

    /// <summary>Whether data is waiting: the collector did not accept it, or it came after the last export.</summary>
    public bool IsBehind => Volatile.Read(ref failing) || spans?.Waiting > 0;

    /// <summary>Sends all data in the background. If an export is running, the next one starts after it.</summary>
    /// <returns>Completes when the present data was sent or sending failed; never faulted.</returns>
    public Task Begin()
    {
        lock (gate)
        {
            again = true;
            if (running.IsCompleted)
                running = Task.Run(Send);
            return running;
        }
    }

    /// <summary>Stops both signals and waits for the collector, up to the timeout of its target. Not needed when the
    /// process ends.</summary>
    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    private void Send()
    {
        while (true)
        {
            lock (gate)
            {
                if (!again)
                    return;
                again = false;
            }

            try
            {
                bool sent = traces?.ForceFlush(Patience) != false;
                Tell(sent & metrics?.ForceFlush(Patience) != false);
            }
#pragma warning disable CA1031 // A failure of telemetry must not affect anything else.
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.Write(LogLevel.Error, "telemetry.crashed", "Metrics and traces cannot be sent.", json =>
                    json.WriteString("exception", e.ToString())
                );
            }
        }
    }

    // Logs once when the export begins to fail and once when it works again, so that a collector that is down does not
    // fill the log.
    private void Tell(bool sent)
    {
        if (sent != failing)
            return;
        Volatile.Write(ref failing, !sent);
        log.Write(
            sent ? LogLevel.Information : LogLevel.Warning,
            sent ? "telemetry.recovered" : "telemetry.failed",
            sent
                ? "Metrics and traces reach the collector again."
                : "Metrics or traces do not reach the collector; spans are kept for the next invocations.",
            json =>
            {
                json.WriteString("traces", traceWire?.Problem);
                json.WriteString("metrics", metricWire?.Problem);
                json.WriteNumber("droppedSpans", spans?.Dropped ?? 0);
            }
        );
    }

    private static OtlpExporterOptions Options(ExportTarget target, out ExportWire wire)
    {
        HttpClient client = ExportWire.Client(target.Timeout, out wire);
        return new OtlpExporterOptions
        {
            Endpoint = target.Endpoint,
            Headers = target.Headers ?? "",
            HttpClientFactory = () => client,
            Protocol = OtlpExportProtocol.HttpProtobuf,
            TimeoutMilliseconds = (int)target.Timeout.TotalMilliseconds,
        };
    }

    // An instance id per process distinguishes the containers of one function. A value in the environment wins.
    private static void Describe(ResourceBuilder resource, ExportSettings settings) =>
        resource
            .AddService(
                settings.ServiceName,
                serviceVersion: typeof(TelemetryExport)
                    .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                    ?.InformationalVersion
            )
            .AddEnvironmentVariableDetector();
}
