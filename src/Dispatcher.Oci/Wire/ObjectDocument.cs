using System.Globalization;
using System.Text.Json;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Oci.Wire;

/// <summary>Reads the JSON answers of Object Storage.</summary>
internal static class ObjectDocument
{
    private const int UsualPage = 1_000;

    private static readonly string[] ArchivalStates = ["Available", "Archived", "Restoring", "Restored"];

    public static string? Namespace(OciAnswer answer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer.Body);
            return document.RootElement.Text() is { Length: > 0 } name ? name : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A page of a listing, read in one pass: a bucket may have millions of objects.</summary>
    public static ObjectPage? Page(OciAnswer answer)
    {
        try
        {
            var reader = new Utf8JsonReader(answer.Body.Span);
            List<ObjectSummary>? objects = null;
            string? next = null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("objects"u8))
                {
                    objects = null;
                    reader.Read();
                    if (reader.TokenType == JsonTokenType.StartArray)
                        objects = Objects(ref reader);
                    else
                        reader.Skip();
                }
                else if (reader.ValueTextEquals("nextStartWith"u8))
                {
                    next = reader.NextText();
                }
                else
                {
                    reader.Skip();
                }
            }

            // What stands behind the document makes it no document.
            return reader.Read() || objects is null
                ? null
                : new ObjectPage(objects, next is { Length: > 0 } ? next : null);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null; // No JSON; or a member's name that is half a surrogate pair.
        }
    }

    // Null where one of them is no object with a name; the reader stands behind the array all the same.
    private static List<ObjectSummary>? Objects(ref Utf8JsonReader reader)
    {
        List<ObjectSummary>? objects = new(UsualPage);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                objects = null;
                continue;
            }

            string? name = null,
                etag = null,
                archivalState = null;
            long? size = null;
            DateTimeOffset? modified = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("name"u8))
                    name = reader.NextText();
                else if (reader.ValueTextEquals("etag"u8))
                    etag = reader.NextText();
                else if (reader.ValueTextEquals("size"u8))
                    size = reader.Number();
                else if (reader.ValueTextEquals("timeModified"u8))
                    modified = Time(ref reader);
                else if (reader.ValueTextEquals("archivalState"u8))
                    archivalState = reader.NextText(ArchivalStates);
                else
                    reader.Skip();
            }

            if (name is { Length: > 0 })
                objects?.Add(new(name, etag, size, modified) { ArchivalState = archivalState });
            else
                objects = null;
        }

        return objects;
    }

    private static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        // A time without a zone is in UTC.
        if (
            reader is { TokenType: JsonTokenType.String, HasValueSequence: false, ValueSpan: [.., (byte)'Z'] }
            && reader.TryGetDateTimeOffset(out DateTimeOffset known)
        )
            return known;
        return DateTimeOffset.TryParse(
            reader.Text(),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time
        )
            ? time
            : null;
    }
}
