using Dispatcher.Patterns.Automata;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Engine;

/// <summary>The code points in as few kinds as a pattern can tell apart.</summary>
internal sealed class CharacterClasses
{
    private readonly ushort[] ascii = new ushort[128];
    private readonly int[] firsts;
    private readonly ushort[] kinds;
    private readonly int[] examples;

    private CharacterClasses(int[] firsts, ushort[] kinds, int[] examples)
    {
        (this.firsts, this.kinds, this.examples) = (firsts, kinds, examples);
        for (int c = 0; c < ascii.Length; c++)
            ascii[c] = Find(c);
    }

    /// <summary>How many kinds there are.</summary>
    public int Count => examples.Length;

    public static CharacterClasses Of(Nfa nfa)
    {
        CharSet[] sets = [.. Enumerable.Range(0, nfa.Count).Select(nfa.Characters).OfType<CharsNode>().Select(chars => chars.Set).Distinct()];
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
        ushort[] kinds = new ushort[firsts.Length];
        var examples = new List<int>();
        var known = new Dictionary<string, ushort>(StringComparer.Ordinal);
        char[] inside = new char[sets.Length];
        for (int i = 0; i < firsts.Length; i++)
        {
            for (int s = 0; s < sets.Length; s++)
                inside[s] = sets[s].Contains(firsts[i]) ? '1' : '0';
            string signature = new(inside);
            if (!known.TryGetValue(signature, out ushort kind))
            {
                known.Add(signature, kind = (ushort)examples.Count);
                examples.Add(firsts[i]);
            }

            kinds[i] = kind;
        }

        return new CharacterClasses(firsts, kinds, [.. examples]);
    }

    /// <summary>The kind of a code point.</summary>
    public int Of(int c) => c < ascii.Length ? ascii[c] : Find(c);

    /// <summary>A code point of a kind.</summary>
    public int Example(int kind) => examples[kind];

    private ushort Find(int c)
    {
        int at = Array.BinarySearch(firsts, c);
        return kinds[at >= 0 ? at : ~at - 1];
    }
}
