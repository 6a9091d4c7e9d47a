using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs;

/// <summary>Proves for every route of a set which routes before it take its events: a pair that overlaps, and a route
/// that cannot fire.</summary>
/// <remarks>A hard question must not keep easy ones from being answered: all pairs are asked with few steps first, and
/// those that need more are asked again when all else is done.</remarks>
public sealed class RouteProver
{
    private const long Quick = 20_000,
        Thorough = 1_000_000;

    private readonly RouteSet set;
    private readonly CancellationToken outOfTime;
    private readonly PrefixNeighbours neighbours;
    private readonly RouteOutline[] outlines;

    private RouteProver(RouteSet set, CancellationToken outOfTime)
    {
        (this.set, this.outOfTime) = (set, outOfTime);
        neighbours = new PrefixNeighbours(set.Routes);
        outlines = [.. set.Routes.Select(route => new RouteOutline(route))];
    }

    /// <summary>The proofs, in route order; disabled routes have none.</summary>
    /// <param name="set">The routes.</param>
    /// <param name="outOfTime">Ends the work early; what was not decided by then is undecided.</param>
    /// <param name="progress">Called with how many steps of how many are done.</param>
    public static ImmutableArray<RouteProof> Prove(
        RouteSet set,
        CancellationToken outOfTime,
        Action<long, long>? progress = null
    )
    {
        ArgumentNullException.ThrowIfNull(set);
        var prover = new RouteProver(set, outOfTime);
        Findings[] found =
        [
            .. set.Routes.Where(route => route.State != RouteState.Disabled).Select(route => new Findings(route)),
        ];
        ReadOnlySpan<Action<Findings>> steps = [prover.Compare, prover.Reach, prover.CompareAgain];
        for (int step = 0; step < steps.Length; step++)
        {
            for (int i = 0; i < found.Length; i++)
            {
                progress?.Invoke(((long)step * found.Length) + i, (long)steps.Length * found.Length);
                steps[step](found[i]);
            }
        }

        return [.. found.Select(findings => findings.Proof())];
    }

    private void Compare(Findings findings)
    {
        foreach (int index in neighbours.Before(findings.Route))
        {
            Route before = set.Routes[index];
            if (before.State != RouteState.Enabled || before.Continue)
                continue;
            if (outOfTime.IsCancellationRequested)
            {
                findings.IsComplete = false;
                return;
            }

            if (outlines[index].MayMeet(outlines[findings.Route.Index]))
                Compare(findings, before, Quick);
        }
    }

    private void CompareAgain(Findings findings)
    {
        foreach (Route before in findings.Undecided.ToArray())
        {
            if (outOfTime.IsCancellationRequested)
                return;
            findings.Undecided.Remove(before);
            Compare(findings, before, Thorough);
        }
    }

    private void Compare(Findings findings, Route before, long steps)
    {
        EventSearch search = EventAnalysis.Overlap(before, findings.Route, Budget(steps));
        if (search.Witness is not null)
            findings.Overlaps.Add(
                new RouteOverlap(before, findings.Route, search.Witness)
                {
                    IsWithin = EventAnalysis.Between([before], [findings.Route], Budget(steps)).Found == Decision.No,
                }
            );
        else if (search.Found == Decision.Undecided)
            findings.Undecided.Add(before);
    }

    private void Reach(Findings findings)
    {
        EventSearch any = EventAnalysis.Between([findings.Route], [], Budget(Thorough));
        // Routes of which it is not known whether they overlap may be needed for the proof, and do it no harm.
        ImmutableArray<Route> before =
        [
            .. findings
                .Overlaps.Select(overlap => overlap.First)
                .Concat(findings.Undecided)
                .OrderBy(route => route.Index),
        ];
        findings.Fires =
            before.IsEmpty || any.Found == Decision.No
                ? any.Found
                : EventAnalysis.Between([findings.Route], before, Budget(Thorough)).Found;
        // A route that was not looked at might take the rest.
        if (findings.Fires == Decision.Yes && !findings.IsComplete)
            findings.Fires = Decision.Undecided;
        if (findings.Fires != Decision.No || any.Found == Decision.No)
            return;
        (findings.Witness, findings.CoveredBy) = (any.Witness, Needed(findings.Route, before));
    }

    // One route that takes all is the best explanation; else those that cannot be left out, later ones left out first.
    private ImmutableArray<Route> Needed(Route route, ImmutableArray<Route> before)
    {
        foreach (Route alone in before)
        {
            if (outOfTime.IsCancellationRequested)
                return before;
            if (IsTakenBy(route, [alone]))
                return [alone];
        }

        for (int i = before.Length - 1; i >= 0 && !outOfTime.IsCancellationRequested; i--)
        {
            ImmutableArray<Route> others = before.RemoveAt(i);
            if (IsTakenBy(route, others))
                before = others;
        }

        return before;
    }

    private bool IsTakenBy(Route route, ImmutableArray<Route> before) =>
        EventAnalysis.Between([route], before, Budget(Thorough)).Found == Decision.No;

    private WorkBudget Budget(long steps) => new(steps, outOfTime);

    private sealed class Findings(Route route)
    {
        public Route Route { get; } = route;

        public List<RouteOverlap> Overlaps { get; } = [];

        public List<Route> Undecided { get; } = [];

        public bool IsComplete { get; set; } = true;

        public Decision Fires { get; set; }

        public ImmutableArray<Route> CoveredBy { get; set; } = [];

        public EventDocument? Witness { get; set; }

        public RouteProof Proof() =>
            new()
            {
                Route = Route,
                Overlaps = [.. Overlaps.OrderBy(overlap => overlap.First.Index)],
                Undecided = [.. Undecided.OrderBy(before => before.Index)],
                IsComplete = IsComplete,
                Fires = Fires,
                CoveredBy = CoveredBy,
                Witness = Witness,
            };
    }
}
