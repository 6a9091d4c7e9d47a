using System.Collections.Immutable;
using System.Globalization;
using Dispatcher.Analysis.Mutations;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>Takes a rendered text apart again.</summary>
internal static class PartTexts
{
    /// <summary>The pieces as an expression with a group for each.</summary>
    public static Pattern Grouped(Skeleton name, ImmutableArray<Piece> pieces)
    {
        var root = new SequenceNode([
            .. pieces.Select(
                (piece, i) =>
                    piece is Piece.Text
                        ? piece.Language(name)
                        : new GroupNode(WithoutGroups(piece.Language(name)), GroupName(i))
            ),
        ]);
        return Pattern.Of(root, PatternText.Of(WithoutGroups(root)));
    }

    /// <summary>The texts of the parts when the pieces, copies and text, are this text; null when they cannot
    /// be.</summary>
    public static ImmutableDictionary<int, string>? Split(Skeleton name, ImmutableArray<Piece> pieces, string text)
    {
        if (Values(Grouped(name, pieces), pieces, text) is not { } values)
            return null;
        var parts = ImmutableDictionary.CreateBuilder<int, string>();
        for (int i = 0; i < pieces.Length; i++)
        {
            if (pieces[i] is not Piece.Copy copy)
                continue;
            if (parts.TryGetValue(copy.Part, out string? known) && known != values[i])
                return null;
            parts[copy.Part] = values[i];
        }

        return parts.ToImmutable();
    }

    /// <summary>The text of each piece; null when the whole does not match.</summary>
    public static string[]? Values(Pattern grouped, ImmutableArray<Piece> pieces, string text)
    {
        if (grouped.Match(text) is not { } match)
            return null;
        return
        [
            .. pieces.Select(
                (piece, i) => piece is Piece.Text own ? own.Value : match.Groups.GetValueOrDefault(GroupName(i)) ?? ""
            ),
        ];
    }

    private static string GroupName(int piece) => string.Create(CultureInfo.InvariantCulture, $"p{piece}");

    private static PatternNode WithoutGroups(PatternNode node) => Languages.Map(node, chars => chars);
}
