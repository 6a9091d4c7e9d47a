using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sweeping;
using Spectre.Console;

namespace Dispatcher.Cli.Sweep;

/// <summary>What a sweep found and did, for people and as JSON.</summary>
internal static class SweepText
{
    /// <summary>Writes it in the format that was asked for.</summary>
    public static void Write(
        Terminal terminal,
        RouteInput input,
        SweepSettings settings,
        SweepReport report,
        SweepNews news,
        bool acts
    )
    {
        if (input.Format == "json")
        {
            SweepOutput.Write(terminal, report, news, acts);
            return;
        }

        foreach (string note in report.Notes)
            input.Notes.WriteLine($"note: {note}");
        IAnsiConsole console = Screen.Out(terminal);
        new Line()
            .Add("listed     ", Styles.Faint)
            .Add(Tally.Number(report.Listed), Styles.Strong)
            .Add($"  objects of the last {Durations.Text(settings.Since)}", Styles.Faint)
            .Write(console);
        new Line()
            .Add("lost       ", Styles.Faint)
            .Add(Tally.Number(report.Lost), report.Lost > 0 ? Styles.Bad : Styles.Good)
            .Add(
                acts
                        ? $"  started {Tally.Number(report.Started)}, redriven {Tally.Number(report.Redriven)}, "
                            + $"left {Tally.Number(report.Left)}"
                    : report.Left > 0 ? "  nothing was started; --submit starts it"
                    : "",
                Styles.Faint
            )
            .Write(console);
        Tally.Write(console, "lost, by route", news.LostRuns, Styles.Odd);
        if (news.FailedRuns.Count == 0)
            return;
        console.WriteLine();
        new Line()
            .Add($"ended badly in the last slot of {Durations.Text(settings.Every)}", Styles.Faint)
            .Write(console);
        foreach (FailedRun failed in news.FailedRuns)
        {
            new Line()
                .Add($"{failed.Run.Status, 11}  ", Styles.Bad)
                .Add(failed.Route?.Name ?? failed.Task.TaskKey, Styles.Name)
                .Add($"  {failed.Subject?.ToString() ?? "an object that is gone"}")
                .Add($"  {failed.Run.ErrorMessage ?? "the service gives no reason"}", Styles.Odd)
                .Add(failed.Route?.Owner is { } owner ? $"  owner {owner}" : "", Styles.Faint)
                .Write(console);
        }
    }
}
