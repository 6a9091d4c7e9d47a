using System.Collections.Immutable;
using System.Text;

namespace Dispatcher.Analysis.Inference;

/// <summary>Expressions for values, from the characters that are in them.</summary>
internal static class CharacterClass
{
    private const string Any = "[^/]";

    /// <summary>A class of these values' characters: whole ranges of letters and digits, and each other character that
    /// is there.</summary>
    public static string Of(IEnumerable<string> values, string without = "")
    {
        bool lower = false,
            upper = false,
            digits = false,
            letters = false;
        var others = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Rune rune in values.SelectMany(value => value.EnumerateRunes()))
        {
            if (rune.Value is >= 'a' and <= 'z')
                lower = true;
            else if (rune.Value is >= 'A' and <= 'Z')
                upper = true;
            else if (rune.Value is >= '0' and <= '9')
                digits = true;
            else if (Rune.IsLetter(rune) && rune.IsBmp)
                letters = true;
            else if (!without.Contains(rune.ToString(), StringComparison.Ordinal))
                others.Add(rune.ToString());
        }

        // A character of two code units stands in no class.
        if (others.Any(other => other.Length > 1) || others.Any(other => Rune.IsLetter(other.EnumerateRunes().First())))
            return Any;
        var set = new StringBuilder("[");
        if (letters)
            set.Append(@"\p{L}\p{M}");
        else
            set.Append(upper ? "A-Z" : "").Append(lower ? "a-z" : "");
        set.Append(digits ? "0-9" : "");
        foreach (string other in others)
            set.Append(@"-[\]^".Contains(other, StringComparison.Ordinal) ? @"\" : "").Append(other);
        string text = set.Append(']').ToString();
        return text == "[0-9]" ? @"\d" : text;
    }

    /// <summary>Text of these values' characters, of any length. Where a dot is among them there is another character
    /// as well: `.` and `..` are folders to a program that writes a path.</summary>
    public static string Text(IEnumerable<string> values, string without = "")
    {
        string set = Of(values, without);
        if (set == Any)
            return "[^/]*[^/.][^/]*";
        return set.Contains('.', StringComparison.Ordinal) ? $"{set}*{Of(values, without + ".")}{set}*" : set + "+";
    }

    /// <summary>A class with a count: the values' length where all have the same, else any length.</summary>
    public static string Counted(ImmutableArray<string> values, bool isFixed)
    {
        int length = values[0].Length;
        return Of(values) + (isFixed && values.All(value => value.Length == length) ? $"{{{length}}}" : "+");
    }
}
