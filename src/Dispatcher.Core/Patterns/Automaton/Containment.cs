using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Automaton;

/// <summary>Whether every text of one tree is one of another, and whether they have a text in common: a walk over the
/// states of the first beside the sets of states of the second.</summary>
internal static class Containment
{
    private const int MostPairs = 20_000;

    /// <summary>Whether all texts of <paramref name="part"/> are texts of <paramref name="whole"/>; null where the
    /// bound was met first.</summary>
    public static bool? IsWithin(PatternNode part, PatternNode whole) =>
        Walk(part, whole, (accepted, other) => accepted && !other) is { } found ? !found : null;

    /// <summary>Whether some text is one of both; null where the bound was met first.</summary>
    public static bool? Meet(PatternNode left, PatternNode right) => Walk(left, right, (a, b) => a && b);

    // Whether a text ends in a pair of the wanted kind.
    private static bool? Walk(PatternNode left, PatternNode right, Func<bool, bool, bool> wanted)
    {
        Nfa first = NfaBuilder.Build(left),
            second = NfaBuilder.Build(right);
        var firstStates = new StateList(first.Count);
        var secondStates = new StateList(second.Count);
        var seen = new HashSet<(int, string)>();
        var pending = new Stack<(int State, int[] Others)>();

        int[] Close(IEnumerable<int> states)
        {
            secondStates.Clear();
            foreach (int state in states)
                second.Close(state, secondStates);
            int[] closed = secondStates.States.ToArray();
            Array.Sort(closed);
            return closed;
        }

        void Push(int state, int[] others)
        {
            firstStates.Clear();
            first.Close(state, firstStates);
            string key = string.Join(',', others);
            foreach (int reached in firstStates.States)
            {
                if (seen.Add((reached, key)))
                    pending.Push((reached, others));
            }
        }

        Push(first.Start, Close([second.Start]));
        while (pending.TryPop(out (int State, int[] Others) pair))
        {
            if (seen.Count > MostPairs)
                return null;
            if (wanted(pair.State == Nfa.Accept, pair.Others.Contains(Nfa.Accept)))
                return true;
            if (first.Characters(pair.State) is not { } characters)
                continue;
            foreach (CharSet atom in Atoms(characters.Set, pair.Others, second))
            {
                int representative = atom.Ranges[0].First;
                Push(
                    first.Next(pair.State),
                    Close(
                        pair.Others.Where(state => second.Characters(state)?.Set.Contains(representative) == true)
                            .Select(second.Next)
                    )
                );
            }
        }

        return false;
    }

    // The characters in parts that the other side cannot tell apart.
    private static List<CharSet> Atoms(CharSet set, int[] others, Nfa second)
    {
        List<CharSet> atoms = [set];
        foreach (int state in others)
        {
            if (second.Characters(state) is not { } splitter)
                continue;
            atoms =
            [
                .. atoms
                    .SelectMany(atom => new[] { atom.Intersect(splitter.Set), atom.Without(splitter.Set) })
                    .Where(atom => !atom.IsEmpty),
            ];
        }

        return atoms;
    }
}
