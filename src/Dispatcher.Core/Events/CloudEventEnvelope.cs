using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Dispatcher.Events;

/// <summary>Puts the attributes and the data of a CloudEvent in binary mode into one document, the structured envelope
/// that <see cref="EventReader"/> reads, so that the rest of the way knows one form only.</summary>
/// <remarks>dispatch-v1, "Input"; CloudEvents 1.0, "HTTP Protocol Binding" and "JSON Event Format".</remarks>
public static class CloudEventEnvelope
{
    /// <summary>Writes the envelope.</summary>
    /// <param name="attributes">The attributes by their names, <c>specversion</c> among them. Of two with one name the
    /// first counts.</param>
    /// <param name="data">The event's data. What is not JSON goes into <c>data_base64</c>, byte for byte.</param>
    public static ReadOnlyMemory<byte> Write(
        IEnumerable<KeyValuePair<string, string>> attributes,
        ReadOnlySpan<byte> data
    )
    {
        ArgumentNullException.ThrowIfNull(attributes);
        var body = new ArrayBufferWriter<byte>(1024 + data.Length);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            foreach (
                (string name, string value) in attributes.DistinctBy(attribute => attribute.Key).Where(IsAttribute)
            )
                json.WriteString(name, value);
            if (IsJson(data))
            {
                json.WritePropertyName("data");
                json.WriteRawValue(data, skipInputValidation: true);
            }
            else if (!data.IsEmpty)
            {
                json.WriteBase64String("data_base64", data);
            }

            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    /// <summary>The envelope with <c>data</c> in place of <c>data_base64</c>; null where it has none, or where that is
    /// not JSON in Base64.</summary>
    internal static ReadOnlyMemory<byte>? WithPlainData(JsonElement envelope)
    {
        if (
            !envelope.TryGetProperty("specversion", out _)
            || envelope.TryGetProperty("data", out _)
            || !envelope.TryGetProperty("data_base64", out JsonElement encoded)
            || encoded.ValueKind != JsonValueKind.String
            || !encoded.TryGetBytesFromBase64(out byte[]? data)
            || !IsJson(data)
        )
            return null;
        var body = new ArrayBufferWriter<byte>(1024 + data.Length);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            foreach (JsonProperty member in envelope.EnumerateObject())
            {
                if (member.NameEquals("data_base64"))
                {
                    json.WritePropertyName("data");
                    json.WriteRawValue(data, skipInputValidation: true);
                }
                else
                {
                    member.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    // `data` is the body's, and Logging's mark is not an attribute.
    private static bool IsAttribute(KeyValuePair<string, string> attribute) =>
        attribute.Key is not ("data" or "data_base64" or "oracle")
        && attribute.Key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    // One value and nothing behind it: what is written as it stands must not end the envelope early.
    private static bool IsJson(ReadOnlySpan<byte> data)
    {
        if (!Utf8.IsValid(data))
            return false;
        var reader = new Utf8JsonReader(data);
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
