using System.Collections.Immutable;
using CsCheck;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Routes;
using Dispatcher.TestKit;
using Xunit.Abstractions;

namespace Dispatcher.Analysis.Tests.Proofs;

/// <summary>Every proof about generated route sets, against trying all events of a small world with the
/// matcher.</summary>
public sealed class RouteProverOracleTests(ITestOutputHelper output)
{
    private long sets,
        pairs,
        overlaps,
        reconciled,
        taken,
        together,
        impossible;

    [Fact]
    public void Overlap_and_shadowing_agree_with_trying_every_event_of_a_small_world()
    {
        World.RouteSets.Sample(Check, iter: Iterations.Of(400));

        output.WriteLine(
            $"{sets} route sets, each event of {World.Events.Length} tried on each: {pairs} pairs of "
                + $"routes, {overlaps} overlap, {reconciled} of them on purpose;"
        );
        output.WriteLine(
            $"{taken} routes never fire for one before them, {together} for several only together, "
                + $"{impossible} match nothing. 0 differences."
        );
        // What is never generated is never proved.
        Assert.All([overlaps, overlaps - reconciled, reconciled, taken, together, impossible], count =>
            Assert.NotEqual(0, count)
        );
    }

    private void Check(string yaml)
    {
        RouteSet set = Given.Set(yaml);
        ImmutableArray<RouteProof> proofs = RouteProver.Prove(set, CancellationToken.None);
        var table = RouteTable.Build(set);
        ImmutableArray<StorageEvent>[] matched =
        [
            .. set.Routes.Select(route => World.Events.RemoveAll(e => RouteMatcher.Match(route, e) is null)),
        ];
        HashSet<string> fired = [.. World.Events.SelectMany(e => table.Match(e)).Select(hit => hit.Route.Name)];

        Assert.Equal(
            set.Routes.Where(route => route.State != RouteState.Disabled),
            proofs.Select(proof => proof.Route)
        );
        Interlocked.Increment(ref sets);
        foreach (RouteProof proof in proofs)
        {
            Assert.True(proof.IsComplete && proof.Undecided.IsEmpty);
            Assert.Equal(fired.Contains(proof.Route.Name) ? Decision.Yes : Decision.No, proof.Fires);
            CheckOverlaps(set, proof, matched);
            CheckCover(proof, matched);
        }
    }

    private void CheckOverlaps(RouteSet set, RouteProof proof, ImmutableArray<StorageEvent>[] matched)
    {
        foreach (Route before in set.Routes.Take(proof.Route.Index))
        {
            Interlocked.Increment(ref pairs);
            RouteOverlap? overlap = proof.Overlaps.SingleOrDefault(candidate => candidate.First == before);
            StorageEvent[] both = before is { State: RouteState.Enabled, Continue: false }
                ? [.. matched[before.Index].Intersect(matched[proof.Route.Index])]
                : [];
            Assert.Equal(both.Length > 0, overlap is not null);
            if (overlap is null)
                continue;
            Interlocked.Increment(ref overlaps);
            StorageEvent witness = Given.Event(overlap.Witness);
            Assert.NotNull(RouteMatcher.Match(before, witness));
            Assert.NotNull(RouteMatcher.Match(proof.Route, witness));
            Assert.Equal(both.Min(e => e.ObjectName.Length), witness.ObjectName.Length);
            bool meant =
                matched[before.Index].All(matched[proof.Route.Index].Contains)
                || proof.Route.State == RouteState.Shadow
                || proof.Route.Fallback
                || before.Overrides.Contains(proof.Route.Name)
                || proof.Route.Overrides.Contains(before.Name);
            Assert.Equal(meant, overlap.IsReconciled);
            if (meant)
                Interlocked.Increment(ref reconciled);
        }
    }

    private void CheckCover(RouteProof proof, ImmutableArray<StorageEvent>[] matched)
    {
        ImmutableArray<StorageEvent> mine = matched[proof.Route.Index];
        Assert.Equal(proof.Fires == Decision.No && !mine.IsEmpty, !proof.CoveredBy.IsEmpty);
        if (mine.IsEmpty)
            Interlocked.Increment(ref impossible);
        if (proof.CoveredBy.IsEmpty)
            return;
        Interlocked.Increment(ref (proof.CoveredBy.Length == 1 ? ref taken : ref together));
        Assert.NotNull(RouteMatcher.Match(proof.Route, Given.Event(proof.Witness!)));
        Assert.Empty(Left(proof.CoveredBy));
        Assert.All(proof.CoveredBy, route => Assert.NotEmpty(Left(proof.CoveredBy.Remove(route))));

        IEnumerable<StorageEvent> Left(ImmutableArray<Route> by) =>
            mine.Except(by.SelectMany(route => matched[route.Index]));
    }
}
