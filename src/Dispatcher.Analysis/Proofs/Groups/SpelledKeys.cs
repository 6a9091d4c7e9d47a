using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs.Groups;

/// <summary>Two names that a route takes as one, because it passes over letter case, and that are in two
/// groups.</summary>
internal static class SpelledKeys
{
    private const int MostNames = 60;

    /// <summary>Such names, or null.</summary>
    public static (ProofStep One, ProofStep Other)? Find(
        Route route,
        Configuration? configuration,
        Production production
    )
    {
        if (!route.Match.Object.Any(placed => placed.Pattern.IgnoreCase) || KeyImage.Of(route, configuration) is null)
            return null;
        var tries = new NameTries([]);
        foreach (
            string name in WriteImage
                .NamesOf(route)
                .SelectMany(skeleton => tries.Names(skeleton, ImmutableDictionary<int, string>.Empty))
                .Take(MostNames)
        )
        {
            if (production.IsOver)
                return null;
            if (
                Step(name.ToLowerInvariant()) is { } one
                && Step(name.ToUpperInvariant()) is { } other
                && one.Group != other.Group
            )
                return (one, other);
        }

        return null;

        ProofStep? Step(string name) =>
            production.Event(route, name) is { } document
                ? production.Run(document, route, ImmutableSortedDictionary<string, string>.Empty, null)
                : null;
    }
}
