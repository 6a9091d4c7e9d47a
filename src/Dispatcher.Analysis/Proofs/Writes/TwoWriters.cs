using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Names;

namespace Dispatcher.Analysis.Proofs.Writes;

/// <summary>Whether two routes, or two entries of <c>writes</c> of one route, can write one object.</summary>
/// <remarks>proofs-v1, RD522.</remarks>
internal static class TwoWriters
{
    private const int MostShown = 3,
        MostNames = 8;

    /// <summary>Every pair that can, or of which it was not decided; of one entry the first few.</summary>
    public static IEnumerable<ProofFinding> Ask(ImmutableArray<WriteImage> images, Production production)
    {
        ImmutableArray<Routes.Route> writers = [.. images.Select((image, i) => image.Writer with { Index = i })];
        var neighbours = new PrefixNeighbours(writers);
        RouteOutline[] outlines = [.. writers.Select(writer => new RouteOutline(writer))];
        for (int i = 0; i < images.Length; i++)
        {
            int shown = 0;
            foreach (int before in neighbours.Before(writers[i]))
            {
                if (!outlines[before].MayMeet(outlines[i]))
                    continue;
                Verdict verdict = production.IsOver
                    ? Verdict.Unknown.Budget
                    : Ask(images[before], images[i], production);
                if (verdict is Verdict.Proved)
                    continue;
                yield return new ProofFinding(Diagnostics.Codes.LintTwoWriters, images[i].Route, verdict)
                {
                    Image = images[i],
                    Others = [images[before].Route],
                    IsGuess = images[i].IsGuess || images[before].IsGuess,
                    HasOpenBucket = images[i].HasOpenBucket || images[before].HasOpenBucket,
                };
                if (++shown == MostShown)
                    break;
            }
        }
    }

    private static Verdict Ask(WriteImage first, WriteImage second, Production production)
    {
        EventSearch both = EventAnalysis.Overlap(first.Writer, second.Writer, production.Budget());
        if (both.Found == Decision.No)
            return Verdict.Proved.Instance;
        if (both.Witness is not { } document)
            return Verdict.Unknown.Budget;
        var firstTries = new NameTries(first.Hints);
        var secondTries = new NameTries(second.Hints);
        foreach (ProofStep one in Steps(first, document.Object, document.Bucket, firstTries, production))
        {
            foreach (
                ProofStep other in Steps(
                    second,
                    one.Written!.Name,
                    first.HasOpenBucket ? document.Bucket : one.Written.Bucket,
                    secondTries,
                    production
                )
            )
            {
                bool isOpen = first.Ways.Any(way => way.Bucket is null) || second.Ways.Any(way => way.Bucket is null);
                if (
                    other.Written!.Name == one.Written.Name
                    && (isOpen || other.Written.Bucket == one.Written.Bucket)
                    && one.Configuration.All(key =>
                        !other.Configuration.TryGetValue(key.Key, out string? value) || value == key.Value
                    )
                )
                    return new Verdict.Refuted([one, other]);
            }
        }

        return production.IsOver ? Verdict.Unknown.Budget : Verdict.Unknown.Tries;
    }

    // What the function makes of names that may have made the written name.
    private static IEnumerable<ProofStep> Steps(
        WriteImage image,
        string written,
        string bucket,
        NameTries tries,
        Production production
    )
    {
        foreach (WriteWay way in image.Ways)
        {
            foreach (Origin origin in Origins.Of(way, written, bucket, tries).Take(MostNames))
            {
                if (production.IsOver)
                    yield break;
                if (
                    production.Of(image.Route, origin.Name) is { } document
                    && production.Run(document, image.Route, origin.Settings, image.Write) is { Written: { } made } step
                    && made.Name.Length > 0
                )
                    yield return step;
            }
        }
    }
}
