using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dispatcher.Cli.Tests;

public sealed class DocsTests
{
    private const string Untrusted = """
        version: 1
        defaults: { task: { workspace: w, application: a } }
        routes:
          - name: a
            description: "<script>alert(1)</script> | `x` [y](javascript:z)\n\n# heading"
            owner: "<b>|me"
            match: { object: 'a"\];click r0 call x|b`', bucket: ['end', '%%\{init\}%%', '- <img src=x>'] }
            task: { key: "]] }}\n  r0 --> r1" }
          - { name: b, state: shadow, match: { object: '[ab]/.*' }, task: { key: "{{ object.stem }}" } }
          - { name: c, continue: true, match: { object: 'c/[0-9]+\.csv', event: delete }, task: { key: k }, max_running: 3 }
          - { name: d, state: disabled, match: { object: 'd' }, task: { key: k } }
          - { name: e, match: { object: 'c/[0-9]+\.csv', event: delete }, task: { key: k } }
        """;

    [Fact]
    public async Task The_committed_page_is_what_the_routes_make()
    {
        CliResult result = await TheCommand.RunAsync("docs", "--check", "docs/route-set.md");
        Assert.True(result.Code == 0, result.Out + result.Error);
    }

    [Fact]
    public async Task The_page_says_what_is_one_run_when_it_starts_and_what_is_expected()
    {
        using var folder = TemporaryFolder.WithRoutes(
            (
                "a.yaml",
                """
                version: 1
                routes:
                  - name: a
                    match: { bucket: b, object: 'in/(?<day>[0-9-]+)/(?<part>[a-z]+)' }
                    task: { key: k }
                    group:
                      by: "{{ groups.day }}"
                      quiet: 5m
                      complete: { part: "{{ groups.part }}", of: [x, y] }
                      at_most: 6h
                    expect: { every: weekday, key: "{{ groups.day }}", format: "%F", within: 30h, zone: Europe/Berlin }
                """
            )
        );

        CliResult page = await TheCommand.RunAsync(["docs"], folder.Path);
        JsonElement route = (await TheCommand.RunAsync(["docs", "--format", "json"], folder.Path)).Json.GetProperty(
            "routes"
        )[0];

        Assert.Contains(
            "| one run for | all objects of a bucket with one `{{ groups.day }}` |\n"
                + "| starts when | no object of them is younger than 5m, and `{{ groups.part }}` is each of `x`, `y`; "
                + "without them 6h after the first |\n"
                + "| expects | every weekday an object whose `{{ groups.day }}` is the weekday as `%F`, within 30h of "
                + "its beginning (Europe/Berlin) |\n",
            page.Out,
            StringComparison.Ordinal
        );
        Assert.Equal(
            """{"by":"{{ groups.day }}","quiet":"5m","part":"{{ groups.part }}","parts":["x","y"],"atMost":"6h"}""",
            route.GetProperty("group").GetRawText()
        );
        Assert.Equal("Europe/Berlin", route.GetProperty("expect").GetProperty("zone").GetString());
    }

    [Fact]
    public async Task Examples_that_the_budget_does_not_reach_are_unknown()
    {
        using var folder = TemporaryFolder.WithRoutes(
            ("a.yaml", "version: 1\nroutes:\n  - { name: a, match: { object: a/.* }, task: { key: k } }\n")
        );
        CliResult page = await TheCommand.RunAsync(["docs", "--budget", "0"], folder.Path);
        CliResult json = await TheCommand.RunAsync(["docs", "--budget", "0", "--format", "json"], folder.Path);
        CliResult whole = await TheCommand.RunAsync(["docs", "--format", "json"], folder.Path);

        Assert.EndsWith(
            "\nunknown (budget): whether there are more examples was not decided.\n",
            page.Out,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "note: unknown (budget): whether 1 of 1 routes have more examples was not decided; "
                + "give more time with `--budget SECONDS`\n",
            page.Error
        );
        Assert.True(json.Json.GetProperty("routes")[0].GetProperty("unknown").GetBoolean());
        Assert.False(whole.Json.GetProperty("routes")[0].TryGetProperty("unknown", out _));
        Assert.Equal(2, (await TheCommand.RunAsync(["docs", "--budget", "x"], folder.Path)).Code);
    }

    // 50 wide patterns and a route of 200 tests: each test may cost as much as an event, and none was counted.
    [Fact]
    public async Task The_tests_of_a_route_are_within_the_budget_too()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));

        JsonElement route = (
            await TheCommand.RunAsync(["docs", "--budget", "0", "--format", "json"], folder.Path)
        ).Json.GetProperty("routes")[0];

        Assert.Equal(0, route.GetProperty("taken").GetArrayLength());
        Assert.True(route.GetProperty("unknown").GetBoolean());
    }

    [Fact]
    public async Task A_page_that_is_not_fresh_is_a_finding_at_its_first_line_that_differs()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult made = await TheCommand.RunAsync(["docs"], folder.Path);
        // as a checkout on Windows has it
        folder.Write("page.md", made.Out.Replace("\n", "\r\n", StringComparison.Ordinal));
        CliResult fresh = await TheCommand.RunAsync(["docs", "--check", "page.md"], folder.Path);
        folder.Write("routes/a.yaml", Yaml.Good.Replace("owner: somebody", "owner: other", StringComparison.Ordinal));
        CliResult old = await TheCommand.RunAsync(["docs", "--check", "page.md"], folder.Path);
        CliResult none = await TheCommand.RunAsync(["docs", "--check", "nowhere.md"], folder.Path);

        Assert.Equal((0, ""), (fresh.Code, fresh.Out));
        Assert.Equal(1, old.Code);
        Assert.Equal("page.md:18: the page is not what the routes make; run `dispatcher docs > page.md`", old.Lines[0]);
        Assert.Equal(2, none.Code);
    }

    [Fact]
    public async Task Every_example_leads_where_the_page_says()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Untrusted));
        CliResult result = await TheCommand.RunAsync(["docs", "--format", "json"], folder.Path);
        int examples = 0;
        foreach (JsonElement route in result.Json.GetProperty("routes").EnumerateArray())
        {
            string name = route.GetProperty("route").GetString()!;
            foreach (JsonElement taken in route.GetProperty("taken").EnumerateArray())
            {
                Assert.Contains(name, await FiredAsync(route, taken));
                examples++;
            }

            foreach (JsonElement missed in route.GetProperty("missed").EnumerateArray())
            {
                Assert.DoesNotContain(name, await FiredAsync(route, missed));
                examples++;
            }
        }

        Assert.True(examples > 10, $"only {examples} examples");

        async Task<string[]> FiredAsync(JsonElement route, JsonElement example)
        {
            string bucket = example.GetProperty("bucket").GetString()
                ?? (route.GetProperty("match").GetProperty("bucket").GetArrayLength() > 0 ? "end" : "any");
            string kind = example.GetProperty("event").GetString()
                ?? route.GetProperty("match").GetProperty("event")[0].GetString()!;
            CliResult dry = await TheCommand.RunAsync(
                [
                    "dry-run",
                    "--object",
                    example.GetProperty("object").GetString()!,
                    "--bucket",
                    bucket,
                    "--kind",
                    kind,
                    "--format",
                    "json",
                ],
                folder.Path
            );
            string[] fired =
            [
                .. dry
                    .Json.GetProperty("runs")
                    .EnumerateArray()
                    .Concat(dry.Json.GetProperty("shadow").EnumerateArray())
                    .Select(run => run.GetProperty("route").GetString()!),
            ];
            Assert.Equal(
                fired.Order(),
                example.GetProperty("fires").EnumerateArray().Select(one => one.GetString()!).Order()
            );
            return fired;
        }
    }

    [Fact]
    public async Task Nothing_in_a_route_file_is_markup_in_the_page()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Untrusted));
        CliResult result = await TheCommand.RunAsync(["docs"], folder.Path);

        Assert.Contains(
            "&lt;script&gt;alert(1)&lt;/script&gt; \\| \\`x\\` \\[y\\](javascript:z)",
            result.Out,
            StringComparison.Ordinal
        );
        string[] rows = [.. result.Lines.Where(line => line.StartsWith("| [", StringComparison.Ordinal))];
        Assert.Equal(5, rows.Length);
        Assert.All(rows, row => Assert.Equal(7, row.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|')));

        string[] flow =
        [
            .. result.Lines.SkipWhile(line => line != "flowchart LR").Skip(1).TakeWhile(line => line != "```"),
        ];
        Assert.All(flow, line =>
            Assert.Matches(
                @"^  (?:[brt]\d+(?:\[|\[\(|\[\[)""(?:[\p{L}\p{Nd} _./·…-]|#\d+;)*""(?:\]|\)\]|\]\])"
                    + @"|[br]\d+ (?:-->|-\.->) [rt]\d+)$",
                line
            )
        );
        Assert.Contains("  b3 -.-> r1", flow);
        Assert.DoesNotContain(flow, line => line.Contains("\"d\"", StringComparison.Ordinal));
        Assert.Contains("  r2[\"c · continue\"]", flow);
        Assert.Contains("| at once | at most 3 unfinished runs |", result.Lines);
    }

    [Fact]
    public async Task A_set_that_is_too_large_for_a_diagram_has_none_and_says_so()
    {
        string many =
            "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
            + string.Concat(
                Enumerable.Range(0, 200).Select(i => $"  - {{ name: r{i}, match: {{ object: '{i}/.*' }} }}\n")
            );
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", many));
        CliResult result = await TheCommand.RunAsync(["docs"], folder.Path);
        Assert.Equal((0, false), (result.Code, result.Out.Contains("```mermaid", StringComparison.Ordinal)));
        Assert.Contains("There is no diagram", result.Out, StringComparison.Ordinal);
        Assert.Equal(200, Regex.Count(result.Out, "^## ", RegexOptions.Multiline));
    }
}
