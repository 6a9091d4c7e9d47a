using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Names;
using Dispatcher.Patterns;

namespace Dispatcher.Analysis.Proofs.Writes;

/// <summary>Whether every written name matches its <c>within</c>.</summary>
/// <remarks>proofs-v1, RD524.</remarks>
internal static class WithinPatterns
{
    private const int MostNames = 60;

    /// <summary>The answer for one written object of a route.</summary>
    public static Verdict Ask(WriteImage image, Production production)
    {
        if (image.Write.Within?.Pattern is not { } within)
            return Verdict.Proved.Instance;
        var tries = new NameTries(image.Hints);
        NameSearch outside = NameAnalysis.Difference(
            new NameSet([.. image.Ways.Select(way => way.Objects)], []),
            NameSet.Of(within),
            production.Budget()
        );
        if (outside.Found == Decision.No)
            return Verdict.Proved.Instance;
        IEnumerable<Origin> names = image.Ways.SelectMany(way =>
            (outside.Witness is { } written ? Origins.Of(way, written, null, tries) : []).Concat(
                tries
                    .Names(way.Name, ImmutableDictionary<int, string>.Empty)
                    .Select(name => new Origin(name, ImmutableSortedDictionary<string, string>.Empty))
            )
        );
        foreach (Origin origin in names.DistinctBy(origin => origin.Name).Take(MostNames))
        {
            if (production.IsOver || production.Of(image.Route, origin.Name) is not { } document)
                break;
            if (
                production.Run(document, image.Route, origin.Settings, image.Write) is { Written: { } found } step
                && IsOutside(within, found.Name)
            )
                return new Verdict.Refuted([step]);
        }

        return outside.Found == Decision.Undecided || production.IsOver
            ? Verdict.Unknown.Budget
            : Verdict.Unknown.Tries;
    }

    private static bool IsOutside(Pattern within, string name) => name.Length > 0 && !within.IsMatch(name);
}
