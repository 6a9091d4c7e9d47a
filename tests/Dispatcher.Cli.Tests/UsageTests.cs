using System.Diagnostics;

namespace Dispatcher.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("tst", "did you mean `test`?")]
    [InlineData("dry-run --objct x", "did you mean `--object`?")]
    [InlineData("dry-run", "give --object NAME, --event FILE or --names FILE")]
    [InlineData("dry-run --object a --event b", "give one of them")]
    [InlineData("dry-run --event - --bucket b", "--bucket belongs to --object")]
    [InlineData("dry-run --object a --kind move", "'create'")]
    [InlineData("dry-run --object a --time soon", "write for example 2022-08-12T10:00:00Z")]
    [InlineData("dry-run --object a --format xml", "'json'")]
    [InlineData("dry-run --object a --config broken", "is not KEY=VALUE")]
    [InlineData("dry-run --object a --config-file nowhere.config", "it cannot be read")]
    [InlineData("dry-run --event nowhere.json", "it cannot be read")]
    [InlineData(
        "test --fail-under many",
        "error: --fail-under \"many\" is not a number; write one, for example `--fail-under 10`"
    )]
    [InlineData("lint --budget long", "error: --budget \"long\" is not a number; write one, for example `--budget 10`")]
    [InlineData(
        "backfill --bucket b --max-running 1.5",
        "error: --max-running \"1.5\" is not a whole number; write one, for example `--max-running 10`"
    )]
    [InlineData(
        "backfill --bucket b --limit all",
        "error: --limit \"all\" is not a whole number; write one, for example `--limit 10`"
    )]
    [InlineData("test --fail-under 101", "from 0 to 100")]
    [InlineData("version unexpected", "there is no argument \"unexpected\"; leave it out")]
    [InlineData("lint routes/", "there is no argument \"routes/\"; write `--routes routes/`")]
    [InlineData("test no-such-folder", "write `--routes no-such-folder`")]
    [InlineData("docs routes/invoices.yaml", "write `--routes routes/invoices.yaml`")]
    [InlineData("rule routes", "write `--routes routes`")]
    [InlineData("policy routes", "write `--routes routes`")]
    [InlineData("check routes", "write `--routes routes`")]
    [InlineData("sweep routes", "write `--routes routes`")]
    [InlineData("lint env=prod", "write `--config env=prod`")]
    [InlineData("local samples/landing routes", "write `--routes routes`")]
    [InlineData("diff routes routes samples/names.txt", "write `--objects samples/names.txt`")]
    [InlineData("dry-run orders/2026/a.csv", "write `--object orders/2026/a.csv`")]
    [InlineData("dry-run dt=2026/a.csv", "write `--object dt=2026/a.csv`")]
    [InlineData("dry-run samples/published-tasks.json", "write `--event samples/published-tasks.json`")]
    [InlineData("dry-run -", "write `--event -`")]
    [InlineData("dry-run routes", "write `--routes routes`")]
    [InlineData("send orders/2026/a.csv", "write `--object orders/2026/a.csv`")]
    [InlineData("status orders/2026/a.csv", "write `--object orders/2026/a.csv`")]
    [InlineData("backfill landing-area", "write `--bucket landing-area`")]
    [InlineData("help", "there is no command \"help\"; write `dispatcher --help`")]
    [InlineData("help lint", "write `dispatcher lint --help`")]
    [InlineData("infer samples/names.txt", "write `--names samples/names.txt`")]
    [InlineData("test --junit no/such/folder/file.xml", "it cannot be written")]
    [InlineData("lint --format yaml", "'sarif'")]
    [InlineData("completion fish", "'bash'")]
    [InlineData(
        "lint --format jsn",
        "error: --format \"jsn\" is not one of 'github', 'json', 'sarif', 'text'; did you mean `json`?"
    )]
    [InlineData("dry-run --object a --kind move", "error: --kind \"move\" is not one of 'create', 'delete', 'update'")]
    [InlineData("completion zhs", "error: \"zhs\" is not one of 'bash', 'powershell', 'zsh'; did you mean `zsh`?")]
    [InlineData("completion", "error: <shell> is missing; write `dispatcher completion <shell>`")]
    [InlineData("diff", "error: <base> is missing; write `dispatcher diff <base>`")]
    [InlineData("backfill", "error: --bucket is missing; write `--bucket <name>`")]
    [InlineData("lint --routes", "error: --routes needs a value; write `--routes <path>`")]
    [InlineData(
        "backfill --bucket --config-file samples/local.config",
        "error: --bucket needs a value; write `--bucket <name>`"
    )]
    [InlineData("dry-run --object a --object b", "error: --object is given 2 times; give it once")]
    [InlineData("diff --bas routes", "error: there is no option \"--bas\"; there are --objects, ")]
    [InlineData("diff routes --budgt 1", "error: there is no option \"--budgt\"; did you mean `--budget`?")]
    [InlineData("redrive --submt", "error: there is no option \"--submt\"; did you mean `--submit`?")]
    [InlineData("local --onec", "error: there is no option \"--onec\"; did you mean `--once`?")]
    [InlineData("lint --routes nowhere", "nowhere:1:1: error RD013: there is no such folder or file; name the folder")]
    public async Task Wrong_usage_is_exit_code_2_and_says_what_to_write(string line, string said)
    {
        CliResult result = await TheCommand.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, result.Code);
        Assert.Contains(said, result.Error + result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_was_meant_for_a_required_option_is_one_error() =>
        Assert.Equal(
            "error: there is no argument \"landing-area\"; write `--bucket landing-area`\n"
                + "`dispatcher backfill --help` lists what it takes, with an example.\n",
            (await TheCommand.RunAsync("backfill", "landing-area")).Error
        );

    [Theory]
    [InlineData("--routes is empty; write `--routes <path>`", "lint", "--routes", "")]
    [InlineData("--check is empty; write `--check <file>`", "rule", "--check", "")]
    [InlineData("--bucket is empty; write `--bucket <name>`", "dry-run", "--object", "a", "--bucket", "")]
    [InlineData("<base> is empty", "diff", "")]
    [InlineData("<dir> is empty", "local", "", "--once")]
    public async Task A_value_that_an_unset_variable_left_empty_is_wrong_usage(string said, params string[] args)
    {
        CliResult result = await TheCommand.RunAsync(args);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.StartsWith("error: " + said + "\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dry-run", "--object=--explain")]
    [InlineData("dry-run", "--object", "-")]
    [InlineData("backfill", "--bucket", "in", "--names", "samples/names.txt", "--prefix", "")]
    public async Task What_may_look_like_a_mistake_and_is_none_is_taken(params string[] args) =>
        Assert.DoesNotContain(
            "--help` lists what it takes",
            (await TheCommand.RunAsync(args)).Error,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("dry-run --object a --config-file FILE", "--config-file FILE: it cannot be read: ")]
    [InlineData("dry-run --event FILE", "--event FILE: it cannot be read: ")]
    [InlineData("send --event FILE", "--event FILE: it cannot be read: ")]
    [InlineData("diff routes --objects FILE", "--objects FILE: it cannot be read: ")]
    [InlineData("rule --check FILE", "--check FILE: it cannot be read: ")]
    [InlineData("policy --check FILE --config-file samples/local.config", "--check FILE: it cannot be read: ")]
    [InlineData("docs --check FILE", "--check FILE: it cannot be read: ")]
    [InlineData("check --against FILE", "--against FILE: it cannot be read: ")]
    [InlineData("backfill --bucket b --names FILE", "--names FILE: it cannot be read: ")]
    [InlineData("infer --names FILE", "--names FILE: it cannot be read: ")]
    [InlineData("dry-run --names FILE", "--names FILE: it cannot be read: ")]
    [InlineData("lint --names-within FILE", "--names-within FILE: it cannot be read: ")]
    [InlineData("compare --log FILE", "--log FILE: it cannot be read: ")]
    public async Task A_file_that_is_missing_a_folder_a_device_or_a_FIFO_is_refused_as_what_it_is(
        string line,
        string said
    )
    {
        using var folder = new TemporaryFolder();
        string fifo = Path.Join(folder.Path, "fifo");
        using (var made = Process.Start("mkfifo", [fifo]))
            await made.WaitForExitAsync();
        foreach (
            (string file, string why) in new[]
            {
                ("nowhere.txt", "it does not exist"),
                ("samples", "it is a folder; name a file"),
                ("/dev/zero", "it is a device; name a file, or write `-` where standard input is taken"),
                (fifo, "it is a FIFO; name a file, or write `-` where standard input is taken"),
            }
        )
        {
            CliResult result = await TheCommand.RunAsync(
                line.Replace("FILE", file, StringComparison.Ordinal).Split(' ')
            );
            Assert.Equal((2, ""), (result.Code, result.Out));
            Assert.Contains(
                "error: " + said.Replace("FILE", file, StringComparison.Ordinal) + why + "\n",
                result.Error,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("test --junit FILE", "--junit FILE: it cannot be written: ")]
    [InlineData("man --out FILE", "--out FILE/dispatcher.1: it cannot be written: ")]
    public async Task A_place_that_cannot_be_written_is_told_as_what_it_is(string line, string said)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Join(folder.Path, "no", "folder");
        CliResult missing = await TheCommand.RunAsync(line.Replace("FILE", file, StringComparison.Ordinal).Split(' '));
        Assert.Equal(2, missing.Code);
        Assert.Contains(
            $"error: {said.Replace("FILE", file, StringComparison.Ordinal)}there is no folder ",
            missing.Error,
            StringComparison.Ordinal
        );
        Directory.CreateDirectory(file);
        Directory.CreateDirectory(Path.Join(file, "dispatcher.1"));
        CliResult taken = await TheCommand.RunAsync(line.Replace("FILE", file, StringComparison.Ordinal).Split(' '));
        Assert.Contains("it cannot be written: it is a folder; name a file\n", taken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_told_as_what_it_is()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        File.CreateSymbolicLink(Path.Join(folder.Path, "routes", "b.yaml"), "/nowhere");
        CliResult result = await TheCommand.RunAsync(["test"], folder.Path);
        Assert.Equal(2, result.Code);
        Assert.StartsWith(
            "routes/b.yaml:1:1: error RD013: the file cannot be read: it is a link that leads nowhere; "
                + "mend it, or take it out of the folder\n",
            result.Error,
            StringComparison.Ordinal
        );
    }

    // `ln -s /etc/shadow routes/c.yaml` in a pull request: the lines of the linked file were printed, and a FIFO was
    // waited for.
    [Theory]
    [InlineData("lint")]
    [InlineData("lint --format github")]
    [InlineData("lint --format sarif")]
    [InlineData("test")]
    [InlineData("docs")]
    [InlineData("docs --check a.md")]
    [InlineData("diff routes routes")]
    [InlineData("dry-run --object a")]
    [InlineData("rule")]
    [InlineData("policy")]
    public async Task A_route_file_that_is_a_link_out_of_the_folder_or_a_FIFO_is_refused_and_nothing_of_it_is_shown(
        string line
    )
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        folder.Write("shadow", "root:$6$salt$hash:19000:0:99999:7:::\n");
        File.CreateSymbolicLink(Path.Join(folder.Path, "routes", "c.yaml"), "../shadow");
        using (var made = Process.Start("mkfifo", [Path.Join(folder.Path, "routes", "d.yaml")]))
            await made.WaitForExitAsync();

        CliResult result = await TheCommand.RunAsync(line.Split(' '), folder.Path);

        Assert.Equal(2, result.Code);
        string shown = result.Out + result.Error;
        Assert.Contains("the file is a link that leads out of the folder", shown, StringComparison.Ordinal);
        Assert.Contains("the file cannot be read: it is a FIFO", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docs --check FILE")]
    [InlineData("rule --check FILE")]
    [InlineData("policy --check FILE --config-file samples/local.config")]
    [InlineData("check --against FILE")]
    public async Task A_page_or_snapshot_that_is_a_link_out_of_its_folder_is_refused_and_nothing_of_it_is_shown(
        string line
    )
    {
        using var folder = new TemporaryFolder();
        folder.Write("shadow", "root:$6$salt$hash:19000:0:99999:7:::\n");
        string file = Path.Join(Directory.CreateDirectory(Path.Join(folder.Path, "docs")).FullName, "page.md");
        File.CreateSymbolicLink(file, "../shadow");

        CliResult result = await TheCommand.RunAsync(line.Replace("FILE", file, StringComparison.Ordinal).Split(' '));

        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("it is a link that leads out of its folder", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rule --check FILE", "it is not JSON: ")]
    [InlineData("check --against FILE", "it is no snapshot: ")]
    [InlineData("policy --config-file samples/local.config --check FILE", "it is not JSON: ")]
    public async Task A_file_that_is_not_JSON_is_told_with_line_and_place(string line, string said)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file.json", "{\n  oops\n}\n");
        CliResult result = await TheCommand.RunAsync(line.Replace("FILE", file, StringComparison.Ordinal).Split(' '));
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(
            said + "'o' is an invalid start of a property name. Expected a '\"' (line 2, byte 3).",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("dry-run --object invoices/a.jsonlines", 1)]
    [InlineData("backfill --bucket landing-area --names samples/names.txt", 1)]
    [InlineData("policy", 2)]
    public async Task Where_no_configuration_was_given_and_a_template_needs_it_the_options_are_named(
        string line,
        int code
    )
    {
        string note =
            "note: no configuration was given; --config KEY=VALUE or --config-file FILE gives what "
            + "templates ask of it\n";
        CliResult without = await TheCommand.RunAsync(line.Split(' '));
        Assert.Equal(code, without.Code);
        Assert.EndsWith(
            note,
            without.Error.Replace(
                "nothing was started; --submit starts what was never started\n",
                "",
                StringComparison.Ordinal
            ),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            note,
            (await TheCommand.RunAsync([.. line.Split(' '), "--config-file", "samples/local.config"])).Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            note,
            (await TheCommand.RunAsync([.. line.Split(' '), "--config", "workspace_id=w"])).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Wrong_usage_lists_only_commands_that_the_help_lists() =>
        Assert.DoesNotContain(", man", (await TheCommand.RunAsync("nosuchcommand")).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Wrong_usage_prints_nothing_on_standard_output()
    {
        CliResult result = await TheCommand.RunAsync("dry-run", "--objct", "x");
        Assert.Equal("", result.Out);
    }

    [Fact]
    public async Task An_object_name_may_begin_with_an_at_sign()
    {
        CliResult result = await TheCommand.RunAsync(
            "dry-run",
            "--object",
            "@samples/local.config",
            "--format",
            "json"
        );
        Assert.Equal(0, result.Code);
        Assert.Equal("@samples/local.config", result.Json.GetProperty("object").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("dry-run --object files/a.txt")]
    [InlineData("test")]
    public async Task A_route_set_that_does_not_load_is_exit_code_2_with_every_diagnostic_on_standard_error(string line)
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Broken));
        CliResult result = await TheCommand.RunAsync(line.Split(' '), folder.Path);
        Assert.Equal(2, result.Code);
        Assert.Equal("", result.Out);
        Assert.Contains("routes/a.yaml:6:7: error RD003: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("routes/a.yaml:8:16: error RD202: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diagnostic_shows_its_source_line_and_a_caret_below_the_column()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Broken));
        CliResult result = await TheCommand.RunAsync(["test"], folder.Path);
        Assert.Contains("  6 |       buckt: in\n    |       ^\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("routes", "routes/a.yaml")]
    [InlineData("routes/", "routes/a.yaml")]
    [InlineData("./routes", "./routes/a.yaml")]
    [InlineData("routes/a.yaml", "routes/a.yaml")]
    public async Task Files_are_shown_as_the_user_wrote_the_path(string routes, string shown)
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        CliResult result = await TheCommand.RunAsync(["test", "--routes", routes, "--format", "json"], folder.Path);
        Assert.Equal(shown, result.Json.GetProperty("tests")[0].GetProperty("file").GetString());
    }

    [Theory]
    [InlineData("_draft.yaml")]
    [InlineData("notes.txt")]
    public async Task A_file_that_is_no_route_file_is_refused_by_name(string name)
    {
        using var folder = TemporaryFolder.WithRoutes((name, Yaml.Good));
        CliResult result = await TheCommand.RunAsync(["test", "--routes", "routes/" + name], folder.Path);
        Assert.Equal(2, result.Code);
        Assert.Contains("is not a route file", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_route_files_is_named()
    {
        using var folder = TemporaryFolder.WithRoutes(("notes.txt", "nothing"));
        CliResult result = await TheCommand.RunAsync(["test"], folder.Path);
        Assert.Equal(2, result.Code);
        Assert.StartsWith("routes:1:1: error RD013: there is no route file", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null, true)]
    [InlineData(true, "1", false)]
    [InlineData(false, null, false)]
    public async Task Colour_is_only_for_terminals_and_not_with_NO_COLOR(
        bool isTerminal,
        string? noColor,
        bool coloured
    )
    {
        var variables = noColor is null ? new Dictionary<string, string>() : new() { ["NO_COLOR"] = noColor };
        CliResult result = await TheCommand.RunAsync(
            ["test"],
            TheCommand.Repository,
            isTerminal: isTerminal,
            variables: variables
        );
        Assert.Equal(0, result.Code);
        Assert.Equal(coloured, result.Out.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dumb_terminal_gets_no_colour()
    {
        CliResult result = await TheCommand.RunAsync(
            ["test"],
            TheCommand.Repository,
            isTerminal: true,
            variables: new Dictionary<string, string> { ["TERM"] = "dumb" }
        );
        Assert.DoesNotContain('\u001b', result.Out);
    }
}
