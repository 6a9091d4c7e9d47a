using System.Globalization;
using System.Text.Json;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Tests;

public sealed class LintProofTests
{
    [Fact]
    public async Task An_overlap_is_shown_with_its_line_a_caret_and_a_name_that_both_match()
    {
        using var folder = Routes(
            """{ name: csv, match: { bucket: in, object: '[a-z]+/[^/]+\.csv' } }""",
            """{ name: rest, match: { object: '[n-z]+/.*' } }"""
        );
        CliResult result = await TheCommand.RunAsync(["lint"], folder.Path);
        Assert.Equal(1, result.Code);
        Assert.Contains(
            """
            routes/a.yaml:5:36: error RD508: routes `csv` and `rest` match the same events in bucket "in", and only `csv` fires; narrow one of them, or write `overrides: [rest]` or `continue: true` on `csv` (routes/a.yaml:4:13)
              5 |   - { name: rest, match: { object: '[n-z]+/.*' } }
                |                                    ^
              proof: "n/a.csv"

            """,
            result.Out,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("{ name: a, match: { object: '[ab]' } }", "{ name: b, match: { object: '[bc]' } }", "RD508 b error b")]
    [InlineData("{ name: a, match: { object: '[ab]' }, overrides: [b] }", "{ name: b, match: { object: '[bc]' } }", "")]
    [InlineData("{ name: a, match: { object: '[ab]' }, continue: true }", "{ name: b, match: { object: '[bc]' } }", "")]
    // The later one never gets the shared names, whatever it says.
    [InlineData(
        "{ name: a, match: { object: '[ab]' } }",
        "{ name: b, match: { object: '[bc]' }, continue: true }",
        "RD508 b error b"
    )]
    [InlineData(
        "{ name: a, match: { object: '[ab]' } }",
        "{ name: b, match: { object: '[bc]' }, overrides: [a] }",
        "RD513 b error b"
    )]
    [InlineData("{ name: a, match: { object: '[a-z]' } }", "{ name: b, match: { object: '[bc]' } }", "RD509 b error b")]
    [InlineData(
        "{ name: a, match: { object: '[a-z]' }, overrides: [b] }",
        "{ name: b, match: { object: '[bc]' } }",
        "RD509 b error b"
    )]
    [InlineData(
        "{ name: a, match: { object: 'a' } }",
        "{ name: b, match: { object: 'b', except: 'b' } }",
        "RD510 b error "
    )]
    [InlineData(
        "{ name: a, match: { object: 'a' } }",
        "{ name: b, match: { object: ['b', \"b\\n\"] } }",
        "RD510 b error "
    )]
    [InlineData(
        "{ name: a, match: { object: 'a', except: 'b' } }",
        "{ name: b, match: { object: 'b' } }",
        "RD510 a warning "
    )]
    [InlineData(
        "{ name: a, match: { object: 'a' } }",
        "{ name: b, match: { object: '(?:b[0-9]{500}){2}' } }",
        "RD512 b warning "
    )]
    public async Task What_is_proved_is_a_finding_of_the_route_it_is_about(string first, string second, string expected)
    {
        using var folder = Routes(first, second);
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);
        Assert.Equal(
            expected.Length == 0 ? [] : [expected],
            Proofs(result)
                .Select(finding =>
                    $"{finding.GetProperty("code")} {finding.GetProperty("route")} "
                    + $"{finding.GetProperty("severity")} {finding.GetProperty("witness")}"
                )
        );
        Assert.Equal(expected.Contains("error", StringComparison.Ordinal) ? 1 : 0, result.Code);
    }

    [Theory]
    [InlineData("in/.*[ab].{{900}}[x{0}]", 40, "RD516 r0 one object name can keep 36,120 states")]
    [InlineData("in/.*[ab].{{900}}[x{0}]", 30, null)]
    [InlineData("in/{0}/.*[ab].{{900}}[xy]", 40, null)] // No name begins with two of these texts.
    [InlineData("in/.*{0}[ab].{{900}}[xy]", 2, null)]
    public async Task Patterns_that_one_name_keeps_busy_together_are_counted_over_the_whole_set(
        string pattern,
        int routes,
        string? expected
    )
    {
        using var folder = Routes([
            .. Enumerable
                .Range(0, routes)
                .Select(i =>
                    "{ name: r"
                    + i
                    + ", match: { object: '"
                    + string.Format(CultureInfo.InvariantCulture, pattern, (char)(0x4E00 + i))
                    + "' } }"
                ),
        ]);
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json", "--budget", "0"], folder.Path);

        string[] found =
        [
            .. result
                .Json.GetProperty("findings")
                .EnumerateArray()
                .Where(finding => finding.GetProperty("code").GetString() == "RD516")
                .Select(finding => $"RD516 {finding.GetProperty("route")} {finding.GetProperty("message")}"),
        ];
        if (expected is null)
            Assert.Empty(found);
        else
            Assert.StartsWith(expected, Assert.Single(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_200, true)]
    [InlineData(200, false)]
    public async Task Templates_that_together_take_more_than_an_event_may_are_found(int bindings, bool found)
    {
        string all = string.Join(
            ", ",
            Enumerable.Range(0, bindings).Select(i => $"B{i}: \"{{{{ 'a' | string.pad_left 60000 | string.size }}}}\"")
        );
        using var folder = Routes("{ name: r, match: { object: 'in/[a-z]+' }, bindings: { " + all + " } }");

        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);

        Assert.Equal(
            found,
            result
                .Json.GetProperty("findings")
                .EnumerateArray()
                .Any(finding =>
                    finding.GetProperty("code").GetString() == "RD516"
                    && finding
                        .GetProperty("message")
                        .GetString()!
                        .StartsWith("rendering what route `r`", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public async Task Tests_that_the_budget_does_not_reach_are_unknown()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json", "--budget", "0"], folder.Path);

        Assert.Contains(
            "unknown (budget): whether route `files` fires in one of its tests was not decided; "
                + "give more time with `--budget SECONDS`",
            Proofs(result).Select(finding => finding.GetProperty("message").GetString())
        );
    }

    [Fact]
    public void A_file_with_many_problems_is_read_into_lines_once()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        var terminal = new Terminal
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = Stream.Null,
            Folder = folder.Path,
        };
        RouteFiles files = RouteFiles.Read(terminal, "routes");
        var lines = new SourceLines(files);
        var place = new SourcePosition(files.Files[0].Shown, 1, 1);

        Assert.NotNull(lines.At(place));
        Assert.Same(lines.At(place), lines.At(place));
        Assert.Null(lines.At(place with { Line = 1_000 }));
        Assert.Null(lines.At(place with { File = "none.yaml" }));
    }

    [Fact]
    public async Task A_route_that_only_several_together_cover_names_them_all()
    {
        using var folder = Routes(
            "{ name: a, match: { object: '[a-m].*', bucket: in } }",
            "{ name: b, match: { object: 'x.*' } }",
            "{ name: c, match: { object: '[n-z].*' } }",
            "{ name: d, match: { object: '[a-z]+', bucket: in } }"
        );
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);
        JsonElement finding = Assert.Single(Proofs(result), finding =>
            finding.GetProperty("code").GetString() == "RD509"
        );
        Assert.StartsWith(
            "route `d` never fires: `a`, `c` together take everything it matches;",
            finding.GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("a", finding.GetProperty("witness").GetString());
    }

    [Fact]
    public async Task A_route_that_meets_many_others_is_a_few_findings_and_a_count()
    {
        using var folder = Routes([
            .. Enumerable.Range(0, 12).Select(i => $"{{ name: r{i}, match: {{ object: '[^/{(char)('a' + i)}]*' }} }}"),
        ]);
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);
        string[] last =
        [
            .. Proofs(result)
                .Where(finding => finding.GetProperty("route").GetString() == "r11")
                .Select(finding => finding.GetProperty("message").GetString()!),
        ];
        Assert.Equal(6, last.Length);
        Assert.Single(last, message =>
            message.StartsWith(
                "route `r11` matches the same events as 6 more routes before it: `r5`, `r6`, ",
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public async Task What_the_budget_does_not_decide_is_reported_as_unknown()
    {
        using var folder = Routes("{ name: a, match: { object: '[ab]' } }", "{ name: b, match: { object: '[bc]' } }");
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json", "--budget", "0"], folder.Path);
        Assert.Equal(0, result.Code);
        Assert.NotEmpty(Proofs(result));
        Assert.All(Proofs(result), finding =>
            Assert.Equal("RD511 warning", $"{finding.GetProperty("code")} {finding.GetProperty("severity")}")
        );
        Assert.Contains(
            "unknown (budget): whether `b` overlaps with routes before it was not decided; ",
            string.Join('\n', Proofs(result).Select(finding => finding.GetProperty("message"))),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("3601")]
    public async Task A_budget_that_is_none_is_wrong_usage(string seconds) =>
        Assert.Equal(2, (await TheCommand.RunAsync("lint", "--budget", seconds)).Code);

    private static IEnumerable<JsonElement> Proofs(CliResult result) =>
        result
            .Json.GetProperty("findings")
            .EnumerateArray()
            .Where(finding => string.CompareOrdinal(finding.GetProperty("code").GetString(), "RD508") >= 0);

    private static TemporaryFolder Routes(params string[] routes) =>
        TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
                    + string.Concat(routes.Select(route => $"  - {route}\n"))
            )
        );
}
