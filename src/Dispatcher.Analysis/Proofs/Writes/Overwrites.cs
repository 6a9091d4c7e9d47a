using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Names;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Analysis.Proofs.Writes;

/// <summary>Whether two different names that one route takes are written to one object.</summary>
/// <remarks>proofs-v1, RD521. Proved where every part of the name can be read from the written name: each is in it, no
/// character of it can be of another piece, and two ways of the pattern never write the same.</remarks>
internal static class Overwrites
{
    private const int MostWays = 24,
        MostRuns = 600;

    /// <summary>The answer for one written object of a route.</summary>
    public static Verdict Ask(WriteImage image, Production production)
    {
        var tries = new NameTries(image.Hints);
        var suspects = new List<Origin>();
        bool? isTold = IsTold(image, production, tries, suspects);
        if (isTold == true)
            return Verdict.Proved.Instance;
        IEnumerable<Origin> names = suspects
            .Concat(
                image.Ways.SelectMany(way =>
                    tries
                        .Names(way.Name, ImmutableDictionary<int, string>.Empty)
                        .Select(name => new Origin(name, ImmutableSortedDictionary<string, string>.Empty))
                )
            )
            .DistinctBy(origin => origin.Name)
            .Take(MostRuns);
        return (Verdict?)Search(image, production, names)
            ?? (isTold is null || production.IsOver ? Verdict.Unknown.Budget : Verdict.Unknown.Tries);
    }

    private static Verdict.Refuted? Search(WriteImage image, Production production, IEnumerable<Origin> names)
    {
        var seen = new Dictionary<WrittenObject, ProofStep>();
        foreach (Origin origin in names)
        {
            if (production.IsOver || production.Of(image.Route, origin.Name) is not { } document)
                return null;
            // Another event has another identifier.
            EventDocument other = document with { Id = $"event-{seen.Count}" };
            if (
                production.Run(other, image.Route, origin.Settings, image.Write) is not { Written: { } written } step
                || written.Name.Length == 0
            )
                continue;
            if (!seen.TryAdd(written, step) && seen[written].Subject != step.Subject)
                return new Verdict.Refuted([seen[written], step]);
        }

        return null;
    }

    // Null where the budget was spent first. What may be written by two names goes to the suspects.
    private static bool? IsTold(WriteImage image, Production production, NameTries tries, List<Origin> suspects)
    {
        bool recovered = true,
            budget = true;
        foreach (WriteWay way in image.Ways)
        {
            recovered &= HasEveryPart(way);
            SeamSearch seams = Seams.Find(way.Name, way.Object, production.Budget());
            if (seams.Found == Decision.Yes)
            {
                recovered = false;
                suspects.AddRange(Origins.Of(way, seams.One, null, tries).Take(8));
                suspects.AddRange(Origins.Of(way, seams.Other, null, tries).Take(8));
            }

            budget &= seams.Found != Decision.Undecided;
        }

        if (image.Ways.Length > MostWays)
            return budget ? false : null;
        for (int i = 0; i < image.Ways.Length; i++)
        {
            for (int j = i + 1; j < image.Ways.Length; j++)
            {
                (WriteWay one, WriteWay other) = (image.Ways[i], image.Ways[j]);
                NameSearch both = NameAnalysis.Overlap(
                    NameSet.Of(one.Objects),
                    NameSet.Of(other.Objects),
                    production.Budget()
                );
                budget &= both.Found != Decision.Undecided;
                if (both.Witness is not { } written)
                    continue;
                recovered = false;
                suspects.AddRange(Origins.Of(one, written, null, tries).Take(6));
                suspects.AddRange(Origins.Of(other, written, null, tries).Take(6));
            }
        }

        return !budget ? null : recovered;
    }

    private static bool HasEveryPart(WriteWay way)
    {
        if (way.Object.Any(piece => piece is Piece.Derived { Source: Variation.Identity }))
            return true;
        var recovered = new HashSet<int>();
        foreach (Piece piece in way.Object)
        {
            if (
                piece is Piece.Copy copy
                && copy.Map.IsInjective(Languages.Alphabet(way.Name.Parts[copy.Part].Language))
            )
                recovered.Add(copy.Part);
            else if (piece is Piece.Derived { Recovers: true } derived)
                recovered.UnionWith(derived.Parts);
        }

        return Enumerable
            .Range(0, way.Name.Parts.Length)
            .All(part => recovered.Contains(part) || way.Name.Parts[part].Text is not null);
    }
}
