using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Dispatcher.Diagnostics;

namespace Dispatcher.Templates.Rendering;

/// <summary>The values an expression can have: null, bool, string, long, double, <see cref="DateTimeOffset"/> in UTC,
/// <c>object?[]</c>, and a <see cref="JsonElement"/> that is an object or an array of <c>event.raw</c>.</summary>
internal static class TemplateValue
{
    /// <summary>The form of <c>{{ event.time }}</c>: ISO 8601 with milliseconds, <c>2019-01-10T21:19:24.000Z</c>; by
    /// the calendar of a zone with its offset, <c>2019-01-10T22:19:24.000+01:00</c>.</summary>
    private const string DateForm = "yyyy-MM-dd'T'HH:mm:ss.fff";

    /// <summary>Scriban's rule: only null and false are false; 0 and the empty string are true.</summary>
    public static bool IsTrue(object? value) => value is not (null or false);

    /// <summary>The value as text, or null and a failure for what has none: null, lists and objects.</summary>
    public static string? Text(RenderContext rendering, object? value, string what)
    {
        switch (value)
        {
            case string text:
                return text;
            case bool flag:
                return flag ? "true" : "false";
            case long number:
                return number.ToString(CultureInfo.InvariantCulture);
            case double number:
                return number.ToString(CultureInfo.InvariantCulture);
            case DateTimeOffset time:
                return time.ToString(
                    time.Offset == TimeSpan.Zero ? DateForm + "'Z'" : DateForm + "zzz",
                    CultureInfo.InvariantCulture
                );
            case null:
                if (rendering.Failure is null)
                    rendering.Fail(
                        Codes.RenderMissing,
                        $"{what} is null for this event; write `?? \"…\"` after it to say what to use instead"
                    );
                return null;
            default:
                rendering.Fail($"{what} is {Kind(value)}, not a text; name one of its parts, or use array.join");
                return null;
        }
    }

    public static Kinds KindOf(object? value) =>
        value switch
        {
            null => Kinds.Null,
            bool => Kinds.Boolean,
            string => Kinds.Text,
            long => Kinds.Integer,
            double => Kinds.Real,
            DateTimeOffset => Kinds.Date,
            object?[] or JsonElement { ValueKind: JsonValueKind.Array } => Kinds.List,
            _ => Kinds.Object,
        };

    /// <summary>What kind of thing a value is, with its article, for messages.</summary>
    public static string Kind(object? value) =>
        value switch
        {
            null => "null",
            bool => "true or false",
            string => "a text",
            long or double => "a number",
            DateTimeOffset => "a date",
            object?[] => "a list",
            JsonElement { ValueKind: JsonValueKind.Array } => "a list",
            _ => "an object",
        };

    /// <summary>A part of <c>event.raw</c> as a value; false, with a failure, for numbers and texts past the
    /// bounds.</summary>
    public static bool TryRead(RenderContext rendering, JsonElement element, string what, out object? value)
    {
        value = null;
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                string text = element.GetString()!;
                value = text;
                return rendering.Spend(text.Length) && rendering.Allows(text.Length);
            case JsonValueKind.True:
                value = true;
                return true;
            case JsonValueKind.False:
                value = false;
                return true;
            case JsonValueKind.Number:
                return TryReadNumber(rendering, element, what, out value);
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return true;
            default:
                value = element;
                return true;
        }
    }

    /// <summary>The items of a list; false where the value is none, or where an item is past the bounds.</summary>
    public static bool TryList(
        RenderContext rendering,
        object? value,
        string what,
        [NotNullWhen(true)] out object?[]? items
    )
    {
        items = value as object?[];
        if (items is not null)
            return true;
        if (value is not JsonElement { ValueKind: JsonValueKind.Array } array)
            return false;
        int length = array.GetArrayLength();
        if (!rendering.Spend(length))
            return false;
        var read = new object?[length];
        int next = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (!TryRead(rendering, element, what, out read[next++]))
                return false;
        }

        items = read;
        return true;
    }

    private static bool TryReadNumber(RenderContext rendering, JsonElement element, string what, out object? value)
    {
        string written = element.GetRawText();
        value = null;
        if (!rendering.Spend(written.Length))
            return false;
        if (element.TryGetInt64(out long integer))
            value = integer;
        else if (
            written.AsSpan().ContainsAny(".eE")
            && element.TryGetDouble(out double number)
            && double.IsFinite(number)
        )
            value = number;
        else
        {
            rendering.Fail(
                $"{what} is the number {Quote.Code(written)}, which has more than 64 bits; "
                    + "let the sender write it as a text"
            );
            return false;
        }

        return true;
    }
}
