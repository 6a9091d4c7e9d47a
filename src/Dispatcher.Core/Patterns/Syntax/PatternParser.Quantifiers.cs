using System.Globalization;
using Dispatcher.Diagnostics;

namespace Dispatcher.Patterns.Syntax;

/// <summary>Quantifiers: <c>* + ? {n} {n,} {n,m}</c>, each also lazy.</summary>
internal sealed partial class PatternParser
{
    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private PatternNode ReadQuantifiers(PatternNode atom)
    {
        if (AtEnd || ReadQuantifier() is not { } quantifier)
            return atom;
        bool lazy = !AtEnd && text[position] == '?';
        if (lazy)
            position++;
        if (!AtEnd && text[position] == '+')
        {
            Problem(
                Codes.PatternUnsupported,
                position,
                1,
                "`+` after a quantifier makes it possessive, which routes do not have",
                "remove the `+`: this engine never goes back, so it has no effect on time"
            );
            position++;
        }

        int again = position;
        while (!AtEnd && ReadQuantifier() is not null)
        {
            Problem(
                Codes.PatternQuantifier,
                again,
                position - again,
                $"the quantifier `{text[again..position]}` follows another one",
                "remove it, or put what it repeats into `(?:…)`"
            );
            again = position;
        }

        return new RepeatNode(atom, quantifier.Min, quantifier.Max == Infinite ? null : quantifier.Max, lazy);
    }

    private (int Min, int Max)? ReadQuantifier()
    {
        switch (text[position])
        {
            case '*':
                position++;
                return (0, Infinite);
            case '+':
                position++;
                return (1, Infinite);
            case '?':
                position++;
                return (0, 1);
            case '{':
                return ReadCounts();
            default:
                return null;
        }
    }

    // Null, without a problem, when this brace is no quantifier; ReadAtom then names it.
    private (int Min, int Max)? ReadCounts()
    {
        int opening = position;
        if (Braces(opening) is not { } closing)
            return null;
        position = closing + 1;
        string inside = text[(opening + 1)..closing];
        int comma = inside.IndexOf(',', StringComparison.Ordinal);
        string least = comma < 0 ? inside : inside[..comma],
            most = comma < 0 ? inside : inside[(comma + 1)..];
        if (least.Length == 0)
        {
            Problem(
                Codes.PatternQuantifier,
                opening,
                closing + 1 - opening,
                $"`{{{inside}}}` has no lower count",
                $"write `{{0,{most}}}`"
            );
            return (0, 0);
        }

        int min = Count(least),
            max = most.Length == 0 ? Infinite : Count(most);
        if (Math.Max(min, max) > PatternSize.MaxCount)
        {
            Problem(
                Codes.PatternQuantifier,
                opening,
                closing + 1 - opening,
                $"`{{{Cut(inside)}}}` repeats more than {PatternSize.MaxCount} times",
                "lower the count, or write `*` or `+`"
            );
            return (0, 0);
        }

        if (max != Infinite && max < min)
        {
            Problem(
                Codes.PatternQuantifier,
                opening,
                closing + 1 - opening,
                $"the counts of `{{{inside}}}` are reversed",
                $"write `{{{max},{min}}}`"
            );
            return (0, 0);
        }

        return (min, max);
    }

    // The closing brace, when between the two are only digits and at most one comma, and at least one digit.
    private int? Braces(int opening)
    {
        int digits = 0,
            commas = 0;
        for (int i = opening + 1; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
                digits++;
            else if (text[i] == ',' && commas == 0)
                commas++;
            else
                return text[i] == '}' && digits > 0 ? i : null;
        }

        return null;
    }

    private void ReadStrayBrace()
    {
        int opening = position;
        if (Braces(opening) is { } closing)
        {
            position = closing + 1;
            Problem(
                Codes.PatternQuantifier,
                opening,
                position - opening,
                $"`{Cut(text[opening..position])}` has nothing to repeat",
                "put it behind a character, class or group, or write `\\{` for the character itself"
            );
            return;
        }

        position++;
        Problem(
            Codes.PatternSyntax,
            opening,
            1,
            "`{` does not begin a count",
            "write `{n}`, `{n,}` or `{n,m}`, or `\\{` for the character itself"
        );
    }

    // More digits than an int holds are as good as too many.
    private static int Count(string digits) =>
        int.TryParse(digits, NumberStyles.None, Invariant, out int count) ? count : int.MaxValue;

    private static string Cut(string shown) => shown.Length <= 24 ? shown : shown[..24] + "…";
}
