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
/// <remarks>docs/observability.md has the reasons. No timer and no thread of its own: the process may be frozen between
/// invocations.</remarks>
internal sealed class TelemetryExport : IDisposable
{
    // Longer than any target's timeout: what ends an export is the timeout of its request.
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

    /// <summary>Begins to listen; nothing is sent before <see cref="Begin"/>.</summary>
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

    /// <summary>Whether something waits that should have been sent: the collector did not take it, or it came after the
    /// last export.</summary>
    public bool IsBehind => Volatile.Read(ref failing) || spans?.Waiting > 0;

    /// <summary>Sends everything there is, beside the caller. While an export runs, the next begins behind
    /// it.</summary>
    /// <returns>Ends when what there is now has been sent, or has failed to be; never faulted.</returns>
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

    /// <summary>Ends both, waiting for the collector up to the timeout of its target. A process that ends does not need
    /// it.</summary>
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
#pragma warning disable CA1031 // Telemetry never takes anything else with it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.Write(LogLevel.Error, "telemetry.crashed", "Metrics and traces cannot be sent.", json =>
                    json.WriteString("exception", e.ToString())
                );
            }
        }
    }

    // Once when it begins to fail and once when it works again: a collector that is down must not fill the log.
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

    // Containers of one function are told apart by an instance id of each process. What the environment says wins.
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
