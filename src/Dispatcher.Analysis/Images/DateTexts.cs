using System.Collections.Immutable;
using System.Text;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Templates.Functions;

namespace Dispatcher.Analysis.Images;

/// <summary>What is known of the patterns of <c>date.parse</c> and <c>date.to_string</c> without a date.</summary>
internal static class DateTexts
{
    // In the order of their size; each has one width.
    private const string Plain = "YmdHMSL";

    /// <summary>The texts that a pattern can write.</summary>
    public static PatternNode Written(string pattern)
    {
        var items = ImmutableArray.CreateBuilder<PatternNode>();
        for (int i = 0; i < pattern.Length; i++)
        {
            // A pattern that ends in a per cent sign does not load.
            items.Add(pattern[i] == '%' ? Letter(pattern[++i]) : Languages.Literal(pattern[i].ToString()));
        }

        return new SequenceNode(items.DrainToImmutable());
    }

    /// <summary>The parts of a date that a pattern has with a fixed width, in the letters <c>YmdHMSL</c>; null where it
    /// has others as well.</summary>
    public static string? Detail(string pattern)
    {
        var detail = new StringBuilder();
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%')
                continue;
            char letter = pattern[++i];
            string? parts = letter switch
            {
                'F' => "Ymd",
                'T' => "HMS",
                'R' => "HM",
                '%' => "",
                _ when Plain.Contains(letter, StringComparison.Ordinal) => letter.ToString(),
                _ => null,
            };
            if (parts is null)
                return null;
            foreach (char part in parts)
            {
                if (detail.ToString().Contains(part, StringComparison.Ordinal))
                    return null;
                detail.Append(part);
            }
        }

        return detail.ToString();
    }

    /// <summary>Whether a date that was read with this detail can be read from what the pattern writes.</summary>
    public static bool Tells(string detail, string pattern)
    {
        string letters = string.Concat(
            pattern
                .Split('%')
                .Skip(1)
                .Where(rest => rest.Length > 0)
                .Select(rest =>
                    rest[0] switch
                    {
                        'F' => "Ymd",
                        'T' => "HMS",
                        'R' => "HM",
                        'j' => "md",
                        's' => "YmdHMS",
                        'N' => "L",
                        var letter => letter.ToString(),
                    }
                )
        );
        return detail.All(part => letters.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Texts to try for a pattern of <c>date.parse</c>: some that are dates, two of them on one day, and some
    /// that only look like dates.</summary>
    public static IEnumerable<string> Samples(string pattern)
    {
        DateTimeOffset day = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);
        foreach (
            DateTimeOffset date in (DateTimeOffset[])
                [
                    day,
                    day.AddHours(13).AddMinutes(7).AddSeconds(9).AddMilliseconds(5),
                    day.AddDays(1),
                    day.AddMonths(1),
                    day.AddYears(1),
                ]
        )
            yield return DateFormat.Write(date, pattern);
        // A month of 31 days is written, and another month is put where it stands.
        string last = DateFormat.Write(new(2026, 3, 31, 23, 59, 59, TimeSpan.Zero), pattern);
        yield return last.Replace("03", "02", StringComparison.Ordinal);
        yield return last.Replace("31", "00", StringComparison.Ordinal);
        yield return last.Replace("31", "32", StringComparison.Ordinal);
        yield return last.Replace("03", "13", StringComparison.Ordinal);
        yield return last.Replace("23", "24", StringComparison.Ordinal);
        yield return last.Replace("59", "60", StringComparison.Ordinal);
        yield return DateFormat.Write(day, pattern).Replace("2026", "0000", StringComparison.Ordinal);
        yield return string.Concat(last.Select(c => char.IsAsciiDigit(c) ? '0' : c));
        yield return string.Concat(last.Select(c => char.IsAsciiDigit(c) ? '9' : c));
    }

    private static PatternNode Letter(char letter) =>
        letter switch
        {
            'Y' or 'G' => Digits(4),
            'j' or 'L' => Digits(3),
            'N' => Digits(9),
            'u' or 'w' => Digits(1),
            'F' => Languages.Of(@"\d{4}-\d{2}-\d{2}"),
            'D' => Languages.Of(@"\d{2}/\d{2}/\d{2}"),
            'R' => Languages.Of(@"\d{2}:\d{2}"),
            'T' => Languages.Of(@"\d{2}:\d{2}:\d{2}"),
            'e' => Languages.Of("[ 0-9][0-9]"),
            's' => Languages.Of("-?[0-9]+"),
            'Z' => Languages.Of(@"[+\-]\d{2}:\d{2}"),
            'a' or 'A' or 'b' or 'B' or 'h' => Languages.Of("[A-Za-z]{3,9}"),
            'p' => Languages.Of("AM|PM"),
            '%' => Languages.Literal("%"),
            _ => Digits(2),
        };

    private static PatternNode Digits(int count) => Languages.Of($"[0-9]{{{count}}}");
}
