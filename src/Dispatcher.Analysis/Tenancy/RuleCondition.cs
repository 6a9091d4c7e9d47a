using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Events;

namespace Dispatcher.Analysis.Tenancy;

/// <summary>The condition of an Events rule: <c>{"eventType":[…],"data":{"additionalDetails":{"bucketName":[…]}}}</c>,
/// where a list is any of its values and a field that is not named is ignored.</summary>
/// <remarks>Oracle's <c>CreateRuleDetails.condition</c>.</remarks>
internal static class RuleCondition
{
    public static string Write(EventRule rule)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options))
        {
            json.WriteStartObject();
            WriteList(json, "eventType", rule.Kinds.Select(ObjectEventKinds.EventType));
            if (!rule.Buckets.IsEmpty || !rule.Namespaces.IsEmpty)
            {
                json.WriteStartObject("data");
                json.WriteStartObject("additionalDetails");
                if (!rule.Buckets.IsEmpty)
                    WriteList(json, "bucketName", rule.Buckets.Select(value => value.Text));
                if (!rule.Namespaces.IsEmpty)
                    WriteList(json, "namespace", rule.Namespaces.Select(value => value.Text));
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Every field of a condition, by its path, with its values in order; null when it is not a
    /// condition.</summary>
    public static SortedDictionary<string, ImmutableSortedSet<string>>? Read(JsonElement condition)
    {
        var fields = new SortedDictionary<string, ImmutableSortedSet<string>>(StringComparer.Ordinal);
        return condition.ValueKind == JsonValueKind.Object && Read(condition, "", fields) ? fields : null;
    }

    private static bool Read(
        JsonElement element,
        string path,
        SortedDictionary<string, ImmutableSortedSet<string>> fields
    )
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element
                    .EnumerateObject()
                    .All(member =>
                        Read(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", fields)
                    );
            case JsonValueKind.String:
                return fields.TryAdd(path, ImmutableSortedSet.Create(StringComparer.Ordinal, element.GetString()!));
            case JsonValueKind.Array when element.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                return fields.TryAdd(
                    path,
                    element
                        .EnumerateArray()
                        .Select(item => item.GetString()!)
                        .ToImmutableSortedSet(StringComparer.Ordinal)
                );
            default:
                return false;
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
