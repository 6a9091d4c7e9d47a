using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Patterns that match nothing that exists, and exceptions that except nothing.</summary>
/// <remarks>A name has 1 to 1,024 bytes and neither NUL nor a line break.</remarks>
internal static class EmptyPatterns
{
    private const long Steps = 200_000;

    public static IEnumerable<LintFinding> Check(LintSubject subject) =>
        from route in subject.Routes
        from finding in Of(route, subject.OutOfTime)
        group finding by finding.Problem.Position into places
        select places.First();

    private static IEnumerable<LintFinding> Of(Route route, CancellationToken outOfTime)
    {
        foreach (
            (MatchPart part, PlacedPattern placed) in route.Match.Parts.SelectMany(part =>
                part.Patterns.Select(placed => (part, placed))
            )
        )
        {
            if (!part.Key.IsName && ValueCondition.MayMatchMoreThanNames(placed.Pattern))
                continue;
            Decision found = NameAnalysis.Witness(NameSet.Of(placed.Pattern), new WorkBudget(Steps, outOfTime)).Found;
            if (found == Decision.No)
            {
                yield return LintFinding.Error(
                    Codes.LintMatchesNothing,
                    route,
                    placed.Position,
                    $"the pattern {Quote.Value(placed.Pattern.Text)} matches nothing",
                    "correct it, or remove it"
                );
            }
            else if (found == Decision.Undecided)
            {
                yield return LintFinding.Warning(
                    Codes.LintUnknown,
                    route,
                    placed.Position,
                    "unknown (budget): whether this pattern matches anything was not decided",
                    "give more time with `--budget SECONDS`, or write a simpler pattern"
                );
            }
        }

        var objects = new NameSet([.. route.Match.Object.Select(placed => placed.Pattern)], []);
        foreach (PlacedPattern placed in route.Match.Except)
        {
            if (
                NameAnalysis.Overlap(objects, NameSet.Of(placed.Pattern), new WorkBudget(Steps, outOfTime)).Found
                == Decision.No
            )
            {
                yield return LintFinding.Warning(
                    Codes.LintMatchesNothing,
                    route,
                    placed.Position,
                    $"the exception {Quote.Value(placed.Pattern.Text)} matches no name that `object` does",
                    "correct it, or remove it"
                );
            }
        }
    }
}
