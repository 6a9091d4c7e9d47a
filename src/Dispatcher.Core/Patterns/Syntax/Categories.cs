using System.Collections.Frozen;
using System.Globalization;

namespace Dispatcher.Patterns.Syntax;

/// <summary>The Unicode general categories of <c>\p{…}</c>.</summary>
/// <remarks>RFC 9485, section 4 (charProp). Surrogates (Cs) are no characters and have no name there.</remarks>
internal static class Categories
{
    // In the order of UnicodeCategory; a category's first letter is its group.
    private static readonly string[] Names =
    [
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "Mn",
        "Mc",
        "Me",
        "Nd",
        "Nl",
        "No",
        "Zs",
        "Zl",
        "Zp",
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "Cn",
    ];

    private static readonly Lazy<FrozenDictionary<string, CharSet>> Sets = new(ReadAll);
    private static readonly Lazy<CharSet> Cased = new(() =>
        Sets.Value["Lu"].Union(Sets.Value["Ll"]).Union(Sets.Value["Lt"])
    );

    /// <summary>Whether it is a category or a group of categories.</summary>
    public static bool IsName(string name) =>
        name is "L" or "M" or "N" or "Z" or "C" or "P" or "S" || (name != "Cs" && Names.AsSpan().Contains(name));

    /// <summary>The characters of a category or a group. As in .NET, without case each kind of cased letter stands for
    /// all three.</summary>
    public static CharSet Of(string name, bool ignoreCase) =>
        ignoreCase && (name is "Lu" or "Ll" or "Lt") ? Cased.Value : Sets.Value[name];

    private static FrozenDictionary<string, CharSet> ReadAll()
    {
        var ranges = Names.ToDictionary(name => name, _ => new List<CharRange>());
        int first = 0;
        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(0);
        for (int c = 1; c <= CharSet.MaxCodePoint + 1; c++)
        {
            UnicodeCategory? next = c <= CharSet.MaxCodePoint ? CharUnicodeInfo.GetUnicodeCategory(c) : null;
            if (next == category)
                continue;
            ranges[Names[(int)category]].Add(new(first, c - 1));
            first = c;
            category = next ?? category;
        }

        var sets = ranges.ToDictionary(pair => pair.Key, pair => CharSet.FromRanges(pair.Value));
        foreach (var group in ranges.GroupBy(pair => pair.Key[..1]))
            sets.Add(group.Key, CharSet.FromRanges([.. group.SelectMany(pair => pair.Value)]));
        return sets.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
