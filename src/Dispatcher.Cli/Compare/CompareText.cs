using System.Text.Json;
using Dispatcher.Analysis.Diff;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Spectre.Console;

namespace Dispatcher.Cli.Compare;

/// <summary>How shadow runs and the service's runs are to each other, for people and as JSON.</summary>
internal static class CompareText
{
    /// <summary>Writes it in the format that was asked for. Text leaves out what is the same.</summary>
    public static void Write(Terminal terminal, string format, CompareResult result)
    {
        if (format == "json")
        {
            CompareOutput.Write(terminal, result);
            return;
        }

        IAnsiConsole console = Screen.Out(terminal);
        new Line()
            .Add("compared   ", Styles.Faint)
            .Add(Tally.Number(result.Runs.Count), Styles.Strong)
            .Add($"  from {TimeText.Write(result.Since)} to {TimeText.Write(result.Until)}", Styles.Faint)
            .Write(console);
        var counts = new Line().Add("           ", Styles.Faint);
        foreach (ComparedAs value in Enum.GetValues<ComparedAs>())
            counts = counts.Add(
                $"{value.Word()} {Tally.Number(result.Count(value))}  ",
                result.Count(value) == 0 ? Styles.Faint
                    : value == ComparedAs.Same ? Styles.Good
                    : Styles.Bad
            );
        counts.Write(console);
        foreach (ComparedRun run in result.Runs.Where(run => run.As != ComparedAs.Same))
            Write(console, run);
    }

    private static void Write(IAnsiConsole console, ComparedRun compared)
    {
        new Line()
            .Add(compared.As.Word().PadRight(11), Styles.Bad)
            .Add(compared.Shadow?.Object ?? "no object of the log", Styles.Strong)
            .Add("  ")
            .Add(compared.Shadow?.Route ?? "", Styles.Name)
            .Add($" → {compared.Task.TaskKey}")
            .Write(console);
        if (compared.Run is { } run)
            new Line()
                .Add("  run        ", Styles.Faint)
                .Add(Quote.Line(run.Name ?? ""))
                .Add($"  {run.Key}", Styles.Faint)
                .Add(
                    compared is { As: ComparedAs.Extra, Shadow: not null } ? "  one more with the same parameters" : "",
                    Styles.Odd
                )
                .Write(console);
        if (compared is { As: ComparedAs.Unknown, Shadow.Bindings: null })
            new Line().Add("  the log left the request out: it found no room in the line", Styles.Odd).Write(console);
        if (compared is { Run: { Bindings: null } })
            new Line().Add("  the service shows no parameters of the run", Styles.Odd).Write(console);
        foreach (JsonDifference field in compared.Fields)
            new Line()
                .Add("  " + field.Path, Styles.Name)
                .Add("  shadow ", Styles.Faint)
                .Add(Value(field.Before))
                .Add("  run ", Styles.Faint)
                .Add(Value(field.After))
                .Write(console);
    }

    private static string Value(JsonElement? value) =>
        value is { } known ? Quote.Line(JsonText.Compact(known.WriteTo)) : "—";
}
