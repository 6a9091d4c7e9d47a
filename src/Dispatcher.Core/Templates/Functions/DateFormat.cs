using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Dispatcher.Diagnostics;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates.Functions;

/// <summary>The patterns of <c>date.to_string</c> and <c>date.parse</c>, in Scriban's letters. What writes a line break
/// or a tab is not among them.</summary>
internal static class DateFormat
{
    // No letter writes more.
    private const int MostForLetter = 20;

    private static readonly FrozenDictionary<char, Letter> Letters = new Letter[]
    {
        new('a', Form("ddd")),
        new('A', Form("dddd")),
        new('b', Form("MMM"), Month(CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames)),
        new('B', Form("MMMM"), Month(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames)),
        new('C', date => Digits(date.Year / 100, 2)),
        new('d', Form("dd"), Number(2, (parts, day) => parts.Day = day)),
        new('D', Form("MM/dd/yy"), Same("%m/%d/%y")),
        new('e', date => date.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2), BlankPadded),
        new('F', Form("yyyy-MM-dd"), Same("%Y-%m-%d")),
        new('G', date => Digits(ISOWeek.GetYear(date.DateTime), 4)),
        new('h', Form("MMM"), Month(CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames)),
        new('H', Form("HH"), Number(2, (parts, hour) => parts.Hour = hour)),
        new('I', Form("hh"), Number(2, (parts, hour) => parts.Hour12 = hour)),
        new('j', date => Digits(date.DayOfYear, 3), Number(3, (parts, day) => parts.DayOfYear = day)),
        new('L', Form("fff"), Number(3, (parts, part) => parts.Ticks = part * TimeSpan.TicksPerMillisecond)),
        new('m', Form("MM"), Number(2, (parts, month) => parts.Month = month)),
        new('M', Form("mm"), Number(2, (parts, minute) => parts.Minute = minute)),
        new(
            'N',
            date => date.ToString("fffffff", CultureInfo.InvariantCulture) + "00",
            Number(9, (parts, part) => parts.Ticks = part / TimeSpan.NanosecondsPerTick)
        ),
        new('p', Form("tt"), Half),
        new('R', Form("HH:mm"), Same("%H:%M")),
        new('s', date => date.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        new('S', Form("ss"), Number(2, (parts, second) => parts.Second = second)),
        new('T', Form("HH:mm:ss"), Same("%H:%M:%S")),
        new('u', date => Digits(date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek, 1)),
        new('V', date => Digits(ISOWeek.GetWeekOfYear(date.DateTime), 2)),
        new('w', date => Digits((int)date.DayOfWeek, 1)),
        // As POSIX reads it: 69 to 99 are of the twentieth century.
        new('y', Form("yy"), Number(2, (parts, year) => parts.Year = year + (year < 69 ? 2000 : 1900))),
        new('Y', Form("yyyy"), Number(4, (parts, year) => parts.Year = year)),
        new('Z', Form("zzz")),
        new('%', _ => "%", Same("%%")),
    }.ToFrozenDictionary(letter => letter.Name);

    // As .NET, Java and SQL write them.
    private static readonly (string Theirs, string Ours)[] OtherLetters =
    [
        ("yyyy", "%Y"),
        ("YYYY", "%Y"),
        ("yy", "%y"),
        ("YY", "%y"),
        ("MM", "%m"),
        ("dd", "%d"),
        ("DD", "%d"),
        ("HH24", "%H"),
        ("HH", "%H"),
        ("mm", "%M"),
        ("MI", "%M"),
        ("ss", "%S"),
        ("SS", "%S"),
    ];

    private delegate bool Reader(ReadOnlySpan<char> text, ref int at, Parts parts);

    /// <summary>Every letter, in ordinal order.</summary>
    public static IEnumerable<char> Written => Letters.Keys.Order();

    /// <summary>The letters that <c>date.parse</c> knows, in ordinal order.</summary>
    public static IEnumerable<char> Read =>
        Letters.Values.Where(letter => letter.Read is not null).Select(l => l.Name).Order();

    /// <summary>What is wrong with a pattern of <c>date.to_string</c>, or null.</summary>
    public static TypeProblem? CannotWrite(string pattern)
    {
        foreach (string letter in LettersOf(pattern))
        {
            if (letter.Length == 0 || !Letters.ContainsKey(letter[0]))
                return new(
                    $"the pattern {Quoted("%" + letter)} of date.to_string is not known",
                    $"the letters are {string.Concat(Written)}"
                );
        }

        return null;
    }

    /// <summary>What is wrong with a pattern of <c>date.to_string</c> as it is written in a template, or null. Without
    /// a letter it gives its own text for every date.</summary>
    public static TypeProblem? CannotBeMeant(string pattern)
    {
        if (pattern.Contains('%', StringComparison.Ordinal))
            return CannotWrite(pattern);
        string meant = OtherLetters.Aggregate(pattern, (text, pair) =>
            text.Replace(pair.Theirs, pair.Ours, StringComparison.Ordinal)
        );
        return new(
            $"the pattern {Quoted(pattern)} of date.to_string has no letter with a `%`, so that it gives this text for "
                + "every date",
            meant == pattern ? $"the letters are {string.Concat(Written)}" : $"write {Quoted(meant)}"
        );
    }

    /// <summary>What is wrong with a pattern of <c>date.parse</c>, or null.</summary>
    public static TypeProblem? CannotRead(string pattern)
    {
        bool hasYear = false;
        foreach (string letter in LettersOf(pattern))
        {
            if (letter.Length == 0 || Letters.GetValueOrDefault(letter[0])?.Read is null)
                return new(
                    $"the pattern {Quoted("%" + letter)} of date.parse is not known",
                    $"the letters are {string.Concat(Read)}"
                );
            hasYear |= letter[0] is 'Y' or 'y' or 'F' or 'D';
        }

        return hasYear
            ? null
            : new($"the pattern {Quoted(pattern)} of date.parse has no year", "write %Y or %y where the year stands");
    }

    /// <summary>At most so many characters does the pattern write.</summary>
    public static long MostCharacters(string pattern) =>
        pattern.Length + ((long)MostForLetter * pattern.AsSpan().Count('%'));

    /// <summary>The date as the pattern says, by the date's own calendar. The pattern is known to be right.</summary>
    public static string Write(DateTimeOffset date, string pattern)
    {
        var written = new StringBuilder();
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%')
                written.Append(pattern[i]);
            else
                written.Append(Letters[pattern[++i]].Write(date));
        }

        return written.ToString();
    }

    /// <summary>The date that the text is, in UTC; null where it is none. What the pattern does not say is the
    /// smallest: January, the first, midnight. The pattern is known to be right.</summary>
    public static DateTimeOffset? Parse(string text, string pattern)
    {
        var parts = new Parts();
        int at = 0;
        return TryRead(text, ref at, pattern, parts) && at == text.Length ? parts.Date() : null;
    }

    private static bool TryRead(ReadOnlySpan<char> text, ref int at, string pattern, Parts parts)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '%' && pattern[i + 1] != '%')
            {
                if (!Letters[pattern[++i]].Read!(text, ref at, parts))
                    return false;
                continue;
            }

            i += pattern[i] == '%' ? 1 : 0;
            if (at == text.Length || text[at++] != pattern[i])
                return false;
        }

        return true;
    }

    // The letter after each per cent sign, or nothing at the end.
    private static IEnumerable<string> LettersOf(string pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '%')
                yield return ++i < pattern.Length ? pattern[i].ToString() : "";
        }
    }

    private static string Quoted(string text) => Quote.Code(text);

    private static Func<DateTimeOffset, string> Form(string form) =>
        date => date.ToString(form, CultureInfo.InvariantCulture);

    private static string Digits(int number, int width) =>
        number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    private static Reader Number(int digits, Action<Parts, int> set) =>
        (text, ref at, parts) =>
        {
            if (text.Length - at < digits || text.Slice(at, digits).IndexOfAnyExceptInRange('0', '9') >= 0)
                return false;
            set(parts, int.Parse(text.Slice(at, digits), CultureInfo.InvariantCulture));
            at += digits;
            return true;
        };

    private static Reader Same(string pattern) => (text, ref at, parts) => TryRead(text, ref at, pattern, parts);

    private static Reader Month(string[] names) =>
        (text, ref at, parts) =>
        {
            for (int month = 1; month <= 12; month++)
            {
                if (!text[at..].StartsWith(names[month - 1], StringComparison.OrdinalIgnoreCase))
                    continue;
                parts.Month = month;
                at += names[month - 1].Length;
                return true;
            }

            return false;
        };

    private static bool BlankPadded(ReadOnlySpan<char> text, ref int at, Parts parts)
    {
        if (
            text.Length - at < 2
            || !char.IsAsciiDigit(text[at + 1])
            || (text[at] != ' ' && !char.IsAsciiDigit(text[at]))
        )
            return false;
        parts.Day = ((text[at] == ' ' ? 0 : text[at] - '0') * 10) + text[at + 1] - '0';
        at += 2;
        return true;
    }

    private static bool Half(ReadOnlySpan<char> text, ref int at, Parts parts)
    {
        ReadOnlySpan<char> half = text[at..];
        bool afternoon = half.StartsWith("PM", StringComparison.OrdinalIgnoreCase);
        if (!afternoon && !half.StartsWith("AM", StringComparison.OrdinalIgnoreCase))
            return false;
        parts.Afternoon = afternoon;
        at += 2;
        return true;
    }

    /// <summary>One letter of a pattern.</summary>
    private sealed record Letter(char Name, Func<DateTimeOffset, string> Write, Reader? Read = null);

    /// <summary>What has been read of a date so far.</summary>
    private sealed class Parts
    {
        public int Year { get; set; }

        public int Month { get; set; } = 1;

        public int Day { get; set; } = 1;

        public int? DayOfYear { get; set; }

        public int Hour { get; set; }

        public int? Hour12 { get; set; }

        public bool Afternoon { get; set; }

        public int Minute { get; set; }

        public int Second { get; set; }

        public long Ticks { get; set; }

        public DateTimeOffset? Date()
        {
            if (Hour12 is { } hour)
            {
                if (hour is < 1 or > 12)
                    return null;
                Hour = (hour % 12) + (Afternoon ? 12 : 0);
            }

            if (
                Year is < 1 or > 9999
                || Month is < 1 or > 12
                || Day < 1
                || Day > DateTime.DaysInMonth(Year, Month)
                || Hour > 23
                || Minute > 59
                // A leap second is read as the second before it, as event times are.
                || Second > (Hour == 23 && Minute == 59 ? 60 : 59)
                || DayOfYear < 1
                || DayOfYear > (DateTime.IsLeapYear(Year) ? 366 : 365)
            )
                return null;
            var date = new DateTimeOffset(Year, Month, Day, Hour, Minute, Math.Min(Second, 59), TimeSpan.Zero);
            if (DayOfYear is { } day)
                date = date.AddDays(day - date.DayOfYear);
            return date.AddTicks(Ticks);
        }
    }
}
