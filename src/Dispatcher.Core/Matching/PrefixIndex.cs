using System.Collections.Immutable;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>Which routes could match a name, by the literal text that every match of an expression begins with. The cost of a look-up
/// follows the number of different prefix lengths and of candidates, not the number of routes.</summary>
internal sealed class PrefixIndex
{
    private readonly Dictionary<string, ImmutableArray<int>>.AlternateLookup<ReadOnlySpan<char>> byPrefix;
    private readonly ImmutableArray<int> lengths;

    private PrefixIndex(Dictionary<string, ImmutableArray<int>> byPrefix, ImmutableArray<int> lengths) =>
        (this.byPrefix, this.lengths) = (byPrefix.GetAlternateLookup<ReadOnlySpan<char>>(), lengths);

    /// <summary>Indexes every route that is not disabled, under the prefix of each of its object expressions.</summary>
    public static PrefixIndex Build(ImmutableArray<Route> routes)
    {
        var lists = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (Route route in routes)
        {
            if (route.State == RouteState.Disabled)
                continue;
            foreach (PlacedPattern placed in route.Match.Object)
            {
                string prefix = placed.Pattern.RequiredPrefix;
                if (!lists.TryGetValue(prefix, out List<int>? list))
                    lists.Add(prefix, list = []);
                if (list.Count == 0 || list[^1] != route.Index)
                    list.Add(route.Index);
            }
        }

        var byPrefix = new Dictionary<string, ImmutableArray<int>>(lists.Count, StringComparer.Ordinal);
        foreach ((string prefix, List<int> list) in lists)
            byPrefix.Add(prefix, [.. list]);
        return new(byPrefix, [.. lists.Keys.Select(prefix => prefix.Length).Distinct().Order()]);
    }

    /// <summary>The indexes of the routes that could match, ascending, each once.</summary>
    public ImmutableArray<int> Candidates(string name)
    {
        ImmutableArray<int> only = [];
        List<int>? merged = null;
        foreach (int length in lengths)
        {
            if (length > name.Length)
                break;
            if (!byPrefix.TryGetValue(name.AsSpan(0, length), out ImmutableArray<int> found))
                continue;
            if (only.IsEmpty)
                only = found;
            else
                (merged ??= [.. only]).AddRange(found);
        }

        if (merged is null)
            return only;
        merged.Sort();
        return [.. merged.Distinct()];
    }
}
