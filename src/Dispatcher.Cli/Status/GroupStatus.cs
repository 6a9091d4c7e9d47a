using Dispatcher.Diagnostics;
using Dispatcher.Grouping;

namespace Dispatcher.Cli.Status;

/// <summary>What became of a group.</summary>
/// <param name="Group">Its members, and the run that they have or would have.</param>
/// <param name="Run">The run; null when the service shows none for exactly these members, or none can be
/// rendered.</param>
internal sealed record GroupStatus(ObjectGroup Group, RunStatus? Run)
{
    /// <summary>Whether its run exists and did not end badly.</summary>
    public bool IsWell => Run is { Run: not null, IsFailed: false };

    /// <summary>What to do next, one sentence each.</summary>
    public IEnumerable<string> Next
    {
        get
        {
            foreach (DispatchError error in Group.Errors)
                yield return $"{error.Code}: {error.Message} Correct the route; the next sweep starts the run";
            if (Run is null)
                yield break;
            if (Run.IsFailed)
                yield return $"the run ended as {Run.Run!.Status}, and these members start no second one: remove the "
                    + "cause, then write one of them again, or run the task by hand";
            if (Run.Run is not null)
                yield break;
            if (!Group.Missing.IsEmpty)
                yield return $"it waits for {string.Join(", ", Group.Missing)}"
                    + (Group.ReadyAt is null ? "; without `at_most` it waits for ever" : "");
            yield return Group.State == GroupState.Ready
                ? "it is ready; the next sweep starts its run, and `dispatcher sweep --submit` does so now"
                : "it is not ready; each object that comes makes it wait again";
        }
    }
}
