using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Runtime.Sweeping;
using Spectre.Console;

namespace Dispatcher.Cli.Redrive;

/// <summary>A redrive's plan and result, for people.</summary>
internal static class RedriveText
{
    /// <summary>Writes the plan as text.</summary>
    public static void WritePlan(Terminal terminal, RedrivePlan plan, string place)
    {
        IAnsiConsole console = Screen.Out(terminal);
        new Line()
            .Add("records    ", Styles.Faint)
            .Add(Tally.Number(plan.Records), Styles.Strong)
            .Add(
                $"  of them {Tally.Number(plan.Ready)} start {Tally.Number(plan.Runs)} runs, "
                    + $"{Tally.Number(plan.StartedSince)} were started since",
                Styles.Faint
            )
            .Add($"  {place}", Styles.Faint)
            .Write(console);
        Tally.Write(console, "runs to start", plan.ByRoute, Styles.Good);
        Tally.Write(console, "runs that exist", plan.Existing, Styles.Good);
        Tally.Write(console, "still unmatched, by nearest route and what failed", plan.Unmatched, Styles.Odd);
        Tally.Write(console, "still rejected, by route and error", plan.Rejected, Styles.Bad);
        Tally.Write(console, "never to be dispatched", plan.Unreadable, Styles.Bad);
    }

    /// <summary>Writes what was done as text.</summary>
    public static void WriteResult(Terminal terminal, RecordSubmission done) =>
        SubmissionText
            .Line(done.Runs)
            .Add($"  records done {Tally.Number(done.Done)}", Styles.Good)
            .Add($"  left {Tally.Number(done.Left)}", done.Left > 0 ? Styles.Bad : Styles.Faint)
            .Write(Screen.Out(terminal));
}
