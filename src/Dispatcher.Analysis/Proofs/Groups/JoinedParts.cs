using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs.Groups;

/// <summary>Parts of a group that can never be in one group.</summary>
/// <param name="Part">A part.</param>
/// <param name="Other">Another one; null where no object is the first.</param>
/// <param name="Steps">An object of each, where one is found.</param>
internal sealed record PartedGroup(string Part, string? Other, ImmutableArray<ProofStep> Steps);

/// <summary>Whether the parts that <c>group.complete</c> asks for can be in one group: for every part there is an
/// object, and all of them can have one key.</summary>
/// <remarks>Images have never fewer keys than there are: that two parts have none in common is a proof.</remarks>
internal static class JoinedParts
{
    private const int MostNames = 40;

    /// <summary>The first parts that are never together; null where there are none, or that is not decided.</summary>
    public static (Decision Together, PartedGroup? Never) Ask(
        Route route,
        Configuration? configuration,
        Production production
    )
    {
        RouteGrouping group = route.Group!;
        GroupParts complete = group.Complete!;
        var templates = new TemplateImages(route, configuration);
        ImmutableArray<Skeleton> names = WriteImage.NamesOf(route);
        var before = new List<(string Part, NameSet Keys, ImmutableArray<Skeleton> Names)>();
        bool decided = true;
        foreach (string part in complete.Of)
        {
            if (production.IsOver)
                return (Decision.Undecided, null);
            ImmutableArray<Skeleton> of = [.. names.SelectMany(name => Narrowed(templates, complete.Part, name, part))];
            ImmutableArray<Pattern> keys =
            [
                .. of.SelectMany(name => templates.Of(group.By.Template, name))
                    .Select(way => PartTexts.Grouped(way.Name, way.Pieces))
                    .DistinctBy(pattern => pattern.Text),
            ];
            if (keys.IsEmpty)
                return (Decision.No, new PartedGroup(part, null, []));
            // As a rule the keys of all parts are the same.
            if (before.Any(earlier => AreAlike(earlier.Keys.Include, keys)))
                continue;
            var set = new NameSet(keys, []);
            foreach ((string other, NameSet others, ImmutableArray<Skeleton> otherNames) in before)
            {
                Decision both = NameAnalysis.Overlap(others, set, production.Budget()).Found;
                decided &= both != Decision.Undecided;
                if (both == Decision.No)
                    return (
                        Decision.No,
                        new PartedGroup(
                            other,
                            part,
                            [
                                .. Steps(route, otherNames, other, templates, production),
                                .. Steps(route, of, part, templates, production),
                            ]
                        )
                    );
            }

            before.Add((part, set, of));
        }

        return (decided ? Decision.Yes : Decision.Undecided, null);
    }

    private static bool AreAlike(ImmutableArray<Pattern> some, ImmutableArray<Pattern> others) =>
        some.Select(pattern => pattern.Text).SequenceEqual(others.Select(pattern => pattern.Text));

    // The names that may be this part, never fewer.
    private static IEnumerable<Skeleton> Narrowed(
        TemplateImages templates,
        PlacedTemplate template,
        Skeleton name,
        string part
    ) =>
        from way in templates.Of(template.Template, name)
        let narrowed = Narrowed(way, part)
        where narrowed is not null
        select narrowed;

    // Every piece may be what stands between the ends of the pieces beside it, in any way to take the text apart.
    private static Skeleton? Narrowed(Rendered way, string text)
    {
        int count = way.Pieces.Length;
        Pattern[] languages =
        [
            .. way.Pieces.Select(piece => Pattern.Of(Languages.Map(piece.Language(way.Name), chars => chars), "")),
        ];
        bool[,] fits = new bool[count + 1, text.Length + 1],
            ends = new bool[count + 1, text.Length + 1];
        var spans = new List<(int From, int To)>[count];
        fits[0, 0] = true;
        for (int i = 0; i < count; i++)
        {
            spans[i] = [];
            for (int from = 0; from <= text.Length; from++)
            {
                for (int to = from; fits[i, from] && to <= text.Length; to++)
                {
                    if (!languages[i].IsMatch(text[from..to]))
                        continue;
                    fits[i + 1, to] = true;
                    spans[i].Add((from, to));
                }
            }
        }

        if (!fits[count, text.Length])
            return null;
        ends[count, text.Length] = true;
        Skeleton name = way.Name;
        for (int i = count - 1; i >= 0; i--)
        {
            spans[i].RemoveAll(span => !ends[i + 1, span.To]);
            foreach ((int from, _) in spans[i])
                ends[i, from] = true;
            if (way.Pieces[i] is not Piece.Copy { Map: LetterMap.Same } copy || name.Parts[copy.Part].Text is not null)
                continue;
            string[] texts = [.. spans[i].Select(span => text[span.From..span.To]).Distinct()];
            name = name.With(
                copy.Part,
                texts is [var only]
                    ? NamePart.Literal(only)
                    : NamePart.Of(new ChoiceNode([.. texts.Select(Languages.Literal)]))
            );
        }

        return name;
    }

    private static IEnumerable<ProofStep> Steps(
        Route route,
        ImmutableArray<Skeleton> names,
        string part,
        TemplateImages templates,
        Production production
    )
    {
        var tries = new NameTries(templates.Hints);
        foreach (
            string name in names
                .SelectMany(skeleton => tries.Names(skeleton, ImmutableDictionary<int, string>.Empty))
                .Take(MostNames)
        )
        {
            if (production.Event(route, name) is not { } document || production.Group(document, route)?.Part != part)
                continue;
            if (production.Run(document, route, ImmutableSortedDictionary<string, string>.Empty, null) is { } step)
                return [step];
        }

        return [];
    }
}
