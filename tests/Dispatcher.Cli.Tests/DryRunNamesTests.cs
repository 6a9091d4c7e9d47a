using System.Text.Json;

namespace Dispatcher.Cli.Tests;

/// <summary>Which of many names would be one run.</summary>
public sealed class DryRunNamesTests
{
    private const string Routes = """
        version: 1
        defaults: { task: { workspace: ws, application: app } }
        routes:
          - name: daily
            match: { bucket: landing, object: 'in/(?<day>[0-9]+)/(?<part>[a-z]+)' }
            task: { key: load }
            group: { by: "{{ groups.day }}", quiet: 10m, complete: { part: "{{ groups.part }}", of: [orders, lines] }, at_most: 6h }
            bindings: { FOLDER: "{{ group.folder }}", LACKS: "{{ group.missing | array.join ',' }}" }
          - name: hourly
            match: { bucket: landing, object: 'hour/(?<hour>[0-9]+)/.+' }
            task: { key: load }
            group: { by: "{{ groups.hour }}", quiet: 90s }
          - { name: plain, match: { bucket: landing, object: 'plain/.+' }, task: { key: p } }
        """;

    private const string Names =
        "in/1/orders\nin/1/lines\nin/2/orders\nhour/7/b\nhour/7/a\nplain/x\nother\nin/1/orders\n";

    [Fact]
    public async Task Names_of_one_key_are_one_run_with_its_parts_and_its_time()
    {
        CliResult result = await RunAsync("--format", "json");

        Assert.Equal(0, result.Code);
        JsonElement[] groups = [.. result.Json.GetProperty("groups").EnumerateArray()];
        Assert.Equal(
            [
                ("daily", "1", "", "10m after its last object"),
                ("daily", "2", "lines", "6h after its first object, and 10m after its last object, without them"),
                ("hourly", "7", "", "90s after its last object"),
            ],
            groups.Select(group =>
                (Text(group, "route"), Text(group, "key"), Joined(group, "missing"), Text(group, "starts"))
            )
        );
        Assert.Equal(
            ["in/1/lines lines", "in/1/orders orders"],
            groups[0]
                .GetProperty("members")
                .EnumerateArray()
                .Select(member => $"{Text(member, "name")} {Text(member, "part")}")
        );
        JsonElement bindings = groups[1].GetProperty("request").GetProperty("configProvider").GetProperty("bindings");
        Assert.Equal("in/2", bindings.GetProperty("FOLDER").GetProperty("simpleValue").GetString());
        Assert.Equal("lines", bindings.GetProperty("LACKS").GetProperty("simpleValue").GetString());
        Assert.Equal(
            ["dispatched plain/x", "unmatched other"],
            result
                .Json.GetProperty("objects")
                .EnumerateArray()
                .Select(alone => $"{Text(alone, "outcome")} {Text(alone.GetProperty("object"), "name")}")
        );
    }

    [Fact]
    public async Task The_text_has_the_groups_first_and_a_line_for_each_other_object()
    {
        CliResult result = await RunAsync();

        Assert.StartsWith(
            "group       1  daily  2 objects in landing\n  in/1/lines  lines\n  in/1/orders  orders\n"
                + "  starts      10m after its last object\n",
            result.Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "  missing     lines\n  starts      6h after its first object",
            result.Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\n\ndispatched  plain/x  plain\nunmatched   other  nearest route ",
            result.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_match_may_be_required()
    {
        CliResult result = await RunAsync("--require-match");

        Assert.Equal(1, result.Code);
    }

    [Theory]
    [InlineData("--object a", "there are both --object and --names")]
    [InlineData("--etag e", "--etag does not go with --names")]
    [InlineData("--explain", "--explain does not go with --names")]
    public async Task What_does_not_go_together_is_refused(string options, string message)
    {
        CliResult result = await RunAsync(options.Split(' '));

        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private static async Task<CliResult> RunAsync(params string[] options)
    {
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(("r.yaml", Routes));
        return await TheCommand.RunAsync(["dry-run", "--names", "-", .. options], folder.Path, Names);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static string Joined(JsonElement element, string name) =>
        string.Join(',', element.GetProperty(name).EnumerateArray().Select(item => item.GetString()));
}
