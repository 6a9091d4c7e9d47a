using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dispatcher.Cli.Tests;

/// <summary>docs/linting.md has a bad and a good example of each code, and both are what they are said to be.</summary>
public sealed partial class LintDocumentTests
{
    // Of no interest to an example of another code.
    private static readonly string[] PassedOver = ["RD501", "RD502", "RD503", "RD505"];

    // Time (RD511), a thousand routes (RD516), and those that errors.md has in a table (RD517 to RD519) are not here.
    public static TheoryData<string> Codes =>
        [
            .. typeof(Dispatcher.Diagnostics.Codes)
                .GetFields()
                .Select(constant => (string)constant.GetRawConstantValue()!)
                .Where(code => code.StartsWith("RD5", StringComparison.Ordinal))
                .Except(["RD511", "RD516", "RD517", "RD518", "RD519"])
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task The_bad_example_of_a_code_has_it_and_the_good_one_has_nothing(string code)
    {
        string page = await File.ReadAllTextAsync(Path.Join(TheCommand.Repository, "docs", "linting.md"));
        string section = page.Split($"### {code}\n")[1].Split("\n#")[0];
        string? names = Blocks(section, "text").SingleOrDefault();
        string[] examples = [.. Blocks(section, "yaml")];

        Assert.Equal(2, examples.Length);
        Assert.Contains(code, await CodesOf(code, examples[0], names));
        Assert.Empty(await CodesOf(code, examples[1], names));
    }

    private static async Task<string[]> CodesOf(string code, string routes, string? names)
    {
        using var folder = TemporaryFolder.WithRoutes(("r.yaml", $"version: 1\nroutes:\n{routes}"));
        folder.Write("names.txt", names ?? "");
        string[] within = names is null ? [] : ["--names-within", "names.txt"];
        string[] given = code == "RD507" ? ["--config", "workspace_id=w", "--config", "application_key=a"] : [];
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json", .. within, .. given], folder.Path);
        using var json = JsonDocument.Parse(result.Out);
        return
        [
            .. json
                .RootElement.GetProperty("findings")
                .EnumerateArray()
                .Select(finding => finding.GetProperty("code").GetString()!)
                .Except(PassedOver.Where(other => other != code)),
        ];
    }

    private static IEnumerable<string> Blocks(string section, string language) =>
        Block()
            .Matches(section)
            .Where(match => match.Groups["language"].Value == language)
            .Select(match => match.Groups["text"].Value);

    [GeneratedRegex("```(?<language>[a-z]+)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
