using System.Text;
using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Engine;

/// <summary>Decides whether a whole value matches, or which of many patterns match it: a deterministic automaton whose
/// states are made when a value first needs them. A few nanoseconds a character once warm, however many patterns there
/// are.</summary>
/// <remarks>.NET's non-backtracking engine gives the same answers (a property test holds the two together), and takes
/// about a megabyte and a millisecond for each pattern it is built for: with a thousand routes more memory than a
/// function has.</remarks>
internal sealed class LazyDfa
{
    // What all states of one pattern, and of many, may hold together, in bytes. Beyond it they are forgotten and made
    // again: memory stays bounded, and a value still costs at most one new state a character.
    private const int MostHeldByOne = 1 << 20,
        MostHeldByMany = 1 << 22;

    private readonly Nfa nfa;
    private readonly AutomatonMemory? memory;
    private readonly int mostHeld;
    private readonly CharacterClasses classes;
    private readonly Lock gate = new();
    private readonly StateList scratch;
    private readonly int[] start;
    private DfaStates states;
    private long allowance;

    /// <summary>One pattern; it makes as many states as values need.</summary>
    /// <param name="nfa">The pattern's automaton.</param>
    /// <param name="memory">Where to count what is held; null where the caller does not count.</param>
    public LazyDfa(Nfa nfa, AutomatonMemory? memory = null)
        : this(nfa, memory, MostHeldByOne, long.MaxValue) { }

    private LazyDfa(Nfa nfa, AutomatonMemory? memory, int mostHeld, long allowance)
    {
        (this.nfa, this.memory, this.mostHeld, this.allowance) = (nfa, memory, mostHeld, allowance);
        classes = CharacterClasses.Of(nfa);
        scratch = new StateList(nfa.Count);
        nfa.Close(nfa.Start, scratch);
        start = Places();
        memory?.Take(nfa.Bytes + classes.Bytes + scratch.Bytes);
        states = Begin();
        memory?.Take(states.Held);
    }

    /// <summary>Many patterns, identified by their index in the list.</summary>
    /// <param name="roots">The patterns' trees.</param>
    /// <param name="memory">Where to count what is held.</param>
    /// <param name="allowance">How much work may go into new states; see <see cref="Allow"/>.</param>
    public static LazyDfa OfAll(ReadOnlySpan<PatternNode> roots, AutomatonMemory memory, long allowance) =>
        new(NfaBuilder.BuildAll(roots), memory, MostHeldByMany, allowance);

    /// <summary>Whether the whole value from a place on matches; a value with half of a surrogate pair does
    /// not.</summary>
    /// <returns>False also when the budget is spent.</returns>
    public bool IsMatch(string value, int from, WorkBudget? work) => Walk(value, from, work) is { Length: > 0 };

    /// <summary>The patterns that match the whole value, ascending.</summary>
    /// <returns>False when it takes new states and the allowance or the budget is spent: ask each pattern.</returns>
    public bool TryMatching(string value, WorkBudget? work, out ReadOnlySpan<int> matching)
    {
        int[]? found = Walk(value, 0, work);
        matching = found;
        return found is not null;
    }

    /// <summary>Allows more work for new states. A caller that allows as much as
    /// asking each pattern has just cost is never more than twice as slow as asking each, for any patterns and any
    /// values.</summary>
    public void Allow(long work) => Interlocked.Add(ref allowance, work);

    // The patterns that match; null when the allowance or the budget is spent.
    private int[]? Walk(string value, int from, WorkBudget? work)
    {
        DfaStates walked = Volatile.Read(ref states);
        int[] steps = walked.Steps;
        int row = walked.Start;
        if (work?.Spend(value.Length - from) == false)
            return null;
        for (int at = from; at < value.Length; at++)
        {
            int c = value[at];
            if (char.IsSurrogate((char)c))
            {
                if (!Rune.TryGetRuneAt(value, at, out Rune rune))
                    return [];
                (c, at) = (rune.Value, at + 1);
            }

            int kind = classes.Of(c);
            int to = Volatile.Read(ref steps[row + kind]);
            if (to == DfaStates.Unknown)
            {
                if (!TryStep(ref walked, row, kind, work, out to))
                    return null;
                steps = walked.Steps;
            }

            if (to == DfaStates.Dead)
                return [];
            row = to;
        }

        return walked.Matching(row);
    }

    private bool TryStep(ref DfaStates from, int row, int kind, WorkBudget? work, out int to)
    {
        lock (gate)
        {
            to = DfaStates.Unknown;
            int[] places = from.Places(row);
            if (Volatile.Read(ref allowance) < places.Length || work?.Spend(places.Length) == false)
                return false;
            int example = classes.Example(kind);
            scratch.Clear();
            foreach (int place in places)
            {
                if (nfa.Characters(place) is { } chars && chars.Set.Contains(example))
                    nfa.Close(nfa.Next(place), scratch);
            }

            Allow(-places.Length - scratch.States.Length);
            work?.Spend(scratch.States.Length);
            if (scratch.IsEmpty)
            {
                from.Set(row, kind, to = DfaStates.Dead);
                return true;
            }

            // Other values may have gone on to a new table while this one was walked through the table before.
            int[] reached = Places();
            if (!states.TryFind(reached, out to))
            {
                int held = states.Held;
                if (held > mostHeld)
                    states = Begin();
                to = states.Add(reached, Numbers(reached));
                memory?.Take(states.Held - held);
            }

            if (from == states)
                from.Set(row, kind, to);
            from = states;
            return true;
        }
    }

    private int[] Places()
    {
        int[] places = scratch.States.ToArray();
        Array.Sort(places);
        return places;
    }

    // What walks through the table before finishes there or goes on here; then nothing refers to it.
    private DfaStates Begin()
    {
        var begun = new DfaStates(classes.Count);
        begun.Add(start, Numbers(start));
        return begun;
    }

    // Accepting states are in the order of the patterns.
    private int[] Numbers(int[] places)
    {
        var numbers = new List<int>();
        foreach (int place in places)
        {
            ref readonly NfaState state = ref nfa[place];
            if (state.Kind == StateKind.Accept)
                numbers.Add(state.Pattern);
        }

        return [.. numbers];
    }
}
