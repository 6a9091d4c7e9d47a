using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dispatcher.Templates.Functions;

/// <summary>The allowed functions of Scriban's <c>string</c>: those that take a name apart, put one together or ask
/// about one.</summary>
/// <remarks>Left out: what searches by culture or by regular expression (<c>replace_first</c>, <c>truncatewords</c>),
/// what quotes for other languages (<c>literal</c>, <c>escape</c>), keyed and broken hashes, encodings, and what only
/// says another one again.</remarks>
internal static class TextFunctions
{
    public static readonly TemplateFunction[] All =
    [
        // Put a name together: suffixes, prefixes, counters of a fixed width.
        new("string.append", [Parameter.Text("text"), Parameter.Text("ending")], 2, Gives.Text, a =>
            a.Text(0, out var text) && a.Text(1, out var ending)
                ? a.Make((long)text.Length + ending.Length, () => text + ending)
                : null
        ),
        new("string.prepend", [Parameter.Text("text"), Parameter.Text("beginning")], 2, Gives.Text, a =>
            a.Text(0, out var text) && a.Text(1, out var beginning)
                ? a.Make((long)text.Length + beginning.Length, () => beginning + text)
                : null
        ),
        new("string.pad_left", [Parameter.Text("text"), Parameter.Integer("width")], 2, Gives.Text, a =>
            a.Text(0, out var text) && a.Integer(1, out int width)
                ? a.Make(Math.Max(text.Length, width), () => text.PadLeft(Math.Max(0, width)))
                : null
        ),
        new("string.pad_right", [Parameter.Text("text"), Parameter.Integer("width")], 2, Gives.Text, a =>
            a.Text(0, out var text) && a.Integer(1, out int width)
                ? a.Make(Math.Max(text.Length, width), () => text.PadRight(Math.Max(0, width)))
                : null
        ),
        // Bring a name into the form a table, a file system or a key accepts.
        new("string.upcase", [Parameter.Text("text")], 1, Gives.Text, a =>
            a.Text(0, out var text) ? text.ToUpperInvariant() : null
        ),
        new("string.downcase", [Parameter.Text("text")], 1, Gives.Text, a =>
            a.Text(0, out var text) ? text.ToLowerInvariant() : null
        ),
        new("string.capitalize", [Parameter.Text("text")], 1, Gives.Text, a =>
            a.Text(0, out var text) ? Capitalize(text) : null
        ),
        new("string.handleize", [Parameter.Text("text")], 1, Gives.Text, a =>
            a.Text(0, out var text) ? Handleize(text) : null
        ),
        new("string.strip", [Parameter.Text("text")], 1, Gives.Text, a => a.Text(0, out var text) ? text.Trim() : null),
        new("string.lstrip", [Parameter.Text("text")], 1, Gives.Text, a =>
            a.Text(0, out var text) ? text.TrimStart() : null
        ),
        new("string.rstrip", [Parameter.Text("text")], 1, Gives.Text, a =>
            a.Text(0, out var text) ? text.TrimEnd() : null
        ),
        new(
            "string.replace",
            [Parameter.Text("text"), Parameter.Text("match"), Parameter.Text("replacement")],
            3,
            Gives.Text,
            a =>
                a.Text(0, out var text) && a.Text(1, out var match) && a.Text(2, out var replacement)
                    ? Replace(a, text, match, replacement)
                    : null
        ),
        new("string.remove", [Parameter.Text("text"), Parameter.Text("match")], 2, Gives.Text, a => a.Text(
                0,
                out var text
            ) && a.Text(1, out var match)
                ? match.Length == 0
                    ? text
                    : Replace(a, text, match, "")
                : null),
        // Take a name apart where a group of the pattern is not enough, and read the numbers in it.
        new(
            "string.slice",
            [Parameter.Text("text"), Parameter.Integer("start"), Parameter.Integer("length")],
            2,
            Gives.Text,
            a => a.Text(0, out var text) ? Slice(a, text) : null
        ),
        new("string.split", [Parameter.Text("text"), Parameter.Text("separator")], 2, Gives.Texts, a =>
            a.Text(0, out var text) && a.Text(1, out var separator) ? Split(a, text, separator) : null
        ),
        new(
            "string.truncate",
            [Parameter.Text("text"), Parameter.Integer("length"), Parameter.Text("ellipsis")],
            2,
            Gives.Text,
            a => a.Text(0, out var text) ? Truncate(a, text) : null
        ),
        new("string.to_int", [Parameter.Text("text")], 1, Gives.IntegerOrNull, a =>
            a.Text(0, out var text)
            && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
                ? (long)number
                : null
        ),
        new("string.to_long", [Parameter.Text("text")], 1, Gives.IntegerOrNull, a =>
            a.Text(0, out var text)
            && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number)
                ? number
                : null
        ),
        // Ask about a name, for `if`, `case` and `?:`.
        new("string.size", [Parameter.Text("text")], 1, Gives.Integer, a =>
            a.Text(0, out var text) ? (long)text.Length : null
        ),
        new("string.contains", [Parameter.Text("text"), Parameter.Text("part")], 2, Gives.Boolean, a =>
            Ask(a, (text, part) => text.Contains(part, StringComparison.Ordinal))
        ),
        new("string.starts_with", [Parameter.Text("text"), Parameter.Text("part")], 2, Gives.Boolean, a =>
            Ask(a, (text, part) => text.StartsWith(part, StringComparison.Ordinal))
        ),
        new("string.ends_with", [Parameter.Text("text"), Parameter.Text("part")], 2, Gives.Boolean, a =>
            Ask(a, (text, part) => text.EndsWith(part, StringComparison.Ordinal))
        ),
        new("string.index_of", [Parameter.Text("text"), Parameter.Text("part")], 2, Gives.Integer, a =>
            a.Text(0, out var text) && a.Text(1, out var part) && CanSearch(a, text, part)
                ? (long)text.IndexOf(part, StringComparison.Ordinal)
                : null
        ),
        new("string.empty", [Parameter.Text("text")], 1, Gives.Boolean, a =>
            a.Text(0, out var text) ? text.Length == 0 : null
        ),
        new("string.whitespace", [Parameter.Text("text")], 1, Gives.Boolean, a =>
            a.Text(0, out var text) ? string.IsNullOrWhiteSpace(text) : null
        ),
        // A short stand-in for a long name that is the same every time.
        new("string.sha256", [Parameter.Text("text")], 1, Gives.Text, a =>
            a.Text(0, out var text) ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) : null
        ),
    ];

    private static string Capitalize(string text) =>
        text.Length == 0 || char.IsUpper(text[0]) ? text : char.ToUpperInvariant(text[0]) + text[1..];

    // Letters and digits in lower case, every run of anything else one hyphen, none at the end.
    private static string Handleize(string text)
    {
        var handle = new StringBuilder(text.Length);
        char last = '\0';
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c))
                handle.Append(char.ToLowerInvariant(c));
            else if (last != '-')
                handle.Append('-');
            last = char.IsLetterOrDigit(c) ? c : '-';
        }

        return handle.ToString().TrimEnd('-');
    }

    private static object? Replace(Arguments arguments, string text, string match, string replacement)
    {
        if (text.Length == 0)
            return text;
        if (match.Length == 0)
            return arguments.Fail("the match is empty; name the text to replace");
        if (!CanSearch(arguments, text, match))
            return null;
        int count = 0;
        int at = 0;
        while ((at = text.IndexOf(match, at, StringComparison.Ordinal)) >= 0)
        {
            at += match.Length;
            count++;
        }

        long length = text.Length + count * ((long)replacement.Length - match.Length);
        return arguments.Make(length, () => text.Replace(match, replacement, StringComparison.Ordinal));
    }

    private static object? Split(Arguments arguments, string text, string separator)
    {
        if (!CanSearch(arguments, text, separator))
            return null;
        if (text.Length == 0)
            return Array.Empty<object?>();
        return separator.Length == 0 ? [text] : (object?[])text.Split(separator, StringSplitOptions.RemoveEmptyEntries);
    }

    // As in Scriban: a negative start counts from the end, and what is outside is cut off.
    private static object? Slice(Arguments arguments, string text)
    {
        int length = text.Length;
        if (!arguments.Integer(1, out int start) || (arguments.Count > 2 && !arguments.Integer(2, out length)))
            return null;
        if (length < 0)
            return arguments.Fail("the length is negative; write how many characters to take");
        long from = start < 0 ? (long)start + text.Length : start;
        long to = Math.Min(text.Length, from + length);
        from = Math.Max(0, from);
        return from >= to ? "" : text[(int)from..(int)to];
    }

    private static object? Truncate(Arguments arguments, string text)
    {
        string? ellipsis = "...";
        if (!arguments.Integer(1, out int length) || (arguments.Count > 2 && !arguments.Text(2, out ellipsis)))
            return null;
        if (text.Length <= length || text.Length == 0)
            return text;
        int kept = Math.Max(0, length - ellipsis.Length);
        return arguments.Make((long)kept + ellipsis.Length, () => string.Concat(text.AsSpan(0, kept), ellipsis));
    }

    // As in Scriban, nothing contains, begins or ends with the empty text.
    private static object? Ask(Arguments arguments, Func<string, string, bool> question) =>
        arguments.Text(0, out var text) && arguments.Text(1, out var part) && CanSearch(arguments, text, part)
            ? part.Length > 0 && text.Length > 0 && question(text, part)
            : null;

    // A search compares at worst the whole part at every place.
    private static bool CanSearch(Arguments arguments, string text, string part) =>
        part.Length > text.Length || arguments.Context.Spend((long)(text.Length - part.Length) * part.Length / 64);
}
