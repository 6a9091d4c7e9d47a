using System.Collections.Immutable;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Analysis.Images;

/// <summary>What is known of the value of an expression in a template, for the names of one skeleton.</summary>
internal abstract record TemplateValue
{
    private TemplateValue() { }

    /// <summary>Any value of the expression's type.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="name">The names.</param>
    public static Other Anything(Expression expression, Skeleton name) =>
        new(
            name.AllParts,
            (expression.Type.Values & ~Kinds.Number) == 0 ? Languages.Number : Languages.Anything,
            expression.Type.MayBeMissing
        );

    /// <summary>A text, piece by piece.</summary>
    public sealed record Texts(ImmutableArray<Piece> Pieces) : TemplateValue;

    /// <summary>No value.</summary>
    public sealed record Nothing : TemplateValue
    {
        /// <summary>The one instance.</summary>
        public static readonly Nothing Instance = new();
    }

    /// <summary>True or false.</summary>
    /// <param name="Holds">Which of them; null where it is not known.</param>
    public sealed record Flag(bool? Holds) : TemplateValue;

    /// <summary>A number that the template has.</summary>
    public sealed record Constant(object Of) : TemplateValue;

    /// <summary>A date with its time.</summary>
    /// <param name="Parts">The parts of the name that it depends on.</param>
    /// <param name="Detail">How fine it is, as <see cref="DateTexts.Detail"/> says it; null where that is not
    /// known.</param>
    /// <param name="Recovers">Whether the parts can be read from it.</param>
    /// <param name="Source">What it depends on beside them.</param>
    public sealed record Moment(ImmutableArray<int> Parts, string? Detail, bool Recovers, Variation Source)
        : TemplateValue;

    /// <summary>Any other value.</summary>
    /// <param name="Parts">The parts of the name that it depends on.</param>
    /// <param name="Language">The texts that it is written as, never fewer.</param>
    /// <param name="MayBeMissing">Whether some names have none.</param>
    public sealed record Other(ImmutableArray<int> Parts, PatternNode Language, bool MayBeMissing) : TemplateValue
    {
        /// <summary>Whether the parts can be read from it.</summary>
        public bool Recovers { get; init; }
    }
}
