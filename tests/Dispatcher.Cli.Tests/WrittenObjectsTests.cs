using System.Text.Json;

namespace Dispatcher.Cli.Tests;

/// <summary>What routes write, as <c>diff</c>, <c>docs</c> and <c>lint</c> show it.</summary>
public sealed class WrittenObjectsTests
{
    private const string First =
        "version: 1\nroutes:\n"
        + "  - name: raw\n    match: { bucket: landing, object: 'raw/(?<s>[a-z]+)\\.csv' }\n    task: { key: clean }\n"
        + "    bindings: { OUT: \"clean/{{ groups.s }}.csv\" }\n"
        + "    writes: [{ object: OUT, bucket: landing }]\n";

    private const string Second =
        "  - name: load\n    match: { bucket: landing, object: 'clean/(?<s>[a-z]+)\\.csv' }\n    task: { key: load }\n";

    private const string Back =
        "    bindings: { OUT: \"raw/{{ groups.s }}.csv\" }\n    writes: [{ object: OUT, bucket: landing }]\n";

    [Fact]
    public async Task The_report_has_what_is_written_as_patterns_and_the_chains()
    {
        using var folder = TemporaryFolder.WithRoutes(("r.yaml", First + Second));
        folder.Write("before/r.yaml", First);

        CliResult result = await TheCommand.RunAsync(["diff", "before", "--format", "markdown"], folder.Path);

        Assert.EndsWith(
            """
            #### What it writes

            As before:

            | | route | writes | in | which starts |
            |---|---|---|---|---|
            |  | `raw` | `clean/[a-z]+\.csv` | `landing` | `load` |

            Chains:

            - `raw` → `load`

            """,
            result.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_diagram_goes_from_the_bucket_to_what_is_written_and_to_the_routes_that_it_starts()
    {
        using var folder = TemporaryFolder.WithRoutes(("r.yaml", First + Second));

        CliResult result = await TheCommand.RunAsync(["docs"], folder.Path);

        Assert.Contains("  b0 --> r0\n  r0 --> t0\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("  t0 -->|writes| b0\n  t0 -.->|starts| r1\n```", result.Out, StringComparison.Ordinal);
        Assert.Contains("| writes | `clean/[a-z]+\\.csv` in `landing` |", result.Out, StringComparison.Ordinal);
        Assert.Contains("| starts | `load` |", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("github")]
    public async Task A_loop_is_shown_with_the_dry_runs_that_show_it_and_these_do(string format)
    {
        using var folder = TemporaryFolder.WithRoutes(("r.yaml", First + Second + Back));

        CliResult result = await TheCommand.RunAsync(["lint", "--format", format], folder.Path);

        Assert.Equal(1, result.Code);
        Assert.Contains("RD520", result.Out, StringComparison.Ordinal);
        const string Command =
            "dispatcher dry-run --object clean/a.csv --bucket landing --config application_key=application_key "
            + "--config workspace_id=workspace_id";
        Assert.Contains(Command, result.Out, StringComparison.Ordinal);
        CliResult shown = await TheCommand.RunAsync([.. Command.Split(' ').Skip(1), "--format", "json"], folder.Path);
        using var plan = JsonDocument.Parse(shown.Out);
        Assert.Equal("load", plan.RootElement.GetProperty("runs")[0].GetProperty("route").GetString());
    }

    [Theory]
    [InlineData("# what the shop sends\nraw/[a-z]+\\.csv\n", 0, "")]
    [InlineData("raw/[a-z]+\\.(?:csv|txt)\n", 1, "names.txt:1:1: error RD525: no route takes \"raw/a.txt\"")]
    [InlineData("raw/(\n", 2, "names.txt:1:")]
    [InlineData("# nothing\n", 2, "--names-within names.txt: it has no pattern")]
    public async Task Promised_names_are_held_against_all_routes(string names, int code, string expected)
    {
        using var folder = TemporaryFolder.WithRoutes(("r.yaml", First));
        folder.Write("names.txt", names);

        CliResult result = await TheCommand.RunAsync(["lint", "--names-within", "names.txt"], folder.Path);

        Assert.Equal(code, result.Code);
        Assert.Contains(expected, result.Out + result.Error, StringComparison.Ordinal);
    }
}
