using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Schema.Tests.Editor;

/// <summary>What an editor shows over the keys of a route file.</summary>
[Collection(nameof(LanguageServer))]
public sealed partial class HoverTests(LanguageServer server)
{
    private static readonly string Yaml = CorpusCase.EveryKey.Yaml;

    [EditorFact]
    public async Task Over_every_key_of_the_format_stands_its_own_description()
    {
        await server.OpenAsync("routes/hover.yaml", Yaml);
        Dictionary<string, string> descriptions = RouteSchema
            .All()
            .Where(part => part.Schema.ContainsKey("description"))
            .ToDictionary(part => part.Path, part => part.Schema["description"]!.GetValue<string>());
        foreach ((YamlScalarNode key, string path) in SchemaPlaces.In(Yaml))
        {
            string shown = await server.HoverAsync(
                "routes/hover.yaml",
                (int)key.Start.Line,
                (int)(key.Start.Column + key.End.Column) / 2
            );
            Assert.True(
                Plain(shown).Contains(descriptions[path], StringComparison.Ordinal),
                $"{key.Start.Line}:{key.Start.Column} {path} shows:\n{shown}"
            );
        }
    }

    [EditorFact]
    public async Task A_hover_names_the_map_it_is_in_and_has_an_example_that_can_be_copied()
    {
        await server.OpenAsync(
            "routes/one.yaml",
            "version: 1\nroutes:\n  - name: a\n    task: { key: k }\n    match:\n      bucket: "
                + "landing-area\n      object: x\n"
        );

        string hover = await server.HoverAsync("routes/one.yaml", 6, 9);
        Assert.StartsWith("#### match\n\nThe buckets. Left out: any. ", hover, StringComparison.Ordinal);
        Assert.Contains("\n\nExample:\n\n```yaml\nlanding-area\n```", hover, StringComparison.Ordinal);
    }

    // Markdown's punctuation stands with a backslash.
    private static string Plain(string markdown) => Escape().Replace(markdown, "$1");

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();
}
