using System.Text;
using Dispatcher.Patterns.Automaton;

namespace Dispatcher.Patterns.Engine;

/// <summary>Runs a value through an automaton.</summary>
internal static class Progress
{
    /// <summary>Whether the whole value matches; false also when the budget is spent.</summary>
    public static bool Matches(Nfa nfa, string value, WorkBudget? work = null)
    {
        (StateList reached, int length) = Run(nfa, value, work);
        return length == value.Length && reached.Accepting;
    }

    /// <summary>How far it matches and what was expected next; as far as the budget reaches.</summary>
    public static PatternProgress Of(Nfa nfa, string value, bool ignoreCase, WorkBudget? work)
    {
        (StateList reached, int length) = Run(nfa, value, work);
        return length == value.Length && reached.Accepting
            ? new PatternProgress(true, length, "")
            : new PatternProgress(false, length, Expectation.Of(nfa, reached.States, ignoreCase));
    }

    // The states after the longest part that any match begins with. Each state can reach the end, since no set is
    // empty.
    private static (StateList Reached, int Length) Run(Nfa nfa, string value, WorkBudget? work)
    {
        var current = new StateList(nfa.Count);
        var following = new StateList(nfa.Count);
        nfa.Close(nfa.Start, current);
        int length = 0;
        while (length < value.Length && Rune.TryGetRuneAt(value, length, out Rune rune))
        {
            following.Clear();
            foreach (int state in current.States)
            {
                if (nfa.Characters(state) is { } chars && chars.Set.Contains(rune.Value))
                    nfa.Close(nfa.Next(state), following);
            }

            if (following.IsEmpty || work?.Spend(current.States.Length + following.States.Length) == false)
                break;
            (current, following) = (following, current);
            length += rune.Utf16SequenceLength;
        }

        return (current, length);
    }
}
