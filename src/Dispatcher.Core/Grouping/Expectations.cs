using System.Collections.Immutable;
using Dispatcher.Routes;
using Dispatcher.Templates.Functions;

namespace Dispatcher.Grouping;

/// <summary>An object that should have come by now.</summary>
/// <param name="Route">The route that expects it.</param>
/// <param name="Key">The key that its name should have.</param>
/// <param name="Due">When it should have been there.</param>
public sealed record MissingObject(Route Route, string Key, DateTimeOffset Due);

/// <summary>Says which periods have no object.</summary>
/// <remarks>sweep-v1, "Expectations". Pure: the time is given. The key decides, never the time of arrival.</remarks>
public static class Expectations
{
    /// <summary>The periods that became due in the window and have no object, the oldest first.</summary>
    /// <param name="route">A route with an expectation.</param>
    /// <param name="keys">The keys of the objects that the route takes, of whatever age.</param>
    /// <param name="since">When the window begins.</param>
    /// <param name="now">When it ends.</param>
    public static ImmutableArray<MissingObject> Missing(
        Route route,
        IReadOnlySet<string> keys,
        DateTimeOffset since,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(keys);
        RouteExpectation expectation = route.Expect
            ?? throw new ArgumentException("The route has no expectation.", nameof(route));
        return
        [
            .. Due(expectation, since, now)
                .Where(period => !keys.Contains(period.Key))
                .Select(period => new MissingObject(route, period.Key, period.Due)),
        ];
    }

    /// <summary>The keys of the periods that became due in the window, the oldest first.</summary>
    public static IEnumerable<(string Key, DateTimeOffset Due)> Due(
        RouteExpectation expectation,
        DateTimeOffset since,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(expectation);
        string? last = null;
        foreach (
            DateTimeOffset begin in Periods.Between(
                expectation.Every,
                expectation.Zone,
                since - expectation.Within,
                now - expectation.Within
            )
        )
        {
            string key = DateFormat.Write(begin, expectation.Format);
            // An hour that a clock is set back to has the name of the hour before it.
            if (key != last)
                yield return (key, begin + expectation.Within);
            last = key;
        }
    }
}
