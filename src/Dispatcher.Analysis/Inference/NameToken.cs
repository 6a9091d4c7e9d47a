using System.Collections.Immutable;
using System.Globalization;

namespace Dispatcher.Analysis.Inference;

/// <summary>What a piece of an object name looks like.</summary>
internal enum NameTokenKind
{
    /// <summary>A character between pieces, such as <c>-</c>.</summary>
    Separator,

    /// <summary>Letters.</summary>
    Word,

    /// <summary>ASCII digits.</summary>
    Number,

    /// <summary>Letters and digits.</summary>
    Mixed,

    /// <summary>A UUID with its hyphens.</summary>
    Uuid,

    /// <summary>A word that names the value after it: <c>year</c> in <c>year=2026</c>.</summary>
    Key,
}

/// <summary>A piece of an object name.</summary>
internal readonly record struct NameToken(NameTokenKind Kind, string Text)
{
    private const int UuidLength = 36;

    /// <summary>Cuts a segment of a name into pieces, without gaps.</summary>
    public static ImmutableArray<NameToken> Of(string segment)
    {
        var tokens = ImmutableArray.CreateBuilder<NameToken>();
        for (int at = 0; at < segment.Length; )
        {
            int end = at;
            while (end < segment.Length && IsOfRun(segment, end))
                end++;
            if (IsUuid(segment, at))
            {
                tokens.Add(new(NameTokenKind.Uuid, segment.Substring(at, UuidLength)));
                at += UuidLength;
            }
            else if (end == at)
            {
                end += char.IsSurrogatePair(segment, at) ? 2 : 1;
                tokens.Add(new(NameTokenKind.Separator, segment[at..end]));
                at = end;
            }
            else
            {
                AddRun(tokens, segment[at..end], isKey: end < segment.Length && segment[end] == '=');
                at = end;
            }
        }

        return tokens.DrainToImmutable();
    }

    private static void AddRun(ImmutableArray<NameToken>.Builder tokens, string run, bool isKey)
    {
        if (isKey)
        {
            tokens.Add(new(NameTokenKind.Key, run));
            return;
        }

        // A time of day: 23T0900 behind `2026-11-`, or 20261123T090000Z.
        int t = run.IndexOf('T', StringComparison.Ordinal);
        bool zulu = run[^1] == 'Z';
        string time = t < 0 ? "" : run[(t + 1)..(zulu ? ^1 : ^0)];
        if (t is 2 or 8 && time.Length is 2 or 4 or 6 or 9 && IsNumber(run[..t]) && IsNumber(time))
        {
            tokens.Add(new(NameTokenKind.Number, run[..t]));
            tokens.Add(new(NameTokenKind.Separator, "T"));
            tokens.Add(new(NameTokenKind.Number, time));
            if (zulu)
                tokens.Add(new(NameTokenKind.Separator, "Z"));
            return;
        }

        int digits = run.Count(char.IsAsciiDigit);
        NameTokenKind kind =
            digits == 0 ? NameTokenKind.Word
            : digits == run.Length ? NameTokenKind.Number
            : NameTokenKind.Mixed;
        tokens.Add(new(kind, run));
    }

    private static bool IsNumber(string text) => text.All(char.IsAsciiDigit);

    private static bool IsOfRun(string text, int at) =>
        char.IsAsciiLetterOrDigit(text[at])
        || (
            text[at] > '\x7F'
            && char.GetUnicodeCategory(text[at])
                is UnicodeCategory.UppercaseLetter
                    or UnicodeCategory.LowercaseLetter
                    or UnicodeCategory.TitlecaseLetter
                    or UnicodeCategory.ModifierLetter
                    or UnicodeCategory.OtherLetter
                    or UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
        );

    private static bool IsUuid(string text, int at)
    {
        if (text.Length - at < UuidLength || (at > 0 && IsOfRun(text, at - 1)))
            return false;
        for (int i = 0; i < UuidLength; i++)
        {
            bool fits = i is 8 or 13 or 18 or 23 ? text[at + i] == '-' : char.IsAsciiHexDigit(text[at + i]);
            if (!fits)
                return false;
        }

        return at + UuidLength == text.Length || !IsOfRun(text, at + UuidLength);
    }
}
