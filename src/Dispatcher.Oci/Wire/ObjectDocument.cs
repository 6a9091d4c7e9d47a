using System.Globalization;
using System.Text.Json;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Oci.Wire;

/// <summary>Reads the JSON answers of Object Storage.</summary>
internal static class ObjectDocument
{
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

    public static ObjectPage? Page(OciAnswer answer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer.Body);
            if (
                document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("objects", out JsonElement items)
                || items.ValueKind != JsonValueKind.Array
            )
            {
                return null;
            }

            var objects = new List<ObjectSummary>(items.GetArrayLength());
            foreach (JsonElement item in items.EnumerateArray())
            {
                if (item.Text("name") is not { Length: > 0 } name)
                    return null;
                objects.Add(
                    new(name, item.Text("etag"), item.Number("size"), Time(item.Text("timeModified")))
                    {
                        ArchivalState = item.Text("archivalState"),
                    }
                );
            }

            return new(objects, document.RootElement.Text("nextStartWith") is { Length: > 0 } next ? next : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time
        )
            ? time
            : null;
}
