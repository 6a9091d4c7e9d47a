using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Diagnostics;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>What the budget did not decide.</summary>
/// <remarks>cli-v1, <c>lint</c>: reported, never passed over.</remarks>
internal static class Undecided
{
    private const string Hint = "give more time with `--budget SECONDS`, or write simpler patterns";

    public static IEnumerable<LintFinding> Check(LintSubject subject)
    {
        foreach (RouteProof proof in subject.Proofs)
        {
            string name = proof.Route.Name;
            // A fallback overlaps with no route; whether it fires is a question all the same.
            bool overlaps = !proof.Route.Fallback;
            if (overlaps && !proof.IsComplete)
                yield return Unknown(proof, $"whether `{name}` overlaps with routes before it");
            else if (overlaps && !proof.Undecided.IsEmpty)
                yield return Unknown(proof, $"whether `{name}` overlaps with {RouteNames.Some(proof.Undecided)}");
            if (proof.Fires == Decision.Undecided)
                yield return Unknown(proof, $"whether the routes before `{name}` take everything it matches");
        }
    }

    private static LintFinding Unknown(RouteProof proof, string what) =>
        LintFinding.Warning(
            Codes.LintUnknown,
            proof.Route,
            proof.Route.Position,
            $"unknown (budget): {what} was not decided",
            Hint
        );
}
