using Dispatcher.Cli.Runs;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Redrive;

/// <summary>What the records would start, counted.</summary>
internal sealed class RedrivePlan(DispatchPlanner planner)
{
    /// <summary>Records looked at.</summary>
    public long Records { get; private set; }

    /// <summary>Records that start something.</summary>
    public long Ready { get; private set; }

    /// <summary>Records whose every run exists: a later delivery has overtaken them.</summary>
    public long StartedSince { get; private set; }

    /// <summary>Runs to start, all routes together.</summary>
    public long Runs => ByRoute.Values.Sum(tally => tally.Count);

    /// <summary>Runs to start, by route.</summary>
    public SortedDictionary<string, Tally> ByRoute { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs that exist, by route.</summary>
    public SortedDictionary<string, Tally> Existing { get; } = new(StringComparer.Ordinal);

    /// <summary>Events that no enabled route takes, by the nearest route and the part of it that failed.</summary>
    public SortedDictionary<string, Tally> Unmatched { get; } = new(StringComparer.Ordinal);

    /// <summary>Events of which something cannot be started, by route and reason.</summary>
    public SortedDictionary<string, Tally> Rejected { get; } = new(StringComparer.Ordinal);

    /// <summary>Events that can never be dispatched, by reason.</summary>
    public SortedDictionary<string, Tally> Unreadable { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether there are records that starting runs does not settle.</summary>
    public bool HasFindings => Unmatched.Count + Rejected.Count + Unreadable.Count > 0;

    public void Add(Redrivable record)
    {
        Records++;
        foreach (RedriveEvent happened in record.Events)
            Add(happened);
        Ready += record.Runs.Any(run => !run.Exists && run.Refused is null) ? 1 : 0;
        StartedSince += record.CanBeDone && record.Runs.All(run => run.Exists) ? 1 : 0;
    }

    private void Add(RedriveEvent happened)
    {
        if (happened.Plan is not { } plan)
            Tally.Add(Unreadable, happened.Unreadable!, happened.Subject);
        else if (plan.Outcome == Outcome.Unmatched)
            Tally.Add(
                Unmatched,
                planner.Nearest(plan.Event) is { } nearest
                    ? $"{nearest.Route}: {nearest.Failed}"
                    : "there is no enabled route",
                happened.Subject
            );
        else if (plan.Outcome == Outcome.Shadowed)
            Tally.Add(Unmatched, $"{plan.ShadowRoutes[0]}: in shadow", happened.Subject);
        else
            Count(happened, plan);
    }

    private void Count(RedriveEvent happened, DispatchPlan plan)
    {
        foreach (RedriveRun run in happened.Runs)
        {
            if (run.Refused is { } refused)
                Tally.Add(Rejected, Reason(run.Request.Route, refused), happened.Subject);
            else
                Tally.Add(run.Exists ? Existing : ByRoute, run.Request.Route, happened.Subject);
        }

        foreach (
            string reason in plan.Errors.Select(error => $"{error.Route ?? "every route"}: {error.Code}").Distinct()
        )
            Tally.Add(Rejected, reason, happened.Subject);
    }

    private static string Reason(string route, ServiceFailure refused) => $"{route}: {refused.Status} {refused.Code}";
}
