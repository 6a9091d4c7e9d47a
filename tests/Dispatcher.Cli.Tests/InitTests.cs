using YamlDotNet.RepresentationModel;

namespace Dispatcher.Cli.Tests;

/// <summary><c>init</c>: what it writes works as it stands, with its own check and its own workflow.</summary>
public sealed class InitTests
{
    private const string Commit =
        "git init -q -b main && git add . && git -c user.name=t -c user.email=t@example.com commit -q -m first";

    [Fact]
    public async Task An_empty_folder_becomes_a_repository_whose_check_is_green()
    {
        using TemporaryFolder folder = await InitialisedAsync();
        ScriptResult check = await Script.RunAsync(folder.Path, "./check");
        Assert.True(check.Code == 0, check.Out);
        Assert.Contains("== lint with config/dev.config", check.Out, StringComparison.Ordinal);
        Assert.Contains("== tests with config/prod.config", check.Out, StringComparison.Ordinal);
        Assert.Contains("1 of 1 routes covered (100 %)", check.Out, StringComparison.Ordinal);
        Assert.Contains("errors: 0, warnings and notes: 0; routes: 1", check.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    owner: data-team", "    owner: data-team\n    ownr: x", "line=8,col=5,title=RD")]
    [InlineData(@"store-(?<store>\d{3})", @"store-(?<store>\d{3}", "line=10,col=")]
    public async Task A_broken_route_makes_it_red_with_the_annotation_at_its_line(string from, string to, string at)
    {
        using TemporaryFolder folder = await InitialisedAsync();
        string route = Path.Join(folder.Path, "routes", "orders.yaml");
        string text = await File.ReadAllTextAsync(route);
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(route, text.Replace(from, to, StringComparison.Ordinal));
        ScriptResult check = await Script.RunAsync(folder.Path, "GITHUB_ACTIONS=true ./check");
        Assert.Equal(1, check.Code);
        Assert.Contains("::error file=routes/orders.yaml," + at, check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_that_fails_makes_it_red()
    {
        using TemporaryFolder folder = await InitialisedAsync();
        string route = Path.Join(folder.Path, "routes", "orders.yaml");
        string text = await File.ReadAllTextAsync(route);
        await File.WriteAllTextAsync(
            route,
            text.Replace("STORE: \"042\" }", "STORE: \"43\" }", StringComparison.Ordinal)
        );
        ScriptResult check = await Script.RunAsync(folder.Path, "./check");
        Assert.Equal(1, check.Code);
        Assert.Contains("1 passed, 1 failed", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_workflows_check_compares_with_the_base_and_leaves_report_and_findings()
    {
        using TemporaryFolder folder = await InitialisedAsync();
        ScriptResult made = await Script.RunAsync(
            folder.Path,
            Commit
                + " && sed -i 's/orders\\//refunds\\//' routes/orders.yaml"
                + " && git -c user.name=t -c user.email=t@example.com commit -q -a -m second"
        );
        Assert.True(made.Code == 0, made.Out);
        using var temporary = new TemporaryFolder();
        ScriptResult check = await Script.RunAsync(
            folder.Path,
            Step(Workflow(folder), "check", "Check"),
            ("RUNNER_TEMP", temporary.Path),
            ("SARIF", Path.Join(temporary.Path, "report", "routes.sarif"))
        );
        Assert.True(check.Code is 0 or 1, check.Out);
        Assert.Contains("== what changes since HEAD^1", check.Out, StringComparison.Ordinal);
        Assert.StartsWith(
            "<!-- dispatcher diff -->\n",
            await File.ReadAllTextAsync(Path.Join(temporary.Path, "report", "routes-diff.md")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"version\": \"2.1.0\"",
            await File.ReadAllTextAsync(Path.Join(temporary.Path, "report", "routes.sarif")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_first_commit_has_nothing_to_compare_with_and_passes()
    {
        using TemporaryFolder folder = await InitialisedAsync();
        using var temporary = new TemporaryFolder();
        ScriptResult check = await Script.RunAsync(
            folder.Path,
            Commit + "\n" + Step(Workflow(folder), "check", "Check"),
            ("RUNNER_TEMP", temporary.Path)
        );
        Assert.True(check.Code == 0, check.Out);
        Assert.DoesNotContain("what changes", check.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task What_is_merged_is_published_with_the_environments_configuration_and_key(string environment)
    {
        using TemporaryFolder folder = await InitialisedAsync();
        using var temporary = new TemporaryFolder();
        // A `dotnet` that notes what it is called with.
        folder.Write("bin/dotnet", "#!/usr/bin/env bash\necho \"$*\" >> calls\n");
        ScriptResult published = await Script.RunAsync(
            folder.Path,
            $"chmod +x bin/dotnet; PATH=$PWD/bin:$PATH\n{Step(Workflow(folder), "publish", "Publish")}",
            ("RUNNER_TEMP", temporary.Path),
            ("ENVIRONMENT", environment),
            ("ROUTES_PLACE", "oci://routes@ns/live"),
            ("OCI_CONFIG", "[DEFAULT]\nuser=u"),
            ("OCI_KEY", "the key")
        );
        Assert.True(published.Code == 0, published.Out);
        string config = Path.Join(temporary.Path, "oci-config");
        Assert.Equal(
            [
                "tool restore",
                $"tool run dispatcher -- publish oci://routes@ns/live --oci-config {config} "
                    + $"--config-file config/{environment}.config",
            ],
            await File.ReadAllLinesAsync(Path.Join(folder.Path, "calls"))
        );
        Assert.Equal($"[DEFAULT]\nuser=u\nkey_file={temporary.Path}/key.pem\n", await File.ReadAllTextAsync(config));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Join(temporary.Path, "key.pem"))
            );
    }

    [Fact]
    public async Task Only_the_job_that_runs_nothing_of_the_pull_request_may_write_and_every_action_is_pinned()
    {
        using TemporaryFolder folder = await InitialisedAsync();
        YamlMappingNode workflow = Workflow(folder);
        Assert.Empty(((YamlMappingNode)workflow["permissions"]).Children);
        foreach (string job in (string[])["check", "publish"])
            Assert.Equal("{ { contents, read } }", workflow["jobs"][job]["permissions"].ToString());
        Assert.All(Steps(workflow, "report"), step =>
            Assert.DoesNotContain("checkout", Value(step, "uses"), StringComparison.Ordinal)
        );
        string[] jobs = ["check", "report", "publish"];
        foreach (YamlMappingNode step in jobs.SelectMany(job => Steps(workflow, job)))
        {
            // Nothing that a pull request says is put into a script's text.
            Assert.DoesNotContain("${{", Value(step, "run"), StringComparison.Ordinal);
            if (Value(step, "uses") is { Length: > 0 } action)
                Assert.Matches("^[a-z-]+(/[a-z-]+)+@[0-9a-f]{40}$", action);
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("routes/orders.yaml")]
    [InlineData(".github/workflows/routes.yml")]
    public async Task A_file_that_is_there_keeps_everything_from_being_written(string file)
    {
        using var folder = new TemporaryFolder();
        folder.Write(file, "mine");
        CliResult result = await TheCommand.RunAsync(["init"], folder.Path);
        Assert.Equal(2, result.Code);
        Assert.Equal($"error: .: there is {file} already; nothing was written. Name an empty folder\n", result.Error);
        Assert.Single(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Join(folder.Path, file)));
    }

    [Fact]
    public async Task A_file_is_no_folder()
    {
        using var folder = new TemporaryFolder();
        folder.Write("x", "");
        CliResult result = await TheCommand.RunAsync(["init", "x"], folder.Path);
        Assert.Equal((2, "error: x is a file; name a folder\n"), (result.Code, result.Error));
    }

    [Fact]
    public async Task The_tool_is_of_this_version_and_the_check_is_the_actions()
    {
        using TemporaryFolder folder = await InitialisedAsync();
        CliResult version = await TheCommand.RunAsync("version", "--format", "json");
        Assert.Contains(
            $"\"version\": \"{version.Json.GetProperty("version").GetString()!.Split('+')[0]}\"",
            await File.ReadAllTextAsync(Path.Join(folder.Path, ".config", "dotnet-tools.json")),
            StringComparison.Ordinal
        );
        string action = Path.Join(TheCommand.Repository, ".github", "actions", "routes");
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Join(action, "check")),
            await File.ReadAllTextAsync(Path.Join(folder.Path, "check"))
        );
    }

    // The action in another repository: its first step, as the runner would call it.
    [Fact]
    public async Task The_action_gives_the_verdict_in_another_repository()
    {
        using TemporaryFolder folder = await InitialisedAsync();
        string action = Path.Join(TheCommand.Repository, ".github", "actions", "routes");
        YamlMappingNode step = ((YamlSequenceNode)Load(Path.Join(action, "action.yml"))["runs"]["steps"])
            .Cast<YamlMappingNode>()
            .First();
        File.Delete(Path.Join(folder.Path, "check"));
        ScriptResult verdict = await Script.RunAsync(
            folder.Path,
            $"{Commit}\ngit -c user.name=t -c user.email=t@example.com commit -q --allow-empty -m second\n"
                + Value(step, "run"),
            ("GITHUB_ACTION_PATH", action),
            ("RUNNER_TEMP", folder.Path),
            ("BASE", "HEAD^1"),
            ("SARIF", Path.Join(folder.Path, "routes.sarif"))
        );
        Assert.True(verdict.Code == 0, verdict.Out);
        Assert.True(File.Exists(Path.Join(folder.Path, "routes-diff.md")));
        Assert.True(File.Exists(Path.Join(folder.Path, "routes.sarif")));
    }

    // The hooks that other repositories name run commands and options that exist.
    [Fact]
    public async Task The_hooks_for_pre_commit_run_in_a_repository_of_routes()
    {
        using TemporaryFolder folder = await InitialisedAsync();
        var yaml = new YamlStream();
        using (var reader = new StreamReader(Path.Join(TheCommand.Repository, ".pre-commit-hooks.yaml")))
            yaml.Load(reader);
        foreach (YamlNode hook in (YamlSequenceNode)yaml.Documents[0].RootNode)
        {
            ScriptResult run = await Script.RunAsync(folder.Path, hook["entry"].ToString());
            Assert.True(run.Code == 0, run.Out);
        }
    }

    private static async Task<TemporaryFolder> InitialisedAsync()
    {
        var folder = new TemporaryFolder();
        CliResult result = await TheCommand.RunAsync(["init"], folder.Path);
        Assert.Equal((0, ""), (result.Code, result.Error));
        return folder;
    }

    private static YamlMappingNode Workflow(TemporaryFolder folder) =>
        Load(Path.Join(folder.Path, ".github", "workflows", "routes.yml"));

    private static YamlMappingNode Load(string file)
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(file);
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode workflow, string job) =>
        ((YamlSequenceNode)workflow["jobs"][job]["steps"]).Cast<YamlMappingNode>();

    private static string Value(YamlMappingNode step, string key) =>
        step.Children.TryGetValue(key, out YamlNode? value) ? value.ToString() : "";

    private static string Step(YamlMappingNode workflow, string job, string name) =>
        Value(Steps(workflow, job).Single(step => Value(step, "name") == name), "run");
}
