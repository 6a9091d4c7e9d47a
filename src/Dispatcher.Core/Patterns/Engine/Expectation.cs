using System.Text;
using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Engine;

/// <summary>Says what could come next as a phrase.</summary>
internal static class Expectation
{
    private const int MaxItems = 8;
    private const int MaxLiteral = 48;
    private const string End = "the end of the name";

    /// <summary>For the states of a run that stopped; there is at least one.</summary>
    public static string Of(Nfa nfa, ReadOnlySpan<int> states, bool ignoreCase)
    {
        var classes = new List<CharsNode>();
        var literals = new List<string>();
        bool end = false;
        foreach (int state in states)
        {
            if (nfa.Characters(state) is not { } chars)
                end = true;
            else if (chars.Literal is null)
                classes.Add(chars);
            else
                literals.Add(Run(nfa, state));
        }

        CharSet any = classes.Aggregate(CharSet.Empty, (union, chars) => union.Union(chars.Set));
        var items = new List<string>();
        if (classes.Count > 0)
            items.AddRange(
                CharacterPhrase.Of(any, [.. classes.Select(chars => chars.Written).Distinct(StringComparer.Ordinal)])
            );
        string folded = ignoreCase ? " in any case" : "";
        foreach (string literal in literals.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (
                literal.EnumerateRunes().First() is var rune
                && literal.Length == rune.Utf16SequenceLength
                && any.Contains(rune.Value)
            )
                continue;
            bool letters = literal.Any(char.IsLetter);
            items.Add(CharacterPhrase.Literal(literal) + (letters ? folded : ""));
        }

        if (items.Count > MaxItems)
            items = [.. items.Take(MaxItems - 1), $"{items.Count - MaxItems + 1} more"];
        if (end)
            items.Add(End);
        return Join(items);
    }

    // The literal text from a state on, as far as nothing else is possible.
    private static string Run(Nfa nfa, int state)
    {
        var text = new StringBuilder();
        var after = new StateList(nfa.Count);
        while (nfa.Characters(state) is { Literal: { } literal })
        {
            text.Append(literal);
            if (text.Length >= MaxLiteral)
                return text.Append('…').ToString();
            after.Clear();
            nfa.Close(nfa.Next(state), after);
            if (after.States.Length != 1)
                break;
            state = after.States[0];
        }

        return text.ToString();
    }

    private static string Join(List<string> items) =>
        items.Count switch
        {
            0 => End,
            1 => items[0],
            _ => $"{string.Join(", ", items.Take(items.Count - 1))} or {items[^1]}",
        };
}
