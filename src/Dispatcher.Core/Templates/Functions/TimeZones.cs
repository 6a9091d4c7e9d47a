using Dispatcher.Diagnostics;
using Dispatcher.Templates.Rendering;
using NodaTime;
using NodaTime.TimeZones;

namespace Dispatcher.Templates.Functions;

/// <summary>The time zones of the IANA database that is part of the program, so that a template gives the same text on
/// every machine. It is read when the first template names a zone.</summary>
public static class TimeZones
{
    private static readonly Lazy<TzdbDateTimeZoneSource> Source = new(() => TzdbDateTimeZoneSource.Default);

    /// <summary>The version of the database, such as <c>2026a</c>.</summary>
    public static string Version => Source.Value.TzdbVersion;

    /// <summary>What is wrong with a zone's name, or null.</summary>
    internal static TypeProblem? Unknown(string zone) =>
        Source.Value.CanonicalIdMap.ContainsKey(zone)
            ? null
            : new(
                $"there is no time zone {Quote.Code(zone)}",
                Suggestion.Hint(
                    zone,
                    Source.Value.CanonicalIdMap.Keys.Order(StringComparer.Ordinal),
                    $"write a name of the IANA database {Version}, such as Europe/Berlin or UTC"
                )
            );

    /// <summary>What a known zone's clocks are ahead of UTC at an instant. Seconds, which a few zones had before 1972,
    /// are left out.</summary>
    internal static TimeSpan OffsetAt(string zone, DateTimeOffset instant)
    {
        Offset offset = Source.Value.ForId(zone).GetUtcOffset(Instant.FromDateTimeOffset(instant));
        return TimeSpan.FromMinutes(offset.Seconds / 60);
    }

    /// <summary>The first instant of a day by a known zone's calendar, with the zone's offset: midnight, or what its
    /// clocks show first where they leave midnight out.</summary>
    internal static DateTimeOffset StartOfDay(string zone, DateOnly date)
    {
        ZonedDateTime start = Source.Value.ForId(zone).AtStartOfDay(new LocalDate(date.Year, date.Month, date.Day));
        DateTimeOffset instant = start.ToInstant().ToDateTimeOffset();
        return instant.ToOffset(OffsetAt(zone, instant));
    }
}
