using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs.Writes;

/// <summary>Whether every name that producers promise is taken by a route.</summary>
/// <remarks>proofs-v1, RD525.</remarks>
internal static class Completeness
{
    private const long Steps = 1_000_000;

    /// <summary>A name of the pattern that no route takes, in whatever place.</summary>
    public static NameSearch Ask(DispatchPlanner planner, Pattern promised, CancellationToken outOfTime)
    {
        ImmutableArray<NameSet> taken =
        [
            .. planner
                .Set.Routes.Where(route =>
                    route.State == RouteState.Enabled && route.Match.Kinds.Any(Production.IsWriting)
                )
                .Select(route => new NameSet(
                    [.. route.Match.Object.Select(placed => placed.Pattern)],
                    [.. route.Match.Except.Select(placed => placed.Pattern)]
                )),
        ];
        NameSearch open = NameAnalysis.Between([NameSet.Of(promised)], taken, new WorkBudget(Steps, outOfTime));
        return open.Witness is { } name && IsTaken(planner, name) ? new NameSearch(Decision.Undecided, null) : open;
    }

    private static bool IsTaken(DispatchPlanner planner, string name) =>
        AssumedEvent.Read(planner, new EventDocument { Object = name }) is EventReading.Accepted accepted
        && planner.Fired(accepted.Event).Any(route => route.State == RouteState.Enabled);
}
