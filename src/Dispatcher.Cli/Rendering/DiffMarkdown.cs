using System.Collections.Immutable;
using System.Globalization;
using Dispatcher.Cli.Diffing;
using Dispatcher.Diagnostics;
using Dispatcher.Proving;

namespace Dispatcher.Cli.Rendering;

/// <summary>A difference as the comment of a pull request.</summary>
internal static class DiffMarkdown
{
    /// <summary>The first line of the comment, invisible when shown: a workflow finds its comment by it, and updates it.</summary>
    public const string Marker = "<!-- dispatcher diff -->";

    // A comment has at most 65,536 characters; what is left out is counted.
    private const int MostRows = 60;

    /// <summary>Writes the difference.</summary>
    public static void Write(TextWriter output, DiffResult result)
    {
        output.WriteLine(Marker);
        output.WriteLine($"### Routes: {Code(result.Base.Name)} → {Code(result.Head.Name)}");
        output.WriteLine();
        if (!result.IsDifferent)
        {
            output.WriteLine("No object changes its route or its request. That is proved for all names, not for samples.");
            return;
        }

        if (result.Objects is { } objects)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"**{objects.Changed:N0} of {objects.Compared:N0} objects change.**"));
            output.WriteLine();
            Write(output, [.. objects.Groups.Select(group => (group.Examples[0], group.Count.ToString("N0", CultureInfo.InvariantCulture)))]);
        }

        output.WriteLine(result.Proof.Unknown.IsEmpty
            ? "Over all names that can exist, these changes and no others:"
            : "Over all names that can exist:");
        output.WriteLine();
        Write(output, [.. result.Proof.Changes.Select(change => (change, ""))]);
        foreach (UnknownChange unknown in result.Proof.Unknown)
            output.WriteLine($"- **unknown** {Code(DiffText.Routes(unknown))}: {unknown.Reason}");
    }

    private static void Write(TextWriter output, ImmutableArray<(RouteChange Change, string Count)> changes)
    {
        if (changes.IsEmpty)
            return;
        bool counted = changes.Any(change => change.Count.Length > 0);
        output.WriteLine(counted ? "| change | routes | objects | for example |" : "| change | routes | for example |");
        output.WriteLine(counted ? "|---|---|--:|---|" : "|---|---|---|");
        foreach ((RouteChange change, string count) in changes.Take(MostRows))
        {
            string objects = counted ? $" {count} |" : "";
            output.WriteLine($"| {ChangeWord.Of(change.Kind)} | {Code(ChangeWord.Routes(change))} |{objects} {Code(change.Event.ObjectName + DiffText.Place(change.Event))} |");
        }

        output.WriteLine();
        if (changes.Length > MostRows)
        {
            output.WriteLine($"… and {changes.Length - MostRows} more.");
            output.WriteLine();
        }

        FieldChange[] fields = [.. changes.Take(MostRows).SelectMany(change => change.Change.Fields)];
        if (fields.Length == 0)
            return;
        output.WriteLine("| route | member of the request | before | after |");
        output.WriteLine("|---|---|---|---|");
        foreach (FieldChange field in fields.Take(MostRows))
            output.WriteLine($"| {Code(field.Route)} | {Code(field.Path)} | {Value(field.Before)} | {Value(field.After)} |");
        output.WriteLine();
    }

    private static string Value(string? json) => json is null ? "absent" : Code(json);

    // As code nothing in a name is markup; a fence longer than any run of backticks holds it, and a bar would end the cell.
    private static string Code(string text)
    {
        string line = Quote.Line(text).Replace("|", "\\|", StringComparison.Ordinal);
        string fence = "`";
        while (line.Contains(fence, StringComparison.Ordinal))
            fence += "`";
        return fence.Length == 1 ? $"`{line}`" : $"{fence} {line} {fence}";
    }
}
