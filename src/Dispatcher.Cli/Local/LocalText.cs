using System.Globalization;
using System.Text.Json;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Planning;
using Spectre.Console;

namespace Dispatcher.Cli.Local;

/// <summary>What <c>local</c> does, for people: a line for each event, and tables at the end.</summary>
internal static class LocalText
{
    private const int ShownBindings = 2,
        ShownCharacters = 48;

    public static void WriteLine(IAnsiConsole console, LocalEvent happened, DateTimeOffset time)
    {
        Line line = new Line()
            .Add(time.ToString("HH:mm:ss ", CultureInfo.InvariantCulture), Styles.Faint)
            .Add(happened.Change.Kind.Word().PadRight(7))
            .Add(happened.Change.Object, Styles.Strong)
            .Add(" → ");
        if (happened.Runs.IsEmpty)
            line.Add(happened.Answer.Outcome.Word(), StyleOf(happened.Answer));
        if (happened.Answer.Sink is { } sink)
            line.Add(" by ").Add(sink, Styles.Name);
        for (int i = 0; i < happened.Runs.Length; i++)
        {
            AnsweredRun run = happened.Runs[i].Answered;
            line.Add(i == 0 ? "" : ", ")
                .Add(run.Route, Styles.Name)
                .Add($" {run.Name} ")
                .Add(Status(happened.Runs[i]), Styles.Good);
        }

        if (happened.Nearest is { } nearest)
            line.Add($"; nearest {nearest.Text}", Styles.Faint);
        foreach (DispatchError error in happened.Answer.Errors)
            line.Add($"; {error.Code} {error.Message}", Styles.Bad);
        line.Write(console);
    }

    /// <summary>The tables at the end: task runs, unmatched objects, failures.</summary>
    public static void WriteSummary(IAnsiConsole console, IReadOnlyList<LocalEvent> events)
    {
        Table runs = NewTable("route, task, status", "object, run", "bindings").ShowRowSeparators();
        foreach (LocalEvent happened in events)
        {
            foreach (LocalRun run in happened.Runs)
            {
                runs.AddRow(
                    new Rows(
                        Cell(run.Answered.Route, Styles.Name),
                        Cell(run.Answered.TaskKey),
                        Cell(Status(run), run.HasFailed ? Styles.Bad : Styles.Good)
                    ),
                    new Rows(Cell(happened.Change.Object, Styles.Strong), Cell(run.Answered.Name)),
                    Bindings(run)
                );
            }
        }

        Table unmatched = NewTable("object", "nearest route", "why");
        foreach (LocalEvent happened in events.Where(happened => happened.Answer.Outcome == Outcome.Unmatched))
            unmatched.AddRow(
                Cell(happened.Change.Object),
                Cell(happened.Nearest?.Route ?? "", Styles.Name),
                Cell(Why(happened.Nearest))
            );

        Table failed = NewTable("object", "outcome", "code", "route", "message");
        foreach (LocalEvent happened in events.Where(happened => !happened.IsGood))
        {
            foreach (LocalRun run in happened.Runs.Where(run => run.HasFailed))
                failed.AddRow(
                    Cell(happened.Change.Object),
                    Cell($"run {run.Status}", Styles.Bad),
                    Cell(""),
                    Cell(run.Answered.Route, Styles.Name),
                    Cell(run.ErrorMessage ?? "")
                );
            foreach (DispatchError error in happened.Answer.Errors)
            {
                failed.AddRow(
                    Cell(happened.Change.Object),
                    Cell(happened.Answer.Outcome.Word(), Styles.Bad),
                    Cell(error.Code),
                    Cell(error.Route ?? "", Styles.Name),
                    Cell(error.Message)
                );
            }
        }

        foreach (
            (string title, Table table) in (ReadOnlySpan<(string, Table)>)
                [("task runs", runs), ("unmatched", unmatched), ("failed", failed)]
        )
        {
            if (table.Rows.Count == 0)
                continue;
            new Line().Add(title, Styles.Strong).Write(console);
            console.Write(table);
        }

        new Line()
            .Add(Count(events.Count, "event"))
            .Add(": ")
            .Add(Count(runs.Rows.Count, "task run"), Styles.Good)
            .Add($", {unmatched.Rows.Count} unmatched, ")
            .Add(
                $"{events.Count(happened => !happened.IsGood)} failed",
                failed.Rows.Count > 0 ? Styles.Bad : Styles.Plain
            )
            .Add(Kept(events), Styles.Faint)
            .Write(console);
    }

    private static string Kept(IReadOnlyList<LocalEvent> events) =>
        events.Count(happened => happened.Answer.DeadLetter is not null) is > 0 and var kept
            ? $", {kept} kept as dead letters"
            : "";

    private static Table NewTable(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = Styles.Faint };
        foreach (string column in columns)
            table.AddColumn(column);
        return table;
    }

    private static Paragraph Cell(string text, Style? style = null) => new Line().Add(text, style).Text;

    // One line each, however narrow the terminal is; the dry run shows them whole.
    private static Rows Bindings(LocalRun run)
    {
        int more = run.Bindings.Length - ShownBindings;
        IEnumerable<Paragraph> lines = run
            .Bindings.Take(more == 1 ? ShownBindings + 1 : ShownBindings)
            .Select(binding => Cell($"{binding.Key}={Shortened(binding.Value)}"));
        Paragraph[] shown = [.. more > 1 ? lines.Append(Cell($"and {more} more", Styles.Faint)) : lines];
        foreach (Paragraph line in shown)
            line.Overflow = Overflow.Ellipsis;
        return new Rows(shown);
    }

    private static string Shortened(JsonElement value)
    {
        string text = BindingText.Short(value);
        return text.Length <= ShownCharacters ? text : text[..(ShownCharacters - 1)] + "…";
    }

    // The route's name has a column of its own.
    private static string Why(RouteExplanation? nearest)
    {
        string text = nearest?.Text ?? "there is no route";
        string prefix = $"`{nearest?.Route}`: ";
        return text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
    }

    private static string Status(LocalRun run) => run.Answered.Duplicate ? $"{run.Status}, duplicate" : run.Status;

    private static Style StyleOf(FunctionAnswer answer) =>
        answer.Outcome == Outcome.Dispatched ? Styles.Good
        : answer.IsGood ? Styles.Odd
        : Styles.Bad;

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
