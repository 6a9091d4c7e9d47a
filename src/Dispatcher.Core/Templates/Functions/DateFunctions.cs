using System.Globalization;
using System.Text;
using Dispatcher.Events;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates.Functions;

/// <summary>The allowed functions of Scriban's <c>date</c>: those that read a date, move it and write it, always in
/// UTC.</summary>
/// <remarks>Left out: <c>now</c>, which is a clock. <c>parse</c> reads two forms only, because Scriban's takes today,
/// the local time zone and a culture where the text is silent.</remarks>
internal static class DateFunctions
{
    public static readonly TemplateFunction[] All =
    [
        // The day in a name.
        new("date.parse", ["text"], 1, a => a.Text(0, out var text) ? Parse(a, text) : null),
        // The partition a file belongs to.
        new("date.to_string", ["date", "pattern"], 2, a =>
            a.Date(0, out var date) && a.Text(1, out var pattern) ? Write(a, date, pattern) : null
        ),
        // The day before, the month after: the bounds of the period an event falls in.
        new("date.add_milliseconds", ["date", "count"], 2, a => Move(a, (date, count) => date.AddMilliseconds(count))),
        new("date.add_seconds", ["date", "count"], 2, a => Move(a, (date, count) => date.AddSeconds(count))),
        new("date.add_minutes", ["date", "count"], 2, a => Move(a, (date, count) => date.AddMinutes(count))),
        new("date.add_hours", ["date", "count"], 2, a => Move(a, (date, count) => date.AddHours(count))),
        new("date.add_days", ["date", "count"], 2, a => Move(a, (date, count) => date.AddDays(count))),
        new("date.add_months", ["date", "count"], 2, a =>
            a.Integer(1, out _) ? Move(a, (date, count) => date.AddMonths((int)count)) : null
        ),
        new("date.add_years", ["date", "count"], 2, a =>
            a.Integer(1, out _) ? Move(a, (date, count) => date.AddYears((int)count)) : null
        ),
    ];

    // The patterns of date.to_string, in Scriban's letters. What writes a line break or a tab is not among them.
    private static readonly Dictionary<char, Func<DateTimeOffset, string>> Patterns = new()
    {
        ['a'] = Form("ddd"),
        ['A'] = Form("dddd"),
        ['b'] = Form("MMM"),
        ['B'] = Form("MMMM"),
        ['C'] = date => Digits(date.Year / 100, 2),
        ['d'] = Form("dd"),
        ['D'] = Form("MM/dd/yy"),
        ['e'] = date => date.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        ['F'] = Form("yyyy-MM-dd"),
        ['h'] = Form("MMM"),
        ['H'] = Form("HH"),
        ['I'] = Form("hh"),
        ['j'] = date => Digits(date.DayOfYear, 3),
        ['L'] = Form("fff"),
        ['m'] = Form("MM"),
        ['M'] = Form("mm"),
        ['N'] = date => date.ToString("fffffff", CultureInfo.InvariantCulture) + "00",
        ['p'] = Form("tt"),
        ['R'] = Form("HH:mm"),
        ['s'] = date => date.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        ['S'] = Form("ss"),
        ['T'] = Form("HH:mm:ss"),
        ['u'] = date => Digits(date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek, 1),
        ['w'] = date => Digits((int)date.DayOfWeek, 1),
        ['y'] = Form("yy"),
        ['Y'] = Form("yyyy"),
        ['Z'] = _ => "+00:00",
        ['%'] = _ => "%",
    };

    private static Func<DateTimeOffset, string> Form(string form) =>
        date => date.ToString(form, CultureInfo.InvariantCulture);

    private static string Digits(int number, int width) =>
        number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    private static object? Parse(Arguments arguments, string text) =>
        EventTime.Parse(text)
        ?? EventTime.Parse(text + "T00:00:00Z")
        ?? arguments.Fail($"{Quoted.Value(text)} is no date; give it as 2022-08-12 or 2022-08-12T10:00:00Z");

    private static object? Write(Arguments arguments, DateTimeOffset date, string pattern)
    {
        var written = new StringBuilder();
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%')
            {
                written.Append(pattern[i]);
                continue;
            }

            if (++i == pattern.Length || !Patterns.TryGetValue(pattern[i], out Func<DateTimeOffset, string>? write))
            {
                string letter = i == pattern.Length ? "" : pattern[i].ToString();
                string letters = string.Concat(Patterns.Keys.Order());
                return arguments.Fail(
                    $"the pattern {Quoted.Value("%" + letter)} is not known; the letters are {letters}"
                );
            }

            if (!arguments.Context.Allows(written.Length + 32L))
                return null;
            written.Append(write(date));
        }

        return arguments.Make(written.Length, written.ToString);
    }

    private static object? Move(Arguments arguments, Func<DateTimeOffset, double, DateTimeOffset> move)
    {
        if (!arguments.Date(0, out DateTimeOffset date) || !arguments.Number(1, out double count))
            return null;
        try
        {
            return move(date, count);
        }
        catch (ArgumentException)
        {
            return arguments.Fail("the date leaves the years 1 to 9999; add less");
        }
    }
}
