using System.Collections.Immutable;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>What functions over a text make of its pieces.</summary>
internal static class TextFunctions
{
    /// <summary>A function that maps letter by letter.</summary>
    public static TemplateValue.Texts Mapped(Skeleton name, ImmutableArray<Piece> from, LetterMap map)
    {
        var pieces = ImmutableArray.CreateBuilder<Piece>(from.Length);
        foreach (Piece piece in from)
        {
            PatternNode language = piece.Language(name);
            if (piece is Piece.Text text)
                pieces.Add(new Piece.Text(map.Of(text.Value)));
            else if (piece is not Piece.Setting && map.IsIdentity(Languages.Alphabet(language)))
                pieces.Add(piece);
            else if (piece is Piece.Copy { Map: LetterMap.Same } copy)
                pieces.Add(copy with { Map = map });
            else
                pieces.AddRange(Made(name, [piece], map.Of(language), recovers: false).Pieces);
        }

        return new TemplateValue.Texts(pieces.DrainToImmutable());
    }

    /// <summary>A part of the text.</summary>
    /// <param name="name">The names.</param>
    /// <param name="from">The text.</param>
    /// <param name="start">Where it begins; null where that is not known.</param>
    /// <param name="length">How many characters; <see cref="long.MaxValue"/> for all, null where that is not
    /// known.</param>
    // Exact where the places of the cuts are known: parts of one character, and text that the template wrote.
    public static TemplateValue.Texts Cut(Skeleton name, ImmutableArray<Piece> from, long? start, long? length)
    {
        if (start is >= 0 && length is >= 0)
        {
            long begin = start.Value,
                end = length == long.MaxValue ? long.MaxValue : begin + length.Value,
                at = 0;
            var pieces = ImmutableArray.CreateBuilder<Piece>();
            foreach (Piece piece in from)
            {
                if (at >= end)
                    return new TemplateValue.Texts(pieces.DrainToImmutable());
                string? text =
                    piece is Piece.Text own ? own.Value
                    : piece is Piece.Copy { Map: LetterMap.Same } whole ? name.Parts[whole.Part].Text
                    : null;
                bool single =
                    piece is Piece.Copy copy
                    && name.Parts[copy.Part].Language is CharsNode chars
                    && chars.Set.Ranges[^1].Last <= char.MaxValue;
                if (text is not null)
                {
                    int first = (int)Math.Clamp(begin - at, 0, text.Length),
                        last = (int)Math.Clamp(end - at, 0, text.Length);
                    if (first < last)
                        pieces.Add(new Piece.Text(text[first..last]));
                    at += text.Length;
                }
                else if (single)
                {
                    if (at >= begin)
                        pieces.Add(piece);
                    at++;
                }
                else if (at >= begin && end == long.MaxValue)
                {
                    pieces.Add(piece);
                }
                else
                {
                    return Shortened(name, from, length);
                }
            }

            return new TemplateValue.Texts(pieces.DrainToImmutable());
        }

        return Shortened(name, from, length);
    }

    private static TemplateValue.Texts Shortened(Skeleton name, ImmutableArray<Piece> from, long? length)
    {
        CharSet alphabet = from.Aggregate(CharSet.Empty, (all, piece) =>
            all.Union(Languages.Alphabet(piece.Language(name)))
        );
        if (alphabet.IsEmpty)
            return new TemplateValue.Texts([]);
        return Made(
            name,
            from,
            new RepeatNode(
                Languages.Class(alphabet, "."),
                0,
                length is >= 0 and <= PatternSize.MaxCount ? (int)length : null,
                false
            ),
            recovers: false
        );
    }

    /// <summary>Each place of a text replaced by another.</summary>
    /// <param name="name">The names.</param>
    /// <param name="from">The text.</param>
    /// <param name="match">What is replaced; null where it is not known.</param>
    /// <param name="replacement">By what; null where it is not known.</param>
    public static TemplateValue.Texts Replaced(
        Skeleton name,
        ImmutableArray<Piece> from,
        string? match,
        string? replacement
    )
    {
        if (match is not { Length: > 0 } || replacement is null)
            return Made(name, from, Languages.Anything, recovers: false);
        from = Pieces.Joined(from);
        if (Pieces.Whole(from) is { } text)
            return new TemplateValue.Texts([
                new Piece.Text(text.Replace(match, replacement, StringComparison.Ordinal)),
            ]);
        CharSet sought = CharSet.Of(match);
        if (from.Any(piece => piece is Piece.Setting))
            return Made(name, from, Languages.Anything, recovers: false);
        if (match.Length > 1)
        {
            // Nothing is replaced where no piece has a character of the text.
            return from.All(piece => !Languages.Alphabet(piece.Language(name)).Intersects(sought))
                ? new TemplateValue.Texts(from)
                : Made(name, from, Languages.Anything, recovers: false);
        }

        PatternNode put = Languages.Literal(replacement);
        var pieces = ImmutableArray.CreateBuilder<Piece>(from.Length);
        foreach (Piece piece in from)
        {
            PatternNode language = piece.Language(name);
            CharSet alphabet = Languages.Alphabet(language);
            if (piece is Piece.Text own)
                pieces.Add(new Piece.Text(own.Value.Replace(match, replacement, StringComparison.Ordinal)));
            else if (!alphabet.Intersects(sought))
                pieces.Add(piece);
            else
            {
                bool recovers = replacement.Length > 0 && !alphabet.Intersects(CharSet.Of(replacement));
                pieces.AddRange(Made(name, [piece], Languages.Map(language, chars => !chars.Set.Intersects(sought)
                                ? chars
                            : chars.Set.IsSingle ? put
                            : new ChoiceNode([
                                Languages.Class(chars.Set.Without(sought), chars.Written),
                                put,
                            ])), recovers).Pieces);
            }
        }

        return new TemplateValue.Texts(pieces.DrainToImmutable());
    }

    /// <summary>What a function makes of the text, of which no more is known than the texts that it can be.</summary>
    /// <param name="name">The names.</param>
    /// <param name="from">The text.</param>
    /// <param name="language">The texts, never fewer.</param>
    /// <param name="recovers">Whether the text can be read from what is made of it.</param>
    public static TemplateValue.Texts Made(
        Skeleton name,
        ImmutableArray<Piece> from,
        PatternNode language,
        bool recovers
    )
    {
        if (
            Pieces.Whole(Pieces.Joined(from)) is not null
            && ReferenceEquals(language, Languages.Anything)
            && from.IsEmpty
        )
            return new TemplateValue.Texts([]);
        var parts = new SortedSet<int>();
        Variation source = Variation.None;
        bool all = recovers;
        foreach (Piece piece in from)
        {
            switch (piece)
            {
                case Piece.Copy copy:
                    parts.Add(copy.Part);
                    all &= copy.Map.IsInjective(Languages.Alphabet(name.Parts[copy.Part].Language));
                    break;
                case Piece.Derived derived:
                    parts.UnionWith(derived.Parts);
                    all &= derived.Recovers;
                    source = (Variation)Math.Max((int)source, (int)derived.Source);
                    break;
                case Piece.Text or Piece.Setting:
                    break;
            }
        }

        // Several parts in one text: whether each can be read from it is not asked.
        all &= from.Count(piece => piece is not Piece.Text) <= 1 || from.All(piece => Pieces.HasOneLength(piece, name));
        if (source == Variation.Identity)
            source = recovers ? source : Variation.Event;
        return new TemplateValue.Texts([new Piece.Derived(language, [.. parts], all, source)]);
    }
}
