using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Input;

/// <summary>Writes diagnostics as compilers do, each with its source line and a caret.</summary>
/// <remarks>routes-v1, "Errors": the first line of each is <c>file:line:column: error RDnnn: …</c>, whatever the
/// terminal.</remarks>
internal static class DiagnosticText
{
    private const int MostColumns = 120;

    /// <summary>Writes them all.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="colour">Whether to colour.</param>
    /// <param name="diagnostics">What.</param>
    /// <param name="files">The files they are about.</param>
    public static void Write(TextWriter writer, bool colour, ImmutableArray<Diagnostic> diagnostics, RouteFiles files)
    {
        var lines = new SourceLines(files);
        foreach (Diagnostic diagnostic in diagnostics)
            Write(writer, colour, diagnostic, lines);
    }

    /// <summary>Writes one.</summary>
    public static void Write(TextWriter writer, bool colour, Diagnostic diagnostic, SourceLines lines)
    {
        writer.WriteLine(colour ? Coloured(diagnostic) : diagnostic.ToString());
        if (lines.At(diagnostic.Position) is { } line)
            WriteSource(writer, line, diagnostic.Position);
    }

    /// <summary>The source line, cut to what is near the column, and a caret below the column.</summary>
    internal static void WriteSource(TextWriter writer, string line, SourcePosition position)
    {
        int column = Math.Clamp(position.Column - 1, 0, line.Length);
        int from =
            line.Length <= MostColumns
                ? 0
                : Math.Max(0, Math.Min(column - (MostColumns / 2), line.Length - MostColumns));
        string shown = line[from..Math.Min(line.Length, from + MostColumns)];
        if (shown.AsSpan().Trim().IsEmpty)
            return;
        string number = position.Line.ToString(CultureInfo.InvariantCulture);
        var source = new StringBuilder();
        var below = new StringBuilder();
        for (int i = 0; i < shown.Length; i++)
        {
            bool isTab = shown[i] == '\t';
            source.Append(
                isTab ? '\t'
                : Quote.IsUnsafe(shown, i) ? ' '
                : shown[i]
            );
            if (i < column - from)
                below.Append(isTab ? '\t' : ' ');
        }

        writer.WriteLine($"  {number} | {source.ToString().TrimEnd()}");
        writer.WriteLine($"  {new string(' ', number.Length)} | {below}^");
    }

    private static string Coloured(Diagnostic diagnostic)
    {
        string text = diagnostic.ToString();
        int place = diagnostic.Position.ToString().Length;
        int code = text.IndexOf(diagnostic.Code, place, StringComparison.Ordinal) + diagnostic.Code.Length;
        string colour = diagnostic.Severity switch
        {
            Severity.Error => "31",
            Severity.Warning => "33",
            Severity.Note => "36",
        };
        return $"\u001b[1m{text[..place]}\u001b[0m:\u001b[{colour}m{text[(place + 1)..code]}\u001b[0m{text[code..]}";
    }
}
