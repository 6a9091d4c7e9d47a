using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Engine;

/// <summary>The code points in as few kinds as an automaton can tell apart.</summary>
internal sealed class CharacterClasses
{
    private readonly int[] ascii = new int[128];
    private readonly int[] firsts;
    private readonly int[] kinds;
    private readonly int[] examples;

    private CharacterClasses(int[] firsts, int[] kinds, int[] examples)
    {
        (this.firsts, this.kinds, this.examples) = (firsts, kinds, examples);
        for (int c = 0; c < ascii.Length; c++)
            ascii[c] = Find(c);
    }

    /// <summary>How many kinds there are.</summary>
    public int Count => examples.Length;

    /// <summary>What it holds, in bytes.</summary>
    public long Bytes => sizeof(int) * ((long)ascii.Length + firsts.Length + kinds.Length + examples.Length);

    public static CharacterClasses Of(Nfa nfa)
    {
        var sets = new HashSet<CharSet>();
        var seen = new HashSet<CharsNode>(ReferenceEqualityComparer.Instance);
        for (int state = 0; state < nfa.Count; state++)
        {
            // Literal characters are the same nodes everywhere.
            if (nfa.Characters(state) is { } chars && seen.Add(chars))
                sets.Add(chars.Set);
        }

        // Between two neighbouring borders every set has all or nothing.
        var borders = new SortedSet<int> { 0 };
        foreach (CharSet set in sets)
        {
            foreach (CharRange range in set.Ranges)
            {
                borders.Add(range.First);
                borders.Add(range.Last + 1);
            }
        }

        int[] firsts = [.. borders];
        int[] kinds = new int[firsts.Length];
        int count = 1;
        var moved = new Dictionary<int, int>();
        foreach (CharSet set in sets)
            count = Split(firsts, kinds, set, count, moved);
        return new CharacterClasses(firsts, kinds, Number(firsts, kinds));
    }

    /// <summary>The kind of a code point.</summary>
    public int Of(int c) => (uint)c < (uint)ascii.Length ? ascii[c] : Find(c);

    /// <summary>A code point of a kind.</summary>
    public int Example(int kind) => examples[kind];

    // Every kind that has stretches inside and outside the set becomes two. The side with fewer stretches moves: `[^x]`
    // is separated from the rest in one step, however many stretches there are.
    private static int Split(int[] firsts, int[] kinds, CharSet set, int count, Dictionary<int, int> moved)
    {
        var inside = new List<(int From, int To)>(set.Ranges.Length);
        var outside = new List<(int From, int To)>(set.Ranges.Length + 1);
        int covered = 0,
            before = 0;
        foreach (CharRange range in set.Ranges)
        {
            int from = Array.BinarySearch(firsts, range.First),
                to = Array.BinarySearch(firsts, range.Last + 1);
            inside.Add((from, to));
            outside.Add((before, from));
            (covered, before) = (covered + to - from, to);
        }

        outside.Add((before, firsts.Length));
        moved.Clear();
        foreach ((int from, int to) in covered <= firsts.Length / 2 ? inside : outside)
        {
            for (int i = from; i < to; i++)
            {
                if (!moved.TryGetValue(kinds[i], out int kind))
                    moved.Add(kinds[i], kind = count++);
                kinds[i] = kind;
            }
        }

        return count;
    }

    // From 0, without those of which every stretch has moved on.
    private static int[] Number(int[] firsts, int[] kinds)
    {
        var numbers = new Dictionary<int, int>();
        var examples = new List<int>();
        for (int i = 0; i < kinds.Length; i++)
        {
            if (!numbers.TryGetValue(kinds[i], out int number))
            {
                numbers.Add(kinds[i], number = examples.Count);
                examples.Add(firsts[i]);
            }

            kinds[i] = number;
        }

        return [.. examples];
    }

    private int Find(int c)
    {
        int at = Array.BinarySearch(firsts, c);
        return kinds[at >= 0 ? at : ~at - 1];
    }
}
