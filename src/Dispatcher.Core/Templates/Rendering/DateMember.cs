namespace Dispatcher.Templates.Rendering;

/// <summary>The members of a date, as Scriban names them: <c>event.time.year</c>. All are integers, in UTC.</summary>
internal static class DateMember
{
    public static readonly string[] Names =
    [
        "year",
        "month",
        "day",
        "day_of_year",
        "hour",
        "minute",
        "second",
        "millisecond",
    ];

    /// <summary>The member's value, or null where a date has no such member.</summary>
    public static long? Find(DateTimeOffset date, string name) =>
        name switch
        {
            "year" => date.Year,
            "month" => date.Month,
            "day" => date.Day,
            "day_of_year" => date.DayOfYear,
            "hour" => date.Hour,
            "minute" => date.Minute,
            "second" => date.Second,
            "millisecond" => date.Millisecond,
            _ => null,
        };
}
