using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Mutations;

/// <summary>Changes routes in small ways and looks which changes their tests notice. What no test notices, nobody would
/// notice who made it by mistake.</summary>
public sealed class RouteMutationRunner
{
    private const long Steps = 200_000;

    private readonly DispatchPlanner planner;
    private readonly Configuration configuration;
    private readonly ImmutableArray<(Route Route, RouteTest Test, ImmutableArray<string> Fired)> tests;

    private RouteMutationRunner(DispatchPlanner planner, Configuration configuration)
    {
        (this.planner, this.configuration) = (planner, configuration);
        tests =
        [
            .. planner
                .Set.Routes.SelectMany(route => route.Tests.Select(test => (route, test)))
                .Where(pair => RouteTestRunner.Passes(planner, pair.route, pair.test, configuration))
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
    /// <param name="stopping">Ends the work.</param>
    /// <param name="progress">Told how many changes of how many were tried.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was cancelled.</exception>
    public static MutationReport Run(
        DispatchPlanner planner,
        Configuration configuration,
        CancellationToken stopping,
        Action<long, long>? progress = null
    )
    {
        ArgumentNullException.ThrowIfNull(planner);
        ArgumentNullException.ThrowIfNull(configuration);
        var runner = new RouteMutationRunner(planner, configuration);
        int noticed = 0;
        var survived = ImmutableArray.CreateBuilder<SurvivingMutant>();
        // The text of a default is one text, whichever of its routes notices the change.
        var mutants = planner
            .Set.Routes.SelectMany(RouteMutations.Of)
            .GroupBy(mutant => (mutant.Position, mutant.Part, mutant.Whole))
            .ToArray();
        for (int i = 0; i < mutants.Length; i++)
        {
            stopping.ThrowIfCancellationRequested();
            progress?.Invoke(i, mutants.Length);
            var same = mutants[i];
            if (same.Any(runner.IsNoticed))
                noticed++;
            else if (same.Select(runner.Survivor).FirstOrDefault(result => result is not null) is { } result)
                survived.Add(result);
        }

        return new MutationReport(noticed, survived.DrainToImmutable());
    }

    private bool IsNoticed(RouteMutant mutant)
    {
        DispatchPlanner? changed = null;
        foreach ((Route route, RouteTest test, ImmutableArray<string> fired) in tests)
        {
            if (!IsAffected(mutant, test.Event, fired))
                continue;
            changed ??= DispatchPlanner.For(planner.Set.With(mutant.Changed));
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

    // Null where no event tells the difference: nothing is changed then.
    private SurvivingMutant? Survivor(RouteMutant mutant)
    {
        if (!mutant.ChangesMatch)
            return new SurvivingMutant(mutant, null);
        ImmutableArray<Route> before =
        [
            .. planner
                .Set.Routes.Take(mutant.Original.Index)
                .Where(route => route is { State: RouteState.Enabled, Continue: false }),
        ];
        EventSearch gained = EventAnalysis.Between(
            [mutant.Changed],
            before.Add(mutant.Original),
            new AnalysisBudget(Steps)
        );
        if (gained.Witness is not null)
            return new SurvivingMutant(mutant, gained.Witness);
        EventSearch lost = EventAnalysis.Between(
            [mutant.Original],
            before.Add(mutant.Changed),
            new AnalysisBudget(Steps)
        );
        return lost.Witness is null && gained.Found == Decision.No && lost.Found == Decision.No
            ? null
            : new SurvivingMutant(mutant, lost.Witness);
    }
}
