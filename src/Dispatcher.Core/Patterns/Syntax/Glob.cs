using System.Buffers;
using System.Text;

namespace Dispatcher.Patterns.Syntax;

/// <summary>Reads a text as the file glob that its author may have meant it for.</summary>
internal static class Glob
{
    private static readonly SearchValues<char> OfCounts = SearchValues.Create("0123456789, ");
    private static readonly SearchValues<char> OfPatterns = SearchValues.Create(@"\()|+^$");

    /// <summary>The pattern that means what the glob would: <c>orders/[^/]*\.csv</c> for <c>orders/*.csv</c>. Null
    /// where the text has none of the signs <c>* ? {a,b} [!a]</c> of a glob, or has what no glob has.</summary>
    public static string? AsPattern(string text)
    {
        if (text.AsSpan().ContainsAny(OfPatterns))
            return null;
        bool found = false;
        var pattern = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            ReadOnlySpan<char> rest = text.AsSpan(i);
            if (rest.StartsWith(".*") && !rest.StartsWith(".**"))
            {
                pattern.Append(".*"); // Already a pattern.
                i++;
            }
            else if (rest.StartsWith("**/"))
            {
                pattern.Append("(?:.*/)?");
                i += 2;
                found = true;
            }
            else if (rest.StartsWith("**"))
            {
                pattern.Append(".*");
                i++;
                found = true;
            }
            else if (rest[0] == '*')
            {
                pattern.Append("[^/]*");
                found = true;
            }
            else if (rest[0] == '?')
            {
                // Behind a letter it more likely says that the letter may be missing.
                if (i == 0 || text[i - 1] is not ('/' or '-' or '_' or '?'))
                    return null;
                pattern.Append("[^/]");
                found = true;
            }
            else if (rest[0] is '[' or '{')
            {
                int length = rest.IndexOf(rest[0] == '[' ? ']' : '}') + 1;
                if (length < 3)
                    return null;
                ReadOnlySpan<char> inner = rest[1..(length - 1)];
                if (rest[0] == '[' && inner[0] != '!')
                {
                    pattern.Append(rest[..length]);
                }
                else if (rest[0] == '[')
                {
                    pattern.Append($"[^{inner[1..]}]");
                    found = true;
                }
                else if (Alternatives(inner) is { } any)
                {
                    pattern.Append(any);
                    found = true;
                }
                else
                {
                    return null;
                }

                i += length - 1;
            }
            else
            {
                pattern.Append(rest[0] == '.' ? @"\." : rest[..1]);
            }
        }

        string meant = pattern.ToString();
        return found && PatternParser.Parse(meant).Root is not null ? meant : null;
    }

    // Of `{a,b}`; `{2,3}` is a count.
    private static string? Alternatives(ReadOnlySpan<char> inner)
    {
        if (!inner.Contains(',') || inner.IndexOfAnyExcept(OfCounts) < 0 || inner.ContainsAny('{', '[', '?'))
            return null;
        IEnumerable<string> all = inner
            .ToString()
            .Split(',', StringSplitOptions.TrimEntries)
            .Select(one => AsPattern(one) ?? one.Replace(".", @"\.", StringComparison.Ordinal));
        return $"(?:{string.Join('|', all)})";
    }
}
