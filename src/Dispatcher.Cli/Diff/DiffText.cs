using System.Collections.Immutable;
using System.Globalization;
using Dispatcher.Analysis.Diff;
using Dispatcher.Cli.Console;
using Dispatcher.Events;
using Dispatcher.Routes;
using Spectre.Console;

namespace Dispatcher.Cli.Diff;

/// <summary>A difference for people: a table of the changes, and the fields of each request that changed.</summary>
internal static class DiffText
{
    /// <summary>Writes the difference.</summary>
    public static void Write(IAnsiConsole console, DiffResult result)
    {
        new Line()
            .Add(result.Base.Name, Styles.Strong)
            .Add(" → ", Styles.Faint)
            .Add(result.Head.Name, Styles.Strong)
            .Write(console);
        if (result.Objects is { } objects)
        {
            console.WriteLine();
            new Line()
                .Add($"{Number(objects.Changed)} of {Number(objects.Compared)} objects change", Styles.Strong)
                .Write(console);
            Write(console, [.. objects.Groups.Select(group => (group.Examples[0], Number(group.Count)))]);
        }

        console.WriteLine();
        new Line()
            .Add("over all events", Styles.Strong)
            .Add(
                result.Proof.Changes.IsEmpty
                    ? result.Proof.Unknown.IsEmpty
                        ? ": no difference"
                        : ": no difference found"
                    : ""
            )
            .Write(console);
        Write(console, [.. result.Proof.Changes.Select(change => (change, ""))]);
        foreach (UnknownChange unknown in result.Proof.Unknown)
        {
            new Line()
                .Add("unknown  ", Styles.Odd)
                .Add(Routes(unknown), Styles.Name)
                .Add($"  {unknown.Reason}", Styles.Faint)
                .Write(console);
        }
    }

    private static void Write(IAnsiConsole console, ImmutableArray<(RouteChange Change, string Count)> changes)
    {
        if (changes.IsEmpty)
            return;
        bool counted = changes.Any(change => change.Count.Length > 0);
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = Styles.Faint };
        table.AddColumn(new TableColumn("change"));
        if (counted)
            table.AddColumn(new TableColumn("objects") { NoWrap = true }.RightAligned());
        table.AddColumn("for example");
        foreach ((RouteChange change, string count) in changes)
        {
            List<Paragraph> row =
            [
                new Line()
                    .Add(ChangedRoutes.Word(change), Style(change.Kind))
                    .Add(" ")
                    .Add(ChangedRoutes.Of(change), Styles.Name)
                    .Add(Beside(change), Styles.Faint)
                    .Text,
            ];
            if (counted)
                row.Add(new Line().Add(count).Text);
            row.Add(new Line().Add(change.Event.ObjectName).Add(Place(change.Event), Styles.Faint).Text);
            table.AddRow(row);
        }

        console.Write(table);
        console.WriteLine();
        foreach ((RouteChange change, _) in changes)
        {
            foreach (FieldChange field in change.Fields)
            {
                new Line()
                    .Add("  ")
                    .Add(field.Route, Styles.Name)
                    .Add($"  {field.Path}  ")
                    .Add(field.Before ?? "absent", Styles.Bad)
                    .Add(" → ", Styles.Faint)
                    .Add(field.After ?? "absent", Styles.Good)
                    .Write(console);
            }
        }
    }

    private static string Beside(RouteChange change) =>
        ChangedRoutes.Beside(change) is { IsEmpty: false } stay ? $" beside {string.Join(", ", stay)}" : "";

    /// <summary>Whether it matters to the routes in which bucket the event's object lies.</summary>
    public static bool HasPlace(StorageEvent storageEvent) => storageEvent.Bucket != MatchKeys.Bucket.StandIn;

    private static string Place(StorageEvent storageEvent)
    {
        string bucket = HasPlace(storageEvent) ? $"  in bucket {storageEvent.Bucket}" : "";
        return storageEvent.Kind == ObjectEventKind.Create ? bucket : $"{bucket}, {storageEvent.Kind.Word()}";
    }

    /// <summary>The routes that an unanswered question is about.</summary>
    public static string Routes(UnknownChange unknown) =>
        unknown.Before is null || unknown.After is null || unknown.Before == unknown.After
            ? unknown.Before ?? unknown.After ?? ""
            : $"{unknown.Before} → {unknown.After}";

    private static Style Style(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.NewlyMatched => Styles.Good,
            ChangeKind.NoLongerMatched => Styles.Bad,
            ChangeKind.Moves or ChangeKind.DifferentRequest or ChangeKind.Renamed => Styles.Odd,
        };

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
