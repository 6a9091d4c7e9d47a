using Dispatcher.Diagnostics;

namespace Dispatcher.Routes;

/// <summary>Which objects must have come by when.</summary>
/// <remarks>sweep-v1, "Expectations".</remarks>
/// <param name="Every">How often an object must come.</param>
/// <param name="Key">How the period stands in a name, over <c>groups</c>, <c>bucket</c> and <c>config</c>.</param>
/// <param name="Format">How the beginning of the period is written, in the letters of <c>date.to_string</c>.</param>
/// <param name="Within">An object is due so long after its period begins.</param>
/// <param name="Zone">The IANA time zone whose calendar the periods are of.</param>
public sealed record RouteExpectation(
    ExpectedEvery Every,
    PlacedTemplate Key,
    string Format,
    TimeSpan Within,
    string Zone
)
{
    /// <summary><c>UTC</c>: the zone where the route does not say it.</summary>
    public const string DefaultZone = "UTC";
}

/// <summary>How often an object must come.</summary>
public enum ExpectedEvery
{
    /// <summary>Every hour.</summary>
    Hour,

    /// <summary>Every day.</summary>
    Day,

    /// <summary>Every day from Monday to Friday.</summary>
    Weekday,

    /// <summary>Every month.</summary>
    Month,
}

/// <summary>The words of <see cref="ExpectedEvery"/>.</summary>
public static class ExpectedEveries
{
    /// <summary><c>hour day weekday month</c>.</summary>
    public static Words<ExpectedEvery> Words { get; } =
        new(every =>
            every switch
            {
                ExpectedEvery.Hour => "hour",
                ExpectedEvery.Day => "day",
                ExpectedEvery.Weekday => "weekday",
                ExpectedEvery.Month => "month",
            }
        );

    /// <summary><c>hour day weekday month</c>.</summary>
    public static string Word(this ExpectedEvery every) => Words.Of(every);
}
