using Dispatcher.Analysis.Names;
using Dispatcher.Diagnostics;
using Dispatcher.Matching.Index;
using Dispatcher.Planning;
using Dispatcher.Routes;

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
