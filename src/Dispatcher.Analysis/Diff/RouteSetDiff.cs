using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Events;
using Dispatcher.Planning;
using Side = Dispatcher.Analysis.Diff.DiffSide.Side;

namespace Dispatcher.Analysis.Diff;

/// <summary>Compares two route sets over all events at once.</summary>
/// <remarks>cli-v1, <c>diff</c>. A route fires where it matches and no earlier route that ends the search does. That a
/// route fires in one set and not in the other is one of: it is not met because an earlier route ends the search there,
/// or it does not match there; each is a question for <see cref="EventAnalysis"/>. Of routes that are equal in both
/// sets nothing is asked but what a changed one takes from them.</remarks>
public sealed class RouteSetDiff
{
    private const long Steps = 500_000;
    private const int NamesTried = 6;

    private readonly DiffSide before;
    private readonly DiffSide after;
    private readonly Configuration configuration;
    private readonly CancellationToken outOfTime;
    private readonly PlanBudget budget;
    private readonly RouteRenames renames;
    private readonly List<RouteChange> changes = [];
    private readonly HashSet<(ChangeKind, string, string)> known = [];
    private readonly HashSet<UnknownChange> unknown = [];
    private bool isIncomplete;

    private RouteSetDiff(
        DispatchPlanner before,
        DispatchPlanner after,
        Configuration configuration,
        CancellationToken outOfTime
    )
    {
        (this.before, this.after) = (new DiffSide(before), new DiffSide(after));
        (this.configuration, this.outOfTime) = (configuration, outOfTime);
        budget = new PlanBudget { IsOver = () => outOfTime.IsCancellationRequested };
        renames = RouteRenames.Of(before.Set, after.Set);
        DiffSide.Compare(this.before, this.after, renames);
    }

    /// <summary>The differences, by kind and then in route order.</summary>
    /// <param name="before">The one set.</param>
    /// <param name="after">The other.</param>
    /// <param name="configuration">What templates see, for the requests.</param>
    /// <param name="outOfTime">Ends the work early; what was not decided by then is reported as unknown.</param>
    public static SetDifference Compare(
        DispatchPlanner before,
        DispatchPlanner after,
        Configuration configuration,
        CancellationToken outOfTime
    )
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(configuration);
        var diff = new RouteSetDiff(before, after, configuration, outOfTime);
        foreach (Side route in diff.before.Live)
            diff.Gone(route, diff.before, diff.after, isBefore: true);
        foreach (Side route in diff.after.Live)
            diff.Gone(route, diff.after, diff.before, isBefore: false);
        foreach (Side route in diff.after.Changed)
            diff.Requests(route);
        foreach (Side route in diff.after.Live.Where(route => route.IsRenamed))
            diff.Renamed(route);
        if (diff.isIncomplete)
            diff.GiveUp();
        return new SetDifference([.. diff.changes.OrderBy(change => change.Kind)], [.. diff.unknown]);
    }

    // Where a route of one set fires, and no route of its name does in the other. An unchanged one matches there as
    // well, and only a changed one can take its events from it.
    private void Gone(Side route, DiffSide own, DiffSide other, bool isBefore)
    {
        if (route.IsUnchanged && other.Changed.IsEmpty)
            return;
        if (
            (route.IsUnchanged ? other.NearChanged(route, outOfTime) : other.Near(route, outOfTime)) is not { } near
            || (route.IsUnchanged && near.IsEmpty ? [] : Blockers(route, own)) is not { } blockers
        )
        {
            isIncomplete = true;
            return;
        }

        Side? twin = route.Twin;
        if (!route.IsUnchanged)
            Ask([route], [.. blockers, .. near], isBefore);
        foreach (Side taker in near)
        {
            if (taker == twin)
                continue;
            if (Blockers(taker, other) is not { } stops)
            {
                isIncomplete = true;
                return;
            }

            // Where the taker does not end the search before it, the twin must not match.
            IEnumerable<Side> mayFireToo = twin is not null && !taker.Stops(twin.Route) ? [twin] : [];
            Ask([route, taker], [.. blockers, .. stops, .. mayFireToo], isBefore);
        }
    }

    // The routes of its own set that end the search before a route.
    private ImmutableArray<Side>? Blockers(Side route, DiffSide own) =>
        own.Near(route, outOfTime) is { } near ? near.RemoveAll(earlier => !earlier.Stops(route.Route)) : null;

    // Whatever was not asked is about one of the changed routes.
    private void GiveUp()
    {
        foreach (Side was in before.Changed)
            AddUnknown(was, was.Twin);
        foreach (Side now in after.Changed)
        {
            if (now.Twin is null)
                AddUnknown(null, now);
        }
    }

    private void AddUnknown(Side? was, Side? now, string reason = "the budget ran out") =>
        unknown.Add(new UnknownChange(was?.Route.Name, now?.Route.Name, reason));

    private void Ask(ImmutableArray<Side> inAll, ImmutableArray<Side> inNone, bool isBefore)
    {
        if (Search(inAll, inNone) is not { } search)
            return;
        (Side? was, Side? now) = isBefore
            ? (inAll[0], inAll.ElementAtOrDefault(1))
            : (inAll.ElementAtOrDefault(1), inAll[0]);
        RouteChange? change = null;
        if (search.Found == Decision.Undecided || (search.Witness is { } witness && !TryCompare(witness, out change)))
            AddUnknown(was, now);
        else if (change is not null)
            Add(change);
    }

    private void Requests(Side now)
    {
        if (now.Twin is not { IsRenamed: false } was || was.Request == now.Request)
            return;
        if (Blockers(was, before) is not { } blockers || Blockers(now, after) is not { } blockersNow)
        {
            isIncomplete = true;
            return;
        }

        EventSearch? search = Search([was, now], [.. blockers, .. blockersNow]);
        if (search?.Found == Decision.Undecided)
            AddUnknown(was, now);
        if (search?.Witness is not { } witness)
            return;
        IEnumerable<string> names = was
            .Route.Match.Object.Concat(now.Route.Match.Object)
            .SelectMany(placed => NameSamples.Matching(placed.Pattern, NamesTried))
            .Prepend(witness.Object)
            .Distinct();
        // The shortest name proves that there is one; a name that people would write shows the change better.
        RouteChange? shown = null;
        foreach (string name in names)
        {
            if (
                outOfTime.IsCancellationRequested
                || !TryCompare(witness with { Object = name }, out RouteChange? change)
            )
            {
                if (shown is null)
                    AddUnknown(was, now);
                else
                    Add(shown);
                return;
            }

            // Beside the request, other routes may fire or not.
            if (change is null || !change.Fields.Any(field => field.Route == now.Route.Name))
                continue;
            shown ??= change;
            if (name == witness.Object)
                continue;
            Add(change);
            return;
        }

        if (shown is not null)
            Add(shown);
        else if (!SameRequests.Are(was.Route, now.Route))
            AddUnknown(was, now, "it is written differently, and sends the same for every name that was tried");
    }

    // One of its objects for all of them.
    private void Renamed(Side now)
    {
        Side was = now.Twin!;
        if (Blockers(was, before) is not { } blockers || Blockers(now, after) is not { } blockersNow)
        {
            isIncomplete = true;
            return;
        }

        EventSearch? search = Search([was, now], [.. blockers, .. blockersNow]);
        RouteChange? change = null;
        if (search?.Found == Decision.Undecided || (search?.Witness is { } witness && !TryCompare(witness, out change)))
            AddUnknown(was, now);
        else if (change is not null)
            Add(change);
    }

    private EventSearch? Search(ImmutableArray<Side> inAll, ImmutableArray<Side> inNone)
    {
        // An event that a route matches cannot escape one that is written alike; of an unchanged set, every question
        // ends here.
        if (inNone.Any(route => inAll.Any(other => other.Match == route.Match)))
            return null;
        return outOfTime.IsCancellationRequested
            ? EventSearch.Unknown
            : EventAnalysis.Between(
                [.. inAll.Select(side => side.Route)],
                [.. inNone.Select(side => side.Route)],
                new WorkBudget(Steps, outOfTime)
            );
    }

    // False when the planner could not tell within its budget.
    private bool TryCompare(EventDocument document, out RouteChange? change)
    {
        change = null;
        if (document.Read() is not EventReading.Accepted { Event: var storageEvent })
            return true;
        DispatchPlan was = before.Planner.Plan(storageEvent, configuration, budget),
            now = after.Planner.Plan(storageEvent, configuration, budget);
        if (was.Outcome == Outcome.Deferred || now.Outcome == Outcome.Deferred)
            return false;
        change = RouteDiff.Compare(
            new RouteDiff.Decided(before.Planner, was, configuration),
            new RouteDiff.Decided(after.Planner, now, configuration),
            renames
        );
        return true;
    }

    private void Add(RouteChange change)
    {
        if (known.Add((change.Kind, string.Join(' ', change.Before), string.Join(' ', change.After))))
            changes.Add(change);
    }
}
