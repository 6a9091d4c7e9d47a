using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Diagnostics;
using Dispatcher.Matching.Index;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Routes whose patterns are large: they cost memory and time in the function, and proofs about them may not
/// end.</summary>
internal static class Complexity
{
    /// <summary>The states that the patterns of one route may have together.</summary>
    public const int Budget = 1_000;

    /// <summary>The states of all patterns of a route.</summary>
    public static int Of(Route route) => route.Match.AllPatterns.Sum(placed => placed.Pattern.Complexity);

    /// <summary>The states that the patterns of all routes may be in at once for one name: of the longest name, so many
    /// for each character are what the function spends on a decision.</summary>
    private static readonly long TogetherBudget = PlanBudget.Default.Matching / NameFinder.MaxNameBytes;

    /// <summary>Patterns that are together more than a decision may cost.</summary>
    public static IEnumerable<LintFinding> CheckTogether(LintSubject subject)
    {
        var worst = WorstName.Of(subject.Routes);
        if (worst.States <= TogetherBudget)
            yield break;
        Route route = subject.Routes[worst.Heaviest];
        yield return LintFinding.Warning(
            Codes.LintSetComplexity,
            route,
            route.Match.Object[0].Position,
            $"one object name can keep {worst.States:N0} states of the routes' patterns busy at once, "
                + $"over the budget of {TogetherBudget:N0} for the whole set, and its event is then deferred; "
                + "this route has the most of them",
            "let the patterns begin with different text, or lower the counts in `{n,m}` that stand after `.*`"
        );
    }

    /// <summary>Routes whose templates are together more than rendering an event may cost, as one event of theirs
    /// shows.</summary>
    public static IEnumerable<LintFinding> CheckRendering(LintSubject subject)
    {
        var function = new Lazy<Production>(() =>
            new Production(subject.Planner, subject.Configuration, subject.Proofs, subject.OutOfTime)
        );
        foreach (Route route in subject.Routes)
        {
            // Each template has a bound of its own, so that few of them cannot reach the one of an event.
            if (RouteTemplates.Of(route).Count() * (long)TemplateLimits.Work <= PlanBudget.Default.Rendering)
                continue;
            Production production = function.Value;
            if (
                production.IsOver
                || production.Event(route) is not { } document
                || production.Run(document, route, ImmutableSortedDictionary<string, string>.Empty, null)?.Error
                    is not { } error
                || !error.StartsWith(Codes.WorkPassed, StringComparison.Ordinal)
            )
                continue;
            yield return LintFinding.Warning(
                Codes.LintSetComplexity,
                route,
                route.Match.Object[0].Position,
                $"rendering what route `{route.Name}` sends takes more than the {PlanBudget.Default.Rendering:N0} "
                    + $"steps for one event, and {Quote.Value(document.Object)} is then deferred",
                "send fewer bindings, or let their templates make shorter texts"
            ) with
            {
                Witness = document.Object,
            };
        }
    }

    public static IEnumerable<LintFinding> Check(LintSubject subject) =>
        from route in subject.Routes
        let score = Of(route)
        where score > Budget
        let largest = route.Match.AllPatterns.MaxBy(placed => placed.Pattern.Complexity)!
        select LintFinding.Warning(
            Codes.LintComplexity,
            route,
            largest.Position,
            $"the patterns of route `{route.Name}` have {score:N0} states, over the budget of {Budget:N0}; "
                + $"this one has {largest.Pattern.Complexity:N0}",
            "split the route, or lower the counts in `{n,m}`"
        );
}
