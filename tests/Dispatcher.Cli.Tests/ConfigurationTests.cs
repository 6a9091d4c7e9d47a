using System.Text.Json;

namespace Dispatcher.Cli.Tests;

public sealed class ConfigurationTests
{
    private const string Routes = """
        version: 1
        routes:
          - name: a
            match: { object: 'a' }
            task: { key: "{{ config.task }}", workspace: w, application: "{{ config.app ?? 'none' }}" }
        """;

    [Theory]
    [InlineData("c.config", "# comment\n\ntask = t1 \n", "t1")]
    [InlineData("c.config", "task=a=b:c", "a=b:c")]
    [InlineData("c.env", "task: t2", "t2")] // YAML by its first line
    [InlineData("c.yaml", "task: 't3' # comment", "t3")]
    [InlineData("c.json", "{\n  \"task\": \"t4\"\n}\n", "t4")] // JSON is YAML
    [InlineData("c.yml", "task: 007", "007")] // as written, whatever YAML takes it for
    public async Task A_configuration_file_has_pairs_or_a_YAML_map(string name, string text, string key)
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Routes));
        folder.Write(name, text);
        Assert.Equal(key, await TaskKeyAsync(folder, "--config-file", name));
    }

    [Theory]
    [InlineData("c.config", "task=1\nnonsense\n", "c.config:2:1: ")]
    [InlineData("c.config", "task=1\ntask=2\n", "c.config:2:1: \"task\" is there twice")]
    [InlineData("c.yaml", "task: [1]", "c.yaml:1:1: a configuration value is one string")]
    [InlineData("c.yaml", "- task", "must be a YAML map")]
    [InlineData("c.yaml", "a: b: c", "not valid YAML")]
    [InlineData(
        "c.yaml",
        "version: 1\nroutes:\n  - name: a\n    match: { object: foo\n    task: x\n",
        "c.yaml:4:14: not valid YAML: it cannot be read on from here; look for a brace, bracket or quote "
            + "that is not closed"
    )]
    [InlineData("c.json", "{\n  \"a\": [1]\n}", "c.json:2:3: a configuration value is one string")]
    [InlineData(
        "c.txt",
        "1\n2\n3\n4\n5\n6\n7\n",
        "error: c.txt:5:1: \"5\" is not KEY=VALUE; write KEY=VALUE, or `#` before a comment\nerror: c.txt: "
            + "no further line was looked at; is this the configuration?\n"
    )]
    public async Task A_wrong_configuration_file_is_wrong_usage_with_its_place(string name, string text, string said)
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Routes));
        folder.Write(name, text);
        CliResult result = await TheCommand.RunAsync(["dry-run", "--object", "a", "--config-file", name], folder.Path);
        Assert.Equal(2, result.Code);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_passed_over_only_where_there_are_any()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Routes));
        folder.Write("c.txt", "1\n2\n3\n4\n5\n# end\n");
        CliResult result = await TheCommand.RunAsync(
            ["dry-run", "--object", "a", "--config-file", "c.txt"],
            folder.Path
        );
        Assert.Equal(5, result.Error.Split("is not KEY=VALUE").Length - 1);
        Assert.DoesNotContain("no further line", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_wins_over_the_file_and_the_last_one_wins()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Routes));
        folder.Write("c.config", "task=file\n");
        Assert.Equal(
            "last=1",
            await TaskKeyAsync(folder, "--config-file", "c.config", "--config", "task=first", "--config", "task=last=1")
        );
    }

    private static async Task<string?> TaskKeyAsync(TemporaryFolder folder, params string[] options)
    {
        CliResult result = await TheCommand.RunAsync(
            ["dry-run", "--object", "a", "--format", "json", .. options],
            folder.Path
        );
        Assert.Equal(
            "",
            string.Join(
                '\n',
                result.Error.Split('\n').Where(line => line.StartsWith("error", StringComparison.Ordinal))
            )
        );
        JsonElement run = result.Json.GetProperty("runs")[0];
        return run.GetProperty("request").GetProperty("registryMetadata").GetProperty("aggregatorKey").GetString();
    }
}
