using System.Collections.Immutable;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Planning;

namespace Dispatcher.Cli.DryRun;

/// <summary>Prints the plan of one event after the other, and keeps the exit code.</summary>
internal sealed class DryRunReport(Terminal terminal, RouteInput input, bool explain, bool requireMatch)
{
    private readonly DispatchPlanner planner = input.Routes.Planner!;
    private int documents;

    /// <summary><see cref="ExitCode.Findings"/> once an event was rejected or deferred, or unmatched where a match is
    /// required.</summary>
    public int ExitCode { get; private set; } = CommandLine.ExitCode.Done;

    /// <summary>Whether a template missed a value.</summary>
    public bool Missed { get; private set; }

    /// <summary>Plans and prints one event.</summary>
    public void Add(EventReading reading)
    {
        documents++;
        if (reading is EventReading.Accepted accepted)
            Add(accepted.Event);
        else
            AddUnread(reading);
    }

    private void Add(StorageEvent storageEvent)
    {
        DispatchPlan plan = planner.Plan(storageEvent, input.Configuration.Configuration);
        ImmutableArray<RouteExplanation> explanations = explain ? planner.Explain(storageEvent) : [];
        Missed |= plan.Errors.Any(error => error.Code == Codes.RenderMissing);
        if (plan.Outcome is Outcome.Rejected or Outcome.Deferred || (requireMatch && plan.Outcome == Outcome.Unmatched))
            ExitCode = CommandLine.ExitCode.Findings;
        if (input.Format == "json")
            DryRunOutput.Write(terminal, plan, explanations);
        else
            DryRunText.Write(
                terminal,
                plan,
                explanations,
                plan.Outcome == Outcome.Unmatched ? planner.Nearest(storageEvent) : null,
                first: documents == 1
            );
    }

    private void AddUnread(EventReading reading)
    {
        if (reading is EventReading.Malformed)
            ExitCode = CommandLine.ExitCode.Findings;
        if (input.Format == "json")
            DryRunOutput.WriteUnread(terminal, reading, planner.Set.Version);
        else
            DryRunText.WriteUnread(terminal, reading, documents);
    }
}
