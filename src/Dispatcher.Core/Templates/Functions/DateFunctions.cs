using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates.Functions;

/// <summary>The allowed functions of Scriban's <c>date</c>: those that read a date, move it and write it, in UTC unless
/// <c>in_zone</c> says otherwise.</summary>
/// <remarks>Left out: <c>now</c>, which is a clock. <c>parse</c> reads two forms, or the one that its pattern says,
/// because Scriban's takes today, the local time zone and a culture where the text is silent.</remarks>
internal static class DateFunctions
{
    public static readonly TemplateFunction[] All =
    [
        // The day in a name.
        new("date.parse", [Parameter.Text("text"), Parameter.Text("pattern")], 1, Gives.Date, Parse)
        {
            Check = arguments => Written(arguments, 1, DateFormat.CannotRead),
        },
        // The partition a file belongs to.
        new("date.to_string", [Parameter.Date("date"), Parameter.Text("pattern")], 2, Gives.Text, a =>
            a.Date(0, out var date) && a.Text(1, out var pattern) ? Write(a, date, pattern) : null
        )
        {
            Check = arguments => Written(arguments, 1, DateFormat.CannotBeMeant),
        },
        // The business day of a place.
        new("date.in_zone", [Parameter.Date("date"), Parameter.Text("zone")], 2, Gives.Date, InZone)
        {
            Check = arguments => Written(arguments, 1, TimeZones.Unknown),
        },
        // The day before, the month after: the bounds of the period an event falls in.
        new("date.add_milliseconds", [Parameter.Date("date"), Parameter.Number("count")], 2, Gives.Date, a =>
            Move(a, (date, count) => date.AddMilliseconds(count))
        ),
        new("date.add_seconds", [Parameter.Date("date"), Parameter.Number("count")], 2, Gives.Date, a =>
            Move(a, (date, count) => date.AddSeconds(count))
        ),
        new("date.add_minutes", [Parameter.Date("date"), Parameter.Number("count")], 2, Gives.Date, a =>
            Move(a, (date, count) => date.AddMinutes(count))
        ),
        new("date.add_hours", [Parameter.Date("date"), Parameter.Number("count")], 2, Gives.Date, a =>
            Move(a, (date, count) => date.AddHours(count))
        ),
        new("date.add_days", [Parameter.Date("date"), Parameter.Number("count")], 2, Gives.Date, a =>
            Move(a, (date, count) => date.AddDays(count))
        ),
        new("date.add_months", [Parameter.Date("date"), Parameter.Integer("count")], 2, Gives.Date, a =>
            a.Integer(1, out _) ? Move(a, (date, count) => date.AddMonths((int)count)) : null
        ),
        new("date.add_years", [Parameter.Date("date"), Parameter.Integer("count")], 2, Gives.Date, a =>
            a.Integer(1, out _) ? Move(a, (date, count) => date.AddYears((int)count)) : null
        ),
    ];

    private static TypeProblem? Written(
        ImmutableArray<Expression> arguments,
        int index,
        Func<string, TypeProblem?> check
    ) => index < arguments.Length && arguments[index] is Constant { Value: string text } ? check(text) : null;

    private static object? Parse(Arguments arguments)
    {
        if (!arguments.Text(0, out string? text))
            return null;
        if (arguments.Count == 1)
        {
            return EventTime.Parse(text)
                ?? EventTime.Parse(text + "T00:00:00Z")
                ?? arguments.Fail(
                    $"{Quote.Code(text)} is no date; give it as 2022-08-12 or 2022-08-12T10:00:00Z, "
                        + "or say how it is written: date.parse '%Y%m%d'"
                );
        }

        if (!arguments.Text(1, out string? pattern))
            return null;
        if (DateFormat.CannotRead(pattern) is { } problem)
            return arguments.Fail($"{problem.Message}; {problem.Hint}");
        return DateFormat.Parse(text, pattern)
            ?? arguments.Fail(
                $"{Quote.Code(text)} is no date as {Quote.Code(pattern)} writes it; match only names with one"
            );
    }

    private static object? Write(Arguments arguments, DateTimeOffset date, string pattern)
    {
        if (DateFormat.CannotWrite(pattern) is { } problem)
            return arguments.Fail($"{problem.Message}; {problem.Hint}");
        return arguments.Make(DateFormat.MostCharacters(pattern), () => DateFormat.Write(date, pattern));
    }

    private static object? InZone(Arguments arguments)
    {
        if (!arguments.Date(0, out DateTimeOffset date) || !arguments.Text(1, out string? zone))
            return null;
        if (TimeZones.Unknown(zone) is { } problem)
            return arguments.Fail($"{problem.Message}; {problem.Hint}");
        try
        {
            return date.ToOffset(TimeZones.OffsetAt(zone, date));
        }
        catch (ArgumentException)
        {
            return arguments.Fail("the date leaves the years 1 to 9999 there; move it first");
        }
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
