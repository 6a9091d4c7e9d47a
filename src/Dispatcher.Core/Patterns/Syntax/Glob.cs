using System.Buffers;
using System.Text;

namespace Dispatcher.Patterns.Syntax;

/// <summary>Reads a text as the file glob that its author may have meant it for.</summary>
internal static class Glob
{
    private static readonly SearchValues<char> OfPatterns = SearchValues.Create(@"\()[]{}|+^$?");

    /// <summary>The pattern that means what the glob would: <c>orders/[^/]*\.csv</c> for <c>orders/*.csv</c>. Null
    /// where the text has no <c>*</c> of a glob, or anything that a glob does not have.</summary>
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
            else
            {
                pattern.Append(rest[0] == '.' ? @"\." : rest[..1]);
            }
        }

        return found ? pattern.ToString() : null;
    }
}
