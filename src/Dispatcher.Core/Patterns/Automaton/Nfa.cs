using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Automaton;

/// <summary>A Thompson automaton over code points. A state consumes one character, or is a choice of two states without
/// consuming, or is the end.</summary>
internal sealed class Nfa(CharsNode?[] characters, int[] next, int[] other, int start)
{
    public const int Accept = 0;
    private const int None = -1;

    public int Count => next.Length;

    public int Start => start;

    /// <summary>What the state consumes; null for a choice and for the end.</summary>
    public CharsNode? Characters(int state) => characters[state];

    public int Next(int state) => next[state];

    /// <summary>Adds a state and all that it reaches without consuming; a choice itself is not kept.</summary>
    public void Close(int state, StateList into)
    {
        into.Pending.Push(state);
        while (into.Pending.TryPop(out int current))
        {
            if (!into.Visit(current))
                continue;
            if (current == Accept || characters[current] is not null)
            {
                into.Add(current);
                continue;
            }

            if (other[current] != None)
                into.Pending.Push(other[current]);
            into.Pending.Push(next[current]);
        }
    }
}
