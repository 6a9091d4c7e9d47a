using System.Collections.Immutable;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Diagnostics;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Routes that one event matches both, so that their order decides.</summary>
/// <remarks>routes-v1, "match".</remarks>
internal static class Overlaps
{
    // A route that meets hundreds of others is one mistake; the rest of them are counted.
    private const int MostShown = 5;

    /// <summary>Pairs of which neither says that it is meant. A route that never fires has a finding of its own, which
    /// names the routes that take its events.</summary>
    public static IEnumerable<LintFinding> Check(LintSubject subject) => subject.Proofs.SelectMany(Of);

    /// <summary>Routes that override one before them: the order is the other way round.</summary>
    public static IEnumerable<LintFinding> LateOverrides(LintSubject subject) =>
        from proof in subject.Proofs
        from overlap in proof.Overlaps
        where proof.Route.Overrides.Contains(overlap.First.Name) && !overlap.First.Overrides.Contains(proof.Route.Name)
        select LintFinding.Error(
            Codes.LintLateOverride,
            proof.Route,
            proof.Route.Position,
            $"route `{proof.Route.Name}` overrides `{overlap.First.Name}`, "
                + $"which comes before it and wins{Places.Of(overlap.Witness, overlap.First, overlap.Second)}",
            proof.Route.Fallback && !overlap.First.Fallback
                ? "a fallback is tried after all other routes: remove `fallback: true`, or the name"
                : $"move it before `{overlap.First.Name}`",
            overlap.Witness.Object
        );

    private static IEnumerable<LintFinding> Of(RouteProof proof)
    {
        ImmutableArray<RouteOverlap> open =
        [
            .. proof.Overlaps.Where(overlap => !overlap.IsReconciled && !proof.CoveredBy.Contains(overlap.First)),
        ];
        foreach (RouteOverlap overlap in open.Take(MostShown))
        {
            yield return LintFinding.Error(
                Codes.LintOverlap,
                proof.Route,
                proof.Route.Match.Object[0].Position,
                $"routes `{overlap.First.Name}` and `{proof.Route.Name}` match the same "
                    + $"events{Places.Of(overlap.Witness, overlap.First, overlap.Second)}, "
                    + $"and only `{overlap.First.Name}` fires",
                $"narrow one of them, or write `overrides: [{proof.Route.Name}]` or `continue: true` on "
                    + $"`{overlap.First.Name}` ({overlap.First.Position})",
                overlap.Witness.Object
            );
        }

        if (open.Length > MostShown)
        {
            yield return LintFinding.Error(
                Codes.LintOverlap,
                proof.Route,
                proof.Route.Match.Object[0].Position,
                $"route `{proof.Route.Name}` matches the same events as {open.Length - MostShown} more "
                    + $"routes before it: {RouteNames.Some(open.Skip(MostShown).Select(overlap => overlap.First))}",
                "narrow it",
                open[MostShown].Witness.Object
            );
        }
    }
}
