using Dispatcher.Patterns;
using Dispatcher.Patterns.Engine;

namespace Dispatcher.Matching.Index;

/// <summary>A pattern of a route's <c>match.object</c>.</summary>
/// <param name="Route">The route's place in the set.</param>
/// <param name="Pattern">The pattern.</param>
internal readonly record struct IndexedPattern(int Route, Pattern Pattern);

/// <summary>Patterns that the same literal text is looked up for. A few are all candidates; many are run as one
/// automaton, which tells those that match.</summary>
/// <param name="members">The patterns.</param>
/// <param name="allowance">The work that goes into the automaton of many, in steps of one pattern's automaton, before
/// names begin to pay for it.</param>
internal sealed class RouteGroup(List<IndexedPattern> members, long allowance)
{
    /// <summary>As many are as quickly tried one by one.</summary>
    public const int Few = 4;

    /// <summary>The usual allowance: a state of many patterns takes microseconds to make, and their number can grow
    /// without end.</summary>
    public const long FirstAllowance = 1 << 22;

    // The most states that the automaton of many begins with, each of one pattern. Twenty thousand usual patterns have
    // a million.
    private const long MostStates = 1 << 21;

    // With the lists that a step is worked out in.
    private const int BytesOfAState = 24;

    private readonly long states = members.Sum(member => (long)member.Pattern.Complexity);
    private Automaton? together;

    /// <summary>Adds the routes that could match a name which has the text.</summary>
    public void AddCandidates(string name, AutomatonMemory memory, WorkBudget? work, ref CandidateSet candidates)
    {
        if (members.Count > Few && Together(memory, work) is { } many)
        {
            if (many.TryMatching(name, work, out ReadOnlySpan<int> matching))
            {
                foreach (int number in matching)
                    candidates.Add(members[number].Route);
                return;
            }

            many.Allow(members.Count);
        }

        foreach (IndexedPattern member in members)
            candidates.Add(member.Route);
    }

    /// <summary>Forgets the automaton.</summary>
    public void Forget() => Volatile.Write(ref together, null);

    // Two threads may both build one; the one that is lost is not used again. One that another memory counts was made
    // before all were forgotten.
    private LazyDfa? Together(AutomatonMemory memory, WorkBudget? work)
    {
        if (Volatile.Read(ref together) is { } known && known.Memory == memory)
            return known.Dfa;
        if (states > MostStates || states * BytesOfAState > memory.Left || work?.Spend(states) == false)
            return null;
        var made = new Automaton(
            LazyDfa.OfAll([.. members.Select(member => member.Pattern.Root)], memory, allowance),
            memory
        );
        Volatile.Write(ref together, made);
        return made.Dfa;
    }

    private sealed record Automaton(LazyDfa Dfa, AutomatonMemory Memory);
}
