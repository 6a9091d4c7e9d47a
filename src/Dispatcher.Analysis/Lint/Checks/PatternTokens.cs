using System.Collections.Immutable;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>What a piece of an expression's text is.</summary>
internal enum PatternTokenKind
{
    /// <summary>A character that stands for itself.</summary>
    Character,

    /// <summary><c>.</c></summary>
    Any,

    /// <summary>A backslash and what it escapes.</summary>
    Escape,

    /// <summary><c>[…]</c></summary>
    Class,

    /// <summary><c>( (?: (?&lt;name&gt;</c></summary>
    Open,

    /// <summary><c>)</c></summary>
    Close,

    /// <summary><c>|</c></summary>
    Bar,

    /// <summary><c>* + ? {n,m}</c>, with the <c>?</c> that makes it lazy.</summary>
    Quantifier,

    /// <summary><c>^ $ (?i)</c></summary>
    Mark,
}

/// <summary>A piece of an expression as it is written.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Text">Its characters.</param>
internal readonly record struct PatternToken(PatternTokenKind Kind, int Start, string Text)
{
    /// <summary>Cuts an expression that parses into its pieces, in order and without gaps.</summary>
    public static ImmutableArray<PatternToken> Of(string pattern)
    {
        var tokens = ImmutableArray.CreateBuilder<PatternToken>();
        for (int at = 0; at < pattern.Length; )
        {
            (PatternTokenKind kind, int length) = Next(pattern, at);
            tokens.Add(new(kind, at, pattern.Substring(at, length)));
            at += length;
        }

        return tokens.DrainToImmutable();
    }

    private static (PatternTokenKind Kind, int Length) Next(string text, int at)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        if (rest.StartsWith("(?i)"))
            return (PatternTokenKind.Mark, 4);
        if (rest.StartsWith("(?<"))
            return (PatternTokenKind.Open, rest.IndexOf('>') + 1);
        if (rest.StartsWith("(?:"))
            return (PatternTokenKind.Open, 3);
        return rest[0] switch
        {
            '.' => (PatternTokenKind.Any, 1),
            '(' => (PatternTokenKind.Open, 1),
            ')' => (PatternTokenKind.Close, 1),
            '|' => (PatternTokenKind.Bar, 1),
            '^' or '$' => (PatternTokenKind.Mark, 1),
            '\\' when rest.Length > 2 && rest[1] is 'p' or 'P' => (PatternTokenKind.Escape, rest.IndexOf('}') + 1),
            '\\' => (PatternTokenKind.Escape, Math.Min(2, rest.Length)),
            '[' => (PatternTokenKind.Class, ClassLength(rest)),
            '*' or '+' or '?' => (PatternTokenKind.Quantifier, Lazy(rest, 1)),
            '{' => (PatternTokenKind.Quantifier, Lazy(rest, rest.IndexOf('}') + 1)),
            _ => (PatternTokenKind.Character, 1),
        };
    }

    private static int Lazy(ReadOnlySpan<char> rest, int length) =>
        length < rest.Length && rest[length] == '?' ? length + 1 : length;

    private static int ClassLength(ReadOnlySpan<char> rest)
    {
        int at = 1;
        while (at < rest.Length && rest[at] != ']')
            at += rest[at] == '\\' ? 2 : 1;
        return Math.Min(at + 1, rest.Length);
    }
}
