using System.Collections.Immutable;
using System.Text;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>The routes of a set in the order of the literal text that their names begin with: finds those whose text
/// agrees longest with a name, without a look at the others. Differences that are hardly seen do not count
/// (<see cref="Folded"/>).</summary>
internal sealed class PrefixOrder
{
    private readonly string[] prefixes;
    private readonly int[] routes;

    /// <summary>Orders the routes that are not disabled.</summary>
    public PrefixOrder(ImmutableArray<Route> all)
    {
        (string Prefix, int Route)[] entries =
        [
            .. all.Where(route => route.State != RouteState.Disabled)
                .SelectMany(route =>
                    route.Match.Object.Select(placed => (Prefix: Folded(placed.Pattern.RequiredPrefix), route.Index))
                )
                .OrderBy(entry => entry.Prefix, StringComparer.Ordinal),
        ];
        prefixes = [.. entries.Select(entry => entry.Prefix)];
        routes = [.. entries.Select(entry => entry.Route)];
    }

    /// <summary>The places of the routes that agree longest with the name, the longest first; of those that agree
    /// equally long the first ones of the set.</summary>
    public ImmutableArray<int> Nearest(string name, int count)
    {
        var nearest = new List<int>(count);
        name = Folded(name);
        int at = Array.BinarySearch(prefixes, name, StringComparer.Ordinal);
        // What lies between is taken: the further from the name, the less agrees.
        int low = at < 0 ? ~at : at,
            high = low;
        while (nearest.Count < count && (low > 0 || high < prefixes.Length))
        {
            int common = Math.Max(
                low > 0 ? Common(prefixes[low - 1], name) : 0,
                high < prefixes.Length ? Common(prefixes[high], name) : 0
            );
            int from = First(0, low, i => Common(prefixes[i], name) >= common),
                to = First(high, prefixes.Length, i => Common(prefixes[i], name) < common);
            int longer = nearest.Count;
            AddFirst(nearest, longer, count, routes.AsSpan(from, low - from));
            AddFirst(nearest, longer, count, routes.AsSpan(high, to - high));
            (low, high) = (from, to);
        }

        return [.. nearest];
    }

    /// <summary>A text as its beginning is compared: in one letter case and normal form, with plain letters for those
    /// that look like them, without blanks and slashes in front.</summary>
    public static string Folded(string text) =>
        (Ascii.IsValid(text) ? text : LookAlike.Ascii(NormalForm.Compose(text)).Replace('\u00A0', ' '))
            .TrimStart(' ', '/')
            .ToUpperInvariant();

    // The first routes of those that agree equally long, in order behind the ones that agree longer. In one pass and
    // without a copy: it may be all routes of a set.
    private static void AddFirst(List<int> nearest, int longer, int count, ReadOnlySpan<int> equal)
    {
        foreach (int route in equal)
        {
            bool isFull = nearest.Count == count;
            if (isFull && route >= nearest[^1])
                continue;
            // A route may have several patterns.
            int at = nearest.BinarySearch(longer, nearest.Count - longer, route, comparer: null);
            if (at >= 0 || nearest.IndexOf(route, 0, longer) >= 0)
                continue;
            if (isFull)
                nearest.RemoveAt(count - 1);
            nearest.Insert(~at, route);
        }
    }

    // The first index from which on the question is answered yes; the end when none is.
    private static int First(int from, int end, Func<int, bool> isSo)
    {
        while (from < end)
        {
            int middle = from + ((end - from) / 2);
            if (isSo(middle))
                end = middle;
            else
                from = middle + 1;
        }

        return from;
    }

    private static int Common(string prefix, string name) => prefix.AsSpan().CommonPrefixLength(name);
}
