using Dispatcher.Diagnostics;
using Dispatcher.Routes.Yaml;
using Dispatcher.Templates.Functions;

namespace Dispatcher.Routes.Loading;

/// <summary>Reads <c>expect</c> of a route.</summary>
/// <remarks>sweep-v1, "Expectations".</remarks>
internal static class ExpectReader
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);
    private static readonly string[] Keys = ["every", "key", "format", "within", "zone"];

    /// <summary>The expectation, or null with the errors.</summary>
    /// <param name="context">Where problems go.</param>
    /// <param name="templates">Reads templates over <c>groups</c>, <c>bucket</c> and <c>config</c>.</param>
    /// <param name="node">What stands after <c>expect</c>.</param>
    public static RouteExpectation? Read(LoadContext context, TemplateReader templates, RawNode node)
    {
        if (MapReader.Open(context, node, "`expect`", Keys) is not { } map)
            return null;
        ExpectedEvery? every = ReadEvery(context, map);
        PlacedTemplate? key = map.Require("key", "`expect`", "write `key:` and how the period stands in a name")
            is { } written
            ? templates.Read(written, "`key`")
            : null;
        string? format = map.Require("format", "`expect`", "write `format:` and how the period is written, as %Y-%m-%d")
            is { } pattern
            ? ReadFormat(context, pattern, every)
            : null;
        TimeSpan? within = map.Require("within", "`expect`", "write `within:` and how long after its beginning, as 30h")
            is null
            ? null
            : DurationReader.Read(context, map, "within", Longest);
        string? zone = ReadZone(context, map);
        return every is null || key is null || format is null || within is null || zone is null
            ? null
            : new RouteExpectation(every.Value, key, format, within.Value, zone);
    }

    private static ExpectedEvery? ReadEvery(LoadContext context, MapReader map)
    {
        const string Hint = "write `every:` and one of hour, day, weekday, month";
        if (map.Require("every", "`expect`", Hint) is null || map.Text("every") is not { } text)
            return null;
        if (ExpectedEveries.Words.Find(text.Value) is { } every)
            return every;
        context.Error(
            Codes.WrongValue,
            text.Position,
            $"`every` is {Quote.Value(text.Value)}",
            ExpectedEveries.Words.Hint(text.Value)
        );
        return null;
    }

    private static string? ReadFormat(LoadContext context, RawNode node, ExpectedEvery? every)
    {
        if (MapReader.Text(context, node, "`format`") is not { } text)
            return null;
        if (DateFormat.CannotWrite(text.Value) is { } problem)
        {
            context.Error(Codes.WrongValue, text.Position, problem.Message, problem.Hint);
            return null;
        }

        if (every is not { } often || TellsApart(often, text.Value))
            return text.Value;
        context.Error(
            Codes.WrongValue,
            text.Position,
            $"the format {Quote.Value(text.Value)} writes two periods alike",
            $"write a format that has the {often.Word()}, as {Example(often)}"
        );
        return null;
    }

    // Of a leap year and the year after it, no two periods may be written alike.
    private static bool TellsApart(ExpectedEvery every, string format)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        for (DateTimeOffset begin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero); begin.Year < 2026; )
        {
            bool counts =
                every != ExpectedEvery.Weekday || begin.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
            if (counts && !written.Add(DateFormat.Write(begin, format)))
                return false;
            begin = every switch
            {
                ExpectedEvery.Hour => begin.AddHours(1),
                ExpectedEvery.Day or ExpectedEvery.Weekday => begin.AddDays(1),
                ExpectedEvery.Month => begin.AddMonths(1),
            };
        }

        return true;
    }

    private static string Example(ExpectedEvery every) =>
        every switch
        {
            ExpectedEvery.Hour => "%Y-%m-%dT%H",
            ExpectedEvery.Day or ExpectedEvery.Weekday => "%Y-%m-%d",
            ExpectedEvery.Month => "%Y-%m",
        };

    private static string? ReadZone(LoadContext context, MapReader map)
    {
        if (map.Find("zone") is null)
            return RouteExpectation.DefaultZone;
        if (map.Text("zone") is not { } text)
            return null;
        if (TimeZones.Unknown(text.Value) is not { } problem)
            return text.Value;
        context.Error(Codes.WrongValue, text.Position, problem.Message, problem.Hint);
        return null;
    }
}
