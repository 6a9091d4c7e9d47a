using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Automaton;

/// <summary>A Thompson automaton over code points: characters, forks with a preferred way, and marks. Matching,
/// captures, explanations and analyses all run on it.</summary>
internal sealed class Nfa(NfaState[] states, int start, int groupCount)
{
    /// <summary>The end of the first pattern, and of the only one where there is one.</summary>
    public const int Accept = 0;

    public int Count => states.Length;

    /// <summary>What its states hold, in bytes.</summary>
    public long Bytes => (long)states.Length * NfaState.Bytes;

    public int Start => start;

    /// <summary>How many groups are marked; 0 where it was built without marks.</summary>
    public int GroupCount => groupCount;

    public ref readonly NfaState this[int state] => ref states[state];

    /// <summary>What the state consumes; null where it consumes nothing.</summary>
    public CharsNode? Characters(int state) => states[state].Characters;

    public int Next(int state) => states[state].Next;

    /// <summary>Adds a state and all that it reaches without consuming, the preferred way first; forks and marks
    /// themselves are not kept.</summary>
    public void Close(int state, StateList into)
    {
        into.Pending.Push(state);
        while (into.Pending.TryPop(out int current))
        {
            if (!into.Visit(current))
                continue;
            ref readonly NfaState reached = ref states[current];
            switch (reached.Kind)
            {
                case StateKind.Accept:
                case StateKind.Characters:
                    into.Add(current);
                    break;
                case StateKind.Fork:
                    into.Pending.Push(reached.Other);
                    into.Pending.Push(reached.Next);
                    break;
                case StateKind.Mark:
                    into.Pending.Push(reached.Next);
                    break;
            }
        }
    }
}
