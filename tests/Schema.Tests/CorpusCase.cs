using System.Collections.Immutable;

namespace Schema.Tests;

/// <summary>One case of the corpus.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Codes">Every code that the loader gives, sorted; empty when it loads.</param>
/// <param name="LoaderOnly">Whether the schema cannot know better and accepts it.</param>
/// <param name="Yaml">The route file.</param>
internal sealed record CorpusCase(string Title, string Codes, bool LoaderOnly, string Yaml)
{
    private const string Marker = "# case: ";

    /// <summary>Every case of every file of the corpus.</summary>
    public static ImmutableArray<CorpusCase> All { get; } = [.. Files().SelectMany(Split)];

    /// <summary>The file that has every key there is.</summary>
    public static CorpusCase EveryKey { get; } = All.Single(found => found.Title == "every key of the format");

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Join(AppContext.BaseDirectory, "Corpus"), "*.yaml").Order(StringComparer.Ordinal);

    private static IEnumerable<CorpusCase> Split(string file)
    {
        foreach (string text in ("\n" + File.ReadAllText(file)).Split("\n" + Marker).Skip(1))
        {
            int end = text.IndexOf('\n', StringComparison.Ordinal);
            string[] parts = text[..end].Split(" | ");
            Assert.True(
                parts is [_, _] or [_, _, "loader only"],
                $"{file}: `{text[..end]}` is not TITLE | CODES or TITLE | CODES | loader only"
            );
            yield return new CorpusCase(
                parts[0],
                parts[1] == "none" ? "" : parts[1],
                parts.Length == 3,
                text[(end + 1)..]
            );
        }
    }
}
