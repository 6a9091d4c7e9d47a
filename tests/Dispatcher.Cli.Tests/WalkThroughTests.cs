using System.Text;
using System.Text.RegularExpressions;

namespace Dispatcher.Cli.Tests;

/// <summary>Goes the way of docs/adding-a-route.md: saves its files, types its commands, and compares what they print
/// with the page. With the variable UPDATE_PAGES set, the page gets what is printed instead.</summary>
public sealed partial class WalkThroughTests
{
    private const string RouteFile = "routes/refunds.yaml";
    private static readonly string Page = Path.Join(TheCommand.Repository, "docs", "adding-a-route.md");

    [Fact]
    public async Task Every_command_prints_what_the_page_says_in_the_order_of_the_page()
    {
        using TemporaryFolder clone = await CloneAsync();
        string page = await File.ReadAllTextAsync(Page);
        var real = new StringBuilder();
        int at = 0,
            commands = 0;
        foreach (Match block in Block().Matches(page))
        {
            real.Append(page, at, block.Index - at);
            at = block.Index + block.Length;
            if (block.Groups["language"].Value == "yaml")
            {
                real.Append(block.Value);
                Save(clone, block.Groups["text"].Value);
                continue;
            }

            real.Append("```console\n");
            foreach (Match command in Command().Matches(block.Groups["text"].Value))
            {
                string line = command.Groups["line"].Value;
                ScriptResult result = await Script.RunAsync(clone.Path, line);
                Assert.True(result.Code == 0, $"{line}\n{result.Out}");
                real.Append("$ ").Append(line).Append('\n').Append(result.Out);
                commands++;
            }

            real.Append("```\n");
        }

        real.Append(page, at, page.Length - at);
        if (Environment.GetEnvironmentVariable("UPDATE_PAGES") is { Length: > 0 })
            await File.WriteAllTextAsync(Page, real.ToString());
        else
            Assert.Equal(real.ToString(), page);
        Assert.True(commands >= 8, $"only {commands} commands");
    }

    [Fact]
    public void It_meets_a_wrong_expression_an_overlap_and_a_missing_binding_before_it_ends_green()
    {
        string page = File.ReadAllText(Page);
        int[] places =
        [
            .. new[]
            {
                "error RD104",
                "\nexit code 2\n",
                "error RD508",
                "\nexit code 1\n",
                "error RD606",
                "errors: 0, warnings and notes: 0",
            }.Select(part => page.IndexOf(part, StringComparison.Ordinal)),
        ];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain("\nexit code", page[places[^1]..], StringComparison.Ordinal);
    }

    // A whole file; tests, which are added at the end; or lines that take the place of those with the same key or
    // value.
    private static void Save(TemporaryFolder clone, string yaml)
    {
        string path = Path.Join(clone.Path, RouteFile);
        if (yaml.Contains("version: 1", StringComparison.Ordinal))
        {
            clone.Write(RouteFile, yaml);
        }
        else if (yaml.TrimStart().StartsWith("tests:", StringComparison.Ordinal))
        {
            File.AppendAllText(path, yaml);
        }
        else
        {
            string[] lines = File.ReadAllLines(path);
            foreach (string line in yaml.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] parts = line.Split(": ", 2);
                int replaced = Assert.Single(Enumerable.Range(0, lines.Length), i =>
                    lines[i].StartsWith(parts[0] + ":", StringComparison.Ordinal)
                    || lines[i].EndsWith(": " + parts[1], StringComparison.Ordinal)
                );
                lines[replaced] = line;
            }

            File.WriteAllLines(path, lines);
        }
    }

    // What a clone of the repository has of this, committed.
    private static async Task<TemporaryFolder> CloneAsync()
    {
        TemporaryFolder clone = await Shipped.CloneAsync();
        ScriptResult copied = await Script.RunAsync(
            clone.Path,
            "git init -q -b main && git add . && git -c user.name=t -c user.email=t@example.com commit -q -m first"
        );
        Assert.True(copied.Code == 0, copied.Out);
        return clone;
    }

    [GeneratedRegex(
        @"^```(?<language>yaml|console)\n(?<text>.*?)^```\n",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Block();

    [GeneratedRegex(@"^\$ (?<line>.+)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
