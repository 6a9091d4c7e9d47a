using System.Text;
using Dispatcher.Patterns.Automata;

namespace Dispatcher.Patterns.Engine;

/// <summary>Decides whether a whole value matches: a deterministic automaton whose states are made when a value first needs them. A few
/// nanoseconds a character once warm, and a few kilobytes a pattern.</summary>
/// <remarks>.NET's non-backtracking engine gives the same answers (a property test holds the two together), and takes about a megabyte
/// and a millisecond for each pattern it is built for: with a thousand routes more memory than a function has.</remarks>
internal sealed class LazyDfa
{
    // Beyond this the states are forgotten and made anew: memory stays bounded, and a value still costs at most one new state a character.
    private const int MaxStates = 1024;

    private static readonly State Dead = new([], 0, accepts: false);

    private readonly Nfa nfa;
    private readonly CharacterClasses classes;
    private readonly Lock gate = new();
    private readonly StateList scratch;
    private readonly Dictionary<State, State> states = new(State.SameStates.Instance);
    private readonly State start;

    public LazyDfa(Nfa nfa)
    {
        this.nfa = nfa;
        classes = CharacterClasses.Of(nfa);
        scratch = new StateList(nfa.Count);
        nfa.Close(nfa.Start, scratch);
        start = Make();
    }

    /// <summary>Whether the whole value matches; a value with half of a surrogate pair does not.</summary>
    public bool IsMatch(string value)
    {
        State state = start;
        for (int at = 0; at < value.Length; at++)
        {
            int c = value[at];
            if (char.IsSurrogate((char)c))
            {
                if (!Rune.TryGetRuneAt(value, at, out Rune rune))
                    return false;
                (c, at) = (rune.Value, at + 1);
            }

            int kind = classes.Of(c);
            state = Volatile.Read(ref state.Next[kind]) ?? Step(state, kind);
            if (ReferenceEquals(state, Dead))
                return false;
        }

        return state.Accepts;
    }

    private State Step(State from, int kind)
    {
        lock (gate)
        {
            int example = classes.Example(kind);
            scratch.Clear();
            foreach (int place in from.Places)
            {
                if (nfa.Characters(place) is { } chars && chars.Set.Contains(example))
                    nfa.Close(nfa.Next(place), scratch);
            }

            State to = scratch.IsEmpty ? Dead : Make();
            Volatile.Write(ref from.Next[kind], to);
            return to;
        }
    }

    private State Make()
    {
        var made = new State(scratch.States.ToArray(), classes.Count, scratch.Accepting);
        if (states.TryGetValue(made, out State? known))
            return known;
        if (states.Count == MaxStates)
            Forget();
        states.Add(made, made);
        return made;
    }

    // What was handed out before stays right, and goes when nobody walks through it any more.
    private void Forget()
    {
        foreach (State state in states.Values)
            Array.Clear(state.Next);
        states.Clear();
    }

    private sealed class State
    {
        private readonly int hash;

        public State(int[] places, int kinds, bool accepts)
        {
            Array.Sort(places);
            (Places, Next, Accepts) = (places, new State?[kinds], accepts);
            var code = new HashCode();
            foreach (int place in places)
                code.Add(place);
            hash = code.ToHashCode();
        }

        public int[] Places { get; }

        public State?[] Next { get; }

        public bool Accepts { get; }

        public sealed class SameStates : IEqualityComparer<State>
        {
            public static readonly SameStates Instance = new();

            public bool Equals(State? x, State? y) => x!.Places.AsSpan().SequenceEqual(y!.Places);

            public int GetHashCode(State obj) => obj.hash;
        }
    }
}
