using System.Collections.Immutable;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>A piece of a rendered text, and where it comes from.</summary>
internal abstract record Piece
{
    private Piece() { }

    /// <summary>The texts that it can be, never fewer.</summary>
    /// <param name="name">The parts of the object's name.</param>
    public abstract PatternNode Language(Skeleton name);

    /// <summary>Text that the template wrote.</summary>
    public sealed record Text(string Value) : Piece
    {
        public override PatternNode Language(Skeleton name) => Languages.Literal(Value);
    }

    /// <summary>A part of the object's name, letter by letter.</summary>
    public sealed record Copy(int Part, LetterMap Map) : Piece
    {
        public override PatternNode Language(Skeleton name) => Map.Of(name.Parts[Part].Language);
    }

    /// <summary>A key of a configuration that is not known: the same text for every event.</summary>
    public sealed record Setting(string Key) : Piece
    {
        public override PatternNode Language(Skeleton name) => Languages.Anything;
    }

    /// <summary>What a function makes of parts of the name, or what the event says beside its name.</summary>
    /// <param name="Texts">The texts that it can be, never fewer.</param>
    /// <param name="Parts">The parts of the name that it depends on.</param>
    /// <param name="Recovers">Whether the parts can be read from it.</param>
    /// <param name="Source">What it depends on beside them.</param>
    public sealed record Derived(PatternNode Texts, ImmutableArray<int> Parts, bool Recovers, Variation Source) : Piece
    {
        /// <summary>The most characters of it, where the texts have no bound of their own.</summary>
        public int? Longest { get; init; }

        public override PatternNode Language(Skeleton name) => Texts;

        public bool Equals(Derived? other) =>
            other is not null
            && ReferenceEquals(Texts, other.Texts)
            && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan())
            && Source == other.Source;

        public override int GetHashCode() => HashCode.Combine(Parts.Length, Source);
    }
}

/// <summary>What a text depends on beside the object's name.</summary>
internal enum Variation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The event, which may say the same of two objects: its time, its bucket.</summary>
    Event,

    /// <summary>The event's own identifier, which no other event has.</summary>
    Identity,
}
