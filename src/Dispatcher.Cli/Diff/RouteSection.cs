using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Analysis.Diff;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Diff;

/// <summary>The section of a pull request's comment about the routes: new, changed and removed ones with owner, task
/// and bindings.</summary>
internal static class RouteSection
{
    private const int ShownBindings = 12;

    /// <summary>Adds the section; nothing where no route changes.</summary>
    public static void Add(StringBuilder comment, ImmutableArray<RouteEdit> edits, int rows)
    {
        if (edits.IsEmpty)
            return;
        comment.Append(
            "#### Routes\n\n| | route | owner | task | bindings | also changed |\n|---|---|---|---|---|---|\n"
        );
        foreach (RouteEdit edit in edits.Take(rows))
            comment.Append(
                CultureInfo.InvariantCulture,
                $"| {Word(edit)} | {Change(edit, route => Code(route.Name))}{State(edit.After)} | "
                    + $"{Change(edit, Owner)} | {Change(edit, route => Code(RouteEdit.TaskOf(route)))} | "
                    + $"{Bindings(edit)} | {string.Join(", ", edit.Others.Where(word => word != "name"))} |\n"
            );
        comment.Append('\n');
        DiffMarkdown.More(comment, edits.Length - rows);
    }

    private static string Word(RouteEdit edit) =>
        edit.Before is null ? "new"
        : edit.After is null ? "removed"
        : edit.Others is ["name"] ? "renamed"
        : "changed";

    private static string State(Route? route) =>
        route is null or { State: RouteState.Enabled } ? "" : $" ({route.State.Word()})";

    private static string Owner(Route route) => route.Owner is { } owner ? Markdown.Prose(owner) : "no owner";

    private static string Change(RouteEdit edit, Func<Route, string> cell)
    {
        string? before = edit.Before is { } was ? cell(was) : null,
            after = edit.After is { } now ? cell(now) : null;
        return before is null || after is null || before == after ? after ?? before! : $"{before} → {after}";
    }

    // Of a new route all of them; of a changed one those that differ; of one that is gone the names.
    private static string Bindings(RouteEdit edit)
    {
        ILookup<string, string> before = Lookup(edit.Before),
            after = Lookup(edit.After);
        string[] lines = edit.After is null
            ? [.. before.Select(binding => Code(binding.Key))]
            :
            [
                .. after
                    .Where(binding => binding.First() != before[binding.Key].FirstOrDefault())
                    .Select(binding =>
                        $"{Code(binding.Key)}: "
                        + (before[binding.Key].FirstOrDefault() is { } was ? $"{Code(was)} → " : "")
                        + Code(binding.First())
                    ),
                .. before
                    .Where(binding => !after.Contains(binding.Key))
                    .Select(binding => $"{Code(binding.Key)}: removed"),
            ];
        return string.Join("<br>", lines.Take(ShownBindings))
            + (lines.Length > ShownBindings ? $"<br>and {lines.Length - ShownBindings} more" : "");
    }

    private static ILookup<string, string> Lookup(Route? route) =>
        (route is null ? [] : RouteEdit.BindingsOf(route)).ToLookup(binding => binding.Key, binding => binding.Value);

    private static string Code(string text) => Markdown.CodeCell(Quote.Line(text));
}
