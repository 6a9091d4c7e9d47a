using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Diagnostics;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Engine;

/// <summary>Names characters the way a person would.</summary>
internal static class CharacterPhrase
{
    private const int MaxParts = 8;
    private const int MaxLeftOut = 4;
    private static readonly CharSet LineBreaks = CharSet.Of("\n\r");
    private static readonly CharSet Lower = CharSet.Range('a', 'z');
    private static readonly CharSet Upper = CharSet.Range('A', 'Z');
    private static readonly CharSet Letters = Lower.Union(Upper);

    private static readonly ImmutableArray<(CharSet Set, string Name)> Names =
    [
        (NamedSets.Space, "white space"),
        (NamedSets.NotSpace, "any character but white space"),
        (NamedSets.NotDigit, "any character but a digit"),
        (NamedSets.NotWord, "any character but a letter, digit or `_`"),
        (CharSet.Everything, "any character"),
        (NamedSets.AnyButLineBreaks, "any character"),
    ];

    /// <summary>The parts of a list that names the set: <c>a letter</c>, <c>digit</c>, <c>`_`</c>.</summary>
    public static ImmutableArray<string> Of(CharSet set, ImmutableArray<string> written)
    {
        foreach ((CharSet known, string name) in Names)
        {
            if (known.Equals(set))
                return [name];
        }

        CharSet leftOut = set.Complement();
        if (
            leftOut.Count() is var count
            && count <= MaxLeftOut + 2
            && leftOut.Without(LineBreaks) is var others
            && others.Count() <= MaxLeftOut
        )
            return [$"any character but {List(Parts(others.IsEmpty ? leftOut : others))}"];
        ImmutableArray<string> parts = Parts(set);
        if (parts.Length <= MaxParts)
            return parts;
        return
        [
            $"a character of {List([.. written.Take(3).Select(w => $"`{(w.Length <= 40 ? w : w[..40] + "…")}`")])}",
        ];
    }

    /// <summary>Literal text, in backquotes.</summary>
    public static string Literal(string text)
    {
        if (text.Length == 1)
            return Single(text[0]);
        var shown = new StringBuilder();
        int at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isMark = NormalForm.IsMarkOfLetter(text, at);
            shown.Append(!isMark && (IsPrintable(rune) || IsMark(rune)) ? rune.ToString() : $"<{Name(rune)}>");
            at += rune.Utf16SequenceLength;
        }

        return $"`{shown}`";
    }

    private static ImmutableArray<string> Parts(CharSet set)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        CharSet rest = set;
        Take(Letters, "a letter", "letter");
        Take(Lower, "a lower-case letter", "lower-case letter");
        Take(Upper, "an upper-case letter", "upper-case letter");
        Take(NamedSets.Digit, "a digit", "digit");
        foreach (CharRange range in rest.Ranges)
        {
            if (parts.Count > MaxParts)
                break;
            if (range.Last - range.First < 3)
            {
                for (int c = range.First; c <= range.Last; c++)
                    parts.Add(Single(c));
            }
            else
            {
                parts.Add($"{Single(range.First)} to {Single(range.Last)}");
            }
        }

        return parts.DrainToImmutable();

        void Take(CharSet known, string first, string later)
        {
            if (!known.Without(rest).IsEmpty)
                return;
            parts.Add(parts.Count == 0 ? first : later);
            rest = rest.Without(known);
        }
    }

    private static string Single(int codePoint) =>
        codePoint switch
        {
            ' ' => "a space",
            '\t' => "a tab",
            '\n' => "a line feed",
            '\r' => "a carriage return",
            '`' => "a backquote",
            _ when !Rune.IsValid(codePoint) => Name(codePoint),
            _ when NormalForm.IsSign(codePoint) => Name(codePoint), // Looks like a letter.
            _ => IsPrintable(new Rune(codePoint)) ? $"`{new Rune(codePoint)}`" : Name(codePoint),
        };

    private static string Name(Rune rune) => Name(rune.Value);

    private static string Name(int codePoint) => string.Create(CultureInfo.InvariantCulture, $"U+{codePoint:X4}");

    private static bool IsPrintable(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.SpaceSeparator
            )
            && !NormalForm.IsSign(rune.Value)
            && !IsMark(rune)
        || rune.Value == ' ';

    // Alone it stands on the quote before it.
    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static string List(ImmutableArray<string> parts) =>
        parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts.Take(parts.Length - 1))} or {parts[^1]}";
}
