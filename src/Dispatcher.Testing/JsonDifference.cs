using System.Globalization;
using System.Text;
using System.Text.Json;
using Dispatcher.Diagnostics;

namespace Dispatcher.Testing;

/// <summary>Says field by field how a JSON value differs from the expected one.</summary>
internal static class JsonDifference
{
    // More differences than this and the reader looks at the whole.
    private const int MaxShown = 20;

    // A value up to this length stands on the line of its field.
    private const int ShortValue = 20;

    /// <summary>The differences, each on a line of its own that begins with a line end; empty when the values are
    /// equal. The order of an object's members does not matter, and numbers are compared by value.</summary>
    public static string Between(string path, JsonElement wanted, JsonElement actual)
    {
        var lines = new List<string>();
        Walk(lines, path, wanted, actual);
        string more =
            lines.Count > MaxShown
                ? string.Create(CultureInfo.InvariantCulture, $"\n  … and {lines.Count - MaxShown} more")
                : "";
        return string.Concat(lines.Take(MaxShown)) + more;
    }

    /// <summary>One difference.</summary>
    /// <param name="path">The field.</param>
    /// <param name="wanted">The expected JSON.</param>
    /// <param name="actual">The actual JSON; null when the field is not there.</param>
    public static string Line(string path, string wanted, string? actual)
    {
        if (actual is null)
            return $"\n  {path}: expected {wanted}, but it is not there";
        if (wanted.Length <= ShortValue && actual.Length <= ShortValue)
            return $"\n  {path}: expected {wanted}, but it is {actual}";
        // One above the other, with a mark where they part.
        const string Expected = "    expected ",
            But = "    but it is ";
        int same = wanted.AsSpan().CommonPrefixLength(actual);
        return new StringBuilder("\n  ")
            .Append(path)
            .Append(':')
            .Append("\n ")
            .Append(Expected)
            .Append(wanted)
            .Append('\n')
            .Append(But)
            .Append(actual)
            .Append('\n')
            .Append(' ', But.Length + same)
            .Append('^')
            .ToString();
    }

    private static void Walk(List<string> lines, string path, JsonElement wanted, JsonElement actual)
    {
        if (wanted.ValueKind == JsonValueKind.Object && actual.ValueKind == JsonValueKind.Object)
            WalkMembers(lines, path, wanted, actual);
        else if (wanted.ValueKind == JsonValueKind.Array && actual.ValueKind == JsonValueKind.Array)
            WalkItems(lines, path, wanted, actual);
        else if (!JsonElement.DeepEquals(wanted, actual))
            lines.Add(Line(path, Text(wanted), Text(actual)));
    }

    private static void WalkMembers(List<string> lines, string path, JsonElement wanted, JsonElement actual)
    {
        string[] extra =
        [
            .. actual
                .EnumerateObject()
                .Select(member => member.Name)
                .Where(name => !wanted.TryGetProperty(name, out _)),
        ];
        foreach (JsonProperty member in wanted.EnumerateObject())
        {
            if (actual.TryGetProperty(member.Name, out JsonElement other))
                Walk(lines, $"{path}.{member.Name}", member.Value, other);
            else
                lines.Add(
                    Line($"{path}.{member.Name}", Text(member.Value), null)
                        + (Suggestion.For(member.Name, extra) is { } near ? $"; `{near}` is" : "")
                );
        }

        lines.AddRange(
            extra.Select(name => $"\n  {path}.{name}: not expected, but it is {Text(actual.GetProperty(name))}")
        );
    }

    private static void WalkItems(List<string> lines, string path, JsonElement wanted, JsonElement actual)
    {
        int expected = wanted.GetArrayLength(),
            length = actual.GetArrayLength();
        for (int i = 0; i < Math.Max(expected, length); i++)
        {
            string item = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (i >= length)
                lines.Add(Line(item, Text(wanted[i]), null));
            else if (i >= expected)
                lines.Add($"\n  {item}: not expected, but it is {Text(actual[i])}");
            else
                Walk(lines, item, wanted[i], actual[i]);
        }
    }

    // Written again, so that equal values have equal escapes and white space.
    private static string Text(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options))
            value.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
