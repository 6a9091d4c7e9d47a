using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Grouping;
using Dispatcher.Patterns;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs.Groups;

/// <summary>Whether an object can come for every period of an expectation: the period's text is the key of some name
/// that the route takes.</summary>
internal static class ExpectedKeys
{
    // Weekdays and leap days come round within twelve years or so. An hour's text has nothing that a day's has not.
    private static readonly DateTimeOffset First = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        LastDay = First.AddYears(12),
        LastHour = First.AddDays(40);

    private const int MostNames = 24;

    /// <summary>No where a period has no name, with its key; yes with a key that a name has, which the function has
    /// confirmed.</summary>
    public static (Decision Found, string? Key) Ask(Route route, Configuration? configuration, Production production)
    {
        RouteExpectation expect = route.Expect!;
        var templates = new TemplateImages(route, configuration);
        ImmutableArray<Rendered> ways =
        [
            .. WriteImage.NamesOf(route).SelectMany(name => templates.Of(expect.Key.Template, name)),
        ];
        Pattern[] keys = [.. ways.Select(way => PartTexts.Grouped(way.Name, way.Pieces))];
        string? first = null;
        DateTimeOffset last = expect.Every == ExpectedEvery.Hour ? LastHour : LastDay;
        foreach ((string key, _) in Expectations.Due(expect, First.AddTicks(-1) + expect.Within, last + expect.Within))
        {
            if (production.IsOver)
                return (Decision.Undecided, null);
            if (!keys.Any(pattern => pattern.IsMatch(key)))
                return (Decision.No, key);
            first ??= key;
        }

        if (first is null)
            return (Decision.Yes, null);
        var tries = new NameTries(templates.Hints);
        return ways.SelectMany(way =>
                Origins.Of(
                    WriteWay.Of(way.Name, way.Pieces, null, PartTexts.Grouped(way.Name, way.Pieces)),
                    first,
                    null,
                    tries
                )
            )
            .Take(MostNames)
            .Any(origin =>
                production.Event(route, origin.Name) is { } document && production.Answer(document, route) == first
            )
            ? (Decision.Yes, first)
            : (Decision.Undecided, first);
    }
}
