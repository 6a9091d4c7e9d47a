using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Dispatcher.Diagnostics;

namespace Dispatcher.Events;

/// <summary>Takes an event out of what another service wraps around it.</summary>
/// <remarks>dispatch-v1, "Input". What is wrong with an element is that element's problem only.</remarks>
internal static class EventWrapper
{
    // A stream's OCID has some 100 characters. The text goes into logs and responses.
    private const int MaxTextLength = 256;

    /// <summary>Unwraps an element of a batch. Never throws for any bytes.</summary>
    public static BatchElement Unwrap(int index, ReadOnlyMemory<byte> element) =>
        element.Span.Trim(" \t\r\n"u8) switch
        {
            [(byte)'"', ..] => Open(index, element, static (root, element) => Text(element, root, "The element")),
            [(byte)'{', ..] => BodyShapes.Of(element.Span) switch
            {
                BodyShape.StreamRecord => Open(index, element, StreamRecord),
                BodyShape.QueueMessage => Open(index, element, QueueMessage),
                BodyShape.Event or BodyShape.Control or BodyShape.Other => Plain(index, element, "The element"),
            },
            _ => Plain(index, element, "The element"),
        };

    private static BatchElement Plain(int index, ReadOnlyMemory<byte> content, string subject) =>
        new(index, content, EventReader.Read(content, subject));

    // The rules of an event's document hold for what is around it as well.
    private static BatchElement Open(
        int index,
        ReadOnlyMemory<byte> element,
        Func<JsonElement, BatchElement, BatchElement> open
    )
    {
        var closed = new BatchElement(index, element, Malformed("The element cannot be read."));
        if (!Utf8.IsValid(element.Span))
            return closed with { Reading = Malformed("The element is not valid UTF-8; send JSON in UTF-8.") };
        try
        {
            using var document = JsonDocument.Parse(element, EventReader.Options);
            return open(document.RootElement, closed);
        }
        catch (JsonException e)
        {
            return closed with
            {
                Reading = Malformed($"The element is not valid JSON: {JsonReason.Of(e)} Send one event an element."),
            };
        }
        catch (InvalidOperationException)
        {
            // A string with half of a surrogate pair.
            return closed with { Reading = Malformed(EventReader.LoneSurrogate) };
        }
    }

    private static BatchElement StreamRecord(JsonElement record, BatchElement element)
    {
        element = element with
        {
            Source = Word(record, "stream"),
            Partition = Word(record, "partition"),
            Offset = Word(record, "offset"),
        };
        JsonElement value = record.GetProperty("value");
        if (value.ValueKind != JsonValueKind.String)
            return element with
            {
                Reading = Malformed(
                    $"`value` is {EventReader.Name(value.ValueKind)}; a record of Streaming has the event in "
                        + "it, as Base64."
                ),
            };
        if (!value.TryGetBytesFromBase64(out byte[]? bytes))
            return element with
            {
                Reading = Malformed("`value` is not Base64; a record of Streaming has the event in it, as Base64."),
            };
        return element with { Event = bytes, Reading = EventReader.Read(bytes, "The event in `value`") };
    }

    private static BatchElement QueueMessage(JsonElement message, BatchElement element)
    {
        JsonElement content = message.GetProperty("content");
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                return Text(element, content, "The event in `content`");
            case JsonValueKind.Object:
                byte[] json = Encoding.UTF8.GetBytes(content.GetRawText());
                return element with { Event = json, Reading = EventReader.Read(json, "The event in `content`") };
            default:
                return element with
                {
                    Reading = Malformed(
                        $"`content` is {EventReader.Name(content.ValueKind)}; "
                            + "a message of Queue has the event in it, as text or as an object."
                    ),
                };
        }
    }

    private static BatchElement Text(BatchElement element, JsonElement text, string subject)
    {
        byte[] json = Encoding.UTF8.GetBytes(text.GetString()!);
        return element with { Event = json, Reading = EventReader.Read(json, subject) };
    }

    private static string? Word(JsonElement record, string name)
    {
        string? text =
            !record.TryGetProperty(name, out JsonElement member) ? null
            : member.ValueKind == JsonValueKind.String ? member.GetString()
            : member.ValueKind == JsonValueKind.Number ? member.GetRawText()
            : null;
        return text?.Length > MaxTextLength ? text[..MaxTextLength] : text;
    }

    private static EventReading.Malformed Malformed(string message) =>
        new([new DispatchError(Codes.EventMalformed, null, message, Retryable: false)], null, null);
}
