using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Spectre.Console;

namespace Dispatcher.Cli.Send;

/// <summary>What <c>send</c> started, for people and as JSON with the member names of the function's
/// response.</summary>
internal static class SendText
{
    /// <summary>Writes the runs, and what was not started.</summary>
    public static void Write(
        Terminal terminal,
        string format,
        DispatchPlan plan,
        IReadOnlyList<SentRun> runs,
        IReadOnlyList<DispatchError> errors
    )
    {
        Outcome outcome =
            errors.Count == 0 ? plan.Outcome
            : errors.Any(error => error.Retryable) ? Outcome.Deferred
            : Outcome.Rejected;
        if (format == "json")
            SendOutput.Write(terminal, outcome, plan, runs, errors);
        else
            WriteText(Screen.Out(terminal), outcome, plan, runs, errors);
    }

    private static void WriteText(
        IAnsiConsole console,
        Outcome outcome,
        DispatchPlan plan,
        IReadOnlyList<SentRun> runs,
        IReadOnlyList<DispatchError> errors
    )
    {
        new Line()
            .Add(outcome.Word().PadRight(12), StyleOf(outcome))
            .Add(plan.Event.ObjectName, Styles.Strong)
            .Add($"  {plan.Event.Kind.Word()} in {plan.Event.Bucket}", Styles.Faint)
            .Write(console);
        foreach (SentRun run in runs)
        {
            new Line()
                .Add("  ")
                .Add(run.Request.Route, Styles.Name)
                .Add(" → ")
                .Add(run.Request.TaskKey, Styles.Strong)
                .Add("  ")
                .Add(
                    run.Run.Status ?? "unknown",
                    run.Run.Status switch
                    {
                        "SUCCESS" => Styles.Good,
                        "ERROR" or "TERMINATED" => Styles.Bad,
                        _ => Styles.Odd,
                    }
                )
                .Add(Took(run.Run), Styles.Faint)
                .Add(run.Duplicate ? "  existed before" : "", Styles.Odd)
                .Write(console);
            new Line()
                .Add("    run      ", Styles.Faint)
                .Add(run.Run.Name ?? run.Request.Name)
                .Add($"  {run.Run.Key}", Styles.Faint)
                .Write(console);
            if (run.Run.ErrorMessage is { Length: > 0 } message)
                new Line().Add("    message  ", Styles.Faint).Add(message, Styles.Bad).Write(console);
        }

        foreach (DispatchError error in errors)
            new Line()
                .Add("  ")
                .Add(error.Code, Styles.Bad)
                .Add(error.Route is null ? " " : $" {error.Route}: ")
                .Add(error.Message)
                .Write(console);
    }

    private static Style StyleOf(Outcome outcome) =>
        outcome switch
        {
            Outcome.Dispatched => Styles.Good,
            Outcome.Ignored or Outcome.Shadowed or Outcome.Held => Styles.Odd,
            Outcome.Unmatched or Outcome.Rejected or Outcome.Deferred => Styles.Bad,
        };

    // The service's own times: they hold also for a run that was there before.
    private static string Took(TaskRun run) =>
        run is { StartTimeMillis: { } start, EndTimeMillis: { } end } && end >= start
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"  ran {(end - start) / 1000.0:0.0} s")
            : "";
}
