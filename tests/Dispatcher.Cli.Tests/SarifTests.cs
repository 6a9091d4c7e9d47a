using System.Reflection;
using System.Text.Json;
using Dispatcher.Cli.Lint;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Tests;

/// <summary>SARIF as its schema wants it: what the members that are written must have, may have, and may be.</summary>
public sealed class SarifTests
{
    // From the published schema of version 2.1.0: path, required members, further members that are allowed.
    private static readonly Dictionary<string, (string[] Required, string[] Further)> Objects = new(
        StringComparer.Ordinal
    )
    {
        [""] = (["version", "runs"], ["$schema"]),
        ["runs"] = (["tool"], ["columnKind", "results"]),
        ["runs.tool"] = (["driver"], ["extensions"]),
        // What the schema leaves open and GitHub's rules want is required here.
        ["runs.tool.driver"] = (["name", "version", "informationUri", "rules"], ["semanticVersion"]),
        ["runs.tool.driver.rules"] = (
            ["id", "name", "shortDescription", "fullDescription", "help", "helpUri"],
            ["messageStrings", "defaultConfiguration", "properties"]
        ),
        ["runs.tool.driver.rules.shortDescription"] = (["text"], ["markdown"]),
        ["runs.tool.driver.rules.fullDescription"] = (["text"], ["markdown"]),
        ["runs.tool.driver.rules.help"] = (["text"], ["markdown"]),
        ["runs.results"] = (["message"], ["ruleId", "ruleIndex", "level", "locations"]),
        ["runs.results.message"] = ([], ["text", "markdown", "id"]),
        ["runs.results.locations"] = ([], ["physicalLocation", "logicalLocations"]),
        ["runs.results.locations.physicalLocation"] = ([], ["artifactLocation", "region"]),
        ["runs.results.locations.physicalLocation.artifactLocation"] = ([], ["uri", "uriBaseId"]),
        ["runs.results.locations.physicalLocation.region"] = ([], ["startLine", "startColumn", "endLine", "endColumn"]),
        ["runs.results.locations.logicalLocations"] = ([], ["name", "kind", "fullyQualifiedName"]),
    };

    [Theory]
    [InlineData("a.yaml", Yaml.Good)]
    [InlineData("a.yaml", Yaml.FailingTest)]
    [InlineData("a b,c:d%é#?.yaml", Yaml.Broken)]
    [InlineData(
        "a.yaml",
        "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes: [{ name: a, "
            + "match: { object: '[ab]' } }, { name: b, match: { object: '[bc]' } }]\n"
    )]
    public async Task What_is_written_has_the_shape_that_the_schema_wants(string file, string yaml)
    {
        using var folder = TemporaryFolder.WithRoutes((file, yaml));
        JsonElement sarif = (await TheCommand.RunAsync(["lint", "--format", "sarif"], folder.Path)).Json;
        Check(sarif, "");
        Assert.Equal("2.1.0", sarif.GetProperty("version").GetString());
        JsonElement run = Assert.Single(sarif.GetProperty("runs").EnumerateArray());
        Assert.Contains(run.GetProperty("columnKind").GetString(), (string[])["utf16CodeUnits", "unicodeCodePoints"]);
        string[] rules =
        [
            .. run.GetProperty("tool")
                .GetProperty("driver")
                .GetProperty("rules")
                .EnumerateArray()
                .Select(rule => rule.GetProperty("id").GetString()!),
        ];
        Assert.Equal(rules.Distinct(), rules);
        foreach (JsonElement result in run.GetProperty("results").EnumerateArray())
        {
            Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
            Assert.Contains(result.GetProperty("level").GetString(), (string[])["none", "note", "warning", "error"]);
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]);
            JsonElement place = Assert
                .Single(result.GetProperty("locations").EnumerateArray())
                .GetProperty("physicalLocation");
            string uri = place.GetProperty("artifactLocation").GetProperty("uri").GetString()!;
            Assert.True(Uri.IsWellFormedUriString(uri, UriKind.Relative), uri);
            Assert.Equal($"routes/{file}", Uri.UnescapeDataString(uri));
            Assert.True(place.GetProperty("region").GetProperty("startLine").GetInt32() >= 1);
            Assert.True(place.GetProperty("region").GetProperty("startColumn").GetInt32() >= 1);
        }
    }

    [Fact]
    public void Every_code_makes_a_whole_rule()
    {
        foreach (FieldInfo field in typeof(Codes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var page = ErrorPage.Of((string)field.GetRawConstantValue()!);
            Assert.Equal(field.Name, page.Name);
            Assert.NotEmpty(page.Means);
            Assert.NotEmpty(page.Do);
            Assert.DoesNotContain("](", page.Means + page.Do, StringComparison.Ordinal);
            Assert.True(Uri.TryCreate(page.Address, UriKind.Absolute, out _), page.Address);
        }
    }

    [Fact]
    public async Task A_rule_and_a_message_are_sentences_and_the_tool_has_an_address()
    {
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Broken));
        JsonElement run = (await TheCommand.RunAsync(["lint", "--format", "sarif"], folder.Path)).Json.GetProperty(
            "runs"
        )[0];
        JsonElement driver = run.GetProperty("tool").GetProperty("driver");
        Assert.True(Uri.TryCreate(driver.GetProperty("informationUri").GetString(), UriKind.Absolute, out _));
        string[] texts =
        [
            .. driver
                .GetProperty("rules")
                .EnumerateArray()
                .SelectMany(rule =>
                    (JsonElement[])
                        [
                            rule.GetProperty("shortDescription"),
                            rule.GetProperty("fullDescription"),
                            rule.GetProperty("help"),
                        ]
                )
                .Concat(run.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("message")))
                .Select(message => message.GetProperty("text").GetString()!),
        ];
        Assert.All(texts, text => Assert.EndsWith(".", text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.InRange(text.Length, 1, 1_024));
    }

    [Fact]
    public async Task A_path_outside_the_repository_is_an_absolute_address()
    {
        using var folder = TemporaryFolder.WithRoutes(("a b.yaml", Yaml.Broken));
        JsonElement sarif = (
            await TheCommand.RunAsync(
                ["lint", "--format", "sarif", "--routes", Path.Join(folder.Path, "routes")],
                TheCommand.Repository
            )
        ).Json;

        string uri = sarif
            .GetProperty("runs")[0]
            .GetProperty("results")[0]
            .GetProperty("locations")[0]
            .GetProperty("physicalLocation")
            .GetProperty("artifactLocation")
            .GetProperty("uri")
            .GetString()!;

        Assert.StartsWith("file:///", uri, StringComparison.Ordinal);
        Assert.Equal(Path.Join(folder.Path, "routes", "a b.yaml"), new Uri(uri).LocalPath);
    }

    private static void Check(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
                Check(item, path);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            (string[] required, string[] further) = Objects[path];
            string[] members = [.. value.EnumerateObject().Select(member => member.Name)];
            Assert.Empty(members.Except(required).Except(further));
            Assert.Empty(required.Except(members));
            foreach (JsonProperty member in value.EnumerateObject())
                Check(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
        }
        else
        {
            Assert.NotEqual(JsonValueKind.Null, value.ValueKind);
        }
    }
}
