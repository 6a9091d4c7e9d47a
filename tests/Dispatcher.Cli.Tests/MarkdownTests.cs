using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using Dispatcher.Diagnostics;
using Markdig;
using Markdown = Dispatcher.Cli.Console.Markdown;

namespace Dispatcher.Cli.Tests;

/// <summary>Whatever a name or a description holds, a reader of the Markdown sees that text, and nothing else
/// happens.</summary>
public sealed partial class MarkdownTests
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseEmphasisExtras()
        .UseMathematics()
        .Build();

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Char["ab1 \\`*_[](){}<>&|~$!#.-+=:;\"'\n\té"].Array[1, 12].Select(string.Concat),
        Gen.OneOf(
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "![x](y)",
            "- a",
            "1. a",
            "# a",
            "a\n\n# b",
            "| a | b |\n|---|---|",
            "```\nx",
            "a\\",
            "\u202Eevil",
            "&lt;",
            "a | b",
            "a\\|<img src=x onerror=alert(1)>",
            "`\\|<b>",
            "``",
            "--> x"
        )
    );

    [Fact]
    public void Prose_is_read_as_it_was_written() =>
        Texts.Sample(
            text =>
            {
                string shown = Blanks().Replace(Quote.Whole(text.ReplaceLineEndings(" ")).Trim(), " ");
                Assert.Equal(
                    shown.Length == 0 ? "" : $"<p>{shown}</p>",
                    Read(Markdig.Markdown.ToHtml(Markdown.Prose(text), Pipeline), tags: "p")
                );
                Assert.Equal(shown, Cell(Markdown.Prose(text)));
            },
            iter: 3_000
        );

    [Fact]
    public void Code_is_read_as_it_was_written() =>
        Texts.Sample(
            text =>
            {
                string shown = Blanks().Replace(Quote.Whole(text), " ");
                Assert.Equal(
                    $"<p><code>{shown}</code></p>",
                    Read(Markdig.Markdown.ToHtml(Markdown.Code(text), Pipeline), tags: "p|code")
                );
                // GitHub takes the backslash away that keeps a bar from ending the cell; this reader leaves it.
                Assert.Equal(
                    shown.Contains("\\|", StringComparison.Ordinal)
                        ? $"<code>{shown}</code>"
                        : $"<code>{shown.Replace("|", "\\|", StringComparison.Ordinal)}</code>",
                    Cell(Markdown.CodeCell(text))
                );
            },
            iter: 3_000
        );

    // The text of the middle of three cells.
    private static string Cell(string markdown)
    {
        string html = Markdig.Markdown.ToHtml($"| a | b | c |\n|---|---|---|\n| x | {markdown} | z |\n", Pipeline);
        MatchCollection cells = Regex.Matches(html, "<td>(.*?)</td>", RegexOptions.Singleline);
        Assert.Equal(3, cells.Count);
        return Read(cells[1].Groups[1].Value, tags: "code");
    }

    // The HTML with its entities decoded, once it is known that it has no other tags than these.
    private static string Read(string html, string tags)
    {
        Assert.Empty(Regex.Matches(html, $"<(?!/?(?:{tags})>)"));
        return Blanks().Replace(WebUtility.HtmlDecode(html).Trim(), " ");
    }

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
