using System.Text.Json;

namespace Dispatcher.Cli.Tests.Services;

public sealed class CheckTests
{
    private const string Task = """{"key":"t","name":"Task","modelType":"INTEGRATION_TASK","parameters":[{"name":"STEM","typeName":"VARCHAR","isInput":true}]}""";

    [Fact]
    public async Task The_parameters_of_published_tasks_are_read_over_all_pages()
    {
        await using FakeCloud cloud = await FakeCloud.StartAsync();
        cloud.PublishedPages = ["""{"items":[]}""", $$"""{"items":[{{Task}}]}"""];
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await cloud.RunAsync(["check"], folder.Path);
        Assert.Equal("", result.Out);
        Assert.Equal(0, result.Code);
        Assert.Contains("errors: 0, cannot check: 0; routes: 1", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, cloud.Requests.Count);
    }

    [Fact]
    public async Task A_binding_without_a_parameter_is_a_finding_with_its_place()
    {
        await using FakeCloud cloud = await FakeCloud.StartAsync();
        cloud.PublishedPages = [$$"""{"items":[{{Task.Replace("STEM", "STEMM", StringComparison.Ordinal)}}]}"""];
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await cloud.RunAsync(["check", "--format", "json"], folder.Path);
        Assert.Equal(1, result.Code);
        JsonElement[] findings = [.. result.Json.GetProperty("findings").EnumerateArray()];
        Assert.Equal(["RD604", "RD606"], findings.Select(one => one.GetProperty("code").GetString()!));
        Assert.Equal(("routes/a.yaml", 8, "files"), (findings[0].GetProperty("file").GetString()!, findings[0].GetProperty("line").GetInt32(), findings[0].GetProperty("route").GetString()!));
        Assert.Contains("did you mean `STEMM`?", findings[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_saved_can_be_checked_without_the_service()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        await using (FakeCloud cloud = await FakeCloud.StartAsync())
        {
            cloud.PublishedPages = [$$"""{"items":[{{Task}}]}"""];
            Assert.Equal(0, (await cloud.RunAsync(["check", "--save", "tasks.json"], folder.Path)).Code);
        }

        Assert.Equal(0, (await TheCommand.RunAsync(["check", "--against", "tasks.json"], folder.Path)).Code);
        folder.Write("routes/a.yaml", Yaml.Good.Replace("key: t,", "key: u,", StringComparison.Ordinal));
        CliResult result = await TheCommand.RunAsync(["check", "--against", "tasks.json"], folder.Path);
        Assert.Equal(1, result.Code);
        Assert.Contains("error RD603: task \"u\" is not published", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_does_not_tell_is_cannot_check()
    {
        await using FakeCloud cloud = await FakeCloud.StartAsync();
        cloud.PublishedPages = ["""{"items":[{"key":"t","modelType":"REST_TASK"}]}"""];
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await cloud.RunAsync(["check"], folder.Path);
        Assert.Equal(0, result.Code);
        Assert.Contains("note RD601: cannot check: the service does not tell the parameters of task \"t\" (REST_TASK)", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, 1, "RD602", 1)]
    [InlineData(401, 3, "", 2)] // the client itself tries once more after a 401
    [InlineData(503, 3, "", 6)]
    public async Task A_service_that_refuses_is_told_from_an_application_that_is_not_there(int status, int code, string finding, int requests)
    {
        await using FakeCloud cloud = await FakeCloud.StartAsync();
        cloud.Refuse = _ => status;
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await cloud.RunAsync(["check"], folder.Path);
        Assert.Equal(code, result.Code);
        Assert.Contains(finding, result.Out, StringComparison.Ordinal);
        Assert.Contains($"{status} Refused: by the test", result.Out + result.Error, StringComparison.Ordinal);
        Assert.True(cloud.Requests.Count <= requests, $"{cloud.Requests.Count} requests");
    }

    [Theory]
    [InlineData("--save a --against b", "both --save and --against")]
    [InlineData("--against missing.json", "cannot be read")]
    [InlineData("--against routes/a.yaml", "it is no snapshot")]
    [InlineData("--oci-config nowhere", "does not exist")]
    [InlineData("--auth resource-principal", "OCI_RESOURCE_PRINCIPAL_VERSION")]
    public async Task Wrong_usage_is_said_with_what_to_write(string args, string text)
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await TheCommand.RunAsync(["check", .. args.Split(' ')], folder.Path);
        Assert.Equal(2, result.Code);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Out);
    }
}
