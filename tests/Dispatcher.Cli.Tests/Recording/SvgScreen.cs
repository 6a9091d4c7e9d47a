using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace Dispatcher.Cli.Tests.Recording;

/// <summary>Draws what a command wrote on a terminal, colours and all, as an SVG image.</summary>
internal static partial class SvgScreen
{
    private const double CellWidth = 7.8,
        LineHeight = 17,
        Margin = 16;

    // The terminal's colours by their number, 30 to 37 and 90 to 97.
    private static readonly string[] Colours =
    [
        "#8b949e",
        "#ff7b72",
        "#56d364",
        "#e3b341",
        "#79c0ff",
        "#d2a8ff",
        "#56d4dd",
        "#e6edf3",
    ];

    /// <summary>The image.</summary>
    /// <param name="output">Text with SGR escape sequences.</param>
    public static string Draw(string output)
    {
        string[] lines = output.TrimEnd('\n').Split('\n');
        int columns = lines.Max(line => Plain(line).Length);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {(columns * CellWidth) + (2 * Margin):0} {(
                lines.Length * LineHeight
            ) + (2 * Margin):0}">
            <rect width="100%" height="100%" rx="8" fill="#0d1117"/>
            <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3" xml:space="preserve">

            """
        );
        for (int i = 0; i < lines.Length; i++)
            DrawLine(svg, lines[i], Margin + (LineHeight * (i + 0.75)));
        return svg.Append("</g>\n</svg>\n").ToString();
    }

    /// <summary>The text of a line without its escape sequences.</summary>
    public static string Plain(string line) => Escape().Replace(line, "");

    // Each run of one style is placed by its column and stretched to its cells: fonts differ in what they call a cell.
    private static void DrawLine(StringBuilder svg, string line, double y)
    {
        string style = "";
        int column = 0;
        foreach (Match part in Part().Matches(line))
        {
            if (part.Groups["codes"].Success)
            {
                style = Style(part.Groups["codes"].Value);
                continue;
            }

            string text = part.Value,
                shown = text.Trim(' ');
            int at = column + text.Length - text.TrimStart(' ').Length;
            column += text.Length;
            if (shown.Length > 0)
            {
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{Margin + (at * CellWidth):0.#}\" y=\"{y:0.#}\" "
                        + $"textLength=\"{shown.Length * CellWidth:0.#}\"{style}>"
                        + $"{SecurityElement.Escape(shown)}</text>\n"
                );
            }
        }
    }

    private static string Style(string codes)
    {
        var style = new StringBuilder();
        foreach (
            int code in codes
                .Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(code => int.Parse(code, CultureInfo.InvariantCulture))
        )
        {
            if (code is (>= 30 and <= 37) or (>= 90 and <= 97))
                style.Append(CultureInfo.InvariantCulture, $" fill=\"{Colours[code % 10]}\"");
            else if (code == 1)
                style.Append(" font-weight=\"bold\"");
        }

        return style.ToString();
    }

    [GeneratedRegex(@"\u001b\[[0-9;]*m")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\u001b\[(?<codes>[0-9;]*)m|[^\u001b]+")]
    private static partial Regex Part();
}
