using System.Text.Json;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Runs;

namespace Dispatcher.Cli.Tests.Services;

public sealed class CheckTests
{
    private static async Task<Cloud> PublishAsync(params PublishedTask[] tasks)
    {
        Cloud cloud = await Cloud.StartAsync();
        cloud.Emulator.DataIntegration.AddWorkspace("w");
        cloud.Emulator.DataIntegration.AddApplication("w", "a");
        foreach (PublishedTask task in tasks)
            cloud.Emulator.DataIntegration.AddTask("w", "a", task);
        return cloud;
    }

    private static PublishedTask Task(string parameter) =>
        new("t") { Parameters = [PublishedParameter.Scalar(parameter, "VARCHAR")] };

    [Theory]
    [InlineData(null)]
    [InlineData("another-key")]
    public async Task Routes_that_bind_what_the_task_takes_are_right(string? publishedKey)
    {
        await using Cloud cloud = await PublishAsync(Task("STEM") with { PublishedKey = publishedKey });
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await cloud.RunAsync(["check"], folder.Path);
        Assert.Equal("", result.Out);
        Assert.Equal(0, result.Code);
        Assert.Contains("errors: 0, cannot check: 0; routes: 1", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binding_without_a_parameter_is_a_finding_with_its_place()
    {
        await using Cloud cloud = await PublishAsync(Task("STEMM"));
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await cloud.RunAsync(["check", "--format", "json"], folder.Path);
        Assert.Equal(1, result.Code);
        JsonElement[] findings = [.. result.Json.GetProperty("findings").EnumerateArray()];
        Assert.Equal(["RD604", "RD606"], findings.Select(one => one.GetProperty("code").GetString()!));
        Assert.Equal(
            ("routes/a.yaml", 8, "files"),
            (
                findings[0].GetProperty("file").GetString()!,
                findings[0].GetProperty("line").GetInt32(),
                findings[0].GetProperty("route").GetString()!
            )
        );
        Assert.Contains(
            "did you mean `STEMM`?",
            findings[0].GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_was_saved_can_be_checked_without_the_service()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        await using (Cloud cloud = await PublishAsync(Task("STEM")))
            Assert.Equal(0, (await cloud.RunAsync(["check", "--save", "tasks.json"], folder.Path)).Code);

        Assert.Equal(0, (await TheCommand.RunAsync(["check", "--against", "tasks.json"], folder.Path)).Code);
        folder.Write("routes/a.yaml", Yaml.Good.Replace("key: t,", "key: u,", StringComparison.Ordinal));
        CliResult result = await TheCommand.RunAsync(["check", "--against", "tasks.json"], folder.Path);
        Assert.Equal(1, result.Code);
        Assert.Contains("error RD603: task \"u\" is not published", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INTEGRATION_TASK", "RD604")]
    [InlineData("DATA_LOADER_TASK", "RD604")]
    [InlineData("PIPELINE_TASK", "RD604")]
    [InlineData("SQL_TASK", "RD601")]
    [InlineData("OCI_DATAFLOW_TASK", "RD601")]
    [InlineData("REST_TASK", "RD601")]
    public async Task A_wrong_binding_is_found_for_every_type_whose_parameters_are_told(string type, string code)
    {
        await using Cloud cloud = await PublishAsync(new PublishedTask("t") { Type = type });
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await cloud.RunAsync(["check", "--format", "json"], folder.Path);
        Assert.Equal(
            code,
            Assert.Single(result.Json.GetProperty("findings").EnumerateArray()).GetProperty("code").GetString()
        );
        Assert.Equal(code == "RD601" ? 0 : 1, result.Code);
    }

    [Fact]
    public async Task What_cannot_be_checked_is_said_and_is_no_error()
    {
        await using Cloud cloud = await PublishAsync(
            new PublishedTask("t") { Parameters = [PublishedParameter.Scalar("STEM", "MADE_UP")] }
        );
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await cloud.RunAsync(["check"], folder.Path);
        Assert.Equal(0, result.Code);
        Assert.Contains("note RD601: cannot check: parameter \"STEM\"", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, 1, "RD602")]
    [InlineData(401, 3, "oci session authenticate")]
    [InlineData(503, 3, "try again later")]
    public async Task A_service_that_refuses_is_told_from_an_application_that_is_not_there(
        int status,
        int code,
        string text
    )
    {
        await using Cloud cloud = await PublishAsync(Task("STEM"));
        cloud.Emulator.Faults.Add(null, Fault.Status(status), times: null);
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await cloud.RunAsync(["check"], folder.Path);
        Assert.Equal(code, result.Code);
        Assert.Contains(text, result.Out + result.Error, StringComparison.Ordinal);
        Assert.Contains($"{status} ", result.Out + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_passes_is_not_noticed()
    {
        await using Cloud cloud = await PublishAsync(Task("STEM"));
        cloud.Emulator.Faults.Add(null, Fault.Status(503), times: 3);
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        Assert.Equal(0, (await cloud.RunAsync(["check"], folder.Path)).Code);
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
