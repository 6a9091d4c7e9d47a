using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Engine;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>Says for routes why they did or did not match: the first part that failed, how much of the name was
/// accepted, and what was expected next.</summary>
/// <remarks>cli-v1, <c>dry-run --explain</c>; the same text is in the log of an unmatched event and in failing
/// tests.</remarks>
public static class RouteExplainer
{
    // What one small change would do is asked of the nearest routes only.
    private const int MostCompared = 3;

    // And reading a pattern again is not paid for by the budget of the event.
    private const int LongestRead = 1000;

    /// <summary>Every route, the nearest first.</summary>
    public static ImmutableArray<RouteExplanation> Explain(RouteSet set, StorageEvent storageEvent)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(storageEvent);
        return Explain(set, storageEvent, (pattern, value) => pattern.Explain(value));
    }

    /// <summary>The same with another way to explain one pattern.</summary>
    internal static ImmutableArray<RouteExplanation> Explain(
        RouteSet set,
        StorageEvent storageEvent,
        Func<Pattern, string, PatternProgress> progress
    ) => Rank(set.Routes, storageEvent, progress, work: null);

    /// <summary>The one of some routes that came nearest to matching, as far as the budget reaches; null when there is
    /// none.</summary>
    internal static RouteExplanation? Nearest(IEnumerable<Route> pool, StorageEvent storageEvent, WorkBudget work) =>
        Explain(pool, storageEvent, work).FirstOrDefault();

    /// <summary>Some routes of a set, in its order, the nearest first, as far as the budget reaches.</summary>
    internal static ImmutableArray<RouteExplanation> Explain(
        IEnumerable<Route> pool,
        StorageEvent storageEvent,
        WorkBudget work
    ) => Rank(pool, storageEvent, (pattern, value) => pattern.Explain(value, work), work);

    private static ImmutableArray<RouteExplanation> Rank(
        IEnumerable<Route> routes,
        StorageEvent storageEvent,
        Func<Pattern, string, PatternProgress> progress,
        WorkBudget? work
    )
    {
        Route? winner = null;
        string begins = PrefixOrder.Folded(storageEvent.ObjectName);
        var judged = new List<(Judgement Judgement, Route Route)>();
        foreach (Route route in routes)
        {
            Judgement judgement = TryJudge(route, storageEvent, begins, winner, progress);
            // Where the budget ends, less is accepted than the route would; of the first, that is better than nothing.
            if (work is { IsSpent: true } && judged.Count > 0)
                break;
            judged.Add((judgement, route));
            if (judgement.Failed is null && route.State == RouteState.Enabled && !route.Continue)
                winner ??= route;
        }

        return
        [
            .. judged
                .OrderByDescending(pair => pair.Judgement.Nearness)
                .ThenBy(pair => pair.Route.Index)
                .Select(
                    (pair, rank) =>
                        new RouteExplanation(
                            pair.Route.Name,
                            pair.Route.Position.File,
                            pair.Judgement.Failed is null,
                            pair.Judgement.Failed,
                            pair.Judgement.Accepted,
                            pair.Judgement.Expected,
                            rank < MostCompared
                            && TryCompare(pair.Route, pair.Judgement.Failed, storageEvent, progress) is { } only
                                ? $"{pair.Judgement.Text}; {only}"
                                : pair.Judgement.Text
                        )
                ),
        ];
    }

    // An explanation is a courtesy: that it fails never changes what becomes of an event, so the fault is its text.
    private static Judgement TryJudge(
        Route route,
        StorageEvent storageEvent,
        string begins,
        Route? winner,
        Func<Pattern, string, PatternProgress> progress
    )
    {
        try
        {
            return Judge(route, storageEvent, begins, winner, progress);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            bool matches = RouteMatcher.Match(route, storageEvent) is not null;
            string? failed =
                !matches ? "object"
                : winner is not null ? "order"
                : null;
            string text =
                $"`{route.Name}`: {(failed is null ? "matches" : "does not match")}; saying why failed with "
                + $"{fault.GetType().Name}, a fault of this program: report it with the route and the object name";
            return new Judgement((failed is null ? 1 : 0, 0, 0, 0, 0), failed, null, null, text);
        }
    }

    // Where one small change of the value would do, that change.
    private static string? TryCompare(
        Route route,
        string? failed,
        StorageEvent storageEvent,
        Func<Pattern, string, PatternProgress> progress
    )
    {
        if (
            MatchKeys.All.FirstOrDefault(key => key.Name == failed) is not { } key
            || Value(key, storageEvent) is not { } value
        )
            return null;
        ImmutableArray<PlacedPattern> patterns = route.Match[key];
        try
        {
            return
                OnlyDifference.Of(
                    value,
                    changed => patterns.Any(placed => progress(placed.Pattern, changed).Matches),
                    () =>
                        patterns.Any(placed =>
                            !placed.Pattern.IgnoreCase
                            && placed.Pattern.Text.Length <= LongestRead
                            && Pattern.Parse("(?i)" + placed.Pattern.Text).Pattern is { } folded
                            && progress(folded, value).Matches
                        )
                )
                    is { } only
                ? only + (only.EndsWith("case", StringComparison.Ordinal) ? ": `(?i)` at the start takes any" : "")
                : null;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return null; // A courtesy, as the explanation is.
        }
    }

    private static Judgement Judge(
        Route route,
        StorageEvent storageEvent,
        string begins,
        Route? winner,
        Func<Pattern, string, PatternProgress> progress
    )
    {
        RouteMatch match = route.Match;
        string name = storageEvent.ObjectName;
        PatternProgress best = Best(match.Object, name, progress);
        string? excepted = best.Matches ? Excepted(match, storageEvent, progress) : null;
        bool kind = match.Kinds.Contains(storageEvent.Kind);
        ImmutableArray<MatchPart> refused =
        [
            .. match.Conditions.Where(condition => !Accepts(condition, storageEvent, progress)),
        ];

        // The object name weighs most: an author who looks for a missing run thinks of the name first.
        bool disabled = route.State == RouteState.Disabled;
        int missed = (kind ? 0 : 1) + refused.Length + (excepted is null ? 0 : 1) + (disabled ? 1 : 0);
        bool all = missed == 0 && best.Matches;
        int literal = match.Object.Max(placed =>
            PrefixOrder.Folded(placed.Pattern.RequiredPrefix).AsSpan().CommonPrefixLength(begins)
        );
        var nearness = (
            all ? 1 : 0,
            best.Matches ? 1 : 0,
            Math.Max(best.AcceptedLength, literal),
            best.AcceptedLength,
            -missed
        );

        (string? failed, string text) = true switch
        {
            _ when disabled => ("state", "is disabled; set `state: enabled`"),
            _ when !kind => (
                "event",
                $"the event is a {storageEvent.Kind.Word()}, and the route takes "
                    + $"{string.Join(", ", match.Kinds.Select(ObjectEventKinds.Word))}"
            ),
            _ when !refused.IsEmpty => (refused[0].Name, Wanted(refused[0], Value(refused[0].Key, storageEvent))),
            _ when !best.Matches => ("object", Stopped(name, best)),
            _ when excepted is not null => ("except", excepted),
            _ when winner is not null => (
                "order",
                route.Fallback && !winner.Fallback
                    ? $"matches, but it is a fallback, and `{winner.Name}` takes the object without `continue: true`"
                    : $"matches, but `{winner.Name}` comes first and does not say `continue: true`"
            ),
            _ => (
                (string?)null,
                route.State == RouteState.Shadow ? "matches (shadow: starts nothing)"
                : route.IsSink ? "matches (a sink: starts nothing)"
                : "matches"
            ),
        };
        (string? accepted, string? expected) = failed switch
        {
            "object" => (name[..best.AcceptedLength], best.Expected),
            _ when !refused.IsEmpty && failed == refused[0].Name => Part(
                refused[0].Patterns,
                Value(refused[0].Key, storageEvent) ?? "",
                progress
            ),
            _ => (null, null),
        };
        return new Judgement(nearness, failed, accepted, expected, $"`{route.Name}`: {text}");
    }

    private static (string? Accepted, string? Expected) Part(
        ImmutableArray<PlacedPattern> patterns,
        string value,
        Func<Pattern, string, PatternProgress> progress
    )
    {
        PatternProgress best = Best(patterns, value, progress);
        return (value[..best.AcceptedLength], best.Expected);
    }

    private static PatternProgress Best(
        ImmutableArray<PlacedPattern> patterns,
        string value,
        Func<Pattern, string, PatternProgress> progress
    )
    {
        PatternProgress? best = null;
        foreach (PlacedPattern placed in patterns)
        {
            PatternProgress reached = progress(placed.Pattern, value);
            if (reached.Matches)
                return reached;
            if (best is null || reached.AcceptedLength > best.AcceptedLength)
                best = reached;
        }

        return best!;
    }

    private static string? Excepted(
        RouteMatch match,
        StorageEvent storageEvent,
        Func<Pattern, string, PatternProgress> progress
    )
    {
        foreach (PlacedPattern placed in match.Except)
        {
            if (progress(placed.Pattern, storageEvent.ObjectName).Matches)
                return $"the object name is matched by `except: {Quote.Whole(placed.Pattern.Text)}`";
        }

        foreach (MatchPart part in match.Exceptions)
        {
            if (Accepts(part, storageEvent, progress))
            {
                string patterns = string.Join("` or `", part.Patterns.Select(placed => placed.Pattern.Text));
                return $"the {part.Key.What} is {Quote.Value(Value(part.Key, storageEvent) ?? "")}, "
                    + $"and the route leaves out `{Quote.Whole(patterns)}`";
            }
        }

        return null;
    }

    // What a pattern needs to say why it does not match is not kept; what it needs to match would be.
    private static bool Accepts(
        MatchPart part,
        StorageEvent storageEvent,
        Func<Pattern, string, PatternProgress> progress
    )
    {
        bool OneAccepts(string? value) =>
            value is not null
            && part.Patterns.Any(placed =>
                placed.Pattern.Exact is { } exact ? exact == value : progress(placed.Pattern, value).Matches
            );
        return OneAccepts(part.Key.Value(storageEvent)) || OneAccepts(part.Key.Second?.Value(storageEvent));
    }

    private static string? Value(MatchKey key, StorageEvent storageEvent) =>
        key.Value(storageEvent) ?? key.Second?.Value(storageEvent);

    private static string Wanted(MatchPart part, string? value)
    {
        string wanted = string.Join("` or `", part.Patterns.Select(placed => placed.Pattern.Text));
        string given = value is null ? part.Key.Missing : $"the {part.Key.What} is {Quote.Value(value)}";
        return $"{given}, and the route takes `{Quote.Whole(wanted)}`";
    }

    private static string Stopped(string name, PatternProgress progress)
    {
        string accepted =
            progress.AcceptedLength == 0
                ? "the object name begins differently:"
                : $"{Quote.Value(name[..progress.AcceptedLength])} is accepted, then";
        string rest = name[progress.AcceptedLength..];
        string met =
            rest.Length == 0
                ? "the name ends"
                : $"{Quote.Value(Next(name, progress.AcceptedLength))} follows{CodePoint(rest)}";
        string wanted = CodePoint(progress.Expected?.TrimStart('`') ?? "");
        return $"{accepted} {progress.Expected}{(wanted.Length > 0 ? wanted + "," : "")} is expected but {met}";
    }

    // A letter of another alphabet looks like the one that is expected.
    private static string CodePoint(string text) =>
        text.Length > 0 && LookAlike.FirstIn(text[..1]) is { } found ? $", which begins with {found}" : "";

    // Enough of what follows to recognise it.
    private static string Next(string name, int from) =>
        name.Length - from <= 24 ? name[from..] : name[from..(from + 23)] + "…";

    private sealed record Judgement(
        (int, int, int, int, int) Nearness,
        string? Failed,
        string? Accepted,
        string? Expected,
        string Text
    );
}
