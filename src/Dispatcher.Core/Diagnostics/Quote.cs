using System.Globalization;
using System.Text;

namespace Dispatcher.Diagnostics;

/// <summary>Puts untrusted text into messages: one line, no control characters, bounded.</summary>
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
    /// <c>\uXXXX</c>, and cut after 80 characters: what stands in a template or could.</summary>
    public static string Code(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var quoted = new StringBuilder("`");
        for (int i = 0; i < Math.Min(text.Length, MaxCode); i++)
        {
            if (IsPlain(text[i]) && !IsUnsafe(text, i))
                quoted.Append(text[i]);
            else
                AppendEscape(quoted, text[i]);
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

    private static bool IsSafe(string text)
    {
        if (BeginsCommand(text))
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (IsUnsafe(text, i))
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
            else if (i == colon || IsUnsafe(text, i))
                AppendEscape(shown, c);
            else
                shown.Append(c);
        }
    }

    private static void AppendEscape(StringBuilder shown, char c) =>
        shown.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));

    private static bool IsPlain(char c) =>
        c < 0x7F
            ? c >= ' ' && c is not ('`' or '\\')
            : char.IsLetterOrDigit(c) || char.IsPunctuation(c) || char.IsSymbol(c);
}
