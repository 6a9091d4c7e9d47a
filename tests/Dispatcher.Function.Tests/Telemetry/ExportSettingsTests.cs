using Dispatcher.Function.Telemetry;

namespace Dispatcher.Function.Tests.Telemetry;

public sealed class ExportSettingsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("OTEL_SERVICE_NAME=x;OTEL_EXPORTER_OTLP_HEADERS=a=b;OTEL_EXPORTER_OTLP_PROTOCOL=grpc")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318;OTEL_SDK_DISABLED=true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318;OTEL_TRACES_EXPORTER=none;OTEL_METRICS_EXPORTER=none")]
    public void Without_a_collector_nothing_is_sent_and_nothing_is_wrong(string environment)
    {
        Assert.Null(Read(environment, out IReadOnlyList<string> problems));
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318", "http://c:4318/v1/traces", "http://c:4318/v1/metrics")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=https://c/base/", "https://c/base/v1/traces", "https://c/base/v1/metrics")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://t:1/in", "http://t:1/in", null)]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318;OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://m:1/",
        "http://c:4318/v1/traces",
        "http://m:1/"
    )]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318;OTEL_TRACES_EXPORTER=none",
        null,
        "http://c:4318/v1/metrics"
    )]
    public void The_endpoint_of_a_signal_is_used_as_it_is_and_the_common_one_is_completed(
        string environment,
        string? traces,
        string? metrics
    )
    {
        ExportSettings? settings = Read(environment, out IReadOnlyList<string> problems);

        Assert.Empty(problems);
        Assert.Equal(
            (traces, metrics),
            (settings?.Traces?.Endpoint.ToString(), settings?.Metrics?.Endpoint.ToString())
        );
    }

    [Theory]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318",
        "OTEL_EXPORTER_OTLP_ENDPOINT is \"collector:4318\"; write http://HOST:PORT"
    )]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
        "OTEL_EXPORTER_OTLP_PROTOCOL is \"grpc\"; write http/protobuf"
    )]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http/json",
        "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL is \"http/json\""
    )]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_EXPORTER_OTLP_TIMEOUT=10s",
        "OTEL_EXPORTER_OTLP_TIMEOUT is \"10s\"; write milliseconds"
    )]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=both",
        "write cumulative or delta"
    )]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_TRACES_EXPORTER=zipkin",
        "OTEL_TRACES_EXPORTER is \"zipkin\"; write otlp or none"
    )]
    public void A_wrong_value_is_named_with_what_to_write_and_nothing_is_sent(string environment, string problem)
    {
        Assert.Null(Read(environment, out IReadOnlyList<string> problems));
        Assert.Contains(problems, found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "dispatcher")]
    [InlineData("FN_FN_NAME=landing", "landing")]
    [InlineData("FN_FN_NAME=landing;OTEL_SERVICE_NAME=mine", "mine")]
    public void The_service_is_named_after_the_function_unless_the_environment_says_otherwise(
        string environment,
        string name
    ) => Assert.Equal(name, Read("OTEL_EXPORTER_OTLP_ENDPOINT=http://c;" + environment, out _)?.ServiceName);

    private static ExportSettings? Read(string environment, out IReadOnlyList<string> problems) =>
        ExportSettings.Read(
            environment
                .Split(';', StringSplitOptions.RemoveEmptyEntries)
                .ToDictionary(
                    pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)],
                    pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]
                ),
            TimeSpan.Zero,
            out problems
        );
}
