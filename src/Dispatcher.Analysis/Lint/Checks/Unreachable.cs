using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Diagnostics;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Routes that no event makes fire.</summary>
internal static class Unreachable
{
    public static IEnumerable<LintFinding> Check(LintSubject subject) =>
        from proof in subject.Proofs
        where proof.Fires == Decision.No
        select proof.CoveredBy.IsEmpty ? Empty(proof) : Covered(proof);

    private static LintFinding Covered(RouteProof proof)
    {
        string takers = RouteNames.Some(proof.CoveredBy);
        string what = proof.CoveredBy.Length == 1 ? $"{takers} takes" : $"{takers} together take";
        string them = proof.CoveredBy.Length == 1 ? $"`{proof.CoveredBy[0].Name}`" : "them";
        return LintFinding.Error(
            Codes.LintNeverWins,
            proof.Route,
            proof.Route.Position,
            $"route `{proof.Route.Name}` never fires: {what} everything it matches",
            proof.Route.Fallback && !proof.CoveredBy.All(route => route.Fallback)
                ? $"narrow {them}, write `continue: true` there, or remove it: nothing is left for a fallback"
                : $"move it before {them}, write `continue: true` there, or remove it",
            proof.Witness?.Object
        );
    }

    private static LintFinding Empty(RouteProof proof) =>
        LintFinding.Error(
            Codes.LintMatchesNothing,
            proof.Route,
            proof.Route.Position,
            $"no event matches route `{proof.Route.Name}`",
            proof.Route.Match.Except.IsEmpty
                ? "correct its patterns"
                : "correct its patterns; `except` may take all that `object` matches"
        );
}
