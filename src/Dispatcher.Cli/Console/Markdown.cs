using System.Globalization;
using System.Text;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Console;

/// <summary>Untrusted text in Markdown: nothing in it is markup, HTML, or the end of what it stands in.</summary>
internal static class Markdown
{
    private const string Markup = "\\`*_[]|~$!#";

    /// <summary>The text as code: in it only a run of backticks means anything, and the fence is longer than
    /// any.</summary>
    public static string Code(string text)
    {
        string line = Quote.Whole(text);
        if (line.Length == 0)
            return "(empty)";
        string fence = "`";
        while (line.Contains(fence, StringComparison.Ordinal))
            fence += "`";
        // A reader takes one blank off either end when there is one at both.
        return fence.Length > 1 || line[0] == ' ' || line[^1] == ' ' ? $"{fence} {line} {fence}" : $"`{line}`";
    }

    /// <summary>The text as code in the cell of a table, which a bar would end.</summary>
    /// <remarks>Renderers do not agree on a backslash before the bar: where one takes the two backslashes of
    /// <c>\\|</c> together, the cell ends in the middle of the code, and what follows is markup or HTML. Such text is
    /// written without any character that could be markup.</remarks>
    public static string CodeCell(string text) =>
        text.Contains("\\|", StringComparison.Ordinal)
            ? $"<code>{References(Quote.Whole(text))}</code>"
            : Code(text).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>The text as part of a sentence, a paragraph of its own, or a cell.</summary>
    public static string Prose(string text) => Escaped(Quote.Whole(text.ReplaceLineEndings(" ")).Trim());

    /// <summary>The text between two pieces of code; its blanks stay.</summary>
    public static string Inner(string text) => Escaped(Quote.Whole(text.ReplaceLineEndings(" ")));

    private static string Escaped(string line)
    {
        var prose = new StringBuilder(line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c is '<' or '>' or '&')
                prose.Append(
                    c == '<' ? "&lt;"
                    : c == '>' ? "&gt;"
                    : "&amp;"
                );
            else if (Markup.Contains(c, StringComparison.Ordinal) || BeginsBlock(line, i))
                prose.Append('\\').Append(c);
            else
                prose.Append(c);
        }

        return prose.ToString();
    }

    private static string References(string text)
    {
        var written = new StringBuilder(text.Length * 2);
        foreach (char c in text)
        {
            if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c != ' ')
                written.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
            else
                written.Append(c);
        }

        return written.ToString();
    }

    // `- x`, `+ x`, `=` below a line, `1. x` and `1) x` are markup at the beginning only.
    private static bool BeginsBlock(string line, int at) =>
        line[at] switch
        {
            '-' or '+' or '=' => at == 0,
            '.' or ')' => at > 0 && line.AsSpan(0, at).IndexOfAnyExceptInRange('0', '9') < 0,
            _ => false,
        };
}
