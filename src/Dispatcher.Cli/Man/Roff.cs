using System.Text;

namespace Dispatcher.Cli.Man;

/// <summary>Text in the language of manual pages, man(7).</summary>
internal sealed class Roff
{
    private readonly StringBuilder text = new();

    /// <summary>A line that the formatter reads as it is.</summary>
    public Roff Macro(string line)
    {
        text.Append(line).Append('\n');
        return this;
    }

    /// <summary>A heading.</summary>
    public Roff Section(string title) => Macro($".SH \"{title}\"");

    /// <summary>A line of text; what is special in it is escaped.</summary>
    public Roff Line(string line)
    {
        string escaped = Escape(line);
        return Macro(escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped);
    }

    /// <summary>A term with its explanation below it.</summary>
    /// <param name="term">The term, escaped and marked up.</param>
    /// <param name="explanation">The explanation.</param>
    public Roff Item(string term, string explanation) => Macro(".TP").Macro(term).Line(explanation);

    /// <summary>Text to be printed bold.</summary>
    public static string Bold(string plain) => $"\\fB{Escape(plain)}\\fR";

    /// <summary>Text that stands for something else.</summary>
    public static string Italic(string plain) => $"\\fI{Escape(plain)}\\fR";

    /// <summary>Plain text, so that nothing in it is read as markup: a dash stays one that can be copied.</summary>
    public static string Escape(string plain)
    {
        var escaped = new StringBuilder(plain.Length);
        foreach (char letter in plain)
        {
            _ = letter switch
            {
                '\\' => escaped.Append("\\e"),
                '-' => escaped.Append("\\-"),
                '`' => escaped.Append("\\(ga"),
                '^' => escaped.Append("\\(ha"),
                '~' => escaped.Append("\\(ti"),
                '…' => escaped.Append("..."),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }

    /// <summary>The page.</summary>
    public override string ToString() => text.ToString();
}
