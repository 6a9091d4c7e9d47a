using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Matching.Index;

/// <summary>Which routes could match a name. The cost of a question follows the name's length and the routes that could
/// match, not the routes that exist.</summary>
/// <remarks>
/// Every pattern is filed under one literal text that all its matches have: the one they begin with, where few patterns
/// share it; else the rarest one anywhere in them. What has no such text, or shares it with many, is decided by one
/// automaton for all of them (<see cref="RouteGroup"/>).
/// </remarks>
internal sealed class NameIndex
{
    // A text of one pattern alone, which is usual, stands for its route without a group between.
    private const int FirstSingle = 1 << 30;

    private readonly RouteGroup[] groups;
    private readonly RouteGroup? always;
    private readonly PrefixHash beginning;
    private readonly AhoCorasick? anywhere;

    /// <summary>The index of some patterns, and what their <see cref="RouteGroup"/>s may spend.</summary>
    public NameIndex(IEnumerable<IndexedPattern> patterns, long allowance)
    {
        var byPrefix = new Dictionary<string, List<IndexedPattern>>(StringComparer.Ordinal);
        foreach (IndexedPattern member in patterns)
            Add(byPrefix, member.Pattern.RequiredPrefix, member);
        var crowded = byPrefix.Values.Where(members => members.Count > RouteGroup.Few).ToList();
        Dictionary<string, List<IndexedPattern>> byPart = crowded.Count == 0 ? [] : Refile(crowded);

        var made = new List<RouteGroup>(byPrefix.Count + byPart.Count);
        beginning = new PrefixHash(
            byPrefix
                .Where(pair => pair.Key.Length > 0 && pair.Value.Count > 0)
                .ToDictionary(
                    pair => pair.Key,
                    pair => pair.Value is [var only] ? Single(only.Route) : Number(pair.Value),
                    StringComparer.Ordinal
                )
        );
        anywhere =
            byPart.Count == 0
                ? null
                : new AhoCorasick(
                    byPart.ToDictionary(pair => pair.Key, pair => Number(pair.Value), StringComparer.Ordinal)
                );
        always =
            byPrefix.TryGetValue("", out List<IndexedPattern>? rest) && rest.Count > 0
                ? new RouteGroup(rest, allowance)
                : null;
        groups = [.. made];

        int Number(List<IndexedPattern> members)
        {
            made.Add(new RouteGroup(members, allowance));
            return made.Count - 1;
        }
    }

    /// <summary>Adds the routes that could match the name.</summary>
    public void AddCandidates(string name, ref CandidateSet candidates)
    {
        for (PrefixHash.Finding found = beginning.In(name); found.MoveNext(); )
        {
            if (found.Current >= FirstSingle)
                candidates.Add(found.Current - FirstSingle);
            else
                groups[found.Current].AddCandidates(name, ref candidates);
        }

        anywhere?.AddCandidates(name, groups, ref candidates);
        always?.AddCandidates(name, ref candidates);
    }

    private static int Single(int route) => FirstSingle + route;

    // Takes those patterns out of a crowd that have a rarer text in them.
    private static Dictionary<string, List<IndexedPattern>> Refile(List<List<IndexedPattern>> crowds)
    {
        var texts = crowds
            .SelectMany(crowd => crowd)
            .Select(member => member.Pattern)
            .Distinct()
            .ToDictionary(
                pattern => pattern,
                pattern => PatternParts.Literals(pattern.Root).Distinct(StringComparer.Ordinal).ToList()
            );
        var users = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string text in crowds.SelectMany(crowd => crowd).SelectMany(member => texts[member.Pattern]))
            users[text] = users.GetValueOrDefault(text) + 1;

        var byPart = new Dictionary<string, List<IndexedPattern>>(StringComparer.Ordinal);
        foreach (List<IndexedPattern> crowd in crowds)
        {
            var staying = new List<IndexedPattern>();
            foreach (IndexedPattern member in crowd)
            {
                string? rarest = texts[member.Pattern]
                    .OrderBy(text => users[text])
                    .ThenByDescending(text => text.Length)
                    .FirstOrDefault();
                if (rarest is not null && users[rarest] < crowd.Count)
                    Add(byPart, rarest, member);
                else
                    staying.Add(member);
            }

            crowd.Clear();
            crowd.AddRange(staying);
        }

        return byPart;
    }

    private static void Add(Dictionary<string, List<IndexedPattern>> filed, string text, IndexedPattern member)
    {
        if (!filed.TryGetValue(text, out List<IndexedPattern>? members))
            filed.Add(text, members = new List<IndexedPattern>(1));
        members.Add(member);
    }
}
