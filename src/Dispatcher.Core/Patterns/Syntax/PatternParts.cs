using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Dispatcher.Patterns.Syntax;

/// <summary>The parts of an expression that an index over many of them can use.</summary>
internal static class PatternParts
{
    // Enough to choose from, and to tell routes apart: the index over all routes holds a place for each character.
    private const int MostLiterals = 16,
        LongestLiteral = 24;

    /// <summary>An expression as the literal text it is written to begin with, and the rest. The text may be shorter
    /// than the one that <see cref="LiteralEnds"/> finds, which also looks into groups.</summary>
    public static (string Head, PatternNode Tail) Split(PatternNode root)
    {
        ImmutableArray<PatternNode> items = root is SequenceNode sequence ? sequence.Items : [root];
        var head = new StringBuilder();
        int length = 0;
        while (length < items.Length && items[length] is CharsNode { Set.IsSingle: true } chars)
        {
            head.Append(Text(chars));
            length++;
        }

        return (
            head.ToString(),
            length == 0 ? root
            : length == items.Length ? EmptyNode.Instance
            : new SequenceNode(items[length..])
        );
    }

    /// <summary>Literal texts that every match has in it, in order; there may be more. A long one is in
    /// pieces.</summary>
    public static List<string> Literals(PatternNode root)
    {
        var found = new List<string>();
        var run = new StringBuilder();
        Collect(root, run, found);
        End(run, found);
        return found;
    }

    /// <summary>A text that is equal for two expressions exactly when they match the same way, character set for
    /// character set; groups do not count.</summary>
    public static string Shape(PatternNode root)
    {
        var shape = new StringBuilder();
        Describe(root, shape);
        return shape.ToString();
    }

    /// <summary>Whether it matches the empty text, perhaps among others.</summary>
    public static bool CanBeEmpty(PatternNode node) =>
        node switch
        {
            CharsNode => false,
            RepeatNode repeat => repeat.Min == 0 || CanBeEmpty(repeat.Body),
            GroupNode group => CanBeEmpty(group.Body),
            SequenceNode sequence => sequence.Items.All(CanBeEmpty),
            ChoiceNode choice => choice.Branches.Any(CanBeEmpty),
            _ => true,
        };

    private static void Collect(PatternNode node, StringBuilder run, List<string> found)
    {
        switch (node)
        {
            case CharsNode { Set.IsSingle: true } chars:
                run.Append(Text(chars));
                break;
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                    Collect(item, run, found);
                break;
            case GroupNode group:
                Collect(group.Body, run, found);
                break;
            case RepeatNode { Min: > 0 } repeat:
                // Once for certain; what stands around it need not touch it.
                End(run, found);
                Collect(repeat.Body, run, found);
                End(run, found);
                break;
            case EmptyNode:
                break;
            default:
                End(run, found);
                break;
        }
    }

    private static void End(StringBuilder run, List<string> found)
    {
        for (int at = 0; at < run.Length && found.Count < MostLiterals; at += LongestLiteral)
        {
            // The last piece is whole as well: what tells routes apart is often at the end.
            int length = Math.Min(LongestLiteral, run.Length);
            found.Add(run.ToString(Math.Min(at, run.Length - length), length));
        }

        run.Clear();
    }

    private static void Describe(PatternNode node, StringBuilder shape)
    {
        switch (node)
        {
            case CharsNode chars:
                shape.Append('[');
                foreach (CharRange range in chars.Set.Ranges)
                    shape.Append(CultureInfo.InvariantCulture, $"{range.First:x}-{range.Last:x},");
                shape.Append(']');
                break;
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                    Describe(item, shape);
                break;
            case ChoiceNode choice:
                shape.Append('(');
                foreach (PatternNode branch in choice.Branches)
                {
                    Describe(branch, shape);
                    shape.Append('|');
                }

                shape.Append(')');
                break;
            case GroupNode group:
                Describe(group.Body, shape);
                break;
            case RepeatNode repeat:
                shape.Append('(');
                Describe(repeat.Body, shape);
                shape.Append(CultureInfo.InvariantCulture, $"){{{repeat.Min},{repeat.Max}}}");
                break;
        }
    }

    private static string Text(CharsNode single) => new Rune(single.Set.Ranges[0].First).ToString();
}
