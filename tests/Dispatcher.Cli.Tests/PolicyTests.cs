using System.Text.Json;

namespace Dispatcher.Cli.Tests;

public sealed class PolicyTests
{
    private static readonly string[] Command =
    [
        "policy",
        "--config-file",
        "samples/local.config",
        "--config",
        "DISPATCHER_DEAD_LETTER=oci://letters@acme/dead",
        "--compartment",
        "data",
    ];

    [Fact]
    public async Task Every_statement_stands_below_the_routes_that_need_it()
    {
        using TemporaryFolder clone = await Shipped.CloneAsync();
        CliResult result = await TheCommand.RunAsync(Command, clone.Path);
        Assert.Equal(0, result.Code);
        Assert.Equal(
            [
                "# Starts task runs: routes customers, invoices, orders, sensors-archive, sensors-aggregate.",
                "allow dynamic-group dispatcher to use dis-workspaces in compartment data where all "
                    + "{target.workspace.id = "
                    + "'ocid1.disworkspace.oc1..sample', target.application.key = 'sample-application', "
                    + "request.permission = 'DIS_WORKSPACE_OBJECT_EXECUTE'}",
                "# Writes failed events to letters, below dead: each once, so that nothing is ever replaced.",
                "allow dynamic-group dispatcher to manage objects in compartment data where all "
                    + "{target.bucket.name = 'letters', "
                    + "target.object.name = 'dead/*', request.permission = 'OBJECT_CREATE'}",
            ],
            result.Lines
        );
    }

    [Fact]
    public async Task JSON_has_the_statements_for_Terraform()
    {
        using TemporaryFolder clone = await Shipped.CloneAsync();
        CliResult result = await TheCommand.RunAsync([.. Command, "--format", "json", "--look-up"], clone.Path);
        JsonElement[] statements = [.. result.Json.GetProperty("statements").EnumerateArray()];
        Assert.Equal(3, statements.Length);
        Assert.All(statements, one =>
            Assert.StartsWith(
                "allow dynamic-group dispatcher to ",
                one.GetProperty("statement").GetString(),
                StringComparison.Ordinal
            )
        );
        Assert.Equal(5, statements[1].GetProperty("routes").GetArrayLength());
    }

    [Theory]
    [InlineData("text", "the policy is what the routes need")]
    [InlineData("json", """{"missing":[],"superfluous":[]}""")]
    public async Task What_it_prints_passes_its_own_check(string format, string text)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("policy", (await TheCommand.RunAsync([.. Command, "--format", format])).Out);
        CliResult result = await TheCommand.RunAsync([.. Command, "--format", format, "--check", file]);
        Assert.Equal(0, result.Code);
        Assert.Contains(text, result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_is_a_finding_and_reads_like_a_difference()
    {
        using var folder = new TemporaryFolder();
        string printed = (await TheCommand.RunAsync(Command)).Out;
        string file = folder.Write(
            "policy",
            printed.Replace("use dis-workspaces", "manage dis-workspaces", StringComparison.Ordinal)
        );
        CliResult result = await TheCommand.RunAsync([.. Command, "--check", file]);
        Assert.Equal(1, result.Code);
        Assert.Equal(5, result.Lines.Length);
        Assert.StartsWith(
            "- allow dynamic-group dispatcher to manage dis-workspaces",
            result.Lines[2],
            StringComparison.Ordinal
        );
        Assert.StartsWith("+ # Starts task runs: ", result.Lines[3], StringComparison.Ordinal);
        Assert.StartsWith(
            "+ allow dynamic-group dispatcher to use dis-workspaces",
            result.Lines[4],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_file_without_a_statement_is_wrong_usage()
    {
        CliResult result = await TheCommand.RunAsync([.. Command, "--check", "samples/names.txt"]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Equal(
            "error: --check samples/names.txt: it is no list of statements: write one statement a line, or "
                + "JSON as `dispatcher policy --format json` prints it\n",
            result.Error
        );
    }

    [Fact]
    public async Task A_value_that_the_configuration_lacks_is_named()
    {
        CliResult result = await TheCommand.RunAsync("policy");
        Assert.Equal(2, result.Code);
        Assert.Contains("workspace_id", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Out);
    }
}
