using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs.Writes;

/// <summary>What is proved of the objects that a route set writes.</summary>
/// <param name="Images">What each route writes.</param>
/// <param name="Chain">Which written objects fire which routes, as far as that is possible.</param>
/// <param name="Findings">Every question that is not proved, by route.</param>
internal sealed record WriteProofs(
    ImmutableArray<WriteImage> Images,
    ImmutableArray<WriteEdge> Chain,
    ImmutableArray<ProofFinding> Findings
);

/// <summary>Asks every question of proofs-v1 that is about what is rendered and written.</summary>
internal static class WriteProver
{
    /// <summary>The images and the chain alone, for pages and reports.</summary>
    public static WriteProofs Map(
        DispatchPlanner planner,
        Configuration? configuration,
        ImmutableArray<RouteProof> proofs,
        CancellationToken outOfTime
    )
    {
        ImmutableArray<WriteImage> images =
        [
            .. planner.Set.Routes.SelectMany(route => WriteImage.Of(route, configuration)),
        ];
        var production = new Production(planner, configuration, proofs, outOfTime);
        // What never fires writes nothing.
        images = images.RemoveAll(image => !production.MayFire(image.Route));
        return new(images, Loops.Edges(images, production), []);
    }

    /// <summary>Every answer that is not "proved".</summary>
    /// <param name="planner">The routes.</param>
    /// <param name="configuration">The configuration; null when it is not known.</param>
    /// <param name="proofs">What is proved of the routes among each other.</param>
    /// <param name="outOfTime">Ends the work; what was not decided by then is said to be unknown.</param>
    public static WriteProofs Prove(
        DispatchPlanner planner,
        Configuration? configuration,
        ImmutableArray<RouteProof> proofs,
        CancellationToken outOfTime
    )
    {
        WriteProofs map = Map(planner, configuration, proofs, outOfTime);
        var production = new Production(planner, configuration, proofs, outOfTime);
        var findings = ImmutableArray.CreateBuilder<ProofFinding>();
        findings.AddRange(Loops.Ask(map.Chain, production));
        foreach (WriteImage image in map.Images)
        {
            Add(findings, image, Codes.LintOverwrite, Asked(production, () => Overwrites.Ask(image, production)));
            Add(findings, image, Codes.LintOutside, Asked(production, () => WithinPatterns.Ask(image, production)));
        }

        findings.AddRange(TwoWriters.Ask(map.Images, production));
        foreach (Route route in planner.Set.Routes.Where(production.MayFire))
        {
            Verdict verdict = Asked(production, () => RenderFailures.Ask(route, configuration, production));
            if (verdict is not Verdict.Proved)
                findings.Add(new ProofFinding(Codes.LintRenderFails, route, verdict));
        }

        return map with
        {
            Findings = findings.DrainToImmutable(),
        };
    }

    private static Verdict Asked(Production production, Func<Verdict> question) =>
        production.IsOver ? Verdict.Unknown.Budget : question();

    private static void Add(
        ImmutableArray<ProofFinding>.Builder findings,
        WriteImage image,
        string code,
        Verdict verdict
    )
    {
        if (verdict is not Verdict.Proved)
            findings.Add(new ProofFinding(code, image.Route, verdict) { Image = image, IsGuess = image.IsGuess });
    }
}
