using System.Collections.Immutable;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Planning;
using Spectre.Console;

namespace Dispatcher.Cli.DryRun;

/// <summary>A plan for people.</summary>
internal static class DryRunText
{
    /// <summary>Writes a plan.</summary>
    public static void Write(
        Terminal terminal,
        DispatchPlan plan,
        ImmutableArray<RouteExplanation> explain,
        RouteExplanation? nearest,
        bool first
    )
    {
        IAnsiConsole console = Screen.Out(terminal);
        Separate(console, first);
        Headline(plan.Outcome)
            .Add(plan.Event.ObjectName, Styles.Strong)
            .Add($"  {plan.Event.Kind.Word()} in {plan.Event.Bucket}", Styles.Faint)
            .Write(console);
        foreach (string sink in plan.Sinks)
            new Line().Add("  ").Add(sink, Styles.Name).Add("  a sink: starts nothing", Styles.Odd).Write(console);
        foreach (TaskRunRequest run in plan.Runs)
            WriteRun(terminal, console, run, shadow: false);
        foreach (GroupedObject group in plan.Groups)
            new Line()
                .Add("  ")
                .Add(group.Route, Styles.Name)
                .Add(" → group ")
                .Add(group.Key, Styles.Strong)
                .Add(group.Part is null ? "" : $", part {group.Part}")
                .Add("  a sweep starts its run", Styles.Faint)
                .Write(console);
        foreach (TaskRunRequest run in plan.Shadow)
            WriteRun(terminal, console, run, shadow: true);
        WriteErrors(console, plan.Errors, Styles.Bad);
        WriteErrors(console, plan.ShadowErrors, Styles.Odd);
        if (!explain.IsEmpty)
            WriteExplanations(console, explain);
        else if (plan.Outcome == Outcome.Unmatched && nearest is not null)
            new Line()
                .Add("  nearest route ", Styles.Faint)
                .Add(nearest.Text)
                .Add($"  {nearest.File}", Styles.Faint)
                .Write(console);
    }

    /// <summary>Writes what became of a document that is no object event.</summary>
    public static void WriteUnread(Terminal terminal, EventReading reading, int number)
    {
        IAnsiConsole console = Screen.Out(terminal);
        Separate(console, first: number == 1);
        if (reading is EventReading.Ignored ignored)
        {
            Headline(Outcome.Ignored)
                .Add(ignored.Id ?? "the document", Styles.Strong)
                .Add($"  {ignored.Type} is not about an object's content", Styles.Faint)
                .Write(console);
        }
        else if (reading is EventReading.Malformed malformed)
        {
            Headline(Outcome.Rejected)
                .Add(malformed.Id ?? (number == 1 ? "the document" : $"document {number}"), Styles.Strong)
                .Write(console);
            WriteErrors(console, malformed.Errors, Styles.Bad);
        }
    }

    /// <summary>A line that begins with the outcome.</summary>
    public static Line Headline(Outcome outcome) =>
        new Line().Add(
            outcome.Word().PadRight(12),
            outcome switch
            {
                Outcome.Dispatched or Outcome.Held => Styles.Good,
                Outcome.Rejected => Styles.Bad,
                Outcome.Unmatched or Outcome.Ignored or Outcome.Shadowed or Outcome.Deferred => Styles.Odd,
            }
        );

    /// <summary>Writes a run with its whole request.</summary>
    public static void WriteRun(Terminal terminal, IAnsiConsole console, TaskRunRequest run, bool shadow)
    {
        console.WriteLine();
        new Line()
            .Add("  ")
            .Add(run.Route, Styles.Name)
            .Add(" → ")
            .Add(run.TaskKey, Styles.Strong)
            .Add(shadow ? "  shadow: starts nothing" : "", Styles.Odd)
            .Add($"  {run.File}", Styles.Faint)
            .Write(console);
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = Styles.Faint };
        table.AddColumn(new TableColumn("parameter") { NoWrap = true }).AddColumn(new TableColumn("value"));
        foreach (ParameterBinding binding in run.Bindings)
            table.AddRow(
                new Line().Add(binding.Name, Styles.Name).Text,
                new Line().Add(BindingText.Short(binding.ToParameterValue())).Text
            );
        if (table.Rows.Count > 0)
            console.Write(new Padder(table, new Padding(2, 0, 0, 0)));
        foreach (
            (string label, string value) in (ReadOnlySpan<(string, string)>)
                [
                    ("workspace", run.Workspace),
                    ("application", run.Application),
                    ("run", run.Name),
                    ("retry token", run.RetryToken),
                ]
        )
            new Line().Add("  " + label.PadRight(13), Styles.Faint).Add(value).Write(console);
        new Line().Add("  CreateTaskRun", Styles.Faint).Write(console);
        foreach (string line in JsonText.Pretty(run.Body).Split('\n'))
            terminal.Out.WriteLine("  " + line);
    }

    /// <summary>Writes errors, one a line.</summary>
    public static void WriteErrors(IAnsiConsole console, ImmutableArray<DispatchError> errors, Style style)
    {
        foreach (DispatchError error in errors)
        {
            new Line()
                .Add("  ")
                .Add(error.Code, style)
                .Add(error.Route is null ? " " : $" {error.Route}: ")
                .Add(error.Message)
                .Write(console);
        }
    }

    private static void WriteExplanations(IAnsiConsole console, ImmutableArray<RouteExplanation> explain)
    {
        console.WriteLine();
        foreach (RouteExplanation explanation in explain)
        {
            new Line()
                .Add(explanation.Matched ? "  ✓ " : "  ✗ ", explanation.Matched ? Styles.Good : Styles.Odd)
                .Add(explanation.Text)
                .Add($"  {explanation.File}", Styles.Faint)
                .Write(console);
        }
    }

    private static void Separate(IAnsiConsole console, bool first)
    {
        if (!first)
            console.WriteLine();
    }
}
