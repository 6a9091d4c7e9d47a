using System.Collections.Immutable;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Names;

/// <summary>Follows many patterns at once through the same name: all positions they can be in form one set, and equal
/// sets are one state (the subset construction, made as far as it is needed).</summary>
internal sealed class UnionDfa
{
    private const int Shift = 16;

    private readonly ImmutableArray<Pattern> patterns;
    private readonly Dictionary<int[], int> numbers = new(SameNumbers.Instance);
    private readonly List<int[]> members = [];
    private readonly List<CharSet[]?> separating = [];
    private readonly Dictionary<(int State, int Character), int> steps = [];

    public UnionDfa(ImmutableArray<Pattern> patterns)
    {
        this.patterns = patterns;
        Start = Number(
            Enumerable
                .Range(0, patterns.Length)
                .SelectMany(p => patterns[p].EpsilonFree.Start.Select(position => Code(p, position)))
        );
    }

    /// <summary>The state before the first character.</summary>
    public int Start { get; }

    /// <summary>The sets of characters that lead from a state to different ones.</summary>
    public CharSet[] Separating(int state) =>
        separating[state] ??= [
            .. members[state]
                .Where(code => Position(code) != Nfa.Accept)
                .Select(code => patterns[Owner(code)].EpsilonFree.Set(Position(code)))
                .Distinct(),
        ];

    /// <summary>The state after a character.</summary>
    public int Step(int state, int character)
    {
        if (steps.TryGetValue((state, character), out int known))
            return known;
        IEnumerable<int> after = members[state]
            .Where(code =>
                Position(code) != Nfa.Accept
                && patterns[Owner(code)].EpsilonFree.Set(Position(code)).Contains(character)
            )
            .SelectMany(code =>
                patterns[Owner(code)]
                    .EpsilonFree.Following(Position(code))
                    .Select(position => Code(Owner(code), position))
            );
        int to = Number(after);
        steps.Add((state, character), to);
        return to;
    }

    /// <summary>How much a step from a state costs.</summary>
    public int Size(int state) => members[state].Length;

    /// <summary>The patterns that match what led to a state.</summary>
    public HashSet<Pattern> Matching(int state) =>
        [.. members[state].Where(code => Position(code) == Nfa.Accept).Select(code => patterns[Owner(code)])];

    private int Number(IEnumerable<int> codes)
    {
        int[] sorted = [.. codes.Distinct().Order()];
        if (!numbers.TryGetValue(sorted, out int number))
        {
            numbers.Add(sorted, number = members.Count);
            members.Add(sorted);
            separating.Add(null);
        }

        return number;
    }

    private static int Code(int owner, int position) => (owner << Shift) | position;

    private static int Owner(int code) => code >> Shift;

    private static int Position(int code) => code & ((1 << Shift) - 1);
}
