using System.Text;
using System.Text.RegularExpressions;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Engine;

/// <summary>Writes the expression anew for .NET's engine. What the author wrote never reaches it, so nothing of its dialect can.</summary>
internal static class EngineText
{
    /// <summary>The engine for a tree that is within <see cref="PatternSize"/>; it never throws for one.</summary>
    public static Regex Compile(PatternNode root) => new(Of(root), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>The whole expression, between the two anchors.</summary>
    public static string Of(PatternNode root)
    {
        var text = new StringBuilder(@"\A(?:");
        Write(text, root);
        return text.Append(@")\z").ToString();
    }

    private static void Write(StringBuilder text, PatternNode node)
    {
        switch (node)
        {
            case CharsNode chars:
                text.Append(Utf16Classes.Of(chars.Set).Text);
                break;
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                    WriteAtom(text, item);
                break;
            case ChoiceNode choice:
                for (int i = 0; i < choice.Branches.Length; i++)
                {
                    if (i > 0)
                        text.Append('|');
                    Write(text, choice.Branches[i]);
                }

                break;
            case GroupNode group:
                text.Append('(');
                if (group.Name is not null)
                    text.Append("?<").Append(group.Name).Append('>');
                Write(text, group.Body);
                text.Append(')');
                break;
            case RepeatNode repeat:
                WriteAtom(text, repeat.Body is RepeatNode ? new SequenceNode([repeat.Body]) : repeat.Body);
                WriteCount(text, repeat);
                break;
        }
    }

    private static void WriteAtom(StringBuilder text, PatternNode node)
    {
        if (node is CharsNode or GroupNode or RepeatNode)
        {
            Write(text, node);
            return;
        }

        text.Append("(?:");
        Write(text, node);
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
