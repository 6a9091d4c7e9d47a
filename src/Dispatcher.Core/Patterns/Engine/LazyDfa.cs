using System.Text;
using Dispatcher.Patterns.Automata;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Engine;

/// <summary>Decides whether a whole value matches, or which of many patterns match it: a deterministic automaton whose states are made
/// when a value first needs them. A few nanoseconds a character once warm, however many patterns there are.</summary>
/// <remarks>.NET's non-backtracking engine gives the same answers (a property test holds the two together), and takes about a megabyte
/// and a millisecond for each pattern it is built for: with a thousand routes more memory than a function has.</remarks>
internal sealed class LazyDfa
{
    // What all states of one pattern, and of many, may hold together, in words of four or eight bytes. Beyond it they are forgotten and
    // made anew: memory stays bounded, and a value still costs at most one new state a character.
    private const int MostHeldByOne = 1 << 18, MostHeldByMany = 1 << 20;

    private static readonly State Dead = new([], 0, []);

    private readonly Nfa nfa;
    private readonly int[] ends;
    private readonly CharacterClasses classes;
    private readonly Lock gate = new();
    private readonly StateList scratch;
    private readonly Dictionary<State, State> states = new(State.SameStates.Instance);
    private readonly State start;
    private int held;
    private long allowance;

    /// <summary>One pattern; it makes as many states as values need.</summary>
    public LazyDfa(Nfa nfa)
        : this(nfa, [Nfa.Accept], long.MaxValue)
    {
    }

    private LazyDfa(Nfa nfa, int[] ends, long allowance)
    {
        (this.nfa, this.ends, this.allowance) = (nfa, ends, allowance);
        classes = CharacterClasses.Of(nfa);
        scratch = new StateList(nfa.Count);
        nfa.Close(nfa.Start, scratch);
        start = Make();
    }

    /// <summary>Many patterns, told apart by their place in the list.</summary>
    /// <param name="roots">The patterns' trees.</param>
    /// <param name="allowance">How much work may go into new states; see <see cref="Allow"/>.</param>
    public static LazyDfa OfAll(ReadOnlySpan<PatternNode> roots, long allowance) =>
        new(NfaBuilder.BuildAll(roots, out int[] ends), ends, allowance);

    /// <summary>Whether the whole value from a place on matches; a value with half of a surrogate pair does not.</summary>
    public bool IsMatch(string value, int from = 0) => Walk(value, from)!.Matching.Length > 0;

    /// <summary>The patterns that match the whole value, ascending.</summary>
    /// <returns>False when it takes new states and the allowance is spent: ask each pattern.</returns>
    public bool TryMatching(string value, out ReadOnlySpan<int> matching)
    {
        State? end = Walk(value, 0);
        matching = end is null ? default : end.Matching;
        return end is not null;
    }

    /// <summary>Allows more work for new states. Whoever allows as much as asking each pattern has just cost is never more than twice as
    /// slow as asking each pattern, for any patterns and any values.</summary>
    public void Allow(long work) => Interlocked.Add(ref allowance, work);

    // Null when the allowance is spent.
    private State? Walk(string value, int from)
    {
        State state = start;
        for (int at = from; at < value.Length; at++)
        {
            int c = value[at];
            if (char.IsSurrogate((char)c))
            {
                if (!Rune.TryGetRuneAt(value, at, out Rune rune))
                    return Dead;
                (c, at) = (rune.Value, at + 1);
            }

            int kind = classes.Of(c);
            if ((Volatile.Read(ref state.Next[kind]) ?? Step(state, kind)) is not { } next)
                return null;
            if (ReferenceEquals(next, Dead))
                return Dead;
            state = next;
        }

        return state;
    }

    private State? Step(State from, int kind)
    {
        lock (gate)
        {
            if (Volatile.Read(ref allowance) < from.Places.Length)
                return null;
            int example = classes.Example(kind);
            scratch.Clear();
            foreach (int place in from.Places)
            {
                if (nfa.Characters(place) is { } chars && chars.Set.Contains(example))
                    nfa.Close(nfa.Next(place), scratch);
            }

            Allow(-from.Places.Length - scratch.States.Length);
            State to = scratch.IsEmpty ? Dead : Make();
            Volatile.Write(ref from.Next[kind], to);
            return to;
        }
    }

    private State Make()
    {
        int[] places = scratch.States.ToArray();
        Array.Sort(places);
        var made = new State(places, classes.Count, [.. Numbers(places)]);
        if (states.TryGetValue(made, out State? known))
            return known;
        if (held > (ends.Length == 1 ? MostHeldByOne : MostHeldByMany))
            Forget();
        states.Add(made, made);
        held += places.Length + classes.Count;
        return made;
    }

    // The ends are in the order of the patterns.
    private IEnumerable<int> Numbers(int[] places)
    {
        foreach (int place in places)
        {
            int number = Array.BinarySearch(ends, place);
            if (number >= 0)
                yield return number;
        }
    }

    // What was handed out before stays right, and goes when nobody walks through it any more.
    private void Forget()
    {
        foreach (State state in states.Values)
            Array.Clear(state.Next);
        states.Clear();
        held = 0;
    }

    private sealed class State
    {
        private readonly int hash;

        public State(int[] places, int kinds, int[] matching)
        {
            (Places, Next, Matching) = (places, new State?[kinds], matching);
            var code = new HashCode();
            foreach (int place in places)
                code.Add(place);
            hash = code.ToHashCode();
        }

        public int[] Places { get; }

        public State?[] Next { get; }

        public int[] Matching { get; }

        public sealed class SameStates : IEqualityComparer<State>
        {
            public static readonly SameStates Instance = new();

            public bool Equals(State? x, State? y) => x!.Places.AsSpan().SequenceEqual(y!.Places);

            public int GetHashCode(State obj) => obj.hash;
        }
    }
}
