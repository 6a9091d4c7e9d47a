using System.Globalization;
using Dispatcher.Diagnostics;

namespace Dispatcher.Function.Telemetry;

/// <summary>The targets of metrics and traces, from the standard variables of OpenTelemetry.</summary>
/// <remarks>docs/observability.md, "Configuration". The SDK itself reads <c>OTEL_TRACES_SAMPLER</c> and
/// <c>OTEL_RESOURCE_ATTRIBUTES</c>.</remarks>
internal sealed record ExportSettings
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    /// <summary>The target of spans; null when they are not sent.</summary>
    public ExportTarget? Traces { get; init; }

    /// <summary>The target of metrics; null when they are not sent.</summary>
    public ExportTarget? Metrics { get; init; }

    /// <summary>Whether metrics have delta temporality: the change since the last export, not the sum since the
    /// start.</summary>
    public bool Delta { get; init; }

    /// <summary>The service name: <c>OTEL_SERVICE_NAME</c>, else the function's name.</summary>
    public required string ServiceName { get; init; }

    /// <summary>How long an answer may wait for the export; zero for no wait.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <param name="environment">The process environment.</param>
    /// <param name="wait"><c>DISPATCHER_TELEMETRY_WAIT_MS</c>.</param>
    /// <param name="problems">The errors. Then nothing is sent, but events are still accepted.</param>
    /// <returns>The settings, or null when nothing is to be sent.</returns>
    public static ExportSettings? Read(
        IReadOnlyDictionary<string, string> environment,
        TimeSpan wait,
        out IReadOnlyList<string> problems
    )
    {
        var found = new List<string>();
        problems = found;
        if (string.Equals(Value(environment, "OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
            return null;
        var settings = new ExportSettings
        {
            Traces = Target(environment, "TRACES", found),
            Metrics = Target(environment, "METRICS", found),
            ServiceName = Value(environment, "OTEL_SERVICE_NAME")
                ?? Value(environment, "FN_FN_NAME")
                ?? Value(environment, "FN_NAME")
                ?? "dispatcher",
            Wait = wait,
        };
        if (settings.Metrics is not null)
            settings = settings with { Delta = IsDelta(environment, found) };
        return found.Count > 0 || settings is { Traces: null, Metrics: null } ? null : settings;
    }

    private static ExportTarget? Target(
        IReadOnlyDictionary<string, string> environment,
        string signal,
        List<string> found
    )
    {
        string key = $"{Prefix}{signal}_ENDPOINT";
        string? text = Value(environment, key);
        bool whole = text is not null;
        if (!whole)
        {
            key = Prefix + "ENDPOINT";
            text = Value(environment, key);
        }

        if (text is null)
            return null;
        switch (Value(environment, $"OTEL_{signal}_EXPORTER"))
        {
            case "none":
                return null;
            case null or "otlp":
                break;
            case { } other:
                found.Add($"OTEL_{signal}_EXPORTER is {Quote.Value(other)}; write otlp or none");
                break;
        }

        // OpenTelemetry's rule: the endpoint of one signal is used unchanged; the signal's path is added to the common
        // endpoint.
        bool isUri = Uri.TryCreate(
            whole ? text : $"{text.TrimEnd('/')}/v1/{signal.ToLowerInvariant()}",
            UriKind.Absolute,
            out Uri? uri
        );
        if (!isUri || (uri!.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            found.Add($"{key} is {Quote.Value(text)}; write http://HOST:PORT or https://HOST:PORT");
            return null;
        }

        if (Either(environment, signal, "PROTOCOL", out string from) is { } protocol && protocol != "http/protobuf")
            found.Add($"{from} is {Quote.Value(protocol)}; write http/protobuf, which is the default here");
        return new ExportTarget(
            uri,
            Either(environment, signal, "HEADERS", out _),
            Timeout(environment, signal, found)
        );
    }

    private static TimeSpan Timeout(IReadOnlyDictionary<string, string> environment, string signal, List<string> found)
    {
        if (Either(environment, signal, "TIMEOUT", out string key) is not { } text)
            return TimeSpan.FromSeconds(10);
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds)
            && milliseconds is > 0 and <= 600_000
        )
            return TimeSpan.FromMilliseconds(milliseconds);
        found.Add($"{key} is {Quote.Value(text)}; write milliseconds from 1 to 600000");
        return default;
    }

    private static bool IsDelta(IReadOnlyDictionary<string, string> environment, List<string> found)
    {
        const string key = Prefix + "METRICS_TEMPORALITY_PREFERENCE";
        switch (Value(environment, key)?.ToLowerInvariant())
        {
            case null or "cumulative":
                return false;
            case "delta":
                return true;
            case { } other:
                found.Add($"{key} is {Quote.Value(other)}; write cumulative or delta");
                return false;
        }
    }

    private static string? Either(
        IReadOnlyDictionary<string, string> environment,
        string signal,
        string name,
        out string key
    )
    {
        key = $"{Prefix}{signal}_{name}";
        if (Value(environment, key) is { } own)
            return own;
        key = Prefix + name;
        return Value(environment, key);
    }

    private static string? Value(IReadOnlyDictionary<string, string> environment, string key) =>
        environment.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;
}

/// <summary>The target of one signal.</summary>
/// <param name="Endpoint">The full URL.</param>
/// <param name="Headers">As OpenTelemetry writes them, <c>name=value,name=value</c>; often secret.</param>
/// <param name="Timeout">How long one export may take.</param>
internal sealed record ExportTarget(Uri Endpoint, string? Headers, TimeSpan Timeout);
