using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Tenancy;

/// <summary>Derives the Events rule from the routes.</summary>
public static class EventRuleBuilder
{
    /// <summary>The rule that covers every enabled and shadow route that starts something; null when there is none. A
    /// sink needs no event, and must not widen the rule.</summary>
    public static EventRule? Build(RouteSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        Route[] routes = [.. set.Routes.Where(route => route is { State: not RouteState.Disabled, IsSink: false })];
        if (routes.Length == 0)
            return null;

        var wider = ImmutableArray.CreateBuilder<string>();
        ImmutableArray<ObjectEventKind> kinds =
        [
            .. Enum.GetValues<ObjectEventKind>().Where(kind => routes.Any(route => route.Match.Kinds.Contains(kind))),
        ];
        ImmutableArray<RuleValue> buckets = Values("bucket", routes, route => route.Match[MatchKeys.Bucket], wider);
        ImmutableArray<RuleValue> namespaces = Values(
            "namespace",
            routes,
            route => route.Match[MatchKeys.Namespace],
            wider
        );
        AddUntaken(routes, kinds, buckets, wider);
        foreach (Route route in routes)
        {
            foreach (MatchPart condition in route.Match.Conditions)
            {
                if (condition.Key.BeyondRule is { } beyond)
                    wider.Add($"Route `{route.Name}` {beyond}");
            }

            foreach (MatchPart exception in route.Match.Exceptions)
                wider.Add(
                    $"Route `{route.Name}` leaves out events by their {exception.Key.What}, "
                        + "which a condition cannot say."
                );
        }

        return new EventRule
        {
            Kinds = kinds,
            Buckets = buckets,
            Namespaces = namespaces,
            Wider = wider.DrainToImmutable(),
        };
    }

    private static ImmutableArray<RuleValue> Values(
        string what,
        Route[] routes,
        Func<Route, ImmutableArray<PlacedPattern>> patterns,
        ImmutableArray<string>.Builder wider
    )
    {
        string[] any = [.. routes.Where(route => patterns(route).IsEmpty).Select(route => $"`{route.Name}`")];
        if (any.Length > 0)
        {
            // A tenancy has one namespace, so that a rule loses nothing by not naming it.
            if (any.Length < routes.Length || what == "bucket")
                wider.Add(
                    $"The rule covers every {what}, because {Phrase(any, "takes", "take")} any; "
                        + $"give {(any.Length == 1 ? "it" : "them")} a `{what}`."
                );
            return [];
        }

        var found = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (Route route in routes)
        {
            foreach (PlacedPattern placed in patterns(route))
            {
                ImmutableArray<Wildcard> values = Wildcard.Of(placed.Pattern);
                foreach (Wildcard value in values)
                {
                    if (!found.TryGetValue(value.Text, out List<string>? names))
                        found.Add(value.Text, names = []);
                    if (!names.Contains(route.Name))
                        names.Add(route.Name);
                }

                string[] loose = [.. values.Where(value => !value.IsExact).Select(value => $"`{value.Text}`")];
                if (loose.Length > 0)
                {
                    wider.Add(
                        $"The {what} `{placed.Pattern.Text}` of route `{route.Name}` becomes "
                            + $"{string.Join(", ", loose)}: "
                            + "a condition has no wildcard but `*`."
                    );
                }
            }
        }

        string[] kept =
        [
            .. found.Keys.Where(text =>
                !found.Keys.Any(other => other != text && new Wildcard(other, true).Covers(text))
            ),
        ];
        return kept is ["*"] ? [] : [.. kept.Select(text => new RuleValue(text, Needing(text, found, routes)))];
    }

    private static ImmutableArray<string> Needing(
        string text,
        SortedDictionary<string, List<string>> found,
        Route[] routes
    )
    {
        var value = new Wildcard(text, true);
        var names = found
            .Where(pair => value.Covers(pair.Key))
            .SelectMany(pair => pair.Value)
            .ToHashSet(StringComparer.Ordinal);
        return [.. routes.Select(route => route.Name).Where(names.Contains)];
    }

    // One condition is the product of its fields: a kind that one route wants comes for the bucket of every other as
    // well.
    private static void AddUntaken(
        Route[] routes,
        ImmutableArray<ObjectEventKind> kinds,
        ImmutableArray<RuleValue> buckets,
        ImmutableArray<string>.Builder wider
    )
    {
        foreach (RuleValue bucket in buckets)
        {
            foreach (ObjectEventKind kind in kinds)
            {
                if (!routes.Any(route => bucket.Routes.Contains(route.Name) && route.Match.Kinds.Contains(kind)))
                {
                    wider.Add(
                        $"The rule covers {kind.Word()} events of `{bucket.Text}`, which no route takes: "
                            + "one condition has every kind for every bucket."
                    );
                }
            }
        }
    }

    private static string Phrase(string[] names, string singular, string several) =>
        names.Length == 1 ? $"route {names[0]} {singular}" : $"routes {string.Join(", ", names)} {several}";
}
