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
    [InlineData("c.env", "# colleague's\nexport task='T1'", "T1")]
    [InlineData("c.env", "export\ttask=\"app one\"", "app one")]
    [InlineData("c.env", "task='a # b' # comment", "a # b")]
    [InlineData("c.env", "task=\"a\\\"b\\\\c\\d\"", "a\"b\\c\\d")]
    [InlineData("c.env", "task='a\\nb'", "a\\nb")] // no escapes in single quotes
    [InlineData("c.env", "task=a#b # comment", "a#b")]
    [InlineData("c.env", "task=it's", "it's")]
    [InlineData("c.env", "task=$HOME", "$HOME")] // nothing is expanded
    [InlineData("c.env", "other=\"first\nsecond\"\ntask=t", "t")] // a quoted value may span lines
    [InlineData("c.env", "export_me=1\ntask=t", "t")]
    [InlineData("c.env", "task=\"t\\n\"", "t")] // a line end at the end is taken off
    [InlineData("c.yaml", "task: |\n  t\n", "t")]
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
    [InlineData(
        "c.config",
        "a=1\ntask=\"1\n\n",
        "c.config:2:1: the value of \"task\" begins with \" and has no \" at its end"
    )]
    [InlineData("c.config", "task='a'b", "c.config:1:1: \"b\" follows the quoted value of \"task\"; remove it")]
    [InlineData("c.config", "my task=1", "c.config:1:1: \"my task\" is not a key that a function can have")]
    [InlineData("c.yaml", "my-task: 1", "c.yaml:1:1: \"my-task\" is not a key that a function can have")]
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

    [Fact]
    public async Task A_warning_names_values_with_line_ends_or_blanks_at_an_end()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Routes));
        folder.Write("c.yaml", "app: \" a\"\ntask: \"t\\n\"\n");
        CliResult result = await TheCommand.RunAsync(
            ["dry-run", "--object", "a", "--config-file", "c.yaml"],
            folder.Path
        );
        Assert.Contains(
            "warning: line ends at the end of these values are taken off: task; these values have blanks at an end, "
                + "which are kept: app\n",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_key_of_config_has_letters_digits_and_underscores()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Routes));
        CliResult result = await TheCommand.RunAsync(
            ["dry-run", "--object", "a", "--config", "export task=1"],
            folder.Path
        );
        Assert.Equal(2, result.Code);
        Assert.Contains(
            "--config: \"export task\" is not a key that a function can have",
            result.Error,
            StringComparison.Ordinal
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
