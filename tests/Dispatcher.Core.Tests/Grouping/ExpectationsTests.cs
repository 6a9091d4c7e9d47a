using System.Globalization;
using Dispatcher.Grouping;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Grouping;

public sealed class ExpectationsTests
{
    [Theory]
    [InlineData("day", "%F", "30h", "UTC", "2026-11-22, 2026-11-23")]
    [InlineData("day", "%F", "0s", "UTC", "2026-11-23, 2026-11-24")]
    [InlineData("day", "%F", "30h", "Europe/Berlin", "2026-11-22, 2026-11-23")]
    [InlineData("weekday", "%F", "1d", "UTC", "2026-11-23")]
    [InlineData("hour", "%FT%H", "46h", "UTC", "2026-11-20T15, 2026-11-20T16 … 48")]
    [InlineData("month", "%Y-%m", "23d", "UTC", "2026-11")]
    [InlineData("month", "%Y-%m", "30d", "UTC", "")]
    public void What_became_due_in_the_window_and_is_not_there_is_missing(
        string every,
        string format,
        string within,
        string zone,
        string missing
    )
    {
        DateTimeOffset now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

        string[] keys =
        [
            .. Expectations
                .Missing(Expecting(every, format, within, zone), new HashSet<string>(), now.AddDays(-2), now)
                .Select(one => one.Key),
        ];

        Assert.Equal(missing, string.Join(", ", keys.Take(2)) + (keys.Length > 2 ? $" … {keys.Length}" : ""));
    }

    [Fact]
    public void The_key_decides_and_not_the_day_of_arrival()
    {
        DateTimeOffset now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        Route route = Expecting("day", "%F", "30h", "UTC");

        string[] Missing(params string[] keys) =>
            [.. Expectations.Missing(route, keys.ToHashSet(), now.AddDays(-2), now).Select(one => one.Key)];

        Assert.Equal(["2026-11-23"], Missing("2026-11-22"));
        Assert.Equal(["2026-11-22"], Missing("2026-11-21", "2026-11-23"));
        Assert.Empty(Missing("2026-11-22", "2026-11-23"));
    }

    // Every quarter of an hour of a year whose offset changes four times is looked at by itself.
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Santiago")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("UTC")]
    public void Every_period_of_a_year_is_due_once(string zone)
    {
        DateTimeOffset begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            end = begin.AddYears(1);
        foreach ((string every, string format) in (ReadOnlySpan<(string, string)>)[("hour", "%FT%H"), ("day", "%F")])
        {
            Route route = Expecting(every, format, "0s", zone);
            var oracle = new OrderedDictionary<string, DateTimeOffset>();
            string before = Key(begin);
            for (DateTimeOffset at = begin.AddMinutes(15); at <= end; at = at.AddMinutes(15))
            {
                string key = Key(at);
                if (key != before)
                    oracle.TryAdd(key, at);
                before = key;
            }

            Assert.Equal(
                oracle.Keys,
                Expectations.Due(route.Expect!, begin, end).Select(period => period.Key).Distinct()
            );

            string Key(DateTimeOffset at) =>
                TimeZoneInfo
                    .ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone))
                    .ToString(every == "hour" ? "yyyy-MM-dd'T'HH" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
    }

    [Theory]
    [InlineData("in/2026-11-23.csv", "daily=2026-11-23")]
    [InlineData("other/2026-11-23.csv", "")]
    public void An_object_answers_for_the_key_in_its_name(string name, string answers) =>
        Assert.Equal(
            answers,
            string.Join(
                ' ',
                DispatchPlanner
                    .For(Given.Set(Yaml("day", "%F", "30h", "UTC")))
                    .Answers(Given.Event(name), Configuration.Empty)
                    .Select(answer => $"{answer.Route}={answer.Key}")
            )
        );

    private static Route Expecting(string every, string format, string within, string zone) =>
        Given.Set(Yaml(every, format, within, zone)).Routes[0];

    private static string Yaml(string every, string format, string within, string zone) =>
        $$"""
            version: 1
            routes:
              - name: daily
                match: { object: 'in/(?<day>[^/]+)\.csv' }
                task: { key: t, workspace: w, application: a }
                expect: { every: {{every}}, key: "{{"{{ groups.day }}"}}", format: "{{format}}", within: {{within}}, zone: {{zone}} }
            """;
}
