using System.Text;
using System.Text.Json.Nodes;
using Dispatcher.Routes.Loading;
using YamlDotNet.Core;

namespace Schema.Tests;

/// <summary>Schema and loader held against each other over files that somebody might write.</summary>
public sealed class CorpusTests
{
    public static IEnumerable<object[]> Titles => CorpusCase.All.Select(found => (object[])[found.Title]);

    [Fact]
    public void Every_case_has_a_title_of_its_own() =>
        Assert.Equal(CorpusCase.All.Length, CorpusCase.All.DistinctBy(found => found.Title).Count());

    [Theory]
    [MemberData(nameof(Titles))]
    public void The_loader_gives_these_codes_and_the_schema_refuses_the_same_files(string title)
    {
        CorpusCase found = CorpusCase.All.Single(candidate => candidate.Title == title);
        RouteLoad load = RouteLoader.Load([new RouteFile("routes.yaml", Encoding.UTF8.GetBytes(found.Yaml))]);

        string problems = SchemaProblems(found.Yaml);

        Assert.Equal(
            found.Codes,
            string.Join(
                ' ',
                load.Diagnostics.Select(diagnostic => diagnostic.Code).Distinct().Order(StringComparer.Ordinal)
            )
        );
        bool refuses = found.Codes.Length > 0 && !found.LoaderOnly;
        Assert.True(
            refuses == problems.Length > 0,
            refuses
                ? $"the schema accepts what the loader refuses:\n{string.Join('\n', load.Diagnostics)}"
                : $"the schema refuses what it should accept:\n{problems}"
        );
    }

    [Fact]
    public void The_schema_accepts_every_file_of_this_repository()
    {
        string[] files = Directory.GetFiles(
            Path.Join(AppContext.BaseDirectory, "routes"),
            "*.yaml",
            SearchOption.AllDirectories
        );

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal("", SchemaProblems(File.ReadAllText(file))));
    }

    [Fact]
    public void Every_file_of_this_repository_names_the_schema_for_editors() =>
        Assert.All(Directory.GetFiles(Path.Join(AppContext.BaseDirectory, "routes"), "*.yaml"), file =>
        {
            string first = File.ReadLines(file).First();
            Assert.StartsWith("# yaml-language-server: $schema=", first, StringComparison.Ordinal);
            Assert.True(
                File.Exists(
                    Path.Join(Path.GetDirectoryName(file), first[(first.IndexOf('=', StringComparison.Ordinal) + 1)..])
                ),
                $"{file}: {first}"
            );
        });

    // What is no YAML, or has a key twice, is refused by the editor before a schema is asked.
    private static string SchemaProblems(string yaml)
    {
        JsonNode? document;
        try
        {
            document = YamlAsJson.Read(yaml);
        }
        catch (Exception e) when (e is YamlException or ArgumentException)
        {
            return e.Message;
        }

        return RouteSchema.Problems(document);
    }
}
