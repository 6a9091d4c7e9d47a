using System.Text;
using System.Text.RegularExpressions;
using Dispatcher.Patterns.Syntax;
using Dispatcher.TestKit.Patterns;

namespace Dispatcher.Core.Tests.Patterns;

/// <summary>Writes the expression anew for .NET's engine. What the author wrote never reaches it, so nothing of its
/// dialect can.</summary>
internal static class EngineText
{
    /// <summary>The engine for a tree that is within <see cref="PatternSize"/>; it never throws for one. With
    /// <paramref name="endMark"/> it matches values that have <see cref="CharacterBlocks.NoCharacter"/>
    /// appended.</summary>
    public static Regex Compile(PatternNode root, CharacterBlocks blocks, bool endMark) =>
        new(Of(root, blocks, endMark), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>The whole expression, between the two anchors.</summary>
    public static string Of(PatternNode root, CharacterBlocks blocks, bool endMark)
    {
        var text = new StringBuilder(@"\A(?:");
        Write(text, root, blocks);
        return text.Append(endMark ? @")\uDFFF\z" : @")\z").ToString();
    }

    private static void Write(StringBuilder text, PatternNode node, CharacterBlocks blocks)
    {
        switch (node)
        {
            case CharsNode chars:
                text.Append(blocks.Class(chars.Set));
                break;
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                    WriteAtom(text, item, blocks);
                break;
            case ChoiceNode choice:
                for (int i = 0; i < choice.Branches.Length; i++)
                {
                    if (i > 0)
                        text.Append('|');
                    Write(text, choice.Branches[i], blocks);
                }

                break;
            case GroupNode group:
                text.Append('(');
                if (group.Name is not null)
                    text.Append("?<").Append(group.Name).Append('>');
                Write(text, group.Body, blocks);
                text.Append(')');
                break;
            case RepeatNode repeat:
                WriteAtom(text, repeat.Body is RepeatNode ? new SequenceNode([repeat.Body]) : repeat.Body, blocks);
                WriteCount(text, repeat);
                break;
        }
    }

    private static void WriteAtom(StringBuilder text, PatternNode node, CharacterBlocks blocks)
    {
        if (node is CharsNode or GroupNode or RepeatNode)
        {
            Write(text, node, blocks);
            return;
        }

        text.Append("(?:");
        Write(text, node, blocks);
        text.Append(')');
    }

    private static void WriteCount(StringBuilder text, RepeatNode repeat)
    {
        switch (repeat.Min, repeat.Max)
        {
            case (0, null):
                text.Append('*');
                break;
            case (1, null):
                text.Append('+');
                break;
            case (0, 1):
                text.Append('?');
                break;
            default:
                text.Append('{').Append(repeat.Min);
                if (repeat.Max != repeat.Min)
                    text.Append(',').Append(repeat.Max);
                text.Append('}');
                break;
        }

        if (repeat.Lazy)
            text.Append('?');
    }
}
