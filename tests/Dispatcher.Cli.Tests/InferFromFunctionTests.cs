using System.Text.Json;

namespace Dispatcher.Cli.Tests;

/// <summary>The original Python function's configuration becomes a route that starts the same runs.</summary>
public sealed class InferFromFunctionTests
{
    private const string Keys = """
        workspace_id=ws
        application_key=app
        aggregator_key=flatten-task
        connection_key=C
        source_match_pattern=invoices/[A-Za-z0-9_\-]+\.jsonlines
        target_bucket_name=data-pool-area
        target_prefix_lines=invoices/lines/
        target_prefix_numbers=invoices/numbers/
        target_suffix=parquet
        """;

    // The invoices scenario, "What the task run must be created with".
    private const string Bindings = """
        {"INPUT_OBJECT_NAME": {"simpleValue": "invoices/2022-08-12-documents.jsonlines"},
         "OUTPUT_OBJECT_NAME_LINES": {"simpleValue": "invoices/lines/2022-08-12-documents.parquet"},
         "OUTPUT_OBJECT_NAME_NUMBERS": {"simpleValue": "invoices/numbers/2022-08-12-documents.parquet"},
         "INPUT_BUCKET": {"rootObjectValue": {"key": "dataref:C/landing-area", "modelType": "SCHEMA"}},
         "OUTPUT_BUCKET": {"rootObjectValue": {"key": "dataref:C/data-pool-area", "modelType": "SCHEMA"}}}
        """;

    public static TheoryData<string, string> Forms()
    {
        var pairs = Keys.Split('\n').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        string config = JsonSerializer.Serialize(pairs);
        return new()
        {
            { "original.config", Keys },
            { "plain.json", config },
            { "fn-inspect.json", $$"""{"id": "x", "name": "original", "config": {{config}}, "memory": 128}""" },
            { "oci-get.json", $$"""{"data": {"config": {{config}}, "id": "x"}, "etag": "e"}""" },
            {
                "fn-list.txt",
                "KEY\t\tVALUE\n" + string.Join('\n', pairs.Select(pair => $"{pair.Key}\t\t{pair.Value}"))
            },
            {
                "func.yaml",
                "schema_version: 20180708\nname: original\nconfig:\n"
                    + string.Join('\n', pairs.Select(pair => $"  {pair.Key}: {pair.Value}"))
            },
        };
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_invoices_scenario_gives_a_route_with_the_very_request_of_the_original(
        string file,
        string text
    )
    {
        using var folder = new TemporaryFolder();
        folder.Write(file, text);
        CliResult inferred = await TheCommand.RunAsync(
            ["infer", "--from-function", file, "--bucket", "landing-area", "--out", "routes"],
            folder.Path
        );
        Assert.Equal(0, inferred.Code);
        Assert.Equal(
            """
            route `invoices`, in shadow; the function needs this configuration:
              workspace_id=ws
              application_key=app
              connection_key=C
              invoices_task_key=flatten-task

            """,
            inferred.Error
        );

        string[] dryRun =
        [
            .. "dry-run --object invoices/2022-08-12-documents.jsonlines --bucket landing-area --format json".Split(
                ' '
            ),
            .. "--config workspace_id=ws --config application_key=app --config connection_key=C".Split(' '),
            .. "--config invoices_task_key=flatten-task".Split(' '),
        ];
        // In shadow it is shown what would be started; without the line it is started.
        JsonElement shadowed = (await TheCommand.RunAsync(dryRun, folder.Path)).Json;
        Assert.Empty(shadowed.GetProperty("runs").EnumerateArray());
        AssertIsTheOriginals(shadowed.GetProperty("shadow")[0].GetProperty("request"));
        string route = Path.Join(folder.Path, "routes", "invoices.yaml");
        await File.WriteAllLinesAsync(
            route,
            (await File.ReadAllLinesAsync(route)).Where(line =>
                !line.TrimStart().StartsWith("state: shadow", StringComparison.Ordinal)
            )
        );
        AssertIsTheOriginals(
            (await TheCommand.RunAsync(dryRun, folder.Path)).Json.GetProperty("runs")[0].GetProperty("request")
        );

        CliResult tests = await TheCommand.RunAsync(["test", "--fail-under", "100"], folder.Path);
        Assert.True(tests.Code == 0, tests.Out);
        CliResult other = await TheCommand.RunAsync(
            ["dry-run", "--object", "invoices/readme.txt", "--bucket", "landing-area", "--format", "json"],
            folder.Path
        );
        Assert.Equal("unmatched", other.Json.GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("workspace_id=ws\n", 2, "error: --from-function f: it has no `application_key`, `connection_key`, ")]
    [InlineData("", 2, "error: --from-function f: there is no configuration in it")]
    [InlineData("[1]", 2, "error: --from-function f: there is no configuration in it")]
    [InlineData("{\"config\": {", 2, "error: --from-function f: there is no configuration in it")]
    public async Task A_file_that_is_not_the_originals_configuration_is_refused(string text, int code, string error)
    {
        using var folder = new TemporaryFolder();
        folder.Write("f", text);
        CliResult result = await TheCommand.RunAsync(["infer", "--from-function", "f"], folder.Path);
        Assert.Equal(code, result.Code);
        Assert.StartsWith(error, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_that_the_route_format_does_not_have_is_shown_with_what_to_write()
    {
        using var folder = new TemporaryFolder();
        folder.Write("f", Keys.Replace("[A-Za-z0-9_\\-]+", "(?!old)[a-z]+", StringComparison.Ordinal));
        CliResult result = await TheCommand.RunAsync(["infer", "--from-function", "f", "--out", "routes"], folder.Path);
        Assert.Equal(1, result.Code);
        Assert.Contains("`(?!", result.Error, StringComparison.Ordinal);
        Assert.EndsWith(
            "nothing was written: this route would not do what the original function did\n",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(Path.Join(folder.Path, "routes")));
    }

    [Fact]
    public async Task What_Python_writes_in_its_own_way_and_keys_that_it_did_not_have_are_dealt_with()
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "f",
            Keys.Replace("[A-Za-z0-9_\\-]+\\.jsonlines", "(?P<stem>[a-z]+)\\.jsonlines\\Z", StringComparison.Ordinal)
                + "\nlog_level=DEBUG\n"
        );
        CliResult result = await TheCommand.RunAsync(["infer", "--from-function", "f"], folder.Path);
        Assert.Equal(0, result.Code);
        Assert.Contains(@"      object: 'invoices/(?:[a-z]+)\.jsonlines'", result.Out, StringComparison.Ordinal);
        Assert.EndsWith(
            "note: the original function did not have log_level; the route does not use it\n",
            result.Error,
            StringComparison.Ordinal
        );
    }

    private static void AssertIsTheOriginals(JsonElement request)
    {
        Assert.Equal("flatten-task", request.GetProperty("registryMetadata").GetProperty("aggregatorKey").GetString());
        JsonElement bindings = request.GetProperty("configProvider").GetProperty("bindings");
        using var expected = JsonDocument.Parse(Bindings);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, bindings), bindings.GetRawText());
    }
}
