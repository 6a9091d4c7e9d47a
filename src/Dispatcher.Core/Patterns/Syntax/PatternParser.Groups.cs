using Dispatcher.Diagnostics;

namespace Dispatcher.Patterns.Syntax;

/// <summary>Groups: <c>(…)</c>, <c>(?:…)</c>, <c>(?&lt;name&gt;…)</c>, and everything that only looks like
/// one.</summary>
internal sealed partial class PatternParser
{
    private const int MaxNameLength = 64;
    private const string Split = "write the part after it as its own route, or use `except`";

    private PatternNode? ReadGroup()
    {
        int opening = position;
        if (depth == PatternSize.MaxDepth)
        {
            Problem(
                Codes.PatternTooLarge,
                opening,
                1,
                $"groups are nested more than {PatternSize.MaxDepth} deep",
                "write fewer groups inside each other"
            );
            position = text.Length;
            return null;
        }

        bool capturing = false,
            comment = false;
        string? name = null;
        if (Follows("(?"))
            (capturing, name, comment) = ReadGroupKind(opening);
        else
            (capturing, position) = (true, position + 1);
        if (comment)
            return null;
        if (capturing && name is null)
            unnamed++;

        depth++;
        PatternNode body = ReadChoice();
        depth--;
        if (AtEnd)
            Problem(
                Codes.PatternSyntax,
                opening,
                1,
                "the group opened here is not closed",
                "write `)`, or `\\(` for the character itself"
            );
        else
            position++;
        return capturing ? new GroupNode(body, name) : body;
    }

    // Leaves the position at the body. After a problem the body is read as that of a plain group, for the problems
    // inside it.
    private (bool Capturing, string? Name, bool Comment) ReadGroupKind(int opening)
    {
        if (Follows("(?:"))
        {
            position += 3;
            return (false, null, false);
        }

        if (Follows("(?<") && !Follows("(?<=") && !Follows("(?<!"))
            return (true, ReadGroupName(opening), false);

        if (Follows("(?#"))
        {
            Unsupported(
                opening,
                3,
                "the comment `(?#…)` is not part of the pattern language",
                "remove it, or write a YAML comment"
            );
            int end = text.IndexOf(')', Math.Min(position, text.Length));
            position = end < 0 ? text.Length : end + 1;
            return (false, null, true);
        }

        if (Follows(CaseOption))
        {
            Problem(
                Codes.PatternAnchor,
                opening,
                CaseOption.Length,
                "`(?i)` can only stand at the very start of the pattern",
                "move it there: it holds for the whole pattern"
            );
            position = Math.Max(position, opening + CaseOption.Length);
            return (false, null, true);
        }

        (int length, string construct, string hint) = GroupConstruct();
        Unsupported(opening, length, construct, hint);
        position = Math.Max(position, opening + length);
        return (
            false,
            null,
            construct.StartsWith("inline options", StringComparison.Ordinal)
                && position > 0
                && text[position - 1] == ')'
        );
    }

    private (int Length, string Message, string Hint) GroupConstruct()
    {
        if (Follows("(?="))
            return (3, "the look-ahead `(?=…)` needs backtracking, which routes do not have", Split);
        if (Follows("(?!"))
            return (
                3,
                "the negative look-ahead `(?!…)` needs backtracking, which routes do not have",
                "name what must not match in `except`"
            );
        if (Follows("(?<="))
            return (
                4,
                "the look-behind `(?<=…)` needs backtracking, which routes do not have",
                "write what comes before as part of the pattern"
            );
        if (Follows("(?<!"))
            return (
                4,
                "the negative look-behind `(?<!…)` needs backtracking, which routes do not have",
                "name what must not match in `except`"
            );
        if (Follows("(?>"))
            return (3, "the atomic group `(?>…)` is about backtracking, which routes do not have", "write `(?:…)`");
        if (Follows("(?'"))
            return (3, "the group name in quotes `(?'…'…)` is not part of the pattern language", "write `(?<name>…)`");
        if (Follows("(?P<"))
            return (4, "`(?P<…>…)` is Python's way to name a group", "write `(?<name>…)`");
        if (Follows("(?P=") || Follows("(?P>"))
            return (
                4,
                $"the reference to a group `{text.AsSpan(position, 4)}…)` is not part of the pattern language",
                "write out what the group matches"
            );
        if (Follows("(?("))
            return (2, "the condition `(?(…)…|…)` is not part of the pattern language", "write both cases with `|`");
        if (Follows("(?|"))
            return (
                3,
                "the branch reset `(?|…)` is not part of the pattern language",
                "write `(?:…)`, and name the groups"
            );
        if (
            position + 2 < text.Length
            && (text[position + 2] is 'R' or '&' or '+' || char.IsAsciiDigit(text[position + 2]))
        )
            return (
                3,
                $"the recursion `(?{text[position + 2]}…)` is not part of the pattern language",
                "write out what the group matches"
            );
        int end = position + 2;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '-'))
            end++;
        if (end > position + 2 && end < text.Length && text[end] is ':' or ')')
            return (
                end + 1 - position,
                $"inline options `{text[position..(end + 1)]}` are not part of the pattern language",
                "only `(?i)` at the very start of the pattern is"
            );
        return (
            2,
            "`(?` begins no group of the pattern language",
            "write `(…)`, `(?:…)` or `(?<name>…)`, or `\\(` for the character itself"
        );
    }

    private string ReadGroupName(int opening)
    {
        int first = opening + 3,
            end = first;
        while (end < text.Length && text[end] is not ('>' or ')' or '('))
            end++;
        string name = text[first..end];
        if (end >= text.Length || text[end] != '>')
        {
            Problem(
                Codes.PatternGroup,
                opening,
                end - opening,
                $"the group name `{Cut(name)}` is not closed",
                "write `(?<name>…)`"
            );
            position = Math.Max(position, end);
            return name;
        }

        position = end + 1;
        if (!IsGroupName(name))
        {
            string hint =
                name.Length > 0 && name.All(char.IsAsciiDigit)
                    ? "write `(…)`: unnamed groups are numbered from 1"
                    : $"a name has up to {MaxNameLength} letters, digits and `_`, and no digit first: "
                        + $"`{Proposed(name)}`";
            Problem(Codes.PatternGroup, first, name.Length, $"`{Cut(name)}` is no group name", hint);
        }
        else if (named.Contains(name))
        {
            Problem(
                Codes.PatternGroup,
                first,
                name.Length,
                $"the group name `{name}` stands twice",
                "give each group its own name"
            );
        }

        named.Add(name);
        return name;
    }

    private static bool IsGroupName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Proposed(string name)
    {
        string letters = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        letters = letters.Length > MaxNameLength ? letters[..MaxNameLength] : letters;
        return letters.Length == 0 ? "name"
            : char.IsAsciiDigit(letters[0]) ? "n" + letters[..Math.Min(letters.Length, MaxNameLength - 1)]
            : letters;
    }

    private bool Follows(string construct) =>
        text.AsSpan(Math.Min(position, text.Length)).StartsWith(construct, StringComparison.Ordinal);

    private void Unsupported(int offset, int length, string message, string hint) =>
        Problem(Codes.PatternUnsupported, offset, length, message, hint);
}
