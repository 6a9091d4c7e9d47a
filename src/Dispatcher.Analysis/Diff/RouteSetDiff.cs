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
/// or it does not match there; each is a question for <see cref="EventAnalysis"/>.</remarks>
public sealed class RouteSetDiff
{
    private const long Steps = 500_000;
    private const int NamesTried = 6;

    private readonly DiffSide before;
    private readonly DiffSide after;
    private readonly Configuration configuration;
    private readonly CancellationToken outOfTime;
    private readonly List<RouteChange> changes = [];
    private readonly HashSet<(ChangeKind, string, string)> known = [];
    private readonly HashSet<UnknownChange> unknown = [];

    private RouteSetDiff(
        DispatchPlanner before,
        DispatchPlanner after,
        Configuration configuration,
        CancellationToken outOfTime
    )
    {
        (this.before, this.after) = (new DiffSide(before), new DiffSide(after));
        (this.configuration, this.outOfTime) = (configuration, outOfTime);
    }

    /// <summary>The differences, by kind and then in route order.</summary>
    /// <param name="before">The one set.</param>
    /// <param name="after">The other.</param>
    /// <param name="configuration">What templates see, for the requests.</param>
    /// <param name="outOfTime">Ends the work early; what was not decided by then is said to be unknown.</param>
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
        foreach (Side route in diff.after.Live)
            diff.Requests(route);
        return new SetDifference([.. diff.changes.OrderBy(change => change.Kind)], [.. diff.unknown]);
    }

    // Where a route of one set fires, and no route of its name does in the other.
    private void Gone(Side route, DiffSide own, DiffSide other, bool isBefore)
    {
        Side? twin = other.Find(route.Route.Name);
        ImmutableArray<Side> blockers = [.. own.Near(route).Where(earlier => earlier.Stops(route.Route))];
        ImmutableArray<Side> near = other.Near(route);
        Ask([route], [.. blockers, .. near], isBefore);
        foreach (Side taker in near)
        {
            if (taker == twin)
                continue;
            IEnumerable<Side> stops = other.Near(taker).Where(earlier => earlier.Stops(taker.Route));
            // Where the taker does not end the search before it, the twin must not match.
            IEnumerable<Side> mayFireToo = twin is not null && !taker.Stops(twin.Route) ? [twin] : [];
            Ask([route, taker], [.. blockers, .. stops, .. mayFireToo], isBefore);
        }
    }

    private void Ask(ImmutableArray<Side> inAll, ImmutableArray<Side> inNone, bool isBefore)
    {
        if (Search(inAll, inNone) is not { } search)
            return;
        (Side? was, Side? now) = isBefore
            ? (inAll[0], inAll.ElementAtOrDefault(1))
            : (inAll.ElementAtOrDefault(1), inAll[0]);
        if (search.Found == Decision.Undecided)
            unknown.Add(new UnknownChange(was?.Route.Name, now?.Route.Name, "the budget ran out"));
        else if (search.Witness is { } witness && Change(witness) is { } change)
            Add(change);
    }

    private void Requests(Side now)
    {
        if (
            before.Find(now.Route.Name) is not { } was
            || RouteWording.Request(was.Route) == RouteWording.Request(now.Route)
        )
            return;
        ImmutableArray<Side> blockers =
        [
            .. before.Near(was).Where(earlier => earlier.Stops(was.Route)),
            .. after.Near(now).Where(earlier => earlier.Stops(now.Route)),
        ];
        EventSearch? search = Search([was, now], blockers);
        if (search?.Found == Decision.Undecided)
            unknown.Add(new UnknownChange(was.Route.Name, now.Route.Name, "the budget ran out"));
        if (search?.Witness is not { } witness)
            return;
        IEnumerable<string> names = was
            .Route.Match.Object.Concat(now.Route.Match.Object)
            .SelectMany(placed => NameSamples.Matching(placed.Pattern, NamesTried))
            .Prepend(witness.Object)
            .Distinct();
        // The shortest name proves that there is one; a name that people would write shows the change better.
        RouteChange[] shown =
        [
            .. names
                .Select(name => Change(witness with { Object = name }))
                .OfType<RouteChange>()
                .Where(change => change.Kind == ChangeKind.DifferentRequest),
        ];
        if (shown.FirstOrDefault(change => change.Event.ObjectName != witness.Object) is { } readable)
            Add(readable);
        else if (shown.Length > 0)
            Add(shown[0]);
        else
            unknown.Add(
                new UnknownChange(
                    was.Route.Name,
                    now.Route.Name,
                    "it is written differently, and sends the same for every name that was tried"
                )
            );
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
                new AnalysisBudget(Steps, outOfTime)
            );
    }

    private RouteChange? Change(EventDocument document) =>
        document.Read() is EventReading.Accepted { Event: var storageEvent }
            ? RouteDiff.Compare(before.Planner, after.Planner, storageEvent, configuration)
            : null;

    private void Add(RouteChange change)
    {
        if (known.Add((change.Kind, string.Join(' ', change.Before), string.Join(' ', change.After))))
            changes.Add(change);
    }
}
