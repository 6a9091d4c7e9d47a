using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Automaton;

/// <summary>An automaton without the states that consume nothing: what can follow each character, worked out when it is
/// first asked.</summary>
internal sealed class EpsilonFreeNfa
{
    private readonly Nfa nfa;
    private readonly int[]?[] following;
    private readonly Ascii[] ascii;
    private readonly StateList scratch;
    private readonly Lock gate = new();

    public EpsilonFreeNfa(Nfa nfa)
    {
        this.nfa = nfa;
        following = new int[nfa.Count][];
        ascii =
        [
            .. Enumerable
                .Range(0, nfa.Count)
                .Select(at => nfa.Characters(at) is { } characters ? Ascii.Of(characters.Set) : default),
        ];
        scratch = new StateList(nfa.Count);
        Start = Closure(nfa.Start);
    }

    /// <summary>How many positions there are at most; each is below.</summary>
    public int Count => nfa.Count;

    /// <summary>Where matches begin; <see cref="Nfa.Accept"/> is among them when the empty name matches.</summary>
    public int[] Start { get; }

    /// <summary>The characters consumed at a position; not for <see cref="Nfa.Accept"/>.</summary>
    public CharSet Set(int position) => nfa.Characters(position)!.Set;

    /// <summary>The positions after it.</summary>
    public int[] Following(int position) => following[position] ??= Closure(nfa.Next(position));

    /// <summary>Whether the characters consumed at a position and at one of another automaton have any in
    /// common.</summary>
    public bool Meets(int position, EpsilonFreeNfa other, int at)
    {
        Ascii mine = ascii[position],
            others = other.ascii[at];
        return ((mine.Low & others.Low) | (mine.High & others.High)) != 0
            || (mine.HasMore && others.HasMore && Set(position).Intersects(other.Set(at)));
    }

    private int[] Closure(int state)
    {
        lock (gate)
        {
            scratch.Clear();
            nfa.Close(state, scratch);
            return scratch.States.ToArray();
        }
    }

    // Most characters in patterns are ASCII; two words tell of those.
    private readonly record struct Ascii(ulong Low, ulong High, bool HasMore)
    {
        public static Ascii Of(CharSet set)
        {
            ulong low = 0,
                high = 0;
            foreach (CharRange range in set.Ranges)
            {
                for (int c = range.First; c <= Math.Min(range.Last, 127); c++)
                {
                    if (c < 64)
                        low |= 1UL << c;
                    else
                        high |= 1UL << (c - 64);
                }
            }

            return new Ascii(low, high, !set.Ranges.IsEmpty && set.Ranges[^1].Last > 127);
        }
    }
}
