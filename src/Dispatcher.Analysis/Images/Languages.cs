using System.Collections.Immutable;
using System.Text;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>Sets of texts as trees.</summary>
internal static class Languages
{
    /// <summary>Any text.</summary>
    public static readonly PatternNode Anything = new RepeatNode(Class(CharSet.Everything, "."), 0, null, false);

    /// <summary>A whole number as it is printed.</summary>
    public static readonly PatternNode Number = Of("-?[0-9]+(?:[.E+\\-0-9]+)?");

    /// <summary>The texts of an expression.</summary>
    public static PatternNode Of(string pattern) => Pattern.Parse(pattern).Pattern!.Root;

    /// <summary>One text.</summary>
    public static PatternNode Literal(string text) =>
        new SequenceNode([
            .. text.EnumerateRunes()
                .Select(rune => Class(CharSet.Of(rune.Value), LiteralPattern.Escaped(rune.ToString()))),
        ]);

    /// <summary>One character of a set.</summary>
    public static CharsNode Class(CharSet set, string written) => new(set, written, null);

    /// <summary>Every character that can stand in a text.</summary>
    public static CharSet Alphabet(PatternNode node) =>
        node switch
        {
            CharsNode chars => chars.Set,
            SequenceNode sequence => Union(sequence.Items),
            ChoiceNode choice => Union(choice.Branches),
            GroupNode group => Alphabet(group.Body),
            RepeatNode repeat => repeat.Max == 0 ? CharSet.Empty : Alphabet(repeat.Body),
            _ => CharSet.Empty,
        };

    /// <summary>The texts with every character replaced.</summary>
    public static PatternNode Map(PatternNode node, Func<CharsNode, PatternNode> map) =>
        node switch
        {
            CharsNode chars => map(chars),
            SequenceNode sequence => new SequenceNode([.. sequence.Items.Select(item => Map(item, map))]),
            ChoiceNode choice => new ChoiceNode([.. choice.Branches.Select(branch => Map(branch, map))]),
            GroupNode group => Map(group.Body, map),
            RepeatNode repeat => repeat with { Body = Map(repeat.Body, map) },
            _ => node,
        };

    /// <summary>The most characters of a text; null without a bound.</summary>
    public static int? MostCharacters(PatternNode node) =>
        node switch
        {
            CharsNode => 1,
            SequenceNode sequence => sequence.Items.Aggregate((int?)0, (sum, item) => sum + MostCharacters(item)),
            ChoiceNode choice => choice.Branches.Any(branch => MostCharacters(branch) is null)
                ? null
                : choice.Branches.Max(MostCharacters),
            GroupNode group => MostCharacters(group.Body),
            RepeatNode repeat => repeat.Max is { } max ? max * MostCharacters(repeat.Body)
            : MostCharacters(repeat.Body) == 0 ? 0
            : null,
            _ => 0,
        };

    /// <summary>The texts, up to a number of them; null when there are more.</summary>
    public static List<string>? Words(PatternNode node, int most)
    {
        switch (node)
        {
            case CharsNode chars:
                return chars.Set.Count() > most
                    ? null
                    :
                    [
                        .. chars.Set.Ranges.SelectMany(range =>
                            Enumerable
                                .Range(range.First, range.Last - range.First + 1)
                                .Select(c => new Rune(c).ToString())
                        ),
                    ];
            case GroupNode group:
                return Words(group.Body, most);
            case SequenceNode sequence:
                return Product(sequence.Items.Select(item => Words(item, most)), most);
            case ChoiceNode choice:
                var joined = new List<string>();
                foreach (PatternNode branch in choice.Branches)
                {
                    if (Words(branch, most) is not { } words || joined.Count + words.Count > most)
                        return null;
                    joined.AddRange(words);
                }

                return joined;
            case RepeatNode { Max: { } max and <= 16 } repeat:
                if (Words(repeat.Body, most) is not { } once)
                    return null;
                var all = new List<string>();
                for (int count = repeat.Min; count <= max; count++)
                {
                    if (Product(Enumerable.Repeat<List<string>?>(once, count), most) is not { } words)
                        return null;
                    all.AddRange(words);
                    if (all.Count > most)
                        return null;
                }

                return all;
            case RepeatNode:
                return null;
            default:
                return [""];
        }
    }

    private static List<string>? Product(IEnumerable<List<string>?> items, int most)
    {
        List<string> words = [""];
        foreach (List<string>? more in items)
        {
            if (more is null || (long)words.Count * more.Count > most)
                return null;
            words = [.. words.SelectMany(word => more.Select(next => word + next))];
        }

        return words;
    }

    private static CharSet Union(ImmutableArray<PatternNode> nodes) =>
        nodes.Aggregate(CharSet.Empty, (all, node) => all.Union(Alphabet(node)));
}
