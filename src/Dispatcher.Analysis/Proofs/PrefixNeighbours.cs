using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs;

/// <summary>Which routes can share an object name at all, by the literal text that matches begin with: the one prefix
/// begins with the other. All other pairs are decided by that alone, and cost nothing.</summary>
internal sealed class PrefixNeighbours
{
    private readonly string[] prefixes;
    private readonly int[] owners;
    private readonly Dictionary<string, (int First, int End)> equal = new(StringComparer.Ordinal);

    public PrefixNeighbours(IEnumerable<Route> routes)
    {
        (string Prefix, int Index)[] entries =
        [
            .. routes
                .SelectMany(route => route.Match.Object.Select(placed => (placed.Pattern.RequiredPrefix, route.Index)))
                .Distinct()
                .OrderBy(entry => entry.RequiredPrefix, StringComparer.Ordinal),
        ];
        prefixes = [.. entries.Select(entry => entry.Prefix)];
        owners = [.. entries.Select(entry => entry.Index)];
        for (int from = 0, to; from < prefixes.Length; from = to)
        {
            for (to = from + 1; to < prefixes.Length && prefixes[to] == prefixes[from]; )
                to++;
            equal.Add(prefixes[from], (from, to));
        }
    }

    /// <summary>The indexes of the routes before a route that could share a name with it, ascending.</summary>
    public IEnumerable<int> Before(Route route) => Near(route).Where(index => index < route.Index);

    /// <summary>The indexes of all routes that could share a name with a route, itself included, ascending. It may be
    /// of another set.</summary>
    public IEnumerable<int> Near(Route route) =>
        route.Match.Object.SelectMany(placed => Near(placed.Pattern.RequiredPrefix)).Distinct().Order();

    private IEnumerable<int> Near(string prefix)
    {
        for (int length = 0; length < prefix.Length; length++)
        {
            if (!equal.TryGetValue(prefix[..length], out (int First, int End) shorter))
                continue;
            for (int i = shorter.First; i < shorter.End; i++)
                yield return owners[i];
        }

        // What begins with the prefix follows it.
        int first = equal.TryGetValue(prefix, out (int First, int End) same)
            ? same.First
            : ~Array.BinarySearch(prefixes, prefix, StringComparer.Ordinal);
        for (int i = first; i < prefixes.Length && prefixes[i].StartsWith(prefix, StringComparison.Ordinal); i++)
            yield return owners[i];
    }
}
