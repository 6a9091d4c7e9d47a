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

    private LazyDfa? together;

    /// <summary>Adds the routes that could match a name which has the text.</summary>
    public void AddCandidates(string name, ref CandidateSet candidates)
    {
        if (members.Count > Few)
        {
            LazyDfa many = together ??= LazyDfa.OfAll([.. members.Select(member => member.Pattern.Root)], allowance);
            if (many.TryMatching(name, out ReadOnlySpan<int> matching))
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
}
