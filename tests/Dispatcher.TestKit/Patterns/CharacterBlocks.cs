using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.TestKit.Patterns;

/// <summary>Lets the engine, which works on UTF-16 units, take a character beyond the basic plane as one: those
/// characters that no set of the pattern tells apart form a block, each block gets a surrogate unit as its sign, and a
/// value is rewritten with the signs.</summary>
/// <remarks>The other way, a choice of pairs for each class, made <c>\p{L}</c> take 0.1 s to build and triples the size
/// of <c>[^/]{1,255}</c>.</remarks>
internal sealed class CharacterBlocks
{
    /// <summary>Most blocks; there are 2,048 surrogate units, and two are taken.</summary>
    public const int Max = 2_000;

    /// <summary>The sign of half a pair: no set has it, so no pattern matches it.</summary>
    public const char NoCharacter = '\uDFFF';

    private const char FirstSign = '\uD800';

    // U+FFFF, which is no character for interchange, gets a sign too, so that no class reaches the last unit: .NET 10.0
    // writes such a class as a negation when it can, and loses characters when it then merges it with the next branch
    // of a choice.
    private const int FirstBeyond = 0xFFFF;
    private static readonly CharSet Beyond = CharSet.Range(FirstBeyond, CharSet.MaxCodePoint);

    private readonly ImmutableArray<CharSet> blocks;

    private CharacterBlocks(ImmutableArray<CharSet> blocks) => this.blocks = blocks;

    public int Count => blocks.Length;

    /// <summary>The blocks of a pattern; it stops dividing when there are more than <see cref="Max"/>.</summary>
    public static CharacterBlocks Of(PatternNode root)
    {
        var told = new HashSet<CharSet>();
        Collect(root, told);
        List<CharSet> blocks = [Beyond];
        foreach (CharSet set in told)
        {
            if (blocks.Count > Max)
                break;
            for (int i = blocks.Count - 1; i >= 0; i--)
            {
                if (!blocks[i].Intersects(set) || blocks[i].Without(set) is not { IsEmpty: false } outside)
                    continue;
                blocks.Add(blocks[i].Intersect(set));
                blocks[i] = outside;
            }
        }

        return new CharacterBlocks([.. blocks]);
    }

    /// <summary>The set as the engine reads it, one atom.</summary>
    public string Class(CharSet set)
    {
        var units = set.Ranges.Where(range => range.First < FirstBeyond).ToList();
        int after = units.FindIndex(range => range.First > FirstSign);
        IEnumerable<int> signs = Enumerable
            .Range(0, blocks.Length)
            .Where(i => set.Contains(blocks[i].Ranges[0].First))
            .Select(i => FirstSign + i);
        units.InsertRange(after < 0 ? units.Count : after, signs.Select(sign => new CharRange(sign, sign)));
        if (units is [var only] && only.First == only.Last)
            return Unit(only.First);
        var text = new StringBuilder("[");
        for (int i = 0; i < units.Count; i++)
        {
            int first = units[i].First;
            while (i + 1 < units.Count && units[i + 1].First == units[i].Last + 1)
                i++;
            int last = Math.Min(units[i].Last, FirstBeyond - 1);
            text.Append(Unit(first));
            if (last > first)
                text.Append('-').Append(Unit(last));
        }

        return text.Append(']').ToString();
    }

    /// <summary>The value with signs, and for each unit of it where it begins in the value; both null when it is the
    /// same.</summary>
    public (string? Signed, int[]? Origins) Sign(string value)
    {
        if (!value.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !value.Contains('\uFFFF'))
            return default;
        var signed = new StringBuilder(value.Length);
        var origins = new List<int>(value.Length + 1);
        for (int i = 0; i < value.Length; )
        {
            origins.Add(i);
            bool whole = Rune.TryGetRuneAt(value, i, out Rune rune);
            signed.Append(
                !whole ? NoCharacter
                : rune.Value < FirstBeyond ? value[i]
                : (char)(FirstSign + IndexOf(rune.Value))
            );
            i += whole ? rune.Utf16SequenceLength : 1;
        }

        origins.Add(value.Length);
        return (signed.ToString(), [.. origins]);
    }

    private int IndexOf(int codePoint)
    {
        for (int i = 0; i < blocks.Length - 1; i++)
        {
            if (blocks[i].Contains(codePoint))
                return i;
        }

        return blocks.Length - 1;
    }

    private static void Collect(PatternNode node, HashSet<CharSet> told)
    {
        switch (node)
        {
            case CharsNode { Set: var set } when set.Ranges[^1].Last >= FirstBeyond:
                CharSet beyond = set.Intersect(Beyond);
                if (!beyond.Equals(Beyond))
                    told.Add(beyond);
                break;
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                    Collect(item, told);
                break;
            case ChoiceNode choice:
                foreach (PatternNode branch in choice.Branches)
                    Collect(branch, told);
                break;
            case GroupNode group:
                Collect(group.Body, told);
                break;
            case RepeatNode repeat:
                Collect(repeat.Body, told);
                break;
        }
    }

    // Only letters and digits stand for themselves wherever they are.
    private static string Unit(int unit) =>
        unit < 128 && char.IsAsciiLetterOrDigit((char)unit)
            ? ((char)unit).ToString()
            : string.Create(CultureInfo.InvariantCulture, $"\\u{unit:X4}");
}
