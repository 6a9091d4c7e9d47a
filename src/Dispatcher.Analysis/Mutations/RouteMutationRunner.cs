using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Mutations;

/// <summary>Changes routes in small ways and checks which changes their tests notice. A change that no test notices
/// could be made by mistake and stay.</summary>
public sealed class RouteMutationRunner
{
    private const long Steps = 200_000;

    private readonly DispatchPlanner planner;
    private readonly Configuration configuration;
    private readonly CancellationToken outOfTime;
    private readonly ImmutableArray<(Route Route, RouteTest Test, ImmutableArray<string> Fired)> tests;

    private RouteMutationRunner(
        DispatchPlanner planner,
        Configuration configuration,
        CancellationToken outOfTime,
        CancellationToken stopping
    )
    {
        (this.planner, this.configuration, this.outOfTime) = (planner, configuration, outOfTime);
        var planners = new TestPlanners(planner);
        tests =
        [
            .. planner
                .Set.Routes.SelectMany(route => route.Tests.Select(test => (route, test)))
                .TakeWhile(_ => !IsOver(stopping))
                .Where(pair => RouteTestRunner.Passes(planners, pair.route, pair.test, configuration))
                .Select(pair =>
                    (
                        pair.route,
                        pair.test,
                        planner.Fired(pair.test.Event).Select(taker => taker.Name).ToImmutableArray()
                    )
                ),
        ];
    }

    /// <summary>Runs the tests that pass against every change, those of other routes as well. A change of conditions
    /// that no event can tell is left out.</summary>
    /// <param name="planner">The route set.</param>
    /// <param name="configuration">For tests that name none of their own.</param>
    /// <param name="outOfTime">Ends the work early; what was not tried by then is unknown.</param>
    /// <param name="stopping">Ends the work.</param>
    /// <param name="progress">Called with how many changes of how many were tried.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was cancelled.</exception>
    public static MutationReport Run(
        DispatchPlanner planner,
        Configuration configuration,
        CancellationToken outOfTime,
        CancellationToken stopping,
        Action<long, long>? progress = null
    )
    {
        ArgumentNullException.ThrowIfNull(planner);
        ArgumentNullException.ThrowIfNull(configuration);
        var runner = new RouteMutationRunner(planner, configuration, outOfTime, stopping);
        int noticed = 0,
            unknown = 0;
        var survived = ImmutableArray.CreateBuilder<SurvivingMutant>();
        // The text of a default is one text, whichever of its routes notices the change.
        var mutants = planner
            .Set.Routes.SelectMany(RouteMutations.Of)
            .Where(_ => !stopping.IsCancellationRequested)
            .GroupBy(mutant => (mutant.Position, mutant.Part, mutant.Whole))
            .ToArray();
        for (int i = 0; i < mutants.Length; i++)
        {
            stopping.ThrowIfCancellationRequested();
            progress?.Invoke(i, mutants.Length);
            Decision isNoticed = runner.IsNoticed(mutants[i]);
            bool isUndecided = isNoticed == Decision.Undecided;
            SurvivingMutant? survivor = isNoticed == Decision.No ? runner.Survivor(mutants[i], out isUndecided) : null;
            if (isNoticed == Decision.Yes)
                noticed++;
            else if (survivor is not null)
                survived.Add(survivor);
            else if (isUndecided)
                unknown++;
        }

        stopping.ThrowIfCancellationRequested();
        return new MutationReport(noticed, survived.DrainToImmutable(), unknown);
    }

    private bool IsOver(CancellationToken stopping) =>
        outOfTime.IsCancellationRequested || stopping.IsCancellationRequested;

    private Decision IsNoticed(IEnumerable<RouteMutant> same)
    {
        foreach (RouteMutant mutant in same)
        {
            bool isNoticed = !outOfTime.IsCancellationRequested && IsNoticed(mutant);
            if (outOfTime.IsCancellationRequested)
                return Decision.Undecided;
            if (isNoticed)
                return Decision.Yes;
        }

        return Decision.No;
    }

    private bool IsNoticed(RouteMutant mutant)
    {
        TestPlanners? changed = null;
        foreach ((Route route, RouteTest test, ImmutableArray<string> fired) in tests)
        {
            if (outOfTime.IsCancellationRequested)
                return false;
            if (!IsAffected(mutant, test.Event, fired))
                continue;
            changed ??= new TestPlanners(DispatchPlanner.For(planner.Set.With(mutant.Changed)));
            if (!RouteTestRunner.Passes(changed, route, test, configuration))
                return true;
        }

        return false;
    }

    private static bool IsAffected(RouteMutant mutant, StorageEvent storageEvent, ImmutableArray<string> fired) =>
        mutant.ChangesMatch
            ? RouteMatcher.Match(mutant.Original, storageEvent) is not null
                || RouteMatcher.Match(mutant.Changed, storageEvent) is not null
            : fired.Contains(mutant.Original.Name);

    // Null where no event tells the difference, so that nothing is changed, and where that was not decided.
    private SurvivingMutant? Survivor(IEnumerable<RouteMutant> same, out bool isUndecided)
    {
        isUndecided = false;
        foreach (RouteMutant mutant in same)
        {
            if (!mutant.ChangesMatch)
                return new SurvivingMutant(mutant, null);
            ImmutableArray<Route> before =
            [
                .. planner
                    .Set.Routes.Take(mutant.Original.Index)
                    .Where(route => route is { State: RouteState.Enabled, Continue: false }),
            ];
            EventSearch gained = Between(mutant.Changed, before.Add(mutant.Original));
            if (gained.Witness is not null)
                return new SurvivingMutant(mutant, gained.Witness);
            EventSearch lost = Between(mutant.Original, before.Add(mutant.Changed));
            if (lost.Witness is not null)
                return new SurvivingMutant(mutant, lost.Witness);
            isUndecided |= gained.Found == Decision.Undecided || lost.Found == Decision.Undecided;
        }

        return null;
    }

    private EventSearch Between(Route inOne, ImmutableArray<Route> inNone) =>
        outOfTime.IsCancellationRequested
            ? EventSearch.Unknown
            : EventAnalysis.Between([inOne], inNone, new WorkBudget(Steps, outOfTime));
}
