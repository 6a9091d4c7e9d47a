using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Diff;

/// <summary>The section of a pull request's comment about what the routes write: the names as patterns, and the routes
/// that they start.</summary>
/// <remarks>proofs-v1. What is new or gone comes first.</remarks>
internal static class WrittenSection
{
    /// <summary>Adds the section; nothing where neither set writes anything.</summary>
    public static void Add(StringBuilder comment, DiffResult result, int rows)
    {
        (string Change, WriteRow Row)[] all = [.. Rows(result)];
        if (all.Length == 0)
            return;
        comment.Append("#### What it writes\n\n");
        if (all.All(row => row.Change.Length == 0))
            comment.Append("As before:\n\n");
        comment.Append("| | route | writes | in | which starts |\n|---|---|---|---|---|\n");
        foreach ((string change, WriteRow row) in all.Take(rows))
            comment.Append(
                CultureInfo.InvariantCulture,
                $"| {change} | {Cell(row.Route)} | {string.Join("<br>", row.Names.Select(Cell))}"
                    + $"{(row.IsGuess ? " (guessed)" : "")} | {Cell(row.Bucket)} | {Starts(row)} |\n"
            );
        comment.Append('\n');
        DiffMarkdown.More(comment, all.Length - rows);
        Chains(comment, result.Writes.After, rows);
    }

    private static string Starts(WriteRow row) =>
        string.Join(", ", row.Starts.Select(Cell).Concat(row.IsUnknown ? ["**unknown** (budget)"] : []));

    // The map of routes that start routes, one line for each that starts any.
    private static void Chains(StringBuilder comment, ImmutableArray<WriteRow> rows, int most)
    {
        (string Route, string[] Starts)[] chains =
        [
            .. rows.GroupBy(row => row.Route)
                .Select(group => (group.Key, (string[])[.. group.SelectMany(row => row.Starts).Distinct()]))
                .Where(chain => chain.Item2.Length > 0),
        ];
        if (chains.Length == 0)
        {
            comment.Append("No route starts another by what it writes.\n\n");
            return;
        }

        comment.Append("Chains:\n\n");
        foreach ((string route, string[] starts) in chains.Take(most))
            comment.Append(
                CultureInfo.InvariantCulture,
                $"- {Cell(route)} → {string.Join(", ", starts.Select(Cell))}\n"
            );
        comment.Append('\n');
    }

    private static IEnumerable<(string Change, WriteRow Row)> Rows(DiffResult result)
    {
        HashSet<string> before = [.. result.Writes.Before.Select(Wording)],
            after = [.. result.Writes.After.Select(Wording)];
        return result
            .Writes.After.Select(row => (before.Contains(Wording(row)) ? "" : "new", row))
            .Concat(result.Writes.Before.Where(row => !after.Contains(Wording(row))).Select(row => ("gone", row)))
            .OrderBy(row => row.Item1.Length == 0);
    }

    // Names have no line feed.
    private static string Wording(WriteRow row) =>
        string.Join('\n', row.Names.Prepend(row.Bucket).Prepend(row.Route).Append(row.IsGuess ? "guessed" : ""));

    private static string Cell(string text) => Markdown.CodeCell(Quote.Line(text));
}
