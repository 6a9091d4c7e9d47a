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

    /// <summary>The text as it is and as long as it is, with everything that could break a line or a terminal escaped.
    /// Text that has been through here stays as it is.</summary>
    public static string Whole(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(IsUnsafe))
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
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaxCode)))
        {
            if (IsPlain(c))
                quoted.Append(c);
            else
                AppendEscape(quoted, c);
        }

        return quoted.Append(text.Length > MaxCode ? "`…" : "`").ToString();
    }

    private static void Append(StringBuilder shown, string text, bool quote, int most = MaxShown)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (i == most)
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
            else if (IsUnsafe(c))
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

    // Control and format characters: the latter hold the bidirectional overrides that make a name read as another.
    private static bool IsUnsafe(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
