using Dispatcher.Patterns.Automata;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Analysis;

/// <summary>An automaton without the states that consume nothing: what can follow each character, worked out when it is first asked.</summary>
internal sealed class Positions
{
    private readonly Nfa nfa;
    private readonly int[]?[] following;
    private readonly StateList scratch;
    private readonly Lock gate = new();

    public Positions(Nfa nfa)
    {
        this.nfa = nfa;
        following = new int[nfa.Count][];
        scratch = new StateList(nfa.Count);
        Start = Closure(nfa.Start);
    }

    /// <summary>Where matches begin; <see cref="Nfa.Accept"/> is among them when the empty name matches.</summary>
    public int[] Start { get; }

    /// <summary>The characters consumed at a position; not for <see cref="Nfa.Accept"/>.</summary>
    public CharSet Set(int position) => nfa.Characters(position)!.Set;

    /// <summary>The positions after it.</summary>
    public int[] Following(int position) => following[position] ??= Closure(nfa.Next(position));

    private int[] Closure(int state)
    {
        lock (gate)
        {
            scratch.Clear();
            nfa.Close(state, scratch);
            return scratch.States.ToArray();
        }
    }
}
