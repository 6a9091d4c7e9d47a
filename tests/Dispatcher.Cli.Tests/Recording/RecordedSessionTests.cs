using System.Net;
using System.Text.RegularExpressions;

namespace Dispatcher.Cli.Tests.Recording;

/// <summary>The picture in README.md is what the command prints today, from a real run.</summary>
/// <remarks><c>RECORD=1 dotnet test tests/Dispatcher.Cli.Tests --filter RecordedSession</c> takes it anew.</remarks>
public sealed partial class RecordedSessionTests
{
    private const string Command = "dispatcher local --once";
    private static readonly string File = Path.Join(TheCommand.Repository, "docs", "images", "local.svg");

    [Fact]
    public async Task The_picture_shows_what_the_command_prints()
    {
        CliResult run = await TheCommand.RunAsync(Command.Split(' ')[1..], TheCommand.Repository, isTerminal: true);
        Assert.Equal(0, run.Code);
        string screen = $"\u001b[1m$ {Command}\u001b[0m\n{run.Out}";
        if (Environment.GetEnvironmentVariable("RECORD") is { Length: > 0 })
            await System.IO.File.WriteAllTextAsync(File, SvgScreen.Draw(screen));
        Assert.Equal(Texts(SvgScreen.Draw(screen)), Texts(await System.IO.File.ReadAllTextAsync(File)));
    }

    [Theory]
    [InlineData("\u001b[32mgood\u001b[0m", "fill=\"#56d364\">good</text>")]
    [InlineData("\u001b[1m<b>\u001b[0m", "font-weight=\"bold\">&lt;b&gt;</text>")]
    [InlineData("  x", "<text x=\"31.6\"")]
    public void Colours_places_and_marks_are_drawn(string line, string drawn) =>
        Assert.Contains(drawn, SvgScreen.Draw(line), StringComparison.Ordinal);

    // What changes with every run: the hash of an entity tag, and the day.
    private static string[] Texts(string svg) =>
        [.. Text().Matches(svg).Select(text => Changing().Replace(WebUtility.HtmlDecode(text.Groups[1].Value), "*"))];

    [GeneratedRegex(@"<text [^>]*>([^<]*)</text>")]
    private static partial Regex Text();

    [GeneratedRegex(@"[0-9a-f]{12}\b|archive/\d{4}/\d{2}/\d{2}")]
    private static partial Regex Changing();
}
