using System.Text;
using Dispatcher.Diagnostics;

namespace Dispatcher.Patterns.Syntax;

/// <summary>Character classes: <c>[…]</c> and <c>[^…]</c>.</summary>
/// <remarks>RFC 9485: a <c>-</c> stands for itself only first or last, and <c>[</c> must be escaped. What other
/// dialects read in different ways is refused.</remarks>
internal sealed partial class PatternParser
{
    private CharsNode? ReadClass()
    {
        int opening = position++,
            before = problems.Count;
        bool negated = !AtEnd && text[position] == '^';
        if (negated)
            position++;
        int first = position;
        var ranges = new List<CharRange>();
        while (!AtEnd && text[position] != ']')
            ReadClassItem(first, ranges);
        if (AtEnd)
        {
            Problem(
                Codes.PatternClass,
                opening,
                1,
                "the class opened here is not closed",
                "write `]`, or `\\[` for the character itself"
            );
            return null;
        }

        position++;
        if (position == first + 1)
        {
            Problem(
                Codes.PatternClass,
                opening,
                position - opening,
                $"the class `{text[opening..position]}` is empty",
                negated
                    ? "write `.` for any character, or `[^\\]]` to leave out the bracket"
                    : "write the characters it stands for, or `[\\]]` for the bracket"
            );
            return null;
        }

        if (problems.Count > before)
            return null;
        CharSet set = CharSet.FromRanges(ranges);
        if (negated)
            set = set.Complement();
        if (set.IsEmpty)
        {
            Problem(
                Codes.PatternClass,
                opening,
                position - opening,
                $"the class `{Cut(text[opening..position])}` has no character",
                "write the characters it stands for"
            );
            return null;
        }

        string written = text[opening..position];
        return Same(new CharsNode(set, written, set.IsSingle ? new Rune(set.Ranges[0].First).ToString() : null));
    }

    private void ReadClassItem(int first, List<CharRange> ranges)
    {
        int offset = position;
        if (text[position] == '-' && position != first && !(position + 1 < text.Length && text[position + 1] == ']'))
        {
            position++;
            if (!AtEnd && text[position] == '[')
            {
                Unsupported(
                    offset,
                    2,
                    "class subtraction `-[…]` is not part of the pattern language",
                    "write the characters that remain, or use `except`"
                );
                SkipNestedClass();
                return;
            }

            Problem(
                Codes.PatternClass,
                offset,
                1,
                "this `-` in the class has no character before or after it",
                "write `\\-` for the character itself"
            );
            return;
        }

        (Rune? from, CharSet? set) = ReadClassCharacter();
        if (set is not null)
            ranges.AddRange(set.Ranges);
        if (from is not { } low)
            return;
        bool range =
            text[offset] != '-'
            && position + 1 < text.Length
            && text[position] == '-'
            && text[position + 1] is not (']' or '[');
        if (!range)
        {
            Add(ranges, low, low);
            return;
        }

        position++;
        int end = position;
        if (text[position] == '-')
        {
            Problem(Codes.PatternClass, end, 1, "a range cannot end in `-`", "write `\\-` for the character itself");
            position++;
            return;
        }

        (Rune? to, CharSet? endSet) = ReadClassCharacter();
        if (endSet is not null)
        {
            Problem(
                Codes.PatternClass,
                offset,
                position - offset,
                $"the range `{Cut(text[offset..position])}` ends in a class",
                "write `\\-` for the character itself"
            );
            return;
        }

        if (to is not { } high)
            return;
        if (high < low)
            Problem(
                Codes.PatternClass,
                offset,
                position - offset,
                $"the range `{text[offset..position]}` is reversed",
                $"write `{text[end..position]}-{text[offset..(end - 1)]}`"
            );
        else
            Add(ranges, low, high);
    }

    private (Rune? Character, CharSet? Set) ReadClassCharacter()
    {
        switch (text[position])
        {
            case '\\':
                return ReadEscape();
            case '[':
                ReadBracket();
                return default;
            default:
                return (ReadRune(), null);
        }
    }

    // What is inside is passed over with it, so that one mistake is one problem.
    private void ReadBracket()
    {
        int offset = position++;
        if (!AtEnd && text[position] is ':' or '.' or '=')
        {
            int end = text.IndexOf($"{text[position]}]", position + 1, StringComparison.Ordinal);
            string written = end < 0 ? $"[{text[position]}…" : Cut(text[offset..(end + 2)]);
            position = end < 0 ? position : end + 2;
            Unsupported(
                offset,
                end < 0 ? 2 : position - offset,
                $"the POSIX class `{written}` is not part of the pattern language",
                PosixClass(written) is { } characters
                    ? $"write `{characters}`"
                    : "write the characters, for example `A-Za-z`, or a category such as `\\p{L}`"
            );
            return;
        }

        Problem(
            Codes.PatternClass,
            offset,
            1,
            "`[` inside a class can be misread",
            "write `\\[` for the character itself"
        );
        int inner = text.IndexOf(']', position);
        if (inner >= 0 && inner + 1 < text.Length && text[inner + 1] == ']')
            position = inner + 1;
    }

    // What to write in a class for each; null for one that has no equal here.
    private static string? PosixClass(string written) =>
        written switch
        {
            "[:alpha:]" => "A-Za-z",
            "[:digit:]" => "0-9",
            "[:alnum:]" => "A-Za-z0-9",
            "[:upper:]" => "A-Z",
            "[:lower:]" => "a-z",
            "[:xdigit:]" => "A-Fa-f0-9",
            "[:word:]" => "A-Za-z0-9_",
            "[:space:]" => "\\s",
            "[:punct:]" => "\\p{P}\\p{S}",
            _ => null,
        };

    private void SkipNestedClass()
    {
        for (int nested = 0; !AtEnd; )
        {
            char c = text[position++];
            if (c == '\\')
                position++;
            else if (c == '[')
                nested++;
            else if (c == ']' && --nested == 0)
                return;
        }
    }

    private void Add(List<CharRange> ranges, Rune low, Rune high)
    {
        if (ignoreCase)
            ranges.AddRange(CaseFolding.Fold(CharSet.Range(low.Value, high.Value)).Ranges);
        else
            ranges.Add(new CharRange(low.Value, high.Value));
    }
}
