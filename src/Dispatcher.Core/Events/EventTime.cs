using System.Globalization;

namespace Dispatcher.Events;

/// <summary>Reads times as events write them: RFC 3339, with a date, a time and an offset. Anything looser would be
/// read differently elsewhere, or completed from the clock. A second of 60 at the end of a day in UTC is a leap
/// second: it is read as the second before it, so that it stays on its day. Which days have one is announced half a
/// year ahead, so any day may.</summary>
public static class EventTime
{
    // Where the seconds stand in `2022-08-12T10:00:00`.
    private const int Seconds = 17;

    /// <summary>The time in UTC, or null when the text is not one.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!IsShaped(text))
            return null;
        bool isLeap = text.AsSpan(Seconds, 2) is "60";
        return
            DateTimeOffset.TryParse(
                isLeap ? string.Concat(text.AsSpan(0, Seconds), "59", text.AsSpan(Seconds + 2)) : text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset time
            ) && (!isLeap || IsLastMinute(time.ToUniversalTime()))
            ? time.ToUniversalTime()
            : null;
    }

    private static bool IsLastMinute(DateTimeOffset utc) => utc is { Hour: 23, Minute: 59 };

    // 2022-08-12T10:00:00, perhaps a fraction, and Z or +02:00.
    private static bool IsShaped(ReadOnlySpan<char> text)
    {
        const string Shape = "0000-00-00T00:00:00";
        if (text.Length <= Shape.Length || !IsShaped(text[..Shape.Length], Shape))
            return false;
        text = text[Shape.Length..];
        if (text[0] == '.')
        {
            int digits = text[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
                return false;
            text = text[(digits + 1)..];
        }

        return text is "Z" or "z" || (text[0] is '+' or '-' && IsShaped(text[1..], "00:00"));
    }

    private static bool IsShaped(ReadOnlySpan<char> text, string shape)
    {
        if (text.Length != shape.Length)
            return false;
        for (int i = 0; i < shape.Length; i++)
        {
            bool fits = shape[i] switch
            {
                '0' => char.IsAsciiDigit(text[i]),
                'T' => text[i] is 'T' or 't',
                _ => text[i] == shape[i],
            };
            if (!fits)
                return false;
        }

        return true;
    }
}
