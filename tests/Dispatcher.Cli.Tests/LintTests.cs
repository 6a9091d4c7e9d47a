using System.Text.Json;

namespace Dispatcher.Cli.Tests;

public sealed class LintTests
{
    [Fact]
    public async Task A_load_error_names_the_one_route_it_is_in()
    {
        const string Yaml = """
            version: 1
            defaults: { vars: { v: "{{ nothing }}" } }
            routes:
              - { name: a, match: { object: "a(" }, task: { key: k }, owners: me }
              - { name: b, match: { object: b }, task: { key: k }, overrides: [c] }
              - { name: B, match: { object: b }, task: { key: k } }
            """;
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml));

        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);

        Assert.Equal(
            [("RD202", null), ("RD101", "a"), ("RD003", "a"), ("RD010", "b"), ("RD009", null)],
            result
                .Json.GetProperty("findings")
                .EnumerateArray()
                .Select(finding => (finding.GetProperty("code").GetString(), finding.GetProperty("route").GetString()))
        );
    }

    [Theory]
    [InlineData(Yaml.Good, 0)]
    [InlineData(Yaml.FailingTest, 0)] // warnings only
    [InlineData(Yaml.Broken, 2)]
    public async Task Warnings_are_exit_code_0_and_a_set_that_does_not_load_is_2(string yaml, int code)
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", yaml));
        foreach (string format in (string[])["text", "json", "sarif", "github"])
            Assert.Equal(code, (await TheCommand.RunAsync(["lint", "--format", format], folder.Path)).Code);
    }

    [Fact]
    public async Task The_routes_of_this_repository_have_no_findings()
    {
        CliResult result = await TheCommand.RunAsync(
            "lint",
            "--config-file",
            "samples/local.config",
            "--format",
            "json"
        );
        Assert.Equal((0, """{"findings":[]}"""), (result.Code, result.Out.Trim()));
    }

    [Fact]
    public async Task Load_errors_are_findings_with_their_place()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Broken));
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);
        JsonElement[] findings = [.. result.Json.GetProperty("findings").EnumerateArray()];
        Assert.Equal(
            ["code", "severity", "file", "line", "column", "route", "message", "witness"],
            findings[0].EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            [("RD003", "error", "routes/a.yaml", 6, 7), ("RD202", "error", "routes/a.yaml", 8, 16)],
            findings.Select(finding =>
                (
                    finding.GetProperty("code").GetString(),
                    finding.GetProperty("severity").GetString(),
                    finding.GetProperty("file").GetString(),
                    finding.GetProperty("line").GetInt32(),
                    finding.GetProperty("column").GetInt32()
                )
            )
        );
        Assert.Contains("routes/a.yaml:6:7: error RD003: ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("description: d\n    owner: o", "RD503")]
    [InlineData("description: d\n    tests: [{ object: a, expect: { route: a } }]", "RD502")]
    [InlineData("owner: o\n    tests: [{ object: a, expect: { route: a } }]", "RD501")]
    [InlineData(
        "description: d\n    owner: o\n    vars: { unused: x }\n    tests: [{ object: a, expect: { route: a } }]",
        "RD504"
    )]
    [InlineData("description: d\n    owner: o\n    tests: [{ object: b, expect: unmatched }]", "RD506")]
    [InlineData(
        "description: d\n    owner: o\n    bindings: { A: '{{ config.wanted }}' }\n    tests: [{ object: "
            + "a, config: { wanted: w }, expect: { route: a } }]",
        "RD507"
    )]
    public async Task What_works_but_should_be_looked_at_is_a_warning(string parts, string code)
    {
        string yaml =
            $"version: 1\nroutes:\n  - name: a\n    match: {{ object: a }}\n    task: {{ key: t, "
            + $"workspace: w, application: a }}\n    {parts}\n";
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", yaml));
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json", "--config", "other=1"], folder.Path);
        Assert.Equal(0, result.Code);
        JsonElement finding = Assert.Single(result.Json.GetProperty("findings").EnumerateArray());
        Assert.Equal(
            (code, "warning", "a"),
            (
                finding.GetProperty("code").GetString(),
                finding.GetProperty("severity").GetString(),
                finding.GetProperty("route").GetString()
            )
        );
    }

    [Theory]
    [InlineData("(?<stem>[a-z]+)", "", "stem")]
    [InlineData("(?<stem>[a-z]+)", "{{ groups.stem }}", null)]
    [InlineData("(?<stem>[a-z]+)", "{{ groups[object.stem] ?? 'x' }}", null)] // computed: any group may be meant
    [InlineData("([a-z]+)", "", null)] // brackets that only hold together
    public async Task A_named_group_that_nothing_looks_up_is_unused(string pattern, string template, string? unused)
    {
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                $$"""
                version: 1
                routes:
                  - name: a
                    match: { object: '{{pattern}}' }
                    task: { key: t, workspace: w, application: a }
                    bindings: { A: "{{template}}" }
                """
            )
        );
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);
        string[] found = [.. Messages(result, "RD505")];
        Assert.Equal(
            unused is null ? [] : [$"no template looks up the group `{unused}`"],
            found.Select(message => message.Split(';')[0])
        );
    }

    [Theory]
    [InlineData("{{ groups.stem }}/out.parquet", true)]
    [InlineData("{{ object.stem }}.parquet", true)]
    [InlineData("{{ vars.place }}/out.parquet", true)]
    [InlineData("{{ if event.kind == 'create' }}{{ groups.stem }}{{ end }}/x", true)]
    [InlineData("out/{{ groups.stem }}.parquet", false)]
    [InlineData("{{ config.folder }}/{{ groups.stem }}.parquet", false)]
    [InlineData("{{ bucket.name }}/{{ groups.stem }}", false)]
    [InlineData("{{ object.name }}", false)] // a value, not a path that the route makes up
    [InlineData("{{ groups.stem }}-{{ event.kind }}", false)]
    [InlineData("a/b.parquet", false)]
    public async Task A_path_that_begins_with_what_the_event_says_is_found(string template, bool found)
    {
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                $$$"""
                version: 1
                routes:
                  - name: a
                    match: { object: '(?<stem>[a-z]+)' }
                    task: { key: t, workspace: w, application: a }
                    vars: { place: "{{ groups.stem }}" }
                    bindings: { A: "{{{template}}}" }
                """
            )
        );
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);
        Assert.Equal(found ? 1 : 0, Messages(result, "RD514").Count());
    }

    [Fact]
    public async Task A_default_is_unused_only_when_no_route_of_its_file_uses_it()
    {
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                """
                version: 1
                defaults:
                  task: { key: t, workspace: w, application: a }
                  vars: { some: x, none: y }
                routes:
                  - { name: a, match: { object: a }, bindings: { A: "{{ vars.some }}" } }
                  - { name: b, match: { object: b } }
                """
            )
        );
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);
        Assert.Contains("`none`", Assert.Single(Messages(result, "RD504")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_configuration_nothing_is_said_about_its_keys()
    {
        CliResult result = await TheCommand.RunAsync("lint", "--format", "json");
        Assert.Empty(Messages(result, "RD507"));
    }

    [Theory]
    [InlineData("{{ config.PATH }}")]
    [InlineData("{{ config.OCI_REGION ?? 'x' }}")]
    public async Task A_key_that_templates_never_see_is_found_without_a_configuration_too(string template)
    {
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                "version: 1\nroutes:\n  - name: a\n    match: { object: a }\n"
                    + $"    task: {{ key: t, workspace: w, application: \"{template}\" }}\n"
            )
        );
        foreach (
            string[] given in (string[][])
                [
                    [],
                    ["--config", "a=b"],
                ]
        )
        {
            CliResult result = await TheCommand.RunAsync(["lint", "--format", "json", .. given], folder.Path);
            Assert.Contains(
                "is hidden from templates",
                Assert.Single(Messages(result, "RD507")),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task A_configuration_key_that_is_nearly_right_gets_a_suggestion()
    {
        CliResult result = await TheCommand.RunAsync("lint", "--format", "json", "--config", "workspace_ids=w");
        Assert.Contains(Messages(result, "RD507"), message =>
            message.Contains("did you mean `workspace_ids`?", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_key_that_a_route_falls_back_to_is_looked_up_as_well()
    {
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                "version: 1\nroutes:\n  - name: a\n    match: { object: a }\n    task: { key: t, workspace: w }\n"
            )
        );
        CliResult lacks = await TheCommand.RunAsync(
            ["lint", "--format", "json", "--config", "workspace_id=w"],
            folder.Path
        );
        CliResult has = await TheCommand.RunAsync(
            ["lint", "--format", "json", "--config", "application_key=a"],
            folder.Path
        );
        Assert.Contains("no key `application_key`", Assert.Single(Messages(lacks, "RD507")), StringComparison.Ordinal);
        Assert.Empty(Messages(has, "RD507"));
    }

    [Fact]
    public async Task SARIF_has_a_rule_for_each_code_and_a_result_for_each_finding()
    {
        using var folder = TemporaryFolder.WithRoutes(("a file.yaml", Yaml.Broken));
        CliResult result = await TheCommand.RunAsync(
            ["lint", "--format", "sarif", "--routes", "./routes"],
            folder.Path
        );
        Assert.Equal("2.1.0", result.Json.GetProperty("version").GetString());
        JsonElement run = result.Json.GetProperty("runs")[0];
        string?[] rules =
        [
            .. run.GetProperty("tool")
                .GetProperty("driver")
                .GetProperty("rules")
                .EnumerateArray()
                .Select(rule => rule.GetProperty("id").GetString()),
        ];
        JsonElement[] results = [.. run.GetProperty("results").EnumerateArray()];
        Assert.Equal(2, results.Length);
        foreach (JsonElement one in results)
        {
            Assert.Equal(one.GetProperty("ruleId").GetString(), rules[one.GetProperty("ruleIndex").GetInt32()]);
            Assert.Equal("error", one.GetProperty("level").GetString());
            Assert.NotEmpty(one.GetProperty("message").GetProperty("text").GetString()!);
        }

        JsonElement place = results[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("routes/a%20file.yaml", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("""{"startLine":6,"startColumn":7}""", JsonSerializer.Serialize(place.GetProperty("region")));
    }

    [Fact]
    public async Task GitHub_annotations_escape_what_would_end_them()
    {
        using var folder = TemporaryFolder.WithRoutes(("a,b:c%.yaml", "version: 1\nroutes:\n  - name: 100%\n"));
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "github"], folder.Path);
        Assert.All(result.Lines, line =>
            Assert.StartsWith("::error file=routes/a%2Cb%3Ac%25.yaml,line=3,col=", line, StringComparison.Ordinal)
        );
        Assert.Contains(result.Lines, line => line.Contains("100%25", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Messages(CliResult result, string code) =>
        result
            .Json.GetProperty("findings")
            .EnumerateArray()
            .Where(finding => finding.GetProperty("code").GetString() == code)
            .Select(finding => finding.GetProperty("message").GetString()!);
}
