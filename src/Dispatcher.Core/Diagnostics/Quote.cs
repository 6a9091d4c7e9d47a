using System.Globalization;
using System.Text;

namespace Dispatcher.Diagnostics;

/// <summary>Puts untrusted text into messages: one line, no control characters, bounded. What a reader cannot see, or
/// cannot tell from something else, stands there as <c>&lt;U+0308&gt;</c>.</summary>
public static class Quote
{
    private const int MaxShown = 200;
    private const int MaxCode = 80;

    /// <summary>The text in double quotes, with everything that could break a line or a terminal escaped, and cut after
    /// 200 characters.</summary>
    public static string Value(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder(Math.Min(text.Length, MaxShown) + 2).Append('"');
        Append(shown, text, quote: true);
        return shown.Append('"').ToString();
    }

    /// <summary>The text as it is, with everything that could break a line or a terminal escaped, and cut after 200
    /// characters.</summary>
    public static string Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder(Math.Min(text.Length, MaxShown));
        Append(shown, text, quote: false);
        return shown.ToString();
    }

    /// <summary>The text as it is and as long as it is, with everything that could break a line or a terminal, or be a
    /// command to GitHub's runner, escaped. Text that has been through here stays as it is.</summary>
    public static string Whole(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsSafe(text))
            return text;
        var shown = new StringBuilder(text.Length + 8);
        Append(shown, text, quote: false, int.MaxValue);
        return shown.ToString();
    }

    /// <summary>The text in backticks, with every character that does not print, a backtick and a backslash as
    /// <c>&lt;U+XXXX&gt;</c>, and cut after 80 characters: what stands in a template or could.</summary>
    public static string Code(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var quoted = new StringBuilder("`");
        for (int i = 0; i < Math.Min(text.Length, MaxCode); i++)
        {
            if (IsPlain(text[i]) && IsSeen(text, i))
                quoted.Append(text[i]);
            else
                i += AppendCodePoint(quoted, text, i);
        }

        return quoted.Append(text.Length > MaxCode ? "`…" : "`").ToString();
    }

    /// <summary>Whether the character at this place must not be shown as it is: a control or format character (the
    /// latter hold the bidirectional overrides that make a name read as another), the end of a line, half of a
    /// surrogate pair, a noncharacter, or the middle of <c>##[</c>.</summary>
    /// <remarks>GitHub's runner takes <c>##[command]</c> for a command wherever it stands in a line of
    /// output.</remarks>
    public static bool IsUnsafe(string text, int at)
    {
        ArgumentNullException.ThrowIfNull(text);
        char c = text[at];
        if (c == '#')
            return at > 0 && text[at - 1] == '#' && at + 1 < text.Length && text[at + 1] == '[';
        if (!char.IsSurrogate(c))
            return IsUnsafe(new Rune(c));
        int high = char.IsLowSurrogate(c) ? at - 1 : at;
        return high < 0
            || high + 1 == text.Length
            || !Rune.TryCreate(text[high], text[high + 1], out Rune rune)
            || IsUnsafe(rune);
    }

    internal static bool IsUnsafe(Rune rune) =>
        !rune.IsAscii
            ? (rune.Value & 0xFFFE) == 0xFFFE
                || rune.Value is >= 0xFDD0 and <= 0xFDEF
                || Rune.GetUnicodeCategory(rune)
                    is UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
            : rune.Value is < 0x20 or 0x7F;

    /// <summary>Whether a reader sees the character at this place: it is not unsafe, not a blank other than the usual
    /// one, not a mark that makes one letter with the character before it.</summary>
    public static bool IsSeen(string text, int at)
    {
        ArgumentNullException.ThrowIfNull(text);
        char c = text[at];
        if (IsUnsafe(text, at))
            return false;
        return c < 0x80
            || !(
                char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator
                || IsBlank(c)
                || NormalForm.IsSign(c)
                || NormalForm.IsMarkOfLetter(text, at)
            );
    }

    // Letters by their category: the fillers of Korean, the empty pattern of Braille; and selectors of a variant.
    private static bool IsBlank(char c) =>
        c is '\u115F' or '\u1160' or '\u3164' or '\uFFA0' or '\u2800' or (>= '\uFE00' and <= '\uFE0F');

    private static bool IsSafe(string text)
    {
        if (BeginsCommand(text))
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsSeen(text, i))
                return false;
        }

        return true;
    }

    // The runner's other form of a command is a line that begins with `::`.
    private static bool BeginsCommand(string text) =>
        text.AsSpan().TrimStart().StartsWith("::", StringComparison.Ordinal);

    private static void Append(StringBuilder shown, string text, bool quote, int most = MaxShown)
    {
        int colon = !quote && BeginsCommand(text) ? text.IndexOf(':', StringComparison.Ordinal) : -1;
        for (int i = 0; i < text.Length; i++)
        {
            // A pair is not cut in its middle.
            if (i == most || (i == most - 1 && i + 1 < text.Length && char.IsHighSurrogate(text[i])))
            {
                shown.Append('…');
                return;
            }

            char c = text[i];
            if (quote && c is '"' or '\\')
                shown.Append('\\').Append(c);
            else if (c == '\n')
                shown.Append("\\n");
            else if (c == '\t')
                shown.Append("\\t");
            else if (i == colon || !IsSeen(text, i))
                i += AppendCodePoint(shown, text, i);
            else
                shown.Append(c);
        }
    }

    // One notation for all: people look it up in the tables of Unicode as it stands.
    private static int AppendCodePoint(StringBuilder shown, string text, int at)
    {
        bool pair = Rune.TryGetRuneAt(text, at, out Rune rune) && rune.Utf16SequenceLength == 2;
        shown.Append(CultureInfo.InvariantCulture, $"<U+{(pair ? rune.Value : text[at]):X4}>");
        return pair ? 1 : 0;
    }

    private static bool IsPlain(char c) =>
        c < 0x7F
            ? c >= ' ' && c is not ('`' or '\\')
            : char.IsLetterOrDigit(c) || char.IsPunctuation(c) || char.IsSymbol(c);
}
