using Dispatcher.Diagnostics;

namespace Dispatcher.Routes.Yaml;

/// <summary>Finds where in a file a character of a scalar's value stands, through quotes, escapes, folding and
/// indentation.</summary>
/// <param name="Text">The file's text.</param>
/// <param name="Index">Where the scalar begins in it, its quote or block mark included.</param>
/// <param name="Line">That line, from 1.</param>
/// <param name="Column">That column, from 1.</param>
internal readonly record struct ScalarSource(string Text, int Index, int Line, int Column)
{
    /// <summary>The position of the character at <paramref name="offset"/> of the scalar's value.</summary>
    public SourcePosition At(string value, int offset, string file)
    {
        if (Index >= Text.Length)
            return new SourcePosition(file, Line, Column);
        char first = Text[Index];
        int at = first switch
        {
            '\'' => Quoted(value, offset, Index + 1, '\''),
            '"' => Quoted(value, offset, Index + 1, '"'),
            '|' or '>' => Aligned(value, offset, SkipLine(Index)),
            _ => Aligned(value, offset, Index),
        };
        return Place(at, file);
    }

    private SourcePosition Place(int at, string file)
    {
        int line = Line,
            start = Index - (Column - 1);
        for (int i = Index; i < at && i < Text.Length; i++)
        {
            if (Text[i] == '\n')
                (line, start) = (line + 1, i + 1);
        }

        return new SourcePosition(file, line, at - start + 1);
    }

    private int SkipLine(int at)
    {
        int end = Text.IndexOf('\n', at);
        return end < 0 ? Text.Length : end + 1;
    }

    // Walks value and source side by side; white space in the source that the value does not have is folding or
    // indentation.
    private int Aligned(string value, int offset, int at)
    {
        for (int i = 0; i <= offset; i++)
        {
            char wanted = i < value.Length ? value[i] : '\0';
            while (
                at < Text.Length
                && Text[at] != wanted
                && char.IsWhiteSpace(Text[at])
                && !(wanted == ' ' && Text[at] == '\n')
            )
                at++;
            if (i < offset)
                at++;
        }

        return Math.Min(at, Text.Length);
    }

    private int Quoted(string value, int offset, int at, char quote)
    {
        for (int i = 0; i < offset && i < value.Length && at < Text.Length; i++)
        {
            if (Text[at] is '\n' or '\r')
            {
                while (at < Text.Length && char.IsWhiteSpace(Text[at]))
                    at++;
                if (value[i] is ' ' or '\n')
                    continue;
            }

            if (quote == '\'')
                at += Text[at] == '\'' ? 2 : 1;
            else if (Text[at] == '\\' && at + 1 < Text.Length)
                at += Text[at + 1] switch
                {
                    'x' => 4,
                    'u' => 6,
                    'U' => 10,
                    _ => 2,
                };
            else
                at++;
        }

        return at;
    }
}
