using System.Text.Json;
using Dispatcher.Diagnostics;

namespace Dispatcher.Events;

/// <summary>Says what the body of an invocation is: one event, a batch, a ping, or a sweep. The shape decides, no
/// setting does.</summary>
/// <remarks>dispatch-v1, "Input". Never throws for any bytes; the body is untrusted.</remarks>
public static class BodyReader
{
    /// <summary>6 MiB: larger bodies are refused.</summary>
    public const int MaxBytes = 6 * 1024 * 1024;

    /// <summary>10,000: larger batches are refused.</summary>
    public const int MaxElements = 10_000;

    /// <summary>Reads a body. A batch keeps the bytes; everything else copies what it needs.</summary>
    public static BodyReading Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxBytes)
            return BodyReading.Malformed(
                Codes.EventTooLarge,
                $"The body has more than {MaxBytes} bytes (6 MiB), the most that is accepted; "
                    + "lower the connector's batch size."
            );
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        ReadOnlySpan<byte> text = body.Span.Trim(" \t\r\n"u8);
        return text switch
        {
            [] => new BodyReading.Ping(),
            [(byte)'[', ..] => ReadArray(body),
            [(byte)'{', ..] => BodyShapes.Of(text) switch
            {
                BodyShape.StreamRecord or BodyShape.QueueMessage => new BodyReading.Many(
                    new EventBatch(body, [Range.All])
                ),
                BodyShape.Control => ReadControl(body),
                BodyShape.Event or BodyShape.Other => new BodyReading.Single(EventReader.Read(body)),
            },
            _ => new BodyReading.Single(EventReader.Read(body)),
        };
    }

    private static BodyReading ReadArray(ReadOnlyMemory<byte> body)
    {
        var places = new List<Range>();
        var reader = new Utf8JsonReader(body.Span, BodyShapes.AnyDepth);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                places.Add(start..(int)reader.BytesConsumed);
                if (places.Count > MaxElements)
                    return BodyReading.Malformed(
                        Codes.EventTooLarge,
                        $"The batch has more than {MaxElements} elements, the most that is accepted; "
                            + "lower the connector's batch size."
                    );
            }

            // Throws for anything but white space.
            reader.Read();
        }
        catch (JsonException e)
        {
            return BodyReading.Malformed(
                Codes.EventMalformed,
                $"The body begins like a batch and is not valid JSON: {JsonReason.Of(e)} Send a JSON array of events."
            );
        }

        return new BodyReading.Many(new EventBatch(body, places));
    }

    private static BodyReading ReadControl(ReadOnlyMemory<byte> body)
    {
        string? word;
        BodyReading? sweep = null;
        try
        {
            using var document = JsonDocument.Parse(body, EventReader.Options);
            JsonElement member = document.RootElement.GetProperty("dispatcher");
            word = member.ValueKind == JsonValueKind.String ? member.GetString() : null;
            if (word == "sweep")
                sweep = SweepCall.Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new BodyReading.Single(EventReader.Read(body));
        }

        return word switch
        {
            "ping" => new BodyReading.Ping(),
            "sweep" => sweep!,
            null => BodyReading.Malformed(
                Codes.EventMalformed,
                "`dispatcher` is not a string; write \"ping\" or \"sweep\"."
            ),
            _ => BodyReading.Malformed(
                Codes.EventMalformed,
                $"`dispatcher` is {Quote.Value(word)}; write \"ping\" or \"sweep\"."
            ),
        };
    }
}
