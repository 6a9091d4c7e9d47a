using System.CommandLine;
using System.Diagnostics;
using Dispatcher.Cli.App;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Man;

namespace Dispatcher.Cli.Tests;

/// <summary>The manual pages of <c>docs/man</c> are what the help says today. <c>dispatcher man --out docs/man</c>
/// writes them.</summary>
public sealed class ManualTests
{
    private static readonly string Folder = Path.Join(TheCommand.Repository, "docs", "man");

    private static RootCommand Root =>
        CliApp.Commands(
            new Terminal
            {
                Out = TextWriter.Null,
                Error = TextWriter.Null,
                In = Stream.Null,
                Folder = "/",
            }
        );

    [Fact]
    public async Task The_pages_in_the_repository_are_up_to_date()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (await TheCommand.RunAsync("man", "--out", folder.Path)).Code);
        Assert.Equal(Names(folder.Path), Names(Folder));
        foreach (string name in Names(Folder))
            Assert.Equal(
                await File.ReadAllTextAsync(Path.Join(folder.Path, name)),
                await File.ReadAllTextAsync(Path.Join(Folder, name))
            );
    }

    [Fact]
    public void Every_option_that_the_help_lists_is_in_the_page()
    {
        RootCommand root = Root;
        foreach (Command command in ManText.PagesOf(root))
        {
            string page = ManText.Of(root, command);
            Assert.All(command.Options.Where(option => !option.Hidden), option =>
                Assert.Contains(Roff.Bold(option.Name), page, StringComparison.Ordinal)
            );
        }
    }

    [Theory]
    [InlineData("-x", @"\-x")]
    [InlineData(@"a\b", @"a\eb")]
    [InlineData("`x` ^ ~ …", @"\(gax\(ga \(ha \(ti ...")]
    public void Nothing_in_a_text_is_read_as_markup(string plain, string escaped) =>
        Assert.Equal(escaped, Roff.Escape(plain));

    [Theory]
    [InlineData(".TH", @"\&.TH")]
    [InlineData("'tis", @"\&'tis")]
    public void A_line_of_text_is_never_a_macro(string line, string written) =>
        Assert.Equal(written + "\n", new Roff().Line(line).ToString());

    [Fact]
    public async Task A_page_that_is_not_there_is_said_with_what_is()
    {
        CliResult result = await TheCommand.RunAsync("man", "lnt");
        Assert.Equal(2, result.Code);
        Assert.Contains("did you mean `lint`?", result.Error, StringComparison.Ordinal);
    }

    public static TheoryData<string> Pages => [.. Names(Folder).Select(name => Path.GetFileNameWithoutExtension(name))];

    [RequiresTheory("mandoc")]
    [MemberData(nameof(Pages))]
    public async Task A_formatter_has_nothing_to_complain_of(string page)
    {
        using Process mandoc = Process.Start(
            new ProcessStartInfo("mandoc", ["-Tlint", "-W", "warning", Path.Join(Folder, page + ".1")])
            {
                RedirectStandardOutput = true,
            }
        )!;
        string[] complaints = (await mandoc.StandardOutput.ReadToEndAsync()).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        Assert.Empty(complaints);
    }

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
