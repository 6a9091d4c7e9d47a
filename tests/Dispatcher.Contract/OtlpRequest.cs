using System.Globalization;

namespace Dispatcher.Contract;

/// <summary>What an OTLP request carries, read from its bytes by the field numbers of opentelemetry-proto
/// 1.x.</summary>
public static class OtlpRequest
{
    /// <summary>The spans of a request to <c>/v1/traces</c>.</summary>
    public static OtlpSpan[] Spans(ReceivedRequest request) =>
        [
            .. from resourceSpans in new ProtobufMessage(request.Body).Messages(1)
            from scopeSpans in resourceSpans.Messages(2)
            from span in scopeSpans.Messages(2)
            select new OtlpSpan(
                scopeSpans.Messages(1).Single().Text(1),
                Convert.ToHexStringLower(span.Bytes(1)),
                Convert.ToHexStringLower(span.Bytes(2)),
                Convert.ToHexStringLower(span.Bytes(4)),
                span.Text(5),
                (int)span.Number(6),
                span.Has(15) ? (int)span.Messages(15).Single().Number(3) : 0,
                Attributes(span.Messages(9)),
                [.. span.Messages(11).Select(happened => happened.Text(2))]
            ),
        ];

    /// <summary>The streams of a request to <c>/v1/metrics</c>.</summary>
    public static OtlpPoint[] Points(ReceivedRequest request) =>
        [
            .. from resourceMetrics in new ProtobufMessage(request.Body).Messages(1)
            from scopeMetrics in resourceMetrics.Messages(2)
            from metric in scopeMetrics.Messages(2)
            from point in PointsOf(metric)
            select point,
        ];

    /// <summary>The resource of either.</summary>
    public static Dictionary<string, string> Resource(ReceivedRequest request) =>
        Attributes(new ProtobufMessage(request.Body).Messages(1).Single().Messages(1).Single().Messages(1));

    private static IEnumerable<OtlpPoint> PointsOf(ProtobufMessage metric)
    {
        (string name, string unit) = (metric.Text(1), metric.Text(3));
        foreach (ProtobufMessage point in metric.Messages(5).SelectMany(gauge => gauge.Messages(1)))
            yield return new OtlpPoint(name, unit, "gauge", Attributes(point.Messages(7)), Value(point));
        foreach (ProtobufMessage sum in metric.Messages(7))
        {
            foreach (ProtobufMessage point in sum.Messages(1))
                yield return new OtlpPoint(
                    name,
                    unit,
                    sum.Number(2) == 1 ? "delta" : "cumulative",
                    Attributes(point.Messages(7)),
                    Value(point)
                );
        }

        foreach (ProtobufMessage point in metric.Messages(9).SelectMany(histogram => histogram.Messages(1)))
            yield return new OtlpPoint(name, unit, "histogram", Attributes(point.Messages(9)), point.Number(4))
            {
                Sum = point.Double(5),
                Bounds = point.Bytes(7).Length / 8,
            };
    }

    private static double Value(ProtobufMessage point) => point.Has(4) ? point.Double(4) : (long)point.Number(6);

    private static Dictionary<string, string> Attributes(IEnumerable<ProtobufMessage> pairs) =>
        pairs.ToDictionary(
            pair => pair.Text(1),
            pair =>
            {
                ProtobufMessage value = pair.Messages(2).Single();
                return value.Has(1) ? value.Text(1)
                    : value.Has(4) ? value.Double(4).ToString(CultureInfo.InvariantCulture)
                    : value.Number(3).ToString(CultureInfo.InvariantCulture);
            }
        );
}

/// <summary>A span. <see cref="Status"/>: 0 unset, 2 error; <see cref="Kind"/>: 1 internal, 3 client, 5
/// consumer.</summary>
public sealed record OtlpSpan(
    string Scope,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    string Name,
    int Kind,
    int Status,
    Dictionary<string, string> Attributes,
    string[] Events
);

/// <summary>A point of a stream. <see cref="Value"/> of a histogram is its count.</summary>
public sealed record OtlpPoint(
    string Name,
    string Unit,
    string Type,
    Dictionary<string, string> Attributes,
    double Value
)
{
    public double Sum { get; init; }

    public int Bounds { get; init; }
}
