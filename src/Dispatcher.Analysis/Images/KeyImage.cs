using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Images;

/// <summary>The key of a route's groups as a function of the object's name.</summary>
/// <param name="Ways">What <c>group.by</c> renders to.</param>
/// <param name="Hints">Texts that it makes worth trying.</param>
/// <remarks>sweep-v1: "output proofs treat it like any route, its outputs as functions of the key".</remarks>
internal sealed record KeyImage(ImmutableArray<Rendered> Ways, ImmutableArray<Hint> Hints)
{
    /// <summary>The image of a grouped route; null for another.</summary>
    public static KeyImage? Of(Route route, Configuration? configuration)
    {
        if (route.Group is not { } group)
            return null;
        var templates = new TemplateImages(route, configuration);
        return new(
            [.. WriteImage.NamesOf(route).SelectMany(name => templates.Of(group.By.Template, name))],
            [.. templates.Hints]
        );
    }

    private const long Steps = 20_000;

    /// <summary>The keys in parts, as the names of another route are; in one part where a key can be taken apart in two
    /// ways, because it is one group all the same.</summary>
    public ImmutableArray<Skeleton> Keys =>
        [
            Parts is { } parts && Seams.Find(parts, Copies(parts), new WorkBudget(Steps)).Found == Decision.No
                ? parts
                : Of([NamePart.Of(new ChoiceNode([.. Ways.Select(way => WithoutGroups(way.Language))]))]),
        ];

    private Skeleton? Parts => Ways is [var way] ? Of([.. way.Pieces.Select(piece => PartOf(piece, way.Name))]) : null;

    /// <summary>Whether one key is all that there is: no part of the name is in it.</summary>
    public bool IsConstant =>
        Ways.All(way => way.Pieces.All(piece => Fixed(piece, way.Name) is not null))
        && Ways.Select(way => string.Join('\0', way.Pieces.Select(piece => Fixed(piece, way.Name)))).Distinct().Count()
            <= 1;

    /// <summary>Names to try that have this key, likely ones first.</summary>
    public IEnumerable<string> NamesOf(string key)
    {
        var tries = new NameTries(Hints);
        return Ways.SelectMany(way =>
                Origins.Of(
                    WriteWay.Of(way.Name, way.Pieces, null, PartTexts.Grouped(way.Name, way.Pieces)),
                    key,
                    null,
                    tries
                )
            )
            .Select(origin => origin.Name);
    }

    // The same for every object of a bucket.
    private static string? Fixed(Piece piece, Skeleton name) =>
        piece switch
        {
            Piece.Text text => text.Value,
            Piece.Copy copy => name.Parts[copy.Part].Text is { } text ? copy.Map.Of(text) : null,
            Piece.Setting setting => $"config.{setting.Key}",
            Piece.Derived derived => derived.Parts.IsEmpty ? "bucket" : null,
            _ => null,
        };

    private static Skeleton Of(ImmutableArray<NamePart> parts) =>
        new(parts, ImmutableDictionary<string, Capture>.Empty);

    private static ImmutableArray<Piece> Copies(Skeleton key) =>
        [.. Enumerable.Range(0, key.Parts.Length).Select(part => new Piece.Copy(part, LetterMap.Same))];

    private static NamePart PartOf(Piece piece, Skeleton name) =>
        piece is Piece.Text text ? NamePart.Literal(text.Value)
        : piece is Piece.Copy { Map: LetterMap.Same } copy && name.Parts[copy.Part].Text is { } literal
            ? NamePart.Literal(literal)
        : NamePart.Of(WithoutGroups(piece.Language(name)));

    private static PatternNode WithoutGroups(PatternNode node) => Languages.Map(node, chars => chars);
}
