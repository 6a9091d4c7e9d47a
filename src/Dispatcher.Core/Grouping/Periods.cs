using Dispatcher.Routes;
using Dispatcher.Templates.Functions;

namespace Dispatcher.Grouping;

/// <summary>The periods of a zone's calendar.</summary>
internal static class Periods
{
    private const int MinutesApart = 15;

    /// <summary>The beginnings of the periods after one instant and up to another, in order, each with the offset of
    /// the zone at that instant.</summary>
    public static IEnumerable<DateTimeOffset> Between(
        ExpectedEvery every,
        string zone,
        DateTimeOffset after,
        DateTimeOffset upTo
    ) =>
        every switch
        {
            ExpectedEvery.Hour => Hours(zone, after, upTo),
            ExpectedEvery.Day => Days(zone, after, upTo),
            ExpectedEvery.Weekday => Days(zone, after, upTo)
                .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)),
            ExpectedEvery.Month => Days(zone, after, upTo).Where(day => day.Day == 1),
        };

    // An hour of a zone begins where its clocks show a full one: at some quarter of an hour of UTC.
    private static IEnumerable<DateTimeOffset> Hours(string zone, DateTimeOffset after, DateTimeOffset upTo)
    {
        long quarter = TimeSpan.FromMinutes(MinutesApart).Ticks;
        DateTimeOffset instant = new((after.UtcTicks / quarter + 1) * quarter, TimeSpan.Zero);
        for (; instant <= upTo; instant = instant.AddTicks(quarter))
        {
            DateTimeOffset local = instant.ToOffset(TimeZones.OffsetAt(zone, instant));
            if (local.Minute == 0)
                yield return local;
        }
    }

    private static IEnumerable<DateTimeOffset> Days(string zone, DateTimeOffset after, DateTimeOffset upTo)
    {
        // A day begins within a day of its date's midnight in UTC.
        DateOnly date = DateOnly.FromDateTime(after.UtcDateTime.AddDays(-1)),
            last = DateOnly.FromDateTime(upTo.UtcDateTime.AddDays(1));
        for (; date <= last; date = date.AddDays(1))
        {
            DateTimeOffset begin = TimeZones.StartOfDay(zone, date);
            if (begin > after && begin <= upTo)
                yield return begin;
        }
    }
}
