using System.Text;
using Dispatcher.Diagnostics;

namespace Dispatcher.Patterns.Syntax;

/// <summary>What begins with a backslash.</summary>
internal sealed partial class PatternParser
{
    private const string NoReference = "write out what the group matches";
    private const string Whole = "remove it: a pattern always matches the whole value";
    private const string ItselfInYaml = "write the character itself, in a YAML string in double quotes";

    private CharsNode? ReadEscapedAtom()
    {
        int offset = position;
        return ReadEscape() switch
        {
            (Rune rune, _) => Same(
                new CharsNode(Folded(CharSet.Of(rune.Value)), text[offset..position], rune.ToString())
            ),
            (_, { } set) => Same(new CharsNode(set, text[offset..position], null)),
            _ => null,
        };
    }

    // A character or a set; neither, with a problem, when it is no escape of the language.
    private (Rune? Character, CharSet? Set) ReadEscape()
    {
        int offset = position++;
        if (AtEnd)
        {
            Problem(
                Codes.PatternSyntax,
                offset,
                1,
                "the pattern ends in a single `\\`",
                "write `\\\\` for the character itself"
            );
            return default;
        }

        char letter = text[position];
        if (NamedSets.ByEscape(letter) is { } set)
        {
            position++;
            return (null, set);
        }

        if (letter is 'p' or 'P')
            return (null, ReadCategory(offset));
        if (
            letter == ' '
            || char.IsAsciiLetterOrDigit(letter) is false && char.IsAscii(letter) && !char.IsControl(letter)
        )
        {
            position++;
            return (new Rune(letter), null);
        }

        if (letter is 'n' or 'r' or 't')
        {
            position++;
            return (
                new Rune(
                    letter switch
                    {
                        'n' => '\n',
                        'r' => '\r',
                        _ => '\t',
                    }
                ),
                null
            );
        }

        UnknownEscape(offset, letter);
        return default;
    }

    private CharSet? ReadCategory(int offset)
    {
        char letter = text[position++];
        int end = position;
        while (
            end < text.Length
            && char.IsAsciiLetterOrDigit(text[end]) | text[end] is '{' or '-' or '_' or '=' or '^' or ' '
        )
            end++;
        if (AtEnd || text[position] != '{' || end >= text.Length || text[end] != '}')
        {
            Problem(
                Codes.PatternClass,
                offset,
                2,
                $"`\\{letter}` needs a Unicode category in braces",
                $"write for example `\\{letter}{{L}}`"
            );
            return null;
        }

        string name = text[(position + 1)..end];
        position = end + 1;
        if (Categories.IsName(name))
            return letter == 'p' ? Categories.Of(name, ignoreCase) : Categories.Of(name, ignoreCase).Complement();
        Problem(
            Codes.PatternClass,
            offset,
            position - offset,
            $"`{Cut(name)}` is no Unicode general category",
            "the categories are L, M, N, P, S, Z, C and their parts such as Lu, Ll, Nd and Zs; "
                + "scripts and blocks are not part of the language"
        );
        return null;
    }

    private void UnknownEscape(int offset, char letter)
    {
        if (ReadRune() is not { } rune)
            return;
        int length = position - offset;
        string escape = text[offset..position];
        (string Message, string Hint)? known = letter switch
        {
            'b' or 'B' => (
                $"the word boundary `{escape}` is not part of the pattern language",
                "write the characters that may stand there as a class"
            ),
            'A' or 'z' or 'Z' => ($"the anchor `{escape}` is not part of the pattern language", Whole),
            'G' => ("`\\G` is not part of the pattern language", Whole),
            'k' or 'g' => ($"the back-reference `{escape}` needs backtracking, which routes do not have", NoReference),
            '0' => ("the octal escape `\\0` is not part of the pattern language", ItselfInYaml),
            >= '1' and <= '9' => (
                $"the back-reference `{escape}` needs backtracking, which routes do not have",
                NoReference
            ),
            'x' or 'u' or 'U' or 'c' or 'N' => (
                $"the character escape `{escape}` is not part of the pattern language",
                ItselfInYaml
            ),
            'a' or 'e' or 'f' or 'v' => (
                $"the control character `{escape}` is not part of the pattern language",
                ItselfInYaml
            ),
            'h' or 'H' or 'R' or 'V' or 'X' => (
                $"the class `{escape}` is not part of the pattern language",
                "write the characters as a class `[…]`"
            ),
            'K' => ("`\\K` is not part of the pattern language", "write a group around the part you need"),
            'Q' or 'E' => (
                $"the quotation `{escape}` is not part of the pattern language",
                "write `\\` before each special character"
            ),
            _ => null,
        };
        if (known is { } construct)
            Unsupported(offset, length, construct.Message, construct.Hint);
        else
            Problem(
                Codes.PatternSyntax,
                offset,
                length,
                $"`{escape}` is no escape",
                $"write `{rune}` without `\\`, or `\\\\` for a backslash"
            );
    }
}
