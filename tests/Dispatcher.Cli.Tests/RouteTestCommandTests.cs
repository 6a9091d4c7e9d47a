using System.Text.Json;
using System.Xml.Linq;

namespace Dispatcher.Cli.Tests;

public sealed class RouteTestCommandTests
{
    [Theory]
    [InlineData(Yaml.Good, "", 0)]
    [InlineData(Yaml.FailingTest, "", 1)]
    [InlineData(Yaml.Good, "--fail-under 100", 0)]
    [InlineData(Untested, "", 0)]
    [InlineData(Untested, "--fail-under 0.5", 1)]
    [InlineData(Untested, "--fail-under 0", 0)]
    public async Task A_failed_test_and_too_little_coverage_are_exit_code_1(string yaml, string options, int code)
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", yaml));
        CliResult result = await TheCommand.RunAsync(
            ["test", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            folder.Path
        );
        Assert.Equal(code, result.Code);
    }

    [Fact]
    public async Task The_JSON_has_tests_and_coverage()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.FailingTest), ("b.yaml", Untested));
        CliResult result = await TheCommand.RunAsync(["test", "--format", "json"], folder.Path);
        Assert.Equal(1, result.Code);
        Assert.Equal(["tests", "coverage"], result.Json.EnumerateObject().Select(member => member.Name));
        JsonElement[] tests = [.. result.Json.GetProperty("tests").EnumerateArray()];
        Assert.All(tests, test =>
            Assert.Equal(
                ["route", "file", "line", "object", "passed", "message"],
                test.EnumerateObject().Select(member => member.Name)
            )
        );
        Assert.Equal(
            [(8, false), (10, true)],
            tests.Select(test => (test.GetProperty("line").GetInt32(), test.GetProperty("passed").GetBoolean()))
        );
        Assert.Contains("bindings.STEM", tests[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"percent":50,"uncovered":["untested"]}""", result.Json.GetProperty("coverage").GetRawText());
    }

    [Fact]
    public async Task The_text_shows_a_tree_with_the_difference_of_what_failed()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.FailingTest), ("b.yaml", Untested));
        CliResult result = await TheCommand.RunAsync(["test"], folder.Path);
        Assert.StartsWith(
            "routes/a.yaml\n└── files\n    ├── ✗ files/a.txt  files  routes/a.yaml:8:9\n",
            result.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("bindings.STEM: expected ", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            "1 passed, 1 failed; 1 of 2 routes covered (50 %); not covered: untested",
            result.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Tests_of_the_same_object_are_told_apart_by_what_else_they_say()
    {
        const string Routes = """
            version: 1
            routes:
              - name: r
                match: { object: a, bucket: [in, also], event: create }
                task: { key: k, workspace: w, application: a }
                tests:
                  - { object: a, expect: { route: r } }
                  - { object: a, bucket: also, time: 2026-11-23T09:00:00Z, expect: { route: r } }
                  - { object: a, event: delete, bucket: out, expect: unmatched }
            """;
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Routes));
        CliResult result = await TheCommand.RunAsync(["test"], folder.Path);
        Assert.Contains("✓ a  r\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("✓ a  (bucket: also, time: 2026-11-23T09:00:00Z)  r\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("✓ a  (bucket: out, event: delete)  unmatched\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_without_tests_gets_tests_to_paste()
    {
        using var folder = TemporaryFolder.WithRoutes(("b.yaml", Untested));
        CliResult result = await TheCommand.RunAsync(["test"], folder.Path);
        Assert.Contains(
            """

            Tests for `untested` (routes/b.yaml:3:11). They pass as things are; check that things are right before you add them:
                tests:
                  - object: untested/2026-11-23
                    expect:
                      route: untested
            """,
            result.Out,
            StringComparison.Ordinal
        );
        File.AppendAllText(
            Path.Join(folder.Path, "routes", "b.yaml"),
            "\n" + result.Out[result.Out.IndexOf("    tests:", StringComparison.Ordinal)..]
        );
        CliResult again = await TheCommand.RunAsync(["test", "--fail-under", "100"], folder.Path);
        Assert.Equal(0, again.Code);
        Assert.DoesNotContain("Tests for", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mutation_lists_the_changes_that_no_test_notices()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult text = await TheCommand.RunAsync(["test", "--mutate"], folder.Path);
        Assert.Equal(0, text.Code);
        Assert.Contains(
            """
            no test notices, in files
              6:34 match.object: [a-z]+ → [a-z]*; a test with "files/.txt" would

            """,
            text.Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "  6:22 match.bucket: in left out; a test with \"files/a.txt\" in bucket \"bucket\" would\n",
            text.Out,
            StringComparison.Ordinal
        );
        Assert.Contains(" small changes are noticed by a test\n", text.Out, StringComparison.Ordinal);

        CliResult json = await TheCommand.RunAsync(["test", "--mutate", "--format", "json"], folder.Path);
        JsonElement mutants = json.Json.GetProperty("mutants");
        Assert.Equal(3, mutants.GetProperty("noticed").GetInt32());
        JsonElement first = mutants.GetProperty("survived")[0];
        Assert.Equal(
            """{"route":"files","file":"routes/a.yaml","line":6,"column":34,"part":"match.object","before":"[a-z]+","after":"[a-z]*","witness":"files/.txt"}""",
            first.GetRawText()
        );
    }

    [Fact]
    public async Task A_change_that_shows_in_the_bucket_or_the_kind_says_which_in_the_JSON()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await TheCommand.RunAsync(["test", "--mutate", "--format", "json"], folder.Path);
        JsonElement[] survived = [.. result.Json.GetProperty("mutants").GetProperty("survived").EnumerateArray()];
        JsonElement bucket = survived.First(one => one.GetProperty("part").GetString() == "match.bucket");
        Assert.Equal("bucket", bucket.GetProperty("bucket").GetString());
        JsonElement kind = survived.First(one => one.GetProperty("after").GetString() == "[create]");
        Assert.Equal("update", kind.GetProperty("event").GetString());
    }

    [Fact]
    public async Task Changes_that_the_budget_does_not_reach_are_counted_and_told()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await TheCommand.RunAsync(
            ["test", "--mutate", "--budget", "0", "--format", "json"],
            folder.Path
        );
        JsonElement mutants = result.Json.GetProperty("mutants");
        Assert.Equal(0, mutants.GetProperty("noticed").GetInt32());
        int unknown = mutants.GetProperty("unknown").GetInt32();
        Assert.InRange(unknown, 5, 100);
        Assert.Equal(
            $"note: unknown (budget): whether a test notices {unknown} more changes was not decided; "
                + "give more time with `--budget SECONDS`\n",
            result.Error
        );
        Assert.Equal(2, (await TheCommand.RunAsync(["test", "--budget", "-1"], folder.Path)).Code);
    }

    [Fact]
    public async Task Mutation_needs_tests_that_pass()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.FailingTest));
        CliResult result = await TheCommand.RunAsync(["test", "--mutate", "--format", "json"], folder.Path);
        Assert.Equal(1, result.Code);
        Assert.False(result.Json.TryGetProperty("mutants", out _));
        Assert.Contains("--mutate needs tests that pass", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coverage_under_the_threshold_names_the_uncovered_routes()
    {
        using var folder = TemporaryFolder.WithRoutes(("b.yaml", Untested));
        CliResult result = await TheCommand.RunAsync(["test", "--fail-under", "80"], folder.Path);
        Assert.Contains(
            "coverage 0 % is under --fail-under 80 %; not covered: untested",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", 1)] // the test's template needs config.key
    [InlineData("--config key=k", 0)]
    public async Task A_test_without_configuration_of_its_own_runs_with_the_one_given(string options, int code)
    {
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                """
                version: 1
                routes:
                  - name: a
                    match: { object: a }
                    task: { key: "{{ config.key }}", workspace: w, application: a }
                    tests:
                      - { object: a, expect: { task: { key: k } } }
                      - { object: a, config: { key: own }, expect: { task: { key: own } } }
                """
            )
        );
        CliResult result = await TheCommand.RunAsync(
            ["test", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            folder.Path
        );
        Assert.Equal(code, result.Code);
    }

    [Fact]
    public async Task JUnit_has_a_suite_for_each_file_and_a_case_for_each_test()
    {
        using var folder = TemporaryFolder.WithRoutes(
            ("a.yaml", Yaml.FailingTest),
            (
                "g.yaml",
                Yaml.Good.Replace("name: files", "name: good", StringComparison.Ordinal)
                    .Replace("route: files", "route: good", StringComparison.Ordinal)
                    .Replace("bucket: in", "bucket: other", StringComparison.Ordinal)
            )
        );
        CliResult result = await TheCommand.RunAsync(["test", "--junit", "out.xml"], folder.Path);
        Assert.Equal(1, result.Code);
        XElement suites = XDocument.Load(Path.Join(folder.Path, "out.xml")).Root!;
        Assert.Equal("testsuites", suites.Name);
        Assert.Equal("4", suites.Attribute("tests")!.Value);
        Assert.Equal(
            ["routes/a.yaml", "routes/g.yaml"],
            suites.Elements("testsuite").Select(suite => suite.Attribute("name")!.Value)
        );
        Assert.Equal(4, suites.Descendants("testcase").Count());
        Assert.Contains(
            "bindings.STEM",
            suites.Descendants("failure").First().Attribute("message")!.Value,
            StringComparison.Ordinal
        );
    }

    // junit-10.xsd, as Jenkins' xUnit plugin has it: element, required attributes, further attributes, children.
    private static readonly Dictionary<string, (string[] Required, string[] Further, string[] Children)> JUnit = new()
    {
        ["testsuites"] = ([], ["name", "time", "tests", "failures", "errors"], ["testsuite"]),
        ["testsuite"] = (
            ["name", "tests", "failures", "errors"],
            ["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
            ["testsuite", "properties", "testcase", "system-out", "system-err"]
        ),
        ["testcase"] = (
            ["name"],
            ["time", "classname", "group"],
            [
                "skipped",
                "error",
                "failure",
                "rerunFailure",
                "rerunError",
                "flakyFailure",
                "flakyError",
                "system-out",
                "system-err",
            ]
        ),
        ["failure"] = ([], ["type", "message"], []),
    };

    [Theory]
    [InlineData("a.yaml", "files/a.txt")]
    [InlineData("\u001b[2J\u202e\ufffe.yaml", "files/\\u0001\\u202e\\ufffe\\uffff.txt")]
    [InlineData("##[error]&<>\".yaml", "]]>&<\\\"\\u0085\\u2028")]
    public async Task JUnit_is_valid_against_the_schema_of_Jenkins_whatever_the_names_are(string file, string name)
    {
        // 199 characters before a pair: where a message is cut.
        string longName = "b/" + new string('x', 197) + "😀😀";
        using var folder = TemporaryFolder.WithRoutes(
            (
                file,
                $$"""
                version: 1
                routes:
                  - name: a
                    match: { object: 'z+' }
                    task: { key: t, workspace: w, application: a }
                    tests:
                      - { object: "{{name}}", expect: { route: a } }
                      - { object: "{{longName}}", expect: { route: a } }
                      - { object: "{{name}}", expect: unmatched }
                """
            )
        );

        await TheCommand.RunAsync(["test", "--junit", "out.xml"], folder.Path);

        XElement root = XDocument.Load(Path.Join(folder.Path, "out.xml")).Root!;
        Assert.Equal("testsuites", root.Name);
        Assert.Equal(["3", "2", "0"], root.Attributes().Select(attribute => attribute.Value));
        Assert.Equal(3, root.Descendants("testcase").Count());
        foreach (XElement element in root.DescendantsAndSelf())
        {
            (string[] required, string[] further, string[] children) = JUnit[element.Name.ToString()];
            string[] attributes = [.. element.Attributes().Select(attribute => attribute.Name.ToString())];
            Assert.Empty(required.Except(attributes));
            Assert.Empty(attributes.Except(required).Except(further));
            Assert.Empty(element.Elements().Select(child => child.Name.ToString()).Except(children));
        }
    }

    private const string Untested = """
        version: 1
        routes:
          - name: untested
            match: { object: 'untested/.*' }
            task: { key: t, workspace: w, application: a }
        """;
}
