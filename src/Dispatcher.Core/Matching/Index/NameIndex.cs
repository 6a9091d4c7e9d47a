using Dispatcher.Patterns.Engine;
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
        (Filed byPrefix, Filed byPart) = File(patterns);
        var made = new List<RouteGroup>(byPrefix.Texts.Count + byPart.Texts.Count);
        beginning = new PrefixHash(
            byPrefix
                .Texts.Where(pair => pair.Key.Length > 0 && pair.Value.Count > 0)
                .ToDictionary(
                    pair => pair.Key,
                    pair => pair.Value is [var only] ? Single(only.Route) : Number(pair.Value),
                    StringComparer.Ordinal
                )
        );
        anywhere =
            byPart.Texts.Count == 0
                ? null
                : new AhoCorasick(
                    byPart.Texts.ToDictionary(pair => pair.Key, pair => Number(pair.Value), StringComparer.Ordinal)
                );
        always =
            byPrefix.Texts.TryGetValue("", out List<IndexedPattern>? rest) && rest.Count > 0
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
    public void AddCandidates(string name, AutomatonMemory memory, WorkBudget? work, ref CandidateSet candidates)
    {
        for (PrefixHash.Finding found = beginning.In(name); found.MoveNext(); )
        {
            if (found.Current >= FirstSingle)
                candidates.Add(found.Current - FirstSingle);
            else
                groups[found.Current].AddCandidates(name, memory, work, ref candidates);
        }

        anywhere?.AddCandidates(name, groups, memory, work, ref candidates);
        always?.AddCandidates(name, memory, work, ref candidates);
    }

    /// <summary>Forgets the automata.</summary>
    public void Forget()
    {
        foreach (RouteGroup group in groups)
            group.Forget();
        always?.Forget();
    }

    /// <summary>Files every pattern under the text that it is looked up for: the one that its matches begin with, or
    /// one that they have anywhere.</summary>
    internal static (Filed ByPrefix, Filed ByPart) File(IEnumerable<IndexedPattern> patterns)
    {
        var byPrefix = new Filed();
        foreach (IndexedPattern member in patterns)
            byPrefix.Add(member.Pattern.RequiredPrefix, member);
        var crowded = byPrefix.Texts.Values.Where(members => members.Count > RouteGroup.Few).ToList();
        return (byPrefix, crowded.Count == 0 ? new Filed() : Refile(crowded));
    }

    private static int Single(int route) => FirstSingle + route;

    // Takes those patterns out of a crowd that have a rarer text in them.
    private static Filed Refile(List<List<IndexedPattern>> crowds)
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

        var byPart = new Filed();
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
                    byPart.Add(rarest, member);
                else
                    staying.Add(member);
            }

            crowd.Clear();
            crowd.AddRange(staying);
        }

        return byPart;
    }

    /// <summary>Patterns by the text that they are looked up for.</summary>
    internal sealed class Filed
    {
        /// <summary>The texts, and the patterns of each; where all were filed again under others, none.</summary>
        public Dictionary<string, List<IndexedPattern>> Texts { get; } = new(StringComparer.Ordinal);

        public void Add(string text, IndexedPattern member)
        {
            if (!Texts.TryGetValue(text, out List<IndexedPattern>? members))
                Texts.Add(text, members = new List<IndexedPattern>(1));
            members.Add(member);
        }
    }
}
