using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dispatcher.Cli.App;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Tests.Services;

namespace Dispatcher.Cli.Tests;

/// <summary>The table of docs/cli.md is what the commands print: each line is run, with the services
/// emulated.</summary>
public sealed class JsonFormatTests
{
    private static readonly string Page = File.ReadAllText(Path.Join(TheCommand.Repository, "docs", "cli.md"));

    public static TheoryData<string, string> EveryLine()
    {
        var lines = new TheoryData<string, string>();
        foreach (
            Match row in Regex.Matches(
                Page,
                @"^\| `dispatcher ([^`]*--format json)` \| (.*) \|$",
                RegexOptions.Multiline
            )
        )
            lines.Add(
                row.Groups[1].Value,
                string.Join(' ', Regex.Matches(row.Groups[2].Value, "`([^`]+)`").Select(name => name.Groups[1].Value))
            );
        return lines;
    }

    [Theory]
    [MemberData(nameof(EveryLine))]
    public async Task JSON_has_the_members_that_are_documented(string line, string members)
    {
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Put("landing-area", "invoices/2022-08-12-documents.jsonlines");
        cloud.Emulator.ObjectStorage.CreateBucket("dispatcher-routes");
        // What writes files does so elsewhere.
        using var elsewhere = new TemporaryFolder();
        string[] words = [.. CommandLineParser.SplitCommandLine(line)];
        CliResult result =
            words[0] == "init" ? await cloud.RunAsync(words, elsewhere.Path) : await cloud.RunAsync(words);
        Assert.True(result.Code is 0 or 1, result.Error);
        string first = result.Out.StartsWith("{\n", StringComparison.Ordinal) ? result.Out : result.Lines[0];
        using JsonDocument json = JsonDocument.Parse(first);
        Assert.Equal(
            members.Split(' ').Order(StringComparer.Ordinal),
            json.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_command_is_in_the_table()
    {
        var terminal = new Terminal
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = Stream.Null,
            Folder = "/",
        };
        IEnumerable<string> documented = EveryLine().Select(line => ((string)line[0]).Split(' ')[0]).Distinct();
        Assert.Equal(
            CliApp
                .Commands(terminal)
                .Subcommands.Where(command => !command.Hidden)
                .Select(command => command.Name)
                .Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal)
        );
    }
}
