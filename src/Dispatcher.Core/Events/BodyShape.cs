using System.Text.Json;

namespace Dispatcher.Events;

/// <summary>What a JSON object is, by the members at its top. Their values are not looked at.</summary>
internal enum BodyShape
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>An event, or a record of Logging, which looks like one.</summary>
    Event,

    /// <summary>A record of Streaming: <c>value</c> and <c>partition</c>.</summary>
    StreamRecord,

    /// <summary>A message of Queue: <c>content</c>.</summary>
    QueueMessage,

    /// <summary>A call that is not about an event: <c>dispatcher</c>.</summary>
    Control,
}

/// <summary>Recognises shapes.</summary>
internal static class BodyShapes
{
    // What is deeper than an event may be is refused where the event is read, and only there.
    internal static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = BodyReader.MaxBytes + 1 };

    /// <summary>The shape of a JSON object; <see cref="BodyShape.Other"/> for everything else.</summary>
    public static BodyShape Of(ReadOnlySpan<byte> json)
    {
        bool eventType = false,
            specversion = false,
            type = false,
            value = false,
            partition = false,
            content = false,
            dispatcher = false;
        var reader = new Utf8JsonReader(json, AnyDepth);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return BodyShape.Other;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                eventType |= reader.ValueTextEquals("eventType"u8);
                specversion |= reader.ValueTextEquals("specversion"u8);
                type |= reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("oracle"u8);
                value |= reader.ValueTextEquals("value"u8);
                partition |= reader.ValueTextEquals("partition"u8);
                content |= reader.ValueTextEquals("content"u8);
                dispatcher |= reader.ValueTextEquals("dispatcher"u8);
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is a name with half of a surrogate pair. The reader of the event says what is wrong.
            return BodyShape.Other;
        }

        return eventType || (specversion && type) ? BodyShape.Event
            : value && partition ? BodyShape.StreamRecord
            : content ? BodyShape.QueueMessage
            : dispatcher ? BodyShape.Control
            : BodyShape.Other;
    }
}
