using System.Text.Json;

namespace Dispatcher.Cli.Tests;

public sealed class RuleTests
{
    [Fact]
    public async Task The_rule_is_what_the_service_takes_its_condition_a_text()
    {
        CliResult result = await TheCommand.RunAsync("rule", "--name", "landing", "--function", "ocid1.fnfunc.oc1..f");
        Assert.Equal(0, result.Code);
        Assert.Equal(
            ["displayName", "description", "isEnabled", "condition", "actions"],
            result.Json.EnumerateObject().Select(member => member.Name)
        );
        JsonElement condition = JsonDocument.Parse(result.Json.GetProperty("condition").GetString()!).RootElement;
        Assert.Equal(
            """["landing-area"]""",
            condition.GetProperty("data").GetProperty("additionalDetails").GetProperty("bucketName").GetRawText()
        );
        JsonElement action = Assert.Single(result.Json.GetProperty("actions").GetProperty("actions").EnumerateArray());
        Assert.Equal("ocid1.fnfunc.oc1..f", action.GetProperty("functionId").GetString());
    }

    [Theory]
    [InlineData("--function", "FAAS", "functionId")]
    [InlineData("--stream", "OSS", "streamId")]
    [InlineData("--topic", "ONS", "topicId")]
    public async Task The_action_is_the_way_that_events_take(string option, string type, string member)
    {
        CliResult result = await TheCommand.RunAsync("rule", option, "ocid1.x.oc1..a");

        JsonElement action = Assert.Single(result.Json.GetProperty("actions").GetProperty("actions").EnumerateArray());
        Assert.Equal(
            $$"""{"actionType":"{{type}}","isEnabled":true,"{{member}}":"ocid1.x.oc1..a"}""",
            JsonSerializer.Serialize(action)
        );
    }

    [Fact]
    public async Task Two_ways_at_once_are_refused()
    {
        CliResult result = await TheCommand.RunAsync("rule", "--function", "a", "--stream", "b");

        Assert.Equal(2, result.Code);
        Assert.Contains("each event comes twice", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_rule_lets_through_beyond_the_routes_is_a_note()
    {
        using var folder = TemporaryFolder.WithRoutes(
            ("a.yaml", Yaml.Good.Replace("bucket: in", "bucket: 'in[0-9]+'", StringComparison.Ordinal))
        );
        CliResult result = await TheCommand.RunAsync(["rule", "--format", "text"], folder.Path);
        Assert.Equal(0, result.Code);
        Assert.StartsWith(
            "note: The bucket `in[0-9]+` of route `files` becomes `in*`",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("bucket      in*  files\n", result.Out, StringComparison.Ordinal);
        Assert.Equal("", (await TheCommand.RunAsync(["rule", "--quiet"], folder.Path)).Error);
    }

    [Theory]
    [InlineData("in", "in", 0, "the rule is what the routes need")]
    [InlineData("in", "out", 1, "lacks \"in\", which the routes need")]
    public async Task Check_exits_with_one_when_the_file_lets_something_else_through(
        string bucket,
        string written,
        int code,
        string text
    )
    {
        using var folder = TemporaryFolder.WithRoutes(
            ("a.yaml", Yaml.Good.Replace("bucket: in", "bucket: " + bucket, StringComparison.Ordinal))
        );
        CliResult rule = await TheCommand.RunAsync(["rule"], folder.Path);
        folder.Write("rule.json", rule.Out.Replace("\\\"in\\\"", $"\\\"{written}\\\"", StringComparison.Ordinal));
        CliResult result = await TheCommand.RunAsync(["rule", "--check", "rule.json"], folder.Path);
        Assert.Equal(code, result.Code);
        Assert.Contains(text, result.Out, StringComparison.Ordinal);
        CliResult json = await TheCommand.RunAsync(["rule", "--check", "rule.json", "--format", "json"], folder.Path);
        Assert.Equal(code == 0 ? 0 : 2, json.Json.GetProperty("differences").GetArrayLength());
    }

    [Theory]
    [InlineData("missing.json", null)]
    [InlineData("rule.json", "[]")]
    public async Task A_file_that_is_no_rule_is_wrong_usage(string file, string? content)
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        if (content is not null)
            folder.Write(file, content);
        CliResult result = await TheCommand.RunAsync(["rule", "--check", file], folder.Path);
        Assert.Equal(2, result.Code);
        Assert.StartsWith($"error: --check {file}: it ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_enabled_route_there_is_nothing_to_cover()
    {
        using var folder = TemporaryFolder.WithRoutes(
            ("a.yaml", Yaml.Good.Replace("owner: somebody", "state: disabled", StringComparison.Ordinal))
        );
        CliResult result = await TheCommand.RunAsync(["rule"], folder.Path);
        Assert.Equal(1, result.Code);
        Assert.Contains("no enabled and no shadow route", result.Error, StringComparison.Ordinal);
    }
}
