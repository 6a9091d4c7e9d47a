using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Fuzz;

namespace Dispatcher.Cli.Tests;

/// <summary>Names, texts and file names that are made to break an output. The long form is
/// <c>tools/Dispatcher.Fuzz</c>.</summary>
public sealed class HostileOutputTests
{
    [Fact]
    public async Task Every_format_parses_and_has_no_raw_control_or_bidirectional_character() =>
        Assert.Empty(await OutputFuzzer.RunAsync(seed: 20261128, count: 40));

    [Theory]
    [InlineData("name: \u202eevil ##[error]x\uffff", "  3 | name:  evil # [error]x")]
    [InlineData("name: 😀", "  3 | name: 😀")]
    public void An_echoed_source_line_has_nothing_that_acts(string line, string shown)
    {
        using var written = new StringWriter();

        DiagnosticText.WriteSource(written, line, new SourcePosition("a.yaml", 3, 1));

        Assert.Equal(shown, written.ToString().Split(Environment.NewLine)[0]);
    }

    [Fact]
    public void A_bar_after_a_backslash_does_not_end_the_cell_for_any_renderer() =>
        Assert.Equal("<code>a&#92;&#124;&#60;img&#62;</code>", Markdown.CodeCell(@"a\|<img>"));
}
