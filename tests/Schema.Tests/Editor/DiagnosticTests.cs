using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Loading;

namespace Schema.Tests.Editor;

/// <summary>What an editor marks in route files, held against what the loader says.</summary>
[Collection(nameof(LanguageServer))]
public sealed partial class DiagnosticTests(LanguageServer server)
{
    private const string Modeline = "# yaml-language-server: $schema=../schemas/routes.v1.schema.json\n";

    // An editor says nothing about a file in which there is nothing to mark.
    private static readonly string[] Unmarked = ["an empty file"];

    public static IEnumerable<object[]> RouteFiles => Names("routes");

    public static IEnumerable<object[]> BrokenFiles => Names(Path.Join("Editor", "Broken"));

    [EditorTheory]
    [MemberData(nameof(RouteFiles))]
    public async Task Nothing_is_marked_in_a_file_of_this_repository(string name) =>
        Assert.Empty(await server.OpenAsync($"routes/{name}", Read("routes", name)));

    /// <summary>A broken file says under each mistake what is marked and how: <c># ^^^^ message</c>; carets that begin
    /// at the <c>#</c> count from there.</summary>
    [EditorTheory]
    [MemberData(nameof(BrokenFiles))]
    public async Task A_mistake_is_marked_where_it_stands_and_the_loader_names_the_same_lines(string name)
    {
        string text = Read(Path.Join("Editor", "Broken"), name);
        Mark[] expected = [.. Written(text)];

        Mark[] marks = await server.OpenAsync($"routes/{name}", text);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, marks);
        Assert.Equal(
            expected.Select(mark => mark.Line).Distinct(),
            Loader(text).Select(diagnostic => diagnostic.Position.Line).Distinct()
        );
    }

    [EditorFact]
    public async Task The_files_of_the_corpus_that_are_marked_are_those_that_the_schema_refuses()
    {
        (CorpusCase Case, Mark[] Marks)[] opened = await Task.WhenAll(
            CorpusCase.All.Select(
                async (found, i) => (found, await server.OpenAsync($"corpus/{i}.yaml", Modeline + found.Yaml))
            )
        );

        string[] wrong =
        [
            .. opened
                .Where(found =>
                    found.Marks.Length > 0
                    != (found.Case.Codes.Length > 0 && !found.Case.LoaderOnly && !Unmarked.Contains(found.Case.Title))
                )
                .Select(found =>
                    $"{found.Case.Title} | {found.Case.Codes}: "
                    + $"{string.Join("; ", found.Marks.Select(mark => mark.ToString()))}"
                ),
        ];
        Assert.Equal([], wrong);
    }

    [EditorFact]
    public async Task A_file_below_routes_needs_no_first_line_that_names_the_schema()
    {
        Mark mark = Assert.Single(await server.OpenAsync("routes/deep/new.yml", "version: 1\nrouts: []\nroutes: []\n"));

        Assert.Equal(new Mark(2, 1, 6, "Property routs is not allowed."), mark);
        Assert.Empty(await server.OpenAsync("elsewhere/new.yaml", "version: 1\nrouts: []\nroutes: []\n"));
    }

    private static IEnumerable<Mark> Written(string text)
    {
        int marked = 0;
        foreach ((int index, string line) in text.Split('\n').Index())
        {
            Match found = Carets().Match(line);
            Group carets = found.Groups["carets"];
            if (found.Success)
                yield return new Mark(
                    marked,
                    carets.Index + 1,
                    carets.Index + carets.Length + 1,
                    found.Groups["message"].Value
                );
            else
                marked = index + 1;
        }
    }

    private static IEnumerable<object[]> Names(string folder) =>
        Directory
            .EnumerateFiles(Path.Join(AppContext.BaseDirectory, folder), "*.yaml")
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .Select(name => (object[])[name!]);

    private static string Read(string folder, string name) =>
        File.ReadAllText(Path.Join(AppContext.BaseDirectory, folder, name));

    private static ImmutableArray<Diagnostic> Loader(string text) =>
        RouteLoader.Load([new RouteFile("routes.yaml", Encoding.UTF8.GetBytes(text))]).Diagnostics;

    [GeneratedRegex(@"^ *(?:# +)?(?<carets>#?\^+) (?<message>.+)$")]
    private static partial Regex Carets();
}
