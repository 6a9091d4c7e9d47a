using System.Globalization;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Grouping;
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
        if (report.GroupsReady + report.GroupsWaiting > 0)
            new Line()
                .Add("groups     ", Styles.Faint)
                .Add(Tally.Number(report.GroupsReady), Styles.Strong)
                .Add($"  ready, waiting {Tally.Number(report.GroupsWaiting)}", Styles.Faint)
                .Write(console);
        Tally.Write(console, "lost, by route", news.LostRuns, Styles.Odd);
        WriteMissing(console, news);
        WriteFailed(console, settings, news);
    }

    private static void WriteMissing(IAnsiConsole console, SweepNews news)
    {
        if (news.MissingObjects.Count == 0)
            return;
        console.WriteLine();
        new Line().Add("expected and missing", Styles.Faint).Write(console);
        foreach (MissingObject missing in news.MissingObjects)
        {
            new Line()
                .Add($"{missing.Key, 11}  ", Styles.Bad)
                .Add(missing.Route.Name, Styles.Name)
                .Add($"  due {missing.Due.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}")
                .Add(missing.Route.Owner is { } owner ? $"  owner {owner}" : "", Styles.Faint)
                .Write(console);
        }
    }

    private static void WriteFailed(IAnsiConsole console, SweepSettings settings, SweepNews news)
    {
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
