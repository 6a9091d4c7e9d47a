using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Status;

/// <summary>What happened to an object.</summary>
internal sealed record ObjectStatus
{
    /// <summary>What the routes make of it.</summary>
    public required DispatchPlan Plan { get; init; }

    /// <summary>The nearest route and why it does not take the object; null when one does.</summary>
    public string? Nearest { get; init; }

    /// <summary>Its runs, in route order.</summary>
    public required IReadOnlyList<RunStatus> Runs { get; init; }

    /// <summary>Its dead letter, or null.</summary>
    public FoundLetter? Letter { get; init; }

    /// <summary>Whether every run that it should have exists and did not end badly.</summary>
    public bool IsWell => Plan.Outcome == Outcome.Dispatched && Runs.All(run => run.Run is not null && !run.IsFailed);

    /// <summary>What to do next, one sentence each.</summary>
    public IEnumerable<string> Next
    {
        get
        {
            string name = Quote.Value(Plan.Event.ObjectName);
            if (Plan.Outcome == Outcome.Unmatched)
                yield return $"no route takes it; `dispatcher dry-run --object {name} --explain` shows why";
            foreach (DispatchError error in Plan.Errors)
                yield return $"{error.Code}: {error.Message} Correct the route; then redrive, sweep or send it";
            foreach (RunStatus run in Runs.Where(run => run.IsFailed))
                yield return $"the run of route {run.Request.Route} ended as {run.Run!.Status}, and this version of "
                    + "the object starts no second one: remove the cause, then write the object again or run the "
                    + "task by hand";
            if (Runs.All(run => run.Run is not null))
                yield break;
            yield return Letter is { IsDone: false, Recorded: "deferred" } deferred
                ? $"its event was deferred; `dispatcher redrive {deferred.Name} --submit` starts it, and so does "
                    + "the next sweep"
            : Letter is { IsDone: false } kept
                ? $"its event was {kept.Recorded ?? "kept"}; remove the cause, then "
                    + $"`dispatcher redrive {kept.Name} --submit`"
            : "its event is on its way or lost; `dispatcher sweep --submit` starts what was lost, "
                + $"`dispatcher send --object {name} --bucket {Plan.Event.Bucket}` starts this one now";
        }
    }
}

/// <summary>A run that an object should have.</summary>
/// <param name="Request">What would be created.</param>
/// <param name="Owner">The route's owner.</param>
/// <param name="Run">The run; null when the service shows none.</param>
internal sealed record RunStatus(TaskRunRequest Request, string? Owner, TaskRun? Run)
{
    /// <summary>Whether it ended badly.</summary>
    public bool IsFailed => Run is { IsFinished: true, Status: not "SUCCESS" };

    /// <summary>When it was created.</summary>
    public DateTimeOffset? Created => Run?.Created;

    /// <summary>When it began.</summary>
    public DateTimeOffset? Started => Time(Run?.StartTimeMillis);

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Ended => Time(Run?.EndTimeMillis);

    private static DateTimeOffset? Time(long? millis) =>
        millis is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}

/// <summary>A dead letter.</summary>
/// <param name="Name">Where it is.</param>
/// <param name="Recorded">What became of the event when it was written; null when the record cannot be read.</param>
/// <param name="IsDone">Whether it is settled.</param>
internal sealed record FoundLetter(string Name, string? Recorded, bool IsDone);
