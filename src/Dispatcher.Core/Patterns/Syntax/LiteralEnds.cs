using System.Runtime.InteropServices;
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
        var runes = new List<Rune>();
        bool whole = Append(root, fromEnd: false, runes);
        string prefix = Text(runes);
        if (whole)
            return new LiteralEnds(prefix, prefix, prefix);
        runes.Clear();
        Append(root, fromEnd: true, runes);
        runes.Reverse();
        return new LiteralEnds(prefix, Text(runes), null);
    }

    // Adds what every match of the node begins with (ends with, in reverse order). False when a match may differ after
    // it, so that nothing more can be said. Runes, so that a common beginning never ends inside a pair.
    private static bool Append(PatternNode node, bool fromEnd, List<Rune> runes)
    {
        switch (node)
        {
            case CharsNode chars:
                if (!chars.Set.IsSingle || runes.Count >= MaxLength)
                    return false;
                runes.Add(new Rune(chars.Set.Ranges[0].First));
                return true;
            case GroupNode group:
                return Append(group.Body, fromEnd, runes);
            case SequenceNode sequence:
                for (int i = 0; i < sequence.Items.Length; i++)
                {
                    if (!Append(sequence.Items[fromEnd ? ^(i + 1) : i], fromEnd, runes))
                        return false;
                }

                return true;
            case ChoiceNode choice:
                return AppendCommon(choice, fromEnd, runes);
            case RepeatNode repeat:
                for (int i = 0; i < repeat.Min; i++)
                {
                    int before = runes.Count;
                    if (!Append(repeat.Body, fromEnd, runes))
                        return false;
                    if (runes.Count == before)
                        break;
                }

                return repeat.Max == repeat.Min;
            default:
                return true;
        }
    }

    private static bool AppendCommon(ChoiceNode choice, bool fromEnd, List<Rune> runes)
    {
        int before = runes.Count;
        bool whole = Append(choice.Branches[0], fromEnd, runes);
        var other = new List<Rune>();
        foreach (PatternNode branch in choice.Branches.AsSpan()[1..])
        {
            other.Clear();
            whole &= Append(branch, fromEnd, other);
            ReadOnlySpan<Rune> common = CollectionsMarshal.AsSpan(runes)[before..];
            int length = common.CommonPrefixLength(CollectionsMarshal.AsSpan(other));
            whole &= length == common.Length && length == other.Count;
            runes.RemoveRange(before + length, common.Length - length);
        }

        return whole;
    }

    private static string Text(List<Rune> runes)
    {
        var text = new StringBuilder(runes.Count);
        foreach (Rune rune in runes)
            text.Append(rune);
        return text.ToString();
    }
}
