using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Dispatcher.Cli.Tests;

public sealed class DiffTests
{
    private const string Before = """
        version: 1
        defaults: { task: { workspace: w, application: a } }
        routes:
          - { name: a, match: { object: a/.*, bucket: in }, task: { key: k }, bindings: { P: "{{ object.name }}" } }
          - { name: b, match: { object: b/.*, bucket: in }, task: { key: "{{ config.b }}" } }
        """;

    private const string After = """
        version: 1
        defaults: { task: { workspace: w, application: a } }
        routes:
          - { name: a, match: { object: a/.*, bucket: in }, task: { key: k }, bindings: { P: "{{ object.file }}" } }
          - { name: c, match: { object: 'b/[0-9]', bucket: in }, task: { key: k } }
          - { name: b, match: { object: 'b/.*\.csv|d', bucket: in }, task: { key: "{{ config.b }}" } }
        """;

    [Fact]
    public async Task Every_kind_of_change_has_a_witness_and_the_request_its_fields()
    {
        using TemporaryFolder folder = Routes();
        CliResult result = await TheCommand.RunAsync(["diff", "before", "after", "--format", "json"], folder.Path);

        Assert.Equal(1, result.Code);
        Assert.Equal("before", result.Json.GetProperty("base").GetProperty("source").GetString());
        Assert.Equal(
            ["moves b>c b/0", "newly matched >b d", "no longer matched b> b/", "same route, different request a>a"],
            result.Json.GetProperty("changes").EnumerateArray().Select(Shown)
        );
        JsonElement field = Assert.Single(result.Json.GetProperty("changes")[3].GetProperty("fields").EnumerateArray());
        Assert.Equal("request.configProvider.bindings.P.simpleValue", field.GetProperty("path").GetString());
        Assert.Equal(0, result.Json.GetProperty("unknown").GetArrayLength());
        Assert.Contains("no configuration for b;", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "before", "before")]
    [InlineData(true, "after", "./after/")]
    [InlineData(false, "before", "after")]
    public async Task A_set_that_is_compared_with_itself_is_noted(bool noted, string before, string after)
    {
        using TemporaryFolder folder = Routes();

        CliResult result = await TheCommand.RunAsync(["diff", before, after], folder.Path);

        Assert.Equal(noted, result.Error.Contains("write as the first one", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a/x\nb/1\nb/2\nb/c.csv\nz\n")]
    [InlineData(
        """{ "data": [{ "name": "a/x" }, { "name": "b/1" }, { "name": "b/2" }, { "name": "b/c.csv" }, """
            + """{ "name": "z" }] }"""
    )]
    [InlineData(
        """{ "objects": [{ "name": "a/x" }, { "name": "b/1" }, { "name": "b/2" }, { "name": "b/c.csv" }, """
            + """{ "name": "z" }] }"""
    )]
    public async Task Names_that_change_are_counted_and_alike_ones_stand_together(string names)
    {
        using TemporaryFolder folder = Routes();
        CliResult result = await TheCommand.RunAsync(
            ["diff", "before", "after", "--objects", "-", "--format", "json"],
            folder.Path,
            names
        );

        JsonElement objects = result.Json.GetProperty("objects");
        Assert.Equal((5, 3), (objects.GetProperty("compared").GetInt32(), objects.GetProperty("changed").GetInt32()));
        Assert.Equal(
            ["1 same route, different request a>a", "2 moves b>c b/1"],
            objects
                .GetProperty("groups")
                .EnumerateArray()
                .Select(group => $"{group.GetProperty("count")} {Shown(group.GetProperty("examples")[0])}")
        );
    }

    // Lines of the function's log, as they are and as a search of OCI Logging has them.
    [Theory]
    [InlineData("{0}\nnot JSON\n", 1)]
    [InlineData("2026-11-29T08:00:00Z [app] {0}\n", 0)]
    [InlineData("""{{"data": {{"results": [{{"data": {{"logContent": {{"data": {{"message": {1}}}}}}}}}]}}}}""", 0)]
    public async Task The_decisions_of_the_functions_log_are_taken_again(string form, int unread)
    {
        string[] lines =
        [
            Line("in", "a/x", "create", "e1"),
            Line("in", "a/x", "create", "e1"), // Delivered again.
            Line("in", "a/x", "create", "e2"), // Another version of the object.
            Line("elsewhere", "b/1", "create"),
            Line("in", "b/1", "delete"),
            """{"event":"start","routeSet":"sha256:0"}""",
            """{"event":"invocation","routeSet":"sha256:0","object":null,"shadow":[]}""",
        ];
        string log = form.StartsWith("{{", StringComparison.Ordinal)
            ? string.Format(CultureInfo.InvariantCulture, form, "", JsonSerializer.Serialize(lines))
            : string.Concat(lines.Select(line => string.Format(CultureInfo.InvariantCulture, form, line)));
        using TemporaryFolder folder = Routes();
        foreach (string file in (string[])["-", folder.Write("function.log", log)])
        {
            CliResult result = await TheCommand.RunAsync(
                ["diff", "before", "after", "--objects", file, "--format", "json"],
                folder.Path,
                log
            );
            // Only what happened where the routes look: the bucket and the kind of each event are its own.
            JsonElement objects = result.Json.GetProperty("objects");
            Assert.Equal(
                (4, 2),
                (objects.GetProperty("compared").GetInt32(), objects.GetProperty("changed").GetInt32())
            );
            Assert.Equal(
                ["2 same route, different request a>a"],
                objects
                    .GetProperty("groups")
                    .EnumerateArray()
                    .Select(group => $"{group.GetProperty("count")} {Shown(group.GetProperty("examples")[0])}")
            );
            Assert.Equal(unread > 0, result.Error.Contains("lines of the log are not JSON", StringComparison.Ordinal));
        }

        static string Line(string bucket, string name, string kind, string etag = "e") =>
            $$$"""
                {"event":"invocation","routeSet":"sha256:0","eventType":"com.oraclecloud.objectstorage.{{{kind}}}object","eventTime":"2026-11-29T08:00:00Z","object":{"namespace":"ns","bucket":"{{{bucket}}}","name":"{{{name}}}","etag":"{{{etag}}}"},"shadow":[]}
                """;
    }

    [Fact]
    public async Task A_log_without_events_is_not_read_as_names()
    {
        using TemporaryFolder folder = Routes();
        CliResult result = await TheCommand.RunAsync(
            ["diff", "before", "after", "--objects", "-"],
            folder.Path,
            """{"event":"start","routeSet":"sha256:0"}"""
        );
        Assert.Equal(2, result.Code);
        Assert.StartsWith(
            "error: --objects -: it is a log of the function, but has no line with the event `invocation`\n",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{ "version": 1, "applications": [] }""")]
    [InlineData("""{ "data": [{ "id": "a/x" }] }""")]
    [InlineData("""["a/x", "b/1"]""")]
    public async Task JSON_that_is_no_listing_is_not_read_as_names(string text)
    {
        using TemporaryFolder folder = Routes();
        CliResult result = await TheCommand.RunAsync(["diff", "before", "after", "--objects", "-"], folder.Path, text);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.StartsWith(
            "error: --objects -: it is JSON, but no listing; give what `oci os object list` prints, or a name a line\n",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("{draft}/a.csv\nb/1\n")]
    [InlineData("[1] a.csv\nb/1\n")]
    public async Task A_name_may_begin_like_JSON(string text)
    {
        using TemporaryFolder folder = Routes();
        CliResult result = await TheCommand.RunAsync(
            ["diff", "before", "after", "--objects", "-", "--format", "json"],
            folder.Path,
            text
        );
        Assert.Equal(2, result.Json.GetProperty("objects").GetProperty("compared").GetInt32());
    }

    [Fact]
    public async Task Requests_that_change_in_different_fields_are_told_apart()
    {
        using TemporaryFolder folder = Routes();
        folder.Write(
            "after/r.yaml",
            Before
                .Replace(
                    "{{ object.name }}",
                    "{{ if object.file == 'x' }}new{{ else }}{{ object.name }}{{ end }}",
                    StringComparison.Ordinal
                )
                .Replace(
                    "task: { key: k }, bindings",
                    "task: { key: k, description: \"{{ if object.file != 'x' }}new{{ end }}\" }, bindings",
                    StringComparison.Ordinal
                )
        );
        CliResult result = await TheCommand.RunAsync(
            ["diff", "before", "after", "--objects", "-", "--format", "json"],
            folder.Path,
            "a/x\na/1\na/2\n"
        );

        Assert.Equal(
            ["1 request.configProvider.bindings.P.simpleValue, request.description", "2 request.description"],
            result
                .Json.GetProperty("objects")
                .GetProperty("groups")
                .EnumerateArray()
                .Select(group =>
                    $"{group.GetProperty("count")} {Paths(group.GetProperty("examples")[0].GetProperty("fields"))}"
                )
        );
    }

    [Theory]
    [InlineData("routes")]
    [InlineData("./routes/")]
    [InlineData("../REPOSITORY/routes")]
    public async Task A_git_revision_has_the_routes_wherever_they_are_said_to_be(string path)
    {
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(
            (
                "sub/a.yaml",
                Before.Replace("P: \"{{ object.name }}\"", "P: \"{{ route.file }}\"", StringComparison.Ordinal)
            )
        );
        Git(folder, "init", "-q", "-b", "main");
        Git(folder, "add", ".");
        Git(folder, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first");

        CliResult same = await TheCommand.RunAsync(
            [
                "diff",
                "git:main",
                "--routes",
                path.Replace("REPOSITORY", Path.GetFileName(folder.Path), StringComparison.Ordinal),
            ],
            folder.Path
        );

        Assert.True(same.Code == 0, same.Out + same.Error);
    }

    [Fact]
    public async Task A_comment_is_never_longer_than_a_comment_may_be()
    {
        using TemporaryFolder folder = Routes();
        string[] long_ =
        [
            .. Enumerable
                .Range(0, 300)
                .Select(i =>
                    $"  - {{ name: {new string('n', 55)}-{i}, match: {{ object: "
                    + $"'{i}-{new string('x', 900)}', bucket: {new string('b', 200)} }}, task: {{ key: k }} "
                    + $"}}\n"
                ),
        ];
        folder.Write(
            "many/r.yaml",
            "version: 1\ndefaults: { task: { workspace: w, application: a } }\nroutes:\n" + string.Concat(long_)
        );
        CliResult result = await TheCommand.RunAsync(
            ["diff", "before", "many", "--format", "markdown", "--objects", "-"],
            folder.Path,
            string.Concat(Enumerable.Range(0, 300).Select(i => $"{i}-{new string('x', 900)}\n"))
        );

        Assert.InRange(result.Out.Length, 10_000, 65_536);
        Assert.Contains(" more.", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_of_any_size_and_number_leave_a_comment_that_fits()
    {
        using TemporaryFolder folder = Routes();
        const string Head = "version: 1\ndefaults: { task: { workspace: new, application: a } }\nroutes:\n";
        string keys = string.Concat(Enumerable.Range(0, 2000).Select(i => $", K{i}: '{{{{ config.key{i} }}}}'"));
        folder.Write(
            "large/r.yaml",
            Head
                + "  - { name: large, match: { object: 'large/.*', bucket: in }, task: { key: k }, bindings: { TEXT: '"
                + $"{new string('x', 100_000)}'{keys} }} }}\n"
        );
        // The policy's statement names them all.
        folder.Write(
            "many/r.yaml",
            Head
                + string.Concat(
                    Enumerable
                        .Range(0, 1500)
                        .Select(i =>
                            $"  - {{ name: {new string('n', 50)}-{i}, match: {{ object: '{i}', bucket: in }}, "
                            + "task: { key: k } }\n"
                        )
                )
        );

        foreach (string set in (string[])["large", "many"])
        {
            CliResult report = await TheCommand.RunAsync(
                ["diff", "before", set, "--format", "markdown", "--budget", "5"],
                folder.Path
            );

            Assert.Equal(1, report.Code);
            Assert.InRange(report.Out.Length, 1_000, 65_536);
            Assert.Contains(" more.", report.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_git_revision_is_a_route_set()
    {
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(
            ("a.yaml", Before),
            ("_draft.yaml", "not a route file")
        );
        Git(folder, "init", "-q", "-b", "main");
        Git(folder, "add", ".");
        Git(folder, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first");

        CliResult same = await TheCommand.RunAsync(["diff", "git:main"], folder.Path);
        folder.Write("routes/a.yaml", After);
        CliResult changed = await TheCommand.RunAsync(["diff", "git:HEAD", "--format", "json"], folder.Path);

        Assert.Equal((0, true), (same.Code, same.Out.Contains("no difference", StringComparison.Ordinal)));
        Assert.Equal((1, 4), (changed.Code, changed.Json.GetProperty("changes").GetArrayLength()));
    }

    [Theory]
    [InlineData("git:nowhere", "git:nowhere: ")]
    [InlineData("git:nowhere", "; name a revision of the repository that this folder is in, for example git:main")]
    [InlineData("git:--output=x", "that is no revision")]
    [InlineData("git:", "that is no revision")]
    [InlineData("missing", "there is no such folder or file")]
    [InlineData("broken", "RD0")]
    public async Task A_set_that_does_not_load_is_2_and_says_why(string source, string message)
    {
        using TemporaryFolder folder = Routes();
        Git(folder, "init", "-q", "-b", "main");
        folder.Write("broken/a.yaml", Yaml.Broken);

        CliResult result = await TheCommand.RunAsync(["diff", source, "after"], folder.Path);

        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Join(folder.Path, "x")));
    }

    [Fact]
    public async Task What_the_budget_does_not_reach_is_unknown_and_a_finding()
    {
        using TemporaryFolder folder = Routes();
        CliResult result = await TheCommand.RunAsync(["diff", "before", "after", "--budget", "0"], folder.Path);

        Assert.Equal(1, result.Code);
        Assert.Contains("unknown", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_markdown_is_one_comment_that_no_name_can_break()
    {
        using TemporaryFolder folder = Routes();
        folder.Write(
            "tricky/a.yaml",
            "version: 1\nroutes: [{ name: t, match: { object: 'a\\|`b' }, task: { key: k, workspace: w, "
                + "application: a } }]\n"
        );

        CliResult difference = await TheCommand.RunAsync(
            ["diff", "before", "tricky", "--format", "markdown"],
            folder.Path
        );
        CliResult none = await TheCommand.RunAsync(["diff", "after", "after", "--format", "markdown"], folder.Path);

        Assert.StartsWith("<!-- dispatcher diff -->\n", difference.Out, StringComparison.Ordinal);
        Assert.Contains("| newly matched `t` | `` a\\|`b `` |", difference.Lines);
        // As many cells as the head of its table has.
        int cells = 0;
        foreach (string line in difference.Lines)
        {
            int bars = line.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|');
            Assert.True(cells == 0 || bars == 0 || bars == cells, line);
            cells = bars;
        }

        Assert.Equal((0, true), (none.Code, none.Out.Contains("proved for all names", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_route_that_is_added_beside_others_moves_nothing_and_is_one_row_of_the_report()
    {
        const string Two =
            "version: 1\ndefaults: { task: { workspace: w, application: a } }\nroutes:\n"
            + "  - { name: a, match: { object: '.*', bucket: in }, task: { key: k }, continue: true }\n"
            + "  - { name: c, match: { object: 'x.*', bucket: in }, task: { key: k }, continue: true }\n";
        using var folder = new TemporaryFolder();
        folder.Write("before/r.yaml", Two);
        folder.Write(
            "after/r.yaml",
            Two + "  - { name: b, match: { object: '.*y', bucket: in }, task: { key: k }, owner: shop }\n"
        );

        CliResult added = await TheCommand.RunAsync(["diff", "before", "after", "--format", "markdown"], folder.Path);
        CliResult gone = await TheCommand.RunAsync(["diff", "after", "before", "--format", "markdown"], folder.Path);
        CliResult text = await TheCommand.RunAsync(["diff", "before", "after"], folder.Path);

        Assert.Single(added.Lines, line => line.StartsWith("| also starts `b` beside ", StringComparison.Ordinal));
        Assert.Contains("| new | `b` | shop | `k` |  |  |", added.Lines);
        Assert.Single(gone.Lines, line => line.StartsWith("| no longer starts `b` beside ", StringComparison.Ordinal));
        Assert.Contains("| removed | `b` | shop | `k` |  |  |", gone.Lines);
        Assert.Contains("also starts b beside a", text.Out, StringComparison.Ordinal);
        Assert.All(new[] { added.Out, gone.Out, text.Out }, report =>
            Assert.DoesNotContain("moves", report, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_request_that_changes_where_another_route_is_added_as_well_is_shown_and_not_unknown()
    {
        const string One =
            "version: 1\ndefaults: { task: { workspace: w, application: a } }\nroutes:\n"
            + "  - { name: a, match: { object: 'x/.*', bucket: in }, task: { key: k }, continue: true, "
            + "bindings: { P: VALUE } }\n";
        using var folder = new TemporaryFolder();
        folder.Write("before/r.yaml", One);
        folder.Write(
            "after/r.yaml",
            One.Replace("VALUE", "other", StringComparison.Ordinal)
                + "  - { name: b, match: { object: '.*', bucket: in }, task: { key: k } }\n"
        );

        CliResult report = await TheCommand.RunAsync(["diff", "before", "after", "--format", "markdown"], folder.Path);

        Assert.DoesNotContain("unknown", report.Out, StringComparison.Ordinal);
        Assert.Contains(
            "| `a` | `request.configProvider.bindings.P.simpleValue` | `\"VALUE\"` | `\"other\"` |",
            report.Lines
        );
    }

    [Fact]
    public async Task The_report_says_which_key_is_missing_only_where_a_configuration_is_given()
    {
        const string Route =
            "version: 1\ndefaults: { task: { workspace: w, application: a } }\nroutes:\n"
            + "  - { name: a, match: { object: a, bucket: in }, task: { key: KEY } }\n";
        using var folder = new TemporaryFolder();
        folder.Write("before/r.yaml", Route);
        folder.Write("after/r.yaml", Route.Replace("KEY", "\"{{ config.k }}\"", StringComparison.Ordinal));
        string[] line = ["diff", "before", "after", "--format", "markdown"];

        string any = (await TheCommand.RunAsync(line, folder.Path)).Out,
            lacking = (await TheCommand.RunAsync([.. line, "--config", "other=x"], folder.Path)).Out,
            given = (await TheCommand.RunAsync([.. line, "--config", "k=x"], folder.Path)).Out;

        const string Missing = "| new | `k` | `a` | **missing in the configuration that was given**";
        Assert.Contains(Missing, lacking, StringComparison.Ordinal);
        Assert.All(new[] { any, given }, report =>
            Assert.Contains("| new | `k` | `a` | set it before", report, StringComparison.Ordinal)
        );
    }

    private static TemporaryFolder Routes()
    {
        var folder = new TemporaryFolder();
        folder.Write("before/r.yaml", Before);
        folder.Write("after/r.yaml", After);
        return folder;
    }

    private static string Shown(JsonElement change)
    {
        string name =
            change.GetProperty("change").GetString() == "same route, different request"
                ? ""
                : " " + change.GetProperty("object").GetProperty("name").GetString();
        string before = string.Join(',', change.GetProperty("before").EnumerateArray());
        string after = string.Join(',', change.GetProperty("after").EnumerateArray());
        return $"{change.GetProperty("change").GetString()} {before}>{after}{name}";
    }

    private static string Paths(JsonElement fields) =>
        string.Join(", ", fields.EnumerateArray().Select(field => field.GetProperty("path").GetString()).Order());

    private static void Git(TemporaryFolder folder, params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder.Path })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
