using System.Collections.Immutable;
using System.Text.Json;

namespace Dispatcher.Events;

/// <summary>Reads a member of the event document by its path: <c>data.additionalDetails.archivalState</c>.</summary>
/// <remarks>routes-v1, "match", <c>where</c>.</remarks>
public static class EventMember
{
    /// <summary>The names of a path, or null when it is not one: a name is empty.</summary>
    public static ImmutableArray<string>? Names(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ImmutableArray<string> names = [.. path.Split('.')];
        return names.Contains("") ? null : names;
    }

    /// <summary>A text as it is, a number or a Boolean as JSON writes it; null for a member that is missing, null, an
    /// object or an array.</summary>
    public static string? Text(JsonElement document, ImmutableArray<string> names)
    {
        JsonElement member = document;
        foreach (string name in names)
        {
            if (member.ValueKind != JsonValueKind.Object || !member.TryGetProperty(name, out member))
                return null;
        }

        return member.ValueKind switch
        {
            JsonValueKind.String => member.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.GetRawText(),
            _ => null,
        };
    }
}
