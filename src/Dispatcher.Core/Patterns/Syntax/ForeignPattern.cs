using System.Text;

namespace Dispatcher.Patterns.Syntax;

/// <summary>Reads an expression that does not parse as what its author may have taken from elsewhere: a file glob, a
/// placeholder in braces, an expression between slashes, a path with backslashes.</summary>
internal static class ForeignPattern
{
    /// <summary>What it is and what to write; null where it is none of them.</summary>
    public static string? Advice(string text)
    {
        if (Glob.AsPattern(text) is { } glob)
            return $"a pattern is not a file glob; write `{glob}`";
        if (BetweenSlashes(text) is { } inner)
            return $"the slashes around it are those of another language; write `{inner}`";
        if (WithGroups(text) is { } named)
            return $"a part of a name is a group, `(?<name>…)`; write `{named}`";
        return FromPath(text) is { } path
            ? $@"an object name has slashes between folders; write `{path}`, or `\\` for a backslash"
            : null;
    }

    // /^orders\/.+$/ and /orders\/.+/i
    private static string? BetweenSlashes(string text)
    {
        int end = text.LastIndexOf('/');
        if (text is not ['/', _, _, ..] || end < 2 || text.AsSpan(end + 1).IndexOfAnyExcept("gimsu") >= 0)
            return null;
        string inner = text[1..end].Replace(@"\/", "/", StringComparison.Ordinal);
        if (inner.Length + 2 == end + 1 && inner is not ['^', ..] && !inner.EndsWith('$'))
            return null; // A folder's name may also stand between slashes.
        string options = text.AsSpan(end + 1).Contains('i') ? "(?i)" : "";
        return Parses(options + inner);
    }

    // orders/{year}/.+ and orders/${year}/.+
    private static string? WithGroups(string text)
    {
        var pattern = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            int at = i;
            if (text[at] is '$' or '#' or '@' && at + 1 < text.Length && text[at + 1] == '{')
                at++;
            int end = text[at] == '{' ? text.IndexOf('}', at) : -1;
            string name = end < 0 ? "" : text[(at + 1)..end].Trim();
            if (
                name.Length == 0
                || !char.IsAsciiLetter(name[0])
                || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            )
            {
                pattern.Append(text[i]);
                continue;
            }

            pattern.Append($"(?<{name}>[^/]+)");
            i = end;
        }

        return pattern.Length == text.Length ? null : Parses(pattern.ToString());
    }

    // orders\2026\a.csv
    private static string? FromPath(string text)
    {
        string[] parts = text.Split('\\');
        return
            parts.Length > 1
            && parts[^1].IndexOf('.', StringComparison.Ordinal) > 0
            && parts.All(part =>
                part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            )
            ? Parses(text.Replace('\\', '/').Replace(".", @"\.", StringComparison.Ordinal))
            : null;
    }

    private static string? Parses(string pattern) => PatternParser.Parse(pattern).Root is null ? null : pattern;
}
