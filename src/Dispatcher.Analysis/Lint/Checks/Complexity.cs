using Dispatcher.Diagnostics;
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

    /// <summary>The check.</summary>
    public static IEnumerable<LintFinding> Check(LintSubject subject) =>
        from route in subject.Routes
        let score = Of(route)
        where score > Budget
        let largest = route.Match.AllPatterns.MaxBy(placed => placed.Pattern.Complexity)!
        select LintFinding.Warning(
            Codes.LintComplexity,
            route,
            largest.Position,
            $"the patterns of route `{route.Name}` have {score:N0} states, over the budget of {Budget:N0}; this one has {largest.Pattern.Complexity:N0}",
            "split the route, or lower the counts in `{n,m}`"
        );
}
