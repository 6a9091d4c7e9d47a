using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dispatcher.Analysis.Diff;
using Dispatcher.Diagnostics;

namespace Dispatcher.Testing;

/// <summary>How a JSON value differs from the expected one, a line a field.</summary>
internal static class DifferenceText
{
    // More differences than this and the reader looks at the whole.
    private const int MaxShown = 20;

    // A value up to this length stands on the line of its field.
    private const int ShortValue = 20;

    /// <summary>The differences, each on a line of its own that begins with a line end; empty when the values are
    /// equal. The order of an object's members does not matter, and numbers are compared by value.</summary>
    public static string Between(string path, JsonElement wanted, JsonElement actual)
    {
        ImmutableArray<JsonDifference> differences =
        [
            .. JsonDifference.Between(path, wanted, actual, intoArrays: true),
        ];
        // What is missing may be there under a name that is nearly the same.
        ILookup<string, string> extra = differences
            .Where(difference => difference.Before is null && difference.Step.StartsWith('.'))
            .ToLookup(difference => difference.Parent, difference => difference.Step[1..], StringComparer.Ordinal);
        string more =
            differences.Length > MaxShown
                ? string.Create(CultureInfo.InvariantCulture, $"\n  … and {differences.Length - MaxShown} more")
                : "";
        return string.Concat(differences.Take(MaxShown).Select(difference => Line(difference, extra))) + more;
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

    private static string Line(JsonDifference difference, ILookup<string, string> extra) =>
        (difference.Before, difference.After) switch
        {
            ({ } wanted, { } actual) => Line(difference.Path, Text(wanted), Text(actual)),
            ({ } wanted, null) => Line(difference.Path, Text(wanted), null) + NearName(difference, extra),
            (null, var actual) => $"\n  {difference.Path}: not expected, but it is {Text(actual!.Value)}",
        };

    private static string NearName(JsonDifference missing, ILookup<string, string> extra) =>
        missing.Step.StartsWith('.') && Suggestion.For(missing.Step[1..], extra[missing.Parent]) is { } near
            ? $"; `{near}` is"
            : "";

    // Written again, so that equal values have equal escapes and white space.
    private static string Text(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options))
            value.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
