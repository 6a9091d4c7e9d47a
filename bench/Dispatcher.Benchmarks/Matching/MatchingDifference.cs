using Dispatcher.Events;
using Dispatcher.Matching;

namespace Dispatcher.Benchmarks.Matching;

/// <summary>Holds the fast matcher against the plain one, which tries each route in turn.</summary>
internal static class MatchingDifference
{
    // Spent after a few names, so that the way without the common automaton is gone as well, in the middle of a set.
    private const long SmallAllowance = 2_000;

    // A few automata: they are forgotten in the middle of a set as well.
    private const long LittleMemory = 20_000;

    /// <summary>Compares the answers for events near a generated route set.</summary>
    /// <param name="seed">The same seed gives the same routes and events.</param>
    /// <param name="events">How many events.</param>
    /// <returns>What differs, with all that is needed to see it again; null when nothing does.</returns>
    public static string? Find(int seed, int events)
    {
        var routes = new RandomRoutes(seed);
        RouteTable usual = RouteTable.Build(routes.Set),
            tight = RouteTable.Build(routes.Set, SmallAllowance, LittleMemory);
        for (int i = 0; i < events; i++)
        {
            StorageEvent storageEvent = routes.NextEvent();
            string plain = Text(RouteMatcher.Match(routes.Set, storageEvent));
            string fast = Text((i % 2 == 0 ? usual : tight).Match(storageEvent));
            if (plain != fast)
                return $"seed {seed}, event {i}: {storageEvent.Kind} of "
                    + $"{System.Text.Json.JsonEncodedText.Encode(storageEvent.ObjectName)} in "
                    + $"{storageEvent.Bucket}: in turn [{plain}], fast [{fast}]\n{routes.Yaml}";
        }

        return null;
    }

    private static string Text(IEnumerable<RouteHit> hits) =>
        string.Join(' ', hits.Select(hit => $"{hit.Route.Name}:{hit.Pattern.Text}"));
}
