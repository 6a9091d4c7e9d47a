using Dispatcher.Diagnostics;
using Spectre.Console;

namespace Dispatcher.Cli.Console;

/// <summary>A line of styled text. Everything goes through <see cref="Quote.Line"/>, so that no name can move the
/// cursor or pretend to be another line.</summary>
internal sealed class Line
{
    private readonly Paragraph paragraph = new() { Overflow = Overflow.Fold };

    public Line Add(string text, Style? style = null)
    {
        paragraph.Append(Quote.Line(text), style ?? Styles.Plain);
        return this;
    }

    /// <summary>The line as something that can stand in a table or tree.</summary>
    public Paragraph Text => paragraph;

    /// <summary>Writes the line.</summary>
    public void Write(IAnsiConsole console)
    {
        console.Write(paragraph);
        console.WriteLine();
    }
}
