using System.Collections.Immutable;
using System.Globalization;
using Dispatcher.Events;
using Dispatcher.Runtime.Dispatching;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Function.Hosting;

/// <summary>The values of the platform's request headers for a call.</summary>
internal static class FnHeaders
{
    private const string AttributePrefix = "ce-",
        ForwardedPrefix = "Fn-Http-H-";

    private static readonly string[] DeadlineForms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static Invocation Describe(IHeaderDictionary headers, ReadOnlyMemory<byte> body) =>
        new(body)
        {
            CallId = Value(headers, "Fn-Call-Id"),
            Deadline = Deadline(Value(headers, "Fn-Deadline")),
            Intent = Value(headers, "Fn-Intent"),
            Trace = Trace(headers),
        };

    /// <summary>The attributes of a CloudEvent in binary mode, whether its headers come as they are or behind the
    /// platform's prefix; empty when the call is not in that mode.</summary>
    /// <remarks>dispatch-v1, "Input"; CloudEvents 1.0, "HTTP Protocol Binding".</remarks>
    public static ImmutableArray<KeyValuePair<string, string>> Attributes(IHeaderDictionary headers)
    {
        string contentType = Value(headers, "Content-Type") ?? Value(headers, ForwardedPrefix + "Content-Type") ?? "";
        if (contentType.StartsWith("application/cloudevents", StringComparison.OrdinalIgnoreCase))
            return []; // Structured: the attributes are in the body.
        ImmutableArray<KeyValuePair<string, string>> attributes =
        [
            .. AttributesBehind(headers, AttributePrefix),
            .. AttributesBehind(headers, ForwardedPrefix + AttributePrefix),
        ];
        return
            attributes.Any(attribute => attribute.Key == "specversion")
            && attributes.Any(attribute => attribute.Key == "type")
            ? attributes
            : [];
    }

    /// <summary>The body as an event: in binary mode the body is the event's data only.</summary>
    public static ReadOnlyMemory<byte> Body(
        ImmutableArray<KeyValuePair<string, string>> attributes,
        ReadOnlyMemory<byte> body
    ) => attributes.IsEmpty ? body : CloudEventEnvelope.Write(attributes, body.Span);

    // Values are percent-encoded: a header has no room for most characters.
    private static IEnumerable<KeyValuePair<string, string>> AttributesBehind(
        IHeaderDictionary headers,
        string prefix
    ) =>
        headers
            .Where(header => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(header =>
                KeyValuePair.Create(
                    header.Key[prefix.Length..].ToLowerInvariant(),
                    Uri.UnescapeDataString(header.Value.ToString())
                )
            );

    public static string? Value(IHeaderDictionary headers, string name) =>
        headers[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>Reads an RFC 3339 time, with a fraction of any length or none; null for anything else.</summary>
    internal static DateTimeOffset? Deadline(string? text)
    {
        if (text is null)
            return null;

        // RFC 3339 allows lower-case `t` and `z`; Go writes up to nine digits, .NET reads seven.
        string form = WithSevenDigits(text.Trim().ToUpperInvariant());
        return DateTimeOffset.TryParseExact(
            form,
            DeadlineForms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset deadline
        )
            ? deadline
            : null;
    }

    private static string WithSevenDigits(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
            return text;
        int end = point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end - point - 1 > 7 ? string.Concat(text.AsSpan(0, point + 8), text.AsSpan(end)) : text;
    }

    private static InvocationTrace? Trace(IHeaderDictionary headers)
    {
        string? trace = Hexadecimal(headers, "X-B3-TraceId", 16, 32);
        string? span = Hexadecimal(headers, "X-B3-SpanId", 16, 16);
        if (trace is null || span is null)
            return null;

        bool? sampled =
            Value(headers, "X-B3-Flags") == "1"
                ? true
                : Value(headers, "X-B3-Sampled")?.ToUpperInvariant() switch
                {
                    "1" or "TRUE" => true,
                    "0" or "FALSE" => false,
                    _ => null,
                };
        return new(trace, span, Hexadecimal(headers, "X-B3-ParentSpanId", 16, 16), sampled);
    }

    // Other values are dropped, because these values are written to log lines.
    private static string? Hexadecimal(IHeaderDictionary headers, string name, int length, int otherLength) =>
        Value(headers, name) is { } value
        && (value.Length == length || value.Length == otherLength)
        && value.All(char.IsAsciiHexDigit)
            ? value.ToLowerInvariant()
            : null;
}
