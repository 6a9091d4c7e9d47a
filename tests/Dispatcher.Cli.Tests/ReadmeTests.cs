using System.Text.RegularExpressions;
using Dispatcher.Cli.App;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Tests;

/// <summary>Runs what README.md tells a reader to run, in the order it stands there, in a copy of what a clone
/// has.</summary>
public sealed class ReadmeTests
{
    private const string Command = "dotnet run --project src/Dispatcher.Cli -- ";

    [Fact]
    public async Task Every_command_works_as_printed_one_after_the_other()
    {
        string readme = await File.ReadAllTextAsync(Path.Join(TheCommand.Repository, "README.md"));
        using TemporaryFolder clone = await Shipped.CloneAsync();

        // First what every reader runs, then the five minutes, in which the file of step 1 exists.
        int five = readme.IndexOf("## Add an entity in five minutes", StringComparison.Ordinal);
        Assert.True(five > 0, "README.md has no five minutes.");
        string[] first = [.. Commands(readme[..five])],
            steps = [.. Commands(readme[five..])];
        Assert.Equal(["dispatcher workbench --config-file samples/local.config", "dispatcher local --once"], first);
        await AskPageAsync(first[0], clone.Path);
        Assert.Contains(
            "8 task runs, 3 unmatched, 0 failed",
            await RunAsync(first[1], clone.Path),
            StringComparison.Ordinal
        );

        (string path, string yaml) = FileToSave(readme[five..]);
        clone.Write(path, yaml);
        string[] printed = new string[steps.Length];
        for (int i = 0; i < steps.Length; i++)
            printed[i] = await RunAsync(steps[i], clone.Path);

        Assert.Equal(5, steps.Length);
        Assert.Contains("errors: 0, warnings and notes: 0", printed[1], StringComparison.Ordinal);
        Assert.Contains("✓ shipments/2026-11-23.csv", printed[2], StringComparison.Ordinal);
        Assert.Contains("SHIPPING_DAY", printed[3], StringComparison.Ordinal);
        Assert.Equal(0, (await TheCommand.RunAsync(["docs", "--check", "docs/route-set.md"], clone.Path)).Code);
    }

    [Fact]
    public void The_test_command_is_what_CI_runs()
    {
        string readme = File.ReadAllText(Path.Join(TheCommand.Repository, "README.md"));
        Assert.Single(Regex.Matches(readme, "^dotnet test$", RegexOptions.Multiline));
        Assert.Contains(
            "README.md",
            File.ReadAllText(Path.Join(TheCommand.Repository, ".ci", "run")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_page_and_folder_it_links_to_exists()
    {
        string readme = File.ReadAllText(Path.Join(TheCommand.Repository, "README.md"));
        foreach (Match link in Regex.Matches(readme, @"\]\((?!https?:)([^)#]+)\)"))
            Assert.True(Path.Exists(Path.Join(TheCommand.Repository, link.Groups[1].Value)), link.Groups[1].Value);
    }

    // What is in a block of shell commands, with the command that is built already; the tests run otherwise.
    private static IEnumerable<string> Commands(string text) =>
        Regex
            .Matches(text, @"^ *```sh\n(.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)
            .SelectMany(block =>
                block
                    .Groups[1]
                    .Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            )
            .Where(line => line != "dotnet test")
            .Select(line => line.Replace(Command, "dispatcher ", StringComparison.Ordinal));

    private static (string Path, string Yaml) FileToSave(string text)
    {
        string path = Regex.Match(text, @"save this as `([^`]+)`").Groups[1].Value;
        Match block = Regex.Match(text, @"^( *)```yaml\n(.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline);
        string indent = block.Groups[1].Value;
        return (
            path,
            string.Join(
                '\n',
                block
                    .Groups[2]
                    .Value.Split('\n')
                    .Select(line => line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line)
            )
        );
    }

    // What serves until Ctrl-C is asked for its page, and then ends.
    private static async Task AskPageAsync(string line, string folder)
    {
        using var output = new StringWriter();
        using var client = new HttpClient();
        string page = "",
            files = "";
        var terminal = new Terminal
        {
            Out = output,
            Error = TextWriter.Null,
            In = Stream.Null,
            Folder = folder,
            Wait = async (_, stop) =>
            {
                var address = new Uri(output.ToString().Trim());
                page = await client.GetStringAsync(address, stop);
                files = await client.GetStringAsync(new Uri(address, "api/files"), stop);
            },
        };
        Assert.Equal(0, await CliApp.RunAsync(line.Split(' ')[1..], terminal));
        Assert.Contains("<title>Dispatcher workbench</title>", page, StringComparison.Ordinal);
        Assert.Contains("invoices.yaml", files, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string line, string folder)
    {
        ScriptResult result = await Script.RunAsync(folder, line);
        Assert.True(result.Code == 0, $"{line}: exit {result.Code}\n{result.Out}");
        return result.Out;
    }
}
