using System.Collections.Immutable;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>The pieces of a rendered text together.</summary>
internal static class Pieces
{
    /// <summary>Without empty texts, and texts that stand next to each other as one.</summary>
    public static ImmutableArray<Piece> Joined(ImmutableArray<Piece> pieces)
    {
        var joined = ImmutableArray.CreateBuilder<Piece>(pieces.Length);
        foreach (Piece piece in pieces)
        {
            if (piece is Piece.Text { Value: "" })
                continue;
            if (piece is Piece.Text text && joined.Count > 0 && joined[^1] is Piece.Text last)
                joined[^1] = new Piece.Text(last.Value + text.Value);
            else
                joined.Add(piece);
        }

        return joined.DrainToImmutable();
    }

    /// <summary>The text that they are for every name; null where it differs.</summary>
    public static string? Whole(ImmutableArray<Piece> pieces) =>
        pieces switch
        {
            [] => "",
            [Piece.Text text] => text.Value,
            _ => null,
        };

    /// <summary>The parts of the name that they depend on.</summary>
    public static ImmutableArray<int> PartsOf(ImmutableArray<Piece> pieces) =>
        [
            .. pieces
                .SelectMany(piece =>
                    piece switch
                    {
                        Piece.Copy copy => [copy.Part],
                        Piece.Derived derived => derived.Parts,
                        _ => (ImmutableArray<int>)[],
                    }
                )
                .Distinct()
                .Order(),
        ];

    /// <summary>Parts of the name as they are.</summary>
    public static ImmutableArray<Piece> Copies(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(part => new Piece.Copy(part, LetterMap.Same))];

    /// <summary>Whether the piece has the same length for every name.</summary>
    public static bool HasOneLength(Piece piece, Skeleton name) =>
        piece switch
        {
            Piece.Text => true,
            Piece.Copy copy => name.Parts[copy.Part] is var part
                && (part.Text is not null || part.Language is CharsNode),
            _ => false,
        };
}
