using System.Globalization;
using Dispatcher.Cli.Console;
using Dispatcher.Planning;
using Spectre.Console;

namespace Dispatcher.Cli.Status;

/// <summary>What happened to an object, for people.</summary>
internal static class StatusText
{
    /// <summary>Writes it.</summary>
    public static void Write(Terminal terminal, ObjectStatus status)
    {
        IAnsiConsole console = Screen.Out(terminal);
        DispatchPlan plan = status.Plan;
        new Line()
            .Add(plan.Outcome.Word().PadRight(12), plan.Outcome == Outcome.Dispatched ? Styles.Good : Styles.Bad)
            .Add(plan.Event.ObjectName, Styles.Strong)
            .Add($"  in {plan.Event.Bucket}, written {Time(plan.Event.Time)}", Styles.Faint)
            .Write(console);
        if (status.Nearest is { } nearest)
            new Line().Add("  nearest    ", Styles.Faint).Add(nearest).Write(console);
        foreach (RunStatus run in status.Runs)
            Write(console, run);
        if (status.Letter is { } letter)
            new Line()
                .Add("  dead letter  ", Styles.Faint)
                .Add(
                    letter.IsDone ? "settled" : letter.Recorded ?? "unreadable",
                    letter.IsDone ? Styles.Good : Styles.Bad
                )
                .Add($"  {letter.Name}", Styles.Faint)
                .Write(console);
        foreach (string next in status.Next)
            new Line().Add("  next       ", Styles.Faint).Add(next).Write(console);
    }

    /// <summary>Writes a run.</summary>
    public static void Write(IAnsiConsole console, RunStatus run)
    {
        new Line()
            .Add("  ")
            .Add(run.Request.Route, Styles.Name)
            .Add(" → ")
            .Add(run.Request.TaskKey, Styles.Strong)
            .Add("  ")
            .Add(
                run.Run?.Status ?? (run.Run is null ? "not started" : "unknown"),
                run.Run is null || run.IsFailed ? Styles.Bad
                    : run.Run.IsFinished ? Styles.Good
                    : Styles.Odd
            )
            .Add(run.Owner is { } owner ? $"  owner {owner}" : "", Styles.Faint)
            .Write(console);
        new Line()
            .Add("    run      ", Styles.Faint)
            .Add(run.Run?.Name ?? run.Request.Name)
            .Add(run.Run is null ? "" : $"  {run.Run.Key}", Styles.Faint)
            .Write(console);
        if (run.Run is null)
            return;
        new Line()
            .Add("    times    ", Styles.Faint)
            .Add($"created {Time(run.Created)}, started {Time(run.Started)}, ended {Time(run.Ended)}")
            .Write(console);
        if (run.Run.ErrorMessage is { Length: > 0 } message)
            new Line().Add("    message  ", Styles.Faint).Add(message, Styles.Bad).Write(console);
    }

    /// <summary>A time to the second, in UTC.</summary>
    public static string Time(DateTimeOffset? time) =>
        time is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "—";
}
