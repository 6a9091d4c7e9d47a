using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Analysis.Diff;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Events;

namespace Dispatcher.Cli.Diff;

/// <summary>A difference as the comment of a pull request: the verdict first, then what changes for objects, the
/// routes, configuration, rule and policy, what is written, and what was not decided.</summary>
internal static class DiffMarkdown
{
    /// <summary>The first line of the comment, invisible when shown: a workflow finds its comment by it, and updates
    /// it.</summary>
    public const string Marker = "<!-- dispatcher diff -->";

    // A comment has at most 65,536 characters. Fewer rows are shown where they are long; what is left out is counted.
    private const int MostCharacters = 60_000,
        MostRows = 60;

    /// <summary>Writes the difference.</summary>
    public static void Write(TextWriter output, DiffResult result)
    {
        string comment = Of(result, MostRows);
        for (int rows = MostRows / 2; comment.Length > MostCharacters && rows > 0; rows /= 2)
            comment = Of(result, rows);
        output.Write(comment);
    }

    private static string Of(DiffResult result, int rows)
    {
        var comment = new StringBuilder();
        ImmutableArray<RouteEdit> edits = RouteEdit.Between(result.Base.Planner.Set, result.Head.Planner.Set);
        string keys = KeySection.Of(result, rows),
            rule = TenancySection.Rule(result, rows),
            policy = TenancySection.Policy(result, rows);
        comment.Append(
            CultureInfo.InvariantCulture,
            $"{Marker}\n### Routes: {Markdown.Code(Quote.Line(result.Base.Name))} → "
                + $"{Markdown.Code(Quote.Line(result.Head.Name))}\n\n"
        );
        Verdict(
            comment,
            result,
            edits,
            [
                .. keys.Length > 0 ? ["the configuration"] : (string[])[],
                .. rule.Length > 0 ? ["the Events rule"] : (string[])[],
                .. policy.Length > 0 ? ["the policy"] : (string[])[],
            ]
        );
        Objects(comment, result, rows);
        RouteSection.Add(comment, edits, rows);
        comment.Append(keys).Append(rule).Append(policy);
        WrittenSection.Add(comment, result, rows);
        Unknown(comment, result.Proof.Unknown, rows);
        return comment.ToString().TrimEnd() + "\n";
    }

    // The first thing to read: whether objects change, and what else a reviewer has to look at.
    private static void Verdict(
        StringBuilder comment,
        DiffResult result,
        ImmutableArray<RouteEdit> edits,
        string[] touched
    )
    {
        ChangeRow[] changes = [.. ChangeRow.Of(result.Proof.Changes)];
        string open =
            result.Proof.Unknown.IsEmpty ? ""
            : result.Proof.Unknown.Length == 1 ? " **1 question is not decided**; it is at the end."
            : string.Create(
                CultureInfo.InvariantCulture,
                $" **{result.Proof.Unknown.Length:N0} questions are not decided**; they are at the end."
            );
        if (result.Objects is { } objects)
            comment.Append(
                CultureInfo.InvariantCulture,
                $"**{objects.Changed:N0} of {objects.Compared:N0} objects change.** "
            );
        comment.Append(
            changes.Length > 0
                ? $"**Objects change**, over all names that can exist: {string.Join(
                    ", ",
                    changes.GroupBy(row => row.Word).Select(alike => $"{alike.Count()} {alike.Key}")
                )}."
            : open.Length > 0 ? "No change of an object was found."
            : "**No object changes its route or its request.** That is proved for all names, not for samples."
        );
        comment.Append(open);
        (int Count, string Word)[] counts =
        [
            (edits.Count(edit => edit.Before is null), "new"),
            (edits.Count(edit => edit is { Before: not null, After: not null }), "changed"),
            (edits.Count(edit => edit.After is null), "removed"),
        ];
        string routes = string.Join(", ", counts.Where(count => count.Count > 0).Select(c => $"{c.Count} {c.Word}"));
        if (routes.Length > 0)
            comment.Append(CultureInfo.InvariantCulture, $" Routes: {routes}.");
        if (touched.Length > 0)
            comment.Append(CultureInfo.InvariantCulture, $" **Look also at {string.Join(" and ", touched)}.**");
        comment.Append("\n\n");
    }

    private static void Objects(StringBuilder comment, DiffResult result, int rows)
    {
        if (result.Objects is { Changed: > 0 } objects)
        {
            comment.Append("#### What changes for the objects given\n\n");
            Changes(comment, [.. ChangeRow.Of(objects.Groups)], rows);
        }

        if (result.Proof.Changes.IsEmpty)
            return;
        comment.Append("#### What changes for objects\n\n");
        if (result.Proof.Unknown.IsEmpty)
            comment.Append("Over all names that can exist, these changes and no others:\n\n");
        Changes(comment, [.. ChangeRow.Of(result.Proof.Changes)], rows);
    }

    private static void Unknown(StringBuilder comment, ImmutableArray<UnknownChange> unknown, int rows)
    {
        if (unknown.IsEmpty)
            return;
        comment.Append("#### Not decided\n\n");
        foreach (UnknownChange question in unknown.Take(rows))
            comment.Append(
                CultureInfo.InvariantCulture,
                $"- **unknown** {Markdown.Code(Quote.Line(DiffText.Routes(question)))}: "
                    + $"{Markdown.Prose(question.Reason)}\n"
            );
        comment.Append('\n');
        More(comment, unknown.Length - rows);
    }

    private static void Changes(StringBuilder comment, ImmutableArray<ChangeRow> changes, int rows)
    {
        bool counted = changes.Any(change => change.Count > 0);
        comment.Append(
            counted ? "| change | objects | for example |\n|---|--:|---|\n" : "| change | for example |\n|---|---|\n"
        );
        foreach (ChangeRow row in changes.Take(rows))
        {
            string objects = counted ? string.Create(CultureInfo.InvariantCulture, $" {row.Count:N0} |") : "";
            string beside = row.Beside.IsEmpty ? "" : $" beside {string.Join(", ", row.Beside.Select(Cell))}";
            comment.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Word} {Cell(row.Routes)}{beside} |{objects} "
                    + $"{Cell(row.Example.ObjectName)}{Place(row.Example)} |\n"
            );
        }

        comment.Append('\n');
        More(comment, changes.Length - rows);
        FieldChange[] fields = [.. changes.Take(rows).SelectMany(change => change.Fields).Distinct()];
        if (fields.Length == 0)
            return;
        comment.Append("| route | member of the request | before | after |\n|---|---|---|---|\n");
        foreach (FieldChange field in fields.Take(rows))
            comment.Append(
                CultureInfo.InvariantCulture,
                $"| {Cell(field.Route)} | {Cell(field.Path)} | {Value(field.Before)} | {Value(field.After)} |\n"
            );
        comment.Append('\n');
        More(comment, fields.Length - rows);
    }

    /// <summary>Says how many rows were left out.</summary>
    internal static void More(StringBuilder comment, int more)
    {
        if (more > 0)
            comment.Append(CultureInfo.InvariantCulture, $"… and {more:N0} more.\n\n");
    }

    private static string Place(StorageEvent storageEvent)
    {
        string bucket = DiffText.HasPlace(storageEvent) ? $" in bucket {Cell(storageEvent.Bucket)}" : "";
        return storageEvent.Kind == ObjectEventKind.Create ? bucket : $"{bucket}, {storageEvent.Kind.Word()}";
    }

    private static string Value(string? json) => json is null ? "absent" : Cell(json);

    private static string Cell(string text) => Markdown.CodeCell(Quote.Line(text));
}
