using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Analysis.Diff;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Events;

namespace Dispatcher.Cli.Diff;

/// <summary>A difference as the comment of a pull request.</summary>
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
        comment.Append(
            CultureInfo.InvariantCulture,
            $"{Marker}\n### Routes: {Markdown.Code(Quote.Line(result.Base.Name))} → "
                + $"{Markdown.Code(Quote.Line(result.Head.Name))}\n\n"
        );
        if (!result.IsDifferent)
        {
            comment.Append(
                "No object changes its route or its request. That is proved for all names, not for samples.\n"
            );
            return WrittenSection.Of(comment, result, rows).ToString();
        }

        if (result.Objects is { } objects)
        {
            comment.Append(
                CultureInfo.InvariantCulture,
                $"**{objects.Changed:N0} of {objects.Compared:N0} objects change.**\n\n"
            );
            Changes(comment, [.. objects.Groups.Select(group => (group.Examples[0], group.Count))], rows);
        }

        comment
            .Append("Over all names that can exist")
            .Append(result.Proof.Unknown.IsEmpty ? ", these changes and no others:\n\n" : ":\n\n");
        Changes(comment, [.. result.Proof.Changes.Select(change => (change, 0))], rows);
        foreach (UnknownChange unknown in result.Proof.Unknown.Take(rows))
            comment.Append(
                CultureInfo.InvariantCulture,
                $"- **unknown** {Markdown.Code(Quote.Line(DiffText.Routes(unknown)))}: "
                    + $"{Markdown.Prose(unknown.Reason)}\n"
            );
        More(comment, result.Proof.Unknown.Length - rows);
        return WrittenSection.Of(comment, result, rows).ToString();
    }

    private static void Changes(
        StringBuilder comment,
        ImmutableArray<(RouteChange Change, int Count)> changes,
        int rows
    )
    {
        if (changes.IsEmpty)
            return;
        bool counted = changes.Any(change => change.Count > 0);
        comment.Append(
            counted ? "| change | objects | for example |\n|---|--:|---|\n" : "| change | for example |\n|---|---|\n"
        );
        foreach ((RouteChange change, int count) in changes.Take(rows))
        {
            string objects = counted ? string.Create(CultureInfo.InvariantCulture, $" {count:N0} |") : "";
            comment.Append(
                CultureInfo.InvariantCulture,
                $"| {change.Kind.Word()} {Cell(ChangedRoutes.Of(change))} |{objects} "
                    + $"{Cell(change.Event.ObjectName)}{Place(change.Event)} |\n"
            );
        }

        comment.Append('\n');
        More(comment, changes.Length - rows);
        FieldChange[] fields = [.. changes.Take(rows).SelectMany(change => change.Change.Fields)];
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

    private static void More(StringBuilder comment, int more)
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
