using System.Collections.Immutable;
using System.Text;

namespace Dispatcher.Patterns.Syntax;

/// <summary>The literal text every match begins and ends with.</summary>
/// <param name="Prefix">What every match begins with.</param>
/// <param name="Suffix">What every match ends with.</param>
/// <param name="Exact">The only match, when there is only one.</param>
internal sealed record LiteralEnds(string Prefix, string Suffix, string? Exact)
{
    // Enough to tell routes apart, little enough to be cheap for `(a{1000}){…}`.
    private const int MaxLength = 1024;

    public static LiteralEnds Of(PatternNode root)
    {
        Literal prefix = Read(root, fromEnd: false);
        Literal suffix = Read(root, fromEnd: true);
        string begin = Text(prefix.Runes);
        return new LiteralEnds(begin, Text([.. suffix.Runes.Reverse()]), prefix.Whole ? begin : null);
    }

    // Runes, so that a common beginning never ends inside a pair. With fromEnd they are in reverse order.
    private static Literal Read(PatternNode node, bool fromEnd)
    {
        switch (node)
        {
            case EmptyNode:
                return Literal.Empty;
            case CharsNode chars:
                return chars.Set.IsSingle ? new Literal([new Rune(chars.Set.Ranges[0].First)], Whole: true) : Literal.Unknown;
            case GroupNode group:
                return Read(group.Body, fromEnd);
            case SequenceNode sequence:
                var runes = ImmutableArray.CreateBuilder<Rune>();
                foreach (PatternNode item in fromEnd ? sequence.Items.Reverse() : sequence.Items)
                {
                    if (!Append(runes, Read(item, fromEnd)))
                        return new Literal(runes.DrainToImmutable(), Whole: false);
                }

                return new Literal(runes.DrainToImmutable(), Whole: true);
            case ChoiceNode choice:
                return choice.Branches.Select(branch => Read(branch, fromEnd)).Aggregate(Common);
            case RepeatNode { Min: > 0 } repeat:
                Literal body = Read(repeat.Body, fromEnd);
                var repeated = ImmutableArray.CreateBuilder<Rune>();
                for (int i = 0; i < repeat.Min && repeated.Count <= MaxLength; i++)
                {
                    if (!Append(repeated, body))
                        return new Literal(repeated.DrainToImmutable(), Whole: false);
                }

                return new Literal(repeated.DrainToImmutable(), repeat.Max == repeat.Min);
            case RepeatNode { Max: 0 }:
                return Literal.Empty;
            default:
                return Literal.Unknown;
        }
    }

    // False when nothing more can be said after it.
    private static bool Append(ImmutableArray<Rune>.Builder runes, Literal next)
    {
        foreach (Rune rune in next.Runes)
        {
            if (runes.Count == MaxLength)
                return false;
            runes.Add(rune);
        }

        return next.Whole;
    }

    private static Literal Common(Literal a, Literal b)
    {
        int length = a.Runes.AsSpan().CommonPrefixLength(b.Runes.AsSpan());
        return new Literal(a.Runes[..length], a.Whole && b.Whole && length == a.Runes.Length && length == b.Runes.Length);
    }

    private static string Text(ImmutableArray<Rune> runes)
    {
        var text = new StringBuilder(runes.Length);
        foreach (Rune rune in runes)
            text.Append(rune.ToString());
        return text.ToString();
    }

    private sealed record Literal(ImmutableArray<Rune> Runes, bool Whole)
    {
        public static readonly Literal Empty = new([], Whole: true);
        public static readonly Literal Unknown = new([], Whole: false);
    }
}
