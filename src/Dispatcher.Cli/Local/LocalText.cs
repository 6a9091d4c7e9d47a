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

        foreach (ShadowedRun run in happened.Answer.Shadow)
            line.Add("; in shadow ", Styles.Faint).Add(run.Route, Styles.Name).Add($" {run.Name}", Styles.Faint);
        if (happened.Nearest is { } nearest)
            line.Add($"; nearest {nearest.Text}", Styles.Faint);
        foreach (DispatchError error in happened.Answer.Errors)
            line.Add($"; {error.Code} {error.Message}", Styles.Bad);
        line.Write(console);
    }

    /// <summary>What is new in a sweep: the runs that it started, objects that are missing, groups that wait.</summary>
    public static void WriteLines(
        IAnsiConsole console,
        LocalSweep sweep,
        IReadOnlyList<SweptRun> runs,
        LocalSweep? before,
        DateTimeOffset time
    )
    {
        Line Begin() =>
            new Line().Add(time.ToString("HH:mm:ss ", CultureInfo.InvariantCulture), Styles.Faint).Add("sweep  ");
        foreach (SweptRun one in runs)
            Begin()
                .Add(one.Subject, Styles.Strong)
                .Add(" → ")
                .Add(one.Run.Answered.Route, Styles.Name)
                .Add($" {one.Run.Answered.Name} ")
                .Add(Status(one.Run), Styles.Good)
                .Write(console);
        foreach ((string route, string key) in sweep.Missing.Except(before?.Missing ?? []))
            Begin()
                .Add(key, Styles.Strong)
                .Add(" of ")
                .Add(route, Styles.Name)
                .Add(" is missing", Styles.Bad)
                .Write(console);
        if (sweep.Waiting != (before?.Waiting ?? 0))
            Begin().Add($"{Count(sweep.Waiting, "group")} waiting", Styles.Odd).Write(console);
        if (sweep.Error is { } error && error != before?.Error)
            Begin().Add(error, Styles.Bad).Write(console);
    }

    /// <summary>The tables at the end: task runs, those of routes in shadow, unmatched objects, failures, and what the
    /// last sweep saw.</summary>
    public static void WriteSummary(
        IAnsiConsole console,
        IReadOnlyList<LocalEvent> events,
        LocalSweep? sweep,
        IReadOnlyList<SweptRun> swept,
        IReadOnlyList<KeyValuePair<string, long>> faults
    )
    {
        Table runs = NewTable("route, task, status", "object, run", "bindings").ShowRowSeparators();
        IEnumerable<(string Subject, LocalRun Run)> all = events
            .SelectMany(happened => happened.Runs.Select(run => (happened.Change.Object, run)))
            .Concat(swept.Select(one => (one.Subject, one.Run)));
        foreach ((string subject, LocalRun run) in all)
            runs.AddRow(
                new Rows(
                    Cell(run.Answered.Route, Styles.Name),
                    Cell(run.Answered.TaskKey),
                    Cell(Status(run), run.HasFailed ? Styles.Bad : Styles.Good)
                ),
                new Rows(Cell(subject, Styles.Strong), Cell(run.Answered.Name)),
                Bindings(run)
            );

        Table shadow = NewTable("object", "route", "task", "run");
        foreach (LocalEvent happened in events)
        foreach (ShadowedRun run in happened.Answer.Shadow)
            shadow.AddRow(
                Cell(happened.Change.Object),
                Cell(run.Route, Styles.Name),
                Cell(run.TaskKey),
                Cell(run.Name)
            );

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

        foreach (SweptRun one in swept.Where(one => one.Run.HasFailed))
            failed.AddRow(
                Cell(one.Subject),
                Cell($"run {one.Run.Status}", Styles.Bad),
                Cell(""),
                Cell(one.Run.Answered.Route, Styles.Name),
                Cell(one.Run.ErrorMessage ?? "")
            );
        foreach ((string route, string key) in sweep?.Missing ?? [])
            failed.AddRow(
                Cell(key),
                Cell("missing", Styles.Bad),
                Cell(""),
                Cell(route, Styles.Name),
                Cell("no object with this key has come")
            );

        foreach (
            (string title, Table table) in (ReadOnlySpan<(string, Table)>)
                [("task runs", runs), ("in shadow, not started", shadow), ("unmatched", unmatched), ("failed", failed)]
        )
        {
            if (table.Rows.Count == 0)
                continue;
            new Line().Add(title, Styles.Strong).Write(console);
            console.Write(table);
        }

        if (faults.Count > 0)
            new Line()
                .Add("--faults", Styles.Strong)
                .Add($" {string.Join(", ", faults.Select(met => $"{met.Key} {Times(met.Value)}"))}")
                .Write(console);
        new Line()
            .Add(Count(events.Count, "event"))
            .Add(": ")
            .Add(Count(runs.Rows.Count, "task run"), Styles.Good)
            .Add($", {unmatched.Rows.Count} unmatched, ")
            .Add(
                $"{events.Count(happened => !happened.IsGood) + swept.Count(one => one.Run.HasFailed)} failed",
                failed.Rows.Count > 0 ? Styles.Bad : Styles.Plain
            )
            .Add(shadow.Rows.Count > 0 ? $", {shadow.Rows.Count} in shadow" : "", Styles.Faint)
            .Add(Kept(events), Styles.Faint)
            .Add(Seen(sweep), Styles.Faint)
            .Write(console);
    }

    private static string Seen(LocalSweep? sweep) =>
        sweep is null
            ? ""
            : (sweep.Waiting > 0 ? $", {Count(sweep.Waiting, "group")} waiting" : "")
                + (sweep.Missing.IsEmpty ? "" : $", {sweep.Missing.Length} missing");

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

    private static string Times(long count) => count == 1 ? "once" : $"{count} times";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
