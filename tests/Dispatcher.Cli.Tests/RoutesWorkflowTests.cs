using YamlDotNet.RepresentationModel;

namespace Dispatcher.Cli.Tests;

/// <summary>The workflow for pull requests that touch <c>routes/</c>, and the script that gives the same verdict on any
/// machine.</summary>
public sealed class RoutesWorkflowTests
{
    private const string Overlapping = """
        version: 1
        routes:
          - name: more
            description: Takes more text files.
            owner: somebody
            match: { bucket: in, object: 'files/[a-m0-9]+\.txt' }
            task: { key: t, workspace: w, application: a }
            tests:
              - { object: files/a1.txt, expect: { route: more } }
              - { object: files/A1.txt, expect: unmatched }
        """;

    [Fact]
    public async Task A_change_that_is_right_passes_and_the_report_says_what_changes()
    {
        using TemporaryFolder clone = await CloneAsync();
        clone.Write("routes/a.yaml", Yaml.Good.Replace("[a-z]+", "[a-z]+[0-9]?", StringComparison.Ordinal));
        await ScriptAsync(clone, "dispatcher docs > docs/route-set.md");

        ScriptResult verdict = await ScriptAsync(clone, ".ci/routes main report.md");

        Assert.Equal(0, verdict.Code);
        Assert.Contains("newly matched files", verdict.Out, StringComparison.Ordinal);
        string report = File.ReadAllText(Path.Join(clone.Path, "report.md"));
        Assert.StartsWith("<!-- dispatcher diff -->\n", report, StringComparison.Ordinal);
        Assert.Contains("| newly matched `files` | `files/a0.txt` in bucket `in` |", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_must_be_mended_is_a_failure_with_an_annotation_at_its_line()
    {
        using TemporaryFolder clone = await CloneAsync();
        clone.Write("routes/b.yaml", Overlapping);

        ScriptResult verdict = await ScriptAsync(clone, "GITHUB_ACTIONS=true .ci/routes main report.md");

        Assert.Equal(1, verdict.Code);
        Assert.Contains(
            "::error file=routes/b.yaml,line=6,col=34,title=RD508::",
            verdict.Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "docs/route-set.md:4: the page is not what the routes make",
            verdict.Out,
            StringComparison.Ordinal
        );
        Assert.True(File.Exists(Path.Join(clone.Path, "report.md")));
    }

    [Theory]
    [InlineData(Yaml.Broken, Yaml.Good, 0)]
    [InlineData(Yaml.Good, Yaml.Broken, 1)]
    public async Task Routes_that_do_not_load_fail_where_they_are_and_may_be_mended(
        string before,
        string after,
        int code
    )
    {
        using TemporaryFolder clone = await CloneAsync(before);
        clone.Write("routes/a.yaml", after);

        ScriptResult verdict = await ScriptAsync(clone, ".ci/routes main report.md");

        Assert.Equal(code, verdict.Code);
        Assert.Contains(
            "There is nothing to compare",
            File.ReadAllText(Path.Join(clone.Path, "report.md")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", "--method POST repos/acme/routes/issues/7/comments")]
    [InlineData("42", "--method PATCH repos/acme/routes/issues/comments/42")]
    [InlineData("42\n43", "--method PATCH repos/acme/routes/issues/comments/42")]
    public async Task The_comment_is_written_once_and_then_updated(string there, string call)
    {
        using var folder = new TemporaryFolder();
        folder.Write("routes-diff.md", "<!-- dispatcher diff -->\n$(touch pwned) `touch pwned`\n");
        // A `gh` that lists what is there, and notes everything else it is told.
        folder.Write(
            "bin/gh",
            """
            #!/usr/bin/env bash
            if [ "$2" = --paginate ]; then printf '%s' "$THERE"; else echo "$*" >> calls; fi
            """
        );

        ScriptResult result = await ScriptAsync(
            folder,
            $"chmod +x bin/gh; PATH=$PWD/bin:$PATH\n{Step("comment", "Write the comment")}",
            ("THERE", there),
            ("REPOSITORY", "acme/routes"),
            ("PULL_REQUEST", "7")
        );

        Assert.Equal(0, result.Code);
        Assert.Equal(
            [$"api --silent {call} --field body=@routes-diff.md"],
            File.ReadAllLines(Path.Join(folder.Path, "calls"))
        );
        Assert.False(File.Exists(Path.Join(folder.Path, "pwned")));
    }

    [Fact]
    public void Only_the_job_that_runs_nothing_of_the_pull_request_may_write()
    {
        YamlMappingNode workflow = Workflow();
        Assert.Empty(Map(workflow, "permissions").Children);
        Assert.Equal("contents: read", Permissions("verdict"));
        Assert.Equal("pull-requests: write", Permissions("comment"));
        Assert.DoesNotContain(Steps("comment"), step =>
            step.Children.TryGetValue("uses", out YamlNode? uses)
            && uses.ToString().StartsWith("actions/checkout", StringComparison.Ordinal)
        );
        Assert.Contains(
            "head.repo.full_name == github.repository",
            Map(workflow, "jobs", "comment")["if"].ToString(),
            StringComparison.Ordinal
        );

        // Nothing that a pull request says is put into a script's text; scripts get it as variables.
        foreach (
            YamlMappingNode step in Steps("verdict")
                .Concat(Steps("comment"))
                .Where(step => step.Children.ContainsKey("run"))
        )
            Assert.DoesNotContain("${{", step["run"].ToString(), StringComparison.Ordinal);

        string Permissions(string job) =>
            string.Join(", ", Map(workflow, "jobs", job, "permissions").Select(pair => $"{pair.Key}: {pair.Value}"));
    }

    [Fact]
    public void The_workflow_runs_the_script_that_people_run() =>
        Assert.Equal(".ci/routes HEAD^1 \"$RUNNER_TEMP/routes-diff.md\"", Step("verdict", "Lint, tests, difference"));

    // A repository with the script, one route, a fresh page, and everything committed to `main`.
    private static async Task<TemporaryFolder> CloneAsync(string routes = Yaml.Good)
    {
        TemporaryFolder clone = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
        Directory.CreateDirectory(Path.Join(clone.Path, ".ci"));
        File.Copy(Path.Join(TheCommand.Repository, ".ci", "routes"), Path.Join(clone.Path, ".ci", "routes"));
        clone.Write("samples/local.config", "workspace_id=w\n");
        Directory.CreateDirectory(Path.Join(clone.Path, "docs"));
        await ScriptAsync(clone, "dispatcher docs > docs/route-set.md");
        clone.Write("routes/a.yaml", routes);
        ScriptResult made = await ScriptAsync(
            clone,
            "git init -q -b main && git add . && git -c user.name=t -c user.email=t@example.com commit -q -m first"
        );
        Assert.True(made.Code == 0, made.Out);
        return clone;
    }

    private static Task<ScriptResult> ScriptAsync(
        TemporaryFolder folder,
        string script,
        params (string, string)[] variables
    ) => Script.RunAsync(folder.Path, script, variables);

    private static YamlMappingNode Workflow()
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Path.Join(TheCommand.Repository, ".github", "workflows", "routes.yml"));
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static YamlMappingNode Map(YamlMappingNode from, params string[] path) =>
        path.Aggregate(from, (node, key) => (YamlMappingNode)node[key]);

    private static IEnumerable<YamlMappingNode> Steps(string job) =>
        ((YamlSequenceNode)Map(Workflow(), "jobs", job)["steps"]).Cast<YamlMappingNode>();

    private static string Step(string job, string name) =>
        Steps(job)
            .Single(step =>
                step.Children.TryGetValue("name", out YamlNode? named)
                && named.ToString().StartsWith(name, StringComparison.Ordinal)
            )["run"]
            .ToString();
}
