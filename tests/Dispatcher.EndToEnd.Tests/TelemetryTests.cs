using System.Text;
using Dispatcher.Contract;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;
using ReceivedRequest = Dispatcher.Contract.ReceivedRequest;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>Metrics and traces of the real process, as a collector receives them (docs/observability.md).</summary>
public sealed class TelemetryTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c",
        SpanId = "b7ad6b7169203331";

    [Fact]
    public async Task An_invocation_is_a_trace_that_continues_the_platforms_and_counts()
    {
        await using var collector = new ScriptedService(Reply.Empty(200));
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_SERVICE_NAME", "landing"),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
        );
        function.Emulator.Faults.Add(Operations.CreateTaskRun, Fault.Status(503), times: 1);

        Answer answer = await function.CallAsync(
            Invoice,
            headers: [("X-B3-Traceid", TraceId), ("X-B3-Spanid", SpanId), ("X-B3-Sampled", "1")]
        );

        Assert.Equal(("dispatched", 200), (answer.Outcome, answer.Status));
        await collector.WhenAsync(service =>
            Requests(service, "/v1/traces").SelectMany(OtlpRequest.Spans).Any(span => span.Name == "dispatch")
        );
        OtlpSpan[] spans = [.. Requests(collector, "/v1/traces").SelectMany(OtlpRequest.Spans)];
        OtlpSpan dispatch = Assert.Single(spans, span => span.Name == "dispatch");
        Assert.Equal(
            (TraceId, SpanId, 5, 0),
            (dispatch.TraceId, dispatch.ParentSpanId, dispatch.Kind, dispatch.Status)
        );
        Assert.Equal(
            ("dispatched", "call-1"),
            (dispatch.Attributes["dispatcher.outcome"], dispatch.Attributes["faas.invocation_id"])
        );
        OtlpSpan launch = Assert.Single(spans, span => span.Name == "launch");
        Assert.Equal((TraceId, dispatch.SpanId, 3), (launch.TraceId, launch.ParentSpanId, launch.Kind));
        Assert.Equal(answer.Runs[0].GetProperty("taskRunKey").GetString(), launch.Attributes["dispatcher.task_run"]);
        Assert.Equal(["retry"], launch.Events);

        await collector.WhenAsync(service =>
            Requests(service, "/v1/metrics")
                .SelectMany(OtlpRequest.Points)
                .Any(point => point.Name == "dispatcher.events")
        );
        ReceivedRequest metrics = Requests(collector, "/v1/metrics")[^1];
        Assert.Equal(
            ("landing", "test"),
            (
                OtlpRequest.Resource(metrics)["service.name"],
                OtlpRequest.Resource(metrics)["deployment.environment.name"]
            )
        );
        Dictionary<string, OtlpPoint> points = OtlpRequest
            .Points(metrics)
            .Where(point => point.Name != "dispatcher.routes.refreshes")
            .ToDictionary(point => point.Name);
        Assert.Equal(
            (1, "dispatched"),
            (points["dispatcher.events"].Value, points["dispatcher.events"].Attributes["dispatcher.outcome"])
        );
        Assert.Equal(
            (1, "invoices", "created"),
            (
                points["dispatcher.runs"].Value,
                points["dispatcher.runs"].Attributes["dispatcher.route"],
                points["dispatcher.runs"].Attributes["dispatcher.result"]
            )
        );
        Assert.Equal(
            (1, "RD403"),
            (points["dispatcher.retries"].Value, points["dispatcher.retries"].Attributes["error.type"])
        );
        Assert.Equal(
            ("histogram", 1),
            (points["dispatcher.invocation.duration"].Type, points["dispatcher.invocation.duration"].Value)
        );
        Assert.True(points["dispatcher.routes.loaded"].Value >= 1, "the routes are counted");
    }

    [Fact]
    public async Task The_last_spans_are_sent_when_the_process_is_told_to_stop()
    {
        // The first answers are for the invocation's own export, which fails.
        await using var collector = new ScriptedService(Reply.Empty(503), Reply.Empty(503), Reply.Empty(200));
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address)
        );
        await function.CallAsync(Invoice);
        await function.UntilAsync(
            () => function.Log.Any(line => line.GetProperty("event").GetString() == "telemetry.failed"),
            "the warning"
        );

        Assert.Equal(0, await function.TerminateAsync());

        Assert.Contains(OtlpRequest.Spans(Requests(collector, "/v1/traces")[^1]), span => span.Name == "dispatch");
    }

    [Fact]
    public async Task A_wrong_setting_is_logged_and_events_go_on()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")
        );

        Assert.Equal("dispatched", (await function.CallAsync(Invoice)).Outcome);

        await function.UntilAsync(
            () => function.Log.Any(line => line.GetProperty("event").GetString() == "telemetry.off"),
            "the error"
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_of_the_exporter_is_loaded_unless_a_collector_is_configured(bool configured)
    {
        if (Environment.GetEnvironmentVariable("TEST_FUNCTION_BINARY") is { Length: > 0 })
            return; // The native function is one file: there is nothing to load.
        await using var collector = new ScriptedService(Reply.Empty(200));
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            configured ? [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address)] : []
        );

        await function.CallAsync(Invoice);

        Assert.Equal(
            configured,
            function
                .MappedFiles()
                .Any(path => Path.GetFileName(path).StartsWith("OpenTelemetry", StringComparison.Ordinal))
        );
    }

    private static byte[] Invoice =>
        Encoding.UTF8.GetBytes(
            """
            {"eventType":"com.oraclecloud.objectstorage.createobject","cloudEventsVersion":"0.1","eventTypeVersion":"2.0","source":"ObjectStorage",
             "eventTime":"2026-11-23T10:00:00Z","contentType":"application/json","eventID":"id-1",
             "data":{"compartmentId":"c","compartmentName":"n","resourceName":"invoices/a.jsonlines","resourceId":"/n/ns/b/landing-area/o/invoices/a.jsonlines",
             "availabilityDomain":"AD","additionalDetails":{"bucketName":"landing-area","namespace":"ns","eTag":"e1"}}}
            """
        );

    private static ReceivedRequest[] Requests(ScriptedService service, string target) =>
        [.. service.Requests.Where(request => request.Target == target)];
}
