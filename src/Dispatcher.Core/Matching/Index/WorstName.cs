using System.Collections.Immutable;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Routes;

namespace Dispatcher.Matching.Index;

/// <summary>The object name that keeps most states of the routes' patterns busy, as far as can be said without
/// it.</summary>
/// <param name="States">How many states the automata of all routes are in at once, at most.</param>
/// <param name="Heaviest">The place of the route with the most of them.</param>
internal readonly record struct WorstName(long States, int Heaviest)
{
    // Longest object name, in characters.
    private const int MostCharacters = 1_024;

    /// <summary>Of a route set.</summary>
    public static WorstName Of(ImmutableArray<Route> routes)
    {
        (Dictionary<string, List<IndexedPattern>> own, List<IndexedPattern> rest) = RouteIndex.ByBucket(routes);
        WorstName everywhere = Of(rest);
        return own
            .Values.Select(patterns => Of(patterns).With(everywhere, routes))
            .Aggregate(everywhere, (worst, bucket) => bucket.States > worst.States ? bucket : worst);
    }

    private static WorstName Of(List<IndexedPattern> patterns)
    {
        if (patterns.Count == 0)
            return default;
        (NameIndex.Filed byPrefix, NameIndex.Filed byPart) = NameIndex.File(patterns);
        var heaviest = (States: 0L, Route: 0);
        long Weigh(List<IndexedPattern> members)
        {
            long sum = 0;
            foreach (IndexedPattern member in members)
            {
                long states = PatternSize.AtOnce(member.Pattern.Root);
                sum += states;
                if (states > heaviest.States)
                    heaviest = (states, member.Route);
            }

            return sum;
        }

        // A name begins with a text and with every beginning of that which is one as well.
        long most = 0;
        var within = new Stack<(string Text, long States)>();
        foreach (
            (string text, List<IndexedPattern> members) in byPrefix.Texts.OrderBy(
                pair => pair.Key,
                StringComparer.Ordinal
            )
        )
        {
            while (
                within.TryPeek(out (string Text, long) shorter)
                && !text.StartsWith(shorter.Text, StringComparison.Ordinal)
            )
                within.Pop();
            long states = Weigh(members) + (within.TryPeek(out (string, long States) before) ? before.States : 0);
            within.Push((text, states));
            most = Math.Max(most, states);
        }

        // And it has as many of the others in it as there is room for.
        int room = MostCharacters;
        foreach (
            (string text, long states) in byPart
                .Texts.Select(pair => (pair.Key, Weigh(pair.Value)))
                .OrderByDescending(pair => pair.Item2)
        )
        {
            room -= text.Length;
            if (room < 0)
                break;
            most += states;
        }

        return new WorstName(most, heaviest.Route);
    }

    private WorstName With(WorstName other, ImmutableArray<Route> routes) =>
        new(States + other.States, Weight(routes, other) > Weight(routes, this) ? other.Heaviest : Heaviest);

    private static long Weight(ImmutableArray<Route> routes, WorstName worst) =>
        worst.States == 0
            ? 0
            : routes[worst.Heaviest].Match.Object.Max(placed => PatternSize.AtOnce(placed.Pattern.Root));
}
