using System.Collections.Immutable;
using System.Globalization;

namespace Dispatcher.Analysis.Images;

/// <summary>A text that some parts of a name are worth trying with.</summary>
/// <param name="Pieces">The parts, with text between them.</param>
/// <param name="Texts">The texts of all of them together, usual ones first.</param>
internal sealed record Hint(ImmutableArray<Piece> Pieces, ImmutableArray<string> Texts);

/// <summary>What is noticed while templates are evaluated.</summary>
internal sealed class TemplateNotes
{
    private readonly List<Hint> hints = [];
    private readonly List<string> risks = [];

    /// <summary>Texts that are worth trying.</summary>
    public IReadOnlyList<Hint> Hints => hints;

    /// <summary>What may fail for some name.</summary>
    public IReadOnlyList<string> Risks => risks;

    /// <summary>Something may fail.</summary>
    /// <param name="what">What, as a noun.</param>
    public void AddRisk(string what) => risks.Add(what);

    /// <summary>Texts are worth trying, where the pieces are parts of the name.</summary>
    public void AddHint(ImmutableArray<Piece> from, ImmutableArray<string> texts)
    {
        if (!from.IsEmpty && from.All(piece => piece is Piece.Copy { Map: LetterMap.Same } or Piece.Text))
            hints.Add(new Hint(from, texts));
    }

    /// <summary>The text that a value is written as. A value that may be missing is a risk.</summary>
    public ImmutableArray<Piece> Text(Skeleton name, TemplateValue value)
    {
        switch (value)
        {
            case TemplateValue.Texts texts:
                return texts.Pieces;
            case TemplateValue.Constant constant:
                return [new Piece.Text(Convert.ToString(constant.Of, CultureInfo.InvariantCulture) ?? "")];
            case TemplateValue.Flag flag:
                return flag.Holds is { } holds
                    ? [new Piece.Text(holds ? "true" : "false")]
                    : [new Piece.Derived(Languages.Of("true|false"), name.AllParts, Recovers: false, Variation.Event)];
            case TemplateValue.Moment moment:
                return
                [
                    new Piece.Derived(
                        Languages.Of(@"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(?:Z|[+\-]\d{2}:\d{2})"),
                        moment.Parts,
                        moment.Recovers,
                        moment.Source
                    ),
                ];
            case TemplateValue.Other other:
                if (other.MayBeMissing && !other.Parts.IsEmpty)
                    risks.Add("a value that may be missing");
                return [new Piece.Derived(other.Language, other.Parts, other.Recovers, Variation.Event)];
            default:
                risks.Add("a value that is missing");
                return [];
        }
    }
}
