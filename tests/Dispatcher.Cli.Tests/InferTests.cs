namespace Dispatcher.Cli.Tests;

public sealed class InferTests
{
    private const string Names = "orders/2026/11/23/store-042.csv\norders/2026/11/24/store-117.csv\n";

    [Fact]
    public async Task What_is_written_loads_and_passes_its_tests_and_lints_clean_but_for_the_owners()
    {
        using var folder = new TemporaryFolder();
        string names = Path.Join(TheCommand.Repository, "samples", "names.txt");
        CliResult inferred = await TheCommand.RunAsync(
            ["infer", "--names", names, "--out", "routes", "--bucket", "landing-area"],
            folder.Path
        );
        Assert.Equal(
            (0, "routes: 7, for 10 object names; each TODO is a question for you\n"),
            (inferred.Code, inferred.Error)
        );
        Assert.Equal(
            ["customers.yaml", "invoices.yaml", "orders.yaml", "sensors.yaml", "zz-other.yaml"],
            Directory.GetFiles(Path.Join(folder.Path, "routes")).Select(Path.GetFileName).Order()
        );

        CliResult tests = await TheCommand.RunAsync(["test", "--fail-under", "100"], folder.Path);
        Assert.True(tests.Code == 0, tests.Out + tests.Error);
        CliResult lint = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);
        Assert.Equal(0, lint.Code);
        Assert.All(lint.Json.GetProperty("findings").EnumerateArray(), finding =>
            Assert.Equal("RD502", finding.GetProperty("code").GetString())
        );
        foreach (string name in await File.ReadAllLinesAsync(names))
        {
            CliResult run = await TheCommand.RunAsync(
                ["dry-run", "--object", name, "--bucket", "landing-area", "--format", "json"],
                folder.Path
            );
            Assert.NotEqual("unmatched", run.Json.GetProperty("outcome").GetString());
        }
    }

    [Fact]
    public async Task A_file_that_is_there_is_overwritten_only_when_asked_and_named_then()
    {
        using var folder = new TemporaryFolder();
        folder.Write("routes/orders.yaml", "# mine\n");
        CliResult refused = await TheCommand.RunAsync(["infer", "--out", "routes"], folder.Path, Names);
        Assert.Equal(2, refused.Code);
        Assert.Equal(
            "error: --out routes: routes/orders.yaml would be overwritten; nothing was written. "
                + "Give another folder, or --force\n",
            refused.Error
        );
        Assert.Equal("# mine\n", await File.ReadAllTextAsync(Path.Join(folder.Path, "routes/orders.yaml")));

        CliResult forced = await TheCommand.RunAsync(["infer", "--out", "routes", "--force"], folder.Path, Names);
        Assert.Equal(0, forced.Code);
        Assert.StartsWith("replaced: routes/orders.yaml\n", forced.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_that_are_there_keep_their_names_and_what_they_take()
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "routes/mine.yaml",
            "version: 1\nroutes:\n  - { name: orders, match: { object: 'orders/2026/.*' }, task: { key: k } }\n"
        );
        CliResult none = await TheCommand.RunAsync(["infer", "--out", "routes"], folder.Path, Names);
        Assert.Equal(2, none.Code);
        Assert.StartsWith(
            "error: no route can be proposed: 2 left out, such as \"orders/2026/11/23/store-042.csv\": "
                + "route `orders` takes it already",
            none.Error,
            StringComparison.Ordinal
        );

        CliResult more = await TheCommand.RunAsync(
            ["infer", "--out", "routes"],
            folder.Path,
            Names + "refunds/2026/11/23/store-042.csv\n"
        );
        Assert.Equal(0, more.Code);
        Assert.Equal(0, (await TheCommand.RunAsync(["test"], folder.Path)).Code);
        Assert.False(File.Exists(Path.Join(folder.Path, "routes/orders.yaml")));
    }

    [Fact]
    public async Task A_listing_of_the_oci_command_is_read_as_its_names()
    {
        CliResult result = await TheCommand.RunAsync(
            ["infer", "--format", "json"],
            TheCommand.Repository,
            """{"data": [{"name": "a/1.csv", "size": 1}, {"name": "a/22.csv", "size": 1}, {"name": "a/"}], "prefixes": []}"""
        );
        Assert.Equal(0, result.Code);
        Assert.Equal(@"a/(?<number>\d+)\.csv", result.Json.GetProperty("routes")[0].GetProperty("object").GetString());
        Assert.Equal("a/", result.Json.GetProperty("left")[0].GetProperty("name").GetString());
        Assert.EndsWith(
            "note: 1 left out, such as \"a/\": it is a folder of the console\n",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", "there is no object name; give one a line", "infer")]
    [InlineData("{}", "--names -: it is JSON, but no listing", "infer")]
    [InlineData("a", "--force does nothing without --out", "infer", "--force")]
    [InlineData("a", "--levels writes no files; leave out --out", "infer", "--levels", "--out", "x")]
    [InlineData("a/", "no route can be proposed: 1 left out, such as \"a/\": it is a folder of the console", "infer")]
    [InlineData("a", "--names no-file: it cannot be read", "infer", "--names", "no-file")]
    public async Task What_is_wrong_with_the_command_line_or_the_names_is_said(
        string names,
        string expected,
        params string[] args
    )
    {
        using var folder = new TemporaryFolder();
        CliResult result = await TheCommand.RunAsync(args, folder.Path, names);
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: " + expected, result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
