using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Analysis.Diff;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Diff;

/// <summary>The section of a pull request's comment about the configuration: keys that are looked up for the first
/// time, or no more.</summary>
internal static class KeySection
{
    /// <summary>The section; empty where the same keys are looked up.</summary>
    public static string Of(DiffResult result, int rows)
    {
        ImmutableArray<ConfigurationKey> before = ConfigurationKey.Of(result.Base.Planner.Set),
            after = ConfigurationKey.Of(result.Head.Planner.Set);
        ConfigurationKey[] come = [.. after.ExceptBy(before.Select(key => key.Key), key => key.Key)],
            gone = [.. before.ExceptBy(after.Select(key => key.Key), key => key.Key)];
        if (come.Length + gone.Length == 0)
            return "";
        var section = new StringBuilder("#### Configuration keys\n\n| | key | routes | |\n|---|---|---|---|\n");
        foreach (ConfigurationKey key in come.Take(rows))
            Row(
                section,
                "new",
                key,
                !key.IsRequired ? "may be missing"
                    : result.Missing.Contains(key.Key) ? "**missing in the configuration that was given**: set it first"
                    : "set it before these routes are used"
            );
        foreach (ConfigurationKey key in gone.Take(rows))
            Row(section, "unused", key, "");
        section.Append('\n');
        DiffMarkdown.More(section, Math.Max(0, come.Length - rows) + Math.Max(0, gone.Length - rows));
        return section.ToString();
    }

    private static void Row(StringBuilder section, string word, ConfigurationKey key, string note) =>
        section.Append(
            CultureInfo.InvariantCulture,
            $"| {word} | {Cell(key.Key)} | {string.Join(", ", key.Routes.Select(Cell))} | {note} |\n"
        );

    private static string Cell(string text) => Markdown.CodeCell(Quote.Line(text));
}
