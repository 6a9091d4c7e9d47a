using System.Text;
using Dispatcher.Contract;
using Dispatcher.Function.Telemetry;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Function.Tests.Telemetry;

/// <summary>Exports to a receiver on loopback: real HTTP, and what arrived read from its bytes.</summary>
/// <remarks>In a collection of its own: every export listens to all meters and sources of the product's name.</remarks>
[Collection("telemetry")]
public sealed class TelemetryExportTests : IDisposable
{
    private readonly MemoryStream written = new();
    private readonly Instruments instruments = new();
    private readonly JsonLog log;

    public TelemetryExportTests() => log = new JsonLog(written, LogLevel.Information, TimeProvider.System);

    private string Log => Encoding.UTF8.GetString(written.ToArray());

    public void Dispose() => instruments.Dispose();

    [Fact]
    public async Task Spans_and_metrics_arrive_as_protobuf_over_http()
    {
        await using var collector = new ScriptedService(Reply.Empty(200));
        using TelemetryExport export = Export(collector, "OTEL_EXPORTER_OTLP_HEADERS=api-key=k1");
        Span("one");
        instruments.Events.Add(3, new KeyValuePair<string, object?>("dispatcher.outcome", "dispatched"));
        instruments.InvocationDuration.Record(0.02);

        await export.Begin();

        ReceivedRequest traces = Assert.Single(collector.Requests, request => request.Target == "/v1/traces");
        Assert.Equal(
            ("POST", "application/x-protobuf", "k1"),
            (traces.Method, traces.Header("Content-Type"), traces.Header("api-key"))
        );
        OtlpSpan span = Assert.Single(OtlpRequest.Spans(traces));
        Assert.Equal(("Dispatcher", "one"), (span.Scope, span.Name));
        Assert.Equal("dispatcher", OtlpRequest.Resource(traces)["service.name"]);
        Assert.True(OtlpRequest.Resource(traces).ContainsKey("service.instance.id"), "the resource names the process");

        ReceivedRequest metrics = Assert.Single(collector.Requests, request => request.Target == "/v1/metrics");
        OtlpPoint events = Assert.Single(OtlpRequest.Points(metrics), point => point.Name == "dispatcher.events");
        Assert.Equal(
            ("{event}", "cumulative", 3, "dispatched"),
            (events.Unit, events.Type, events.Value, events.Attributes["dispatcher.outcome"])
        );
        OtlpPoint duration = Assert.Single(OtlpRequest.Points(metrics), point =>
            point.Name == "dispatcher.invocation.duration"
        );
        Assert.Equal(
            ("s", "histogram", 1, 0.02, 16),
            (duration.Unit, duration.Type, duration.Value, duration.Sum, duration.Bounds)
        );
        Assert.Empty(Log);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(null)]
    public async Task Spans_that_the_collector_did_not_take_go_with_the_next_export(int? status)
    {
        Reply failing = status is { } number ? Reply.Empty(number) : Reply.Reset;
        await using var collector = new ScriptedService(failing, failing, Reply.Empty(200));
        using TelemetryExport export = Export(collector);
        Span("one");
        await export.Begin();
        Assert.True(export.IsBehind);
        Span("two");

        await export.Begin();

        Assert.False(export.IsBehind);
        Assert.Equal(
            ["one", "two"],
            OtlpRequest
                .Spans(collector.Requests.Last(request => request.Target == "/v1/traces"))
                .Select(span => span.Name)
        );
        Assert.Contains("telemetry.failed", Log, StringComparison.Ordinal);
        Assert.Contains("telemetry.recovered", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spans_that_the_collector_refuses_for_good_are_not_sent_again()
    {
        await using var collector = new ScriptedService(Reply.Empty(400));
        using TelemetryExport export = Export(collector, "OTEL_METRICS_EXPORTER=none");
        Span("one");

        await export.Begin();
        await export.Begin();

        Assert.Single(collector.Requests);
        Assert.Contains("\"droppedSpans\":1", Log, StringComparison.Ordinal);
        Assert.Contains("status 400", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_is_down_fills_neither_the_memory_nor_the_log()
    {
        await using var collector = new ScriptedService(Reply.Reset);
        using TelemetryExport export = Export(collector);
        for (int n = 0; n < SpanQueue.Capacity + 100; n++)
            Span($"span {n}");

        await export.Begin();
        await export.Begin();

        Assert.Single(Log.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("\"droppedSpans\":100", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delta_metrics_say_what_was_added_since_the_last_export()
    {
        await using var collector = new ScriptedService(Reply.Empty(200));
        using TelemetryExport export = Export(
            collector,
            "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta",
            "OTEL_TRACES_EXPORTER=none"
        );
        instruments.Events.Add(3);
        await export.Begin();
        instruments.Events.Add(2);

        await export.Begin();

        Assert.Equal(
            [3d, 2d],
            collector.Requests.Select(request =>
                OtlpRequest.Points(request).Single(point => point.Name == "dispatcher.events").Value
            )
        );
    }

    [Fact]
    public async Task A_trace_that_the_platform_does_not_sample_is_not_sent()
    {
        await using var collector = new ScriptedService(Reply.Empty(200));
        using TelemetryExport export = Export(collector, "OTEL_METRICS_EXPORTER=none");
        var trace = new InvocationTrace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", null, false);
        DispatchTraces.Dispatch(instruments, new Invocation(default) { Trace = trace })?.Dispose();
        DispatchTraces
            .Dispatch(instruments, new Invocation(default) { Trace = trace with { Sampled = true } })
            ?.Dispose();

        await export.Begin();

        OtlpSpan span = Assert.Single(OtlpRequest.Spans(Assert.Single(collector.Requests)));
        Assert.Equal((trace.TraceId, trace.SpanId, 5), (span.TraceId, span.ParentSpanId, span.Kind));
    }

    [Fact]
    public async Task An_answer_does_not_wait_for_a_collector_that_hangs()
    {
        await using var collector = new ScriptedService(Reply.Hang);
        TelemetryExport export = Export(collector, "OTEL_EXPORTER_OTLP_TIMEOUT=600000"); // Disposing would wait for it.
        var handler = new ExportingHandler(new Answering(), export, TimeSpan.Zero, TimeProvider.System);

        InvocationAnswer answer = await handler.HandleAsync(new Invocation(default), CancellationToken.None);

        Assert.Equal(200, answer.Status);
        await collector.WhenAsync(service => service.Requests.Count > 0);
    }

    [Fact]
    public async Task A_wait_ends_when_the_collector_has_taken_everything()
    {
        await using var collector = new ScriptedService(Reply.Empty(200));
        using TelemetryExport export = Export(collector);
        var handler = new ExportingHandler(new Answering(), export, TimeSpan.FromMinutes(10), TimeProvider.System);
        Span("one");

        await handler.HandleAsync(
            new Invocation(default) { Deadline = DateTimeOffset.UtcNow.AddHours(1) },
            CancellationToken.None
        );

        Assert.Equal(
            ["/v1/metrics", "/v1/traces"],
            collector.Requests.Select(request => request.Target).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_wait_is_bounded_by_the_deadline_when_the_collector_hangs()
    {
        await using var collector = new ScriptedService(Reply.Hang);
        TelemetryExport export = Export(collector, "OTEL_EXPORTER_OTLP_TIMEOUT=600000"); // Disposing would wait for it.
        var handler = new ExportingHandler(new Answering(), export, TimeSpan.FromMinutes(10), TimeProvider.System);

        InvocationAnswer answer = await handler.HandleAsync(
            new Invocation(default) { Deadline = DateTimeOffset.UtcNow.AddSeconds(1) },
            CancellationToken.None
        );

        Assert.Equal(200, answer.Status); // It came: ten minutes were allowed, and the collector never answers.
    }

    private void Span(string name) => instruments.Source.StartActivity(name)?.Dispose();

    private TelemetryExport Export(ScriptedService collector, params string[] environment)
    {
        Dictionary<string, string> variables = environment.ToDictionary(
            pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)],
            pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]
        );
        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        ExportSettings? settings = ExportSettings.Read(variables, TimeSpan.Zero, out IReadOnlyList<string> problems);
        Assert.True(settings is not null, string.Join('\n', problems));
        return new TelemetryExport(settings, log);
    }

    private sealed class Answering : IInvocationHandler
    {
        public Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken cancellationToken) =>
            Task.FromResult(HostUnderTest.Ok());
    }
}
