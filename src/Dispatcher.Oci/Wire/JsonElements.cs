using System.Text.Json;

namespace Dispatcher.Oci.Wire;

/// <summary>Tolerant reads of a service's JSON: a member that is missing, null or of another type gives null.</summary>
internal static class JsonElements
{
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            ? value.Text()
            : null;

    public static long? Number(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out long number)
            ? number
            : null;

    public static string? Text(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair and broken UTF-8 pass the parser and fail here.
        }
    }
}
