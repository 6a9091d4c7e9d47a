using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Runtime.Sweeping;
using Spectre.Console;

namespace Dispatcher.Cli.Backfill;

/// <summary>A backfill's plan and result, for people.</summary>
internal static class BackfillText
{
    /// <summary>Writes the plan as text.</summary>
    public static void WritePlan(Terminal terminal, BackfillPlan plan)
    {
        IAnsiConsole console = Screen.Out(terminal);
        new Line()
            .Add("objects    ", Styles.Faint)
            .Add(Tally.Number(plan.Objects), Styles.Strong)
            .Add($"  of them {Tally.Number(plan.Matched)} start {Tally.Number(plan.Runs)} runs", Styles.Faint)
            .Add(
                plan.BeforeCutOver > 0 ? $", {Tally.Number(plan.BeforeCutOver)} are older than the cut-over" : "",
                Styles.Faint
            )
            .Write(console);
        Tally.Write(console, "runs", plan.ByRoute, Styles.Good);
        Tally.Write(console, "unmatched, by nearest route and what failed", plan.Unmatched, Styles.Odd);
        Tally.Write(console, "taken, and start nothing", plan.StartNothing, Styles.Odd);
        Tally.Write(console, "rejected, by route and error", plan.Rejected, Styles.Bad);
        foreach (OtherRuns others in plan.Others)
            new Line().Add(others.Describe(), Styles.Odd).Write(console);
    }

    /// <summary>Writes what was started as text.</summary>
    public static void WriteResult(Terminal terminal, PacedRuns done) =>
        SubmissionText.Line(done).Write(Screen.Out(terminal));
}
