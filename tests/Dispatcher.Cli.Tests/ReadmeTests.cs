using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Dispatcher.Cli.Tests;

/// <summary>Runs what README.md tells a reader to run, in the order it stands there, in a copy of what a clone has.</summary>
public sealed class ReadmeTests
{
    private const string Command = "dotnet run --project src/Dispatcher.Cli -- ";

    [Fact]
    public async Task Every_command_works_as_printed_one_after_the_other()
    {
        string readme = await File.ReadAllTextAsync(Path.Join(TheCommand.Repository, "README.md"));
        using var clone = new TemporaryFolder();
        foreach (string folder in (string[])["routes", "samples", "schemas"])
            Copy(Path.Join(TheCommand.Repository, folder), Path.Join(clone.Path, folder));

        // First what every reader runs, then the five minutes, in which the file of step 1 exists.
        int five = readme.IndexOf("## Add an entity in five minutes", StringComparison.Ordinal);
        Assert.True(five > 0, "README.md has no five minutes.");
        foreach (string line in Commands(readme[..five]))
            await RunAsync(line, clone.Path);

        (string path, string yaml) = FileToSave(readme[five..]);
        clone.Write(path, yaml);
        string[] steps = [.. Commands(readme[five..])];
        Assert.Equal(3, steps.Length);
        CliResult lint = await RunAsync(steps[0], clone.Path), test = await RunAsync(steps[1], clone.Path), dryRun = await RunAsync(steps[2], clone.Path);

        Assert.DoesNotContain("shipments", lint.Out, StringComparison.Ordinal);
        Assert.Contains("shipments/2026-11-23.csv", test.Out, StringComparison.Ordinal);
        Assert.Contains("SHIPPING_DAY", dryRun.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_test_command_is_what_CI_runs()
    {
        string readme = File.ReadAllText(Path.Join(TheCommand.Repository, "README.md"));
        Assert.Single(Regex.Matches(readme, "^dotnet test$", RegexOptions.Multiline));
        Assert.Contains("README.md", File.ReadAllText(Path.Join(TheCommand.Repository, ".ci", "run")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_and_folder_it_links_to_exists()
    {
        string readme = File.ReadAllText(Path.Join(TheCommand.Repository, "README.md"));
        foreach (Match link in Regex.Matches(readme, @"\]\((?!https?:)([^)#]+)\)"))
            Assert.True(Path.Exists(Path.Join(TheCommand.Repository, link.Groups[1].Value)), link.Groups[1].Value);
    }

    private static IEnumerable<string> Commands(string text) =>
        Regex.Matches(text, @"^ *" + Regex.Escape(Command) + "(.+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value.Trim());

    private static (string Path, string Yaml) FileToSave(string text)
    {
        string path = Regex.Match(text, @"save this as `([^`]+)`").Groups[1].Value;
        Match block = Regex.Match(text, @"^( *)```yaml\n(.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline);
        string indent = block.Groups[1].Value;
        return (path, string.Join('\n', block.Groups[2].Value.Split('\n').Select(line => line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line)));
    }

    private static async Task<CliResult> RunAsync(string arguments, string folder)
    {
        CliResult result = await TheCommand.RunAsync([.. CommandLineParser.SplitCommandLine(arguments)], folder);
        Assert.True(result.Code == 0, $"{arguments}: exit {result.Code}\n{result.Out}\n{result.Error}");
        return result;
    }

    private static void Copy(string from, string to)
    {
        // What a build leaves is in no clone.
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(from, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")))
        {
            string target = Path.Join(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
