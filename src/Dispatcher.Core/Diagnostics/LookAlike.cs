using System.Collections.Frozen;
using System.Globalization;

namespace Dispatcher.Diagnostics;

/// <summary>Characters that look like one of ASCII: letters of other alphabets, dashes, letters of double
/// width.</summary>
internal static class LookAlike
{
    private const char FirstWide = '\uFF01',
        LastWide = '\uFF5E',
        FirstVisible = '!';

    private static readonly FrozenDictionary<char, char> Table = new (string Others, string Ascii)[]
    {
        ("АВЕКМНОРСТХІЈЅ", "ABEKMHOPCTXIJS"), // Cyrillic
        ("аеорсухіјѕһԁѵ", "aeopcyxijshdv"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABEZHIKMNOPTYXov"), // Greek
        ("\u2010\u2011\u2012\u2013\u2014\u2212", "------"),
        ("\u2018\u2019\u2044\u2215", "''//"),
    }
        .SelectMany(row => row.Others.Zip(row.Ascii))
        .ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The character of ASCII that this one looks like; the character itself where there is none.</summary>
    public static char Ascii(char c) =>
        c is >= FirstWide and <= LastWide ? (char)(c - FirstWide + FirstVisible) : Table.GetValueOrDefault(c, c);

    /// <summary>The text with every such character as the one of ASCII.</summary>
    public static string Ascii(string text) => string.Concat(text.Select(Ascii));

    /// <summary>The first of them in a text: <c>U+0430 for `a`</c>; null where there is none.</summary>
    public static string? FirstIn(string text) =>
        text.FirstOrDefault(c => Ascii(c) != c) is var found and not '\0'
            ? string.Create(CultureInfo.InvariantCulture, $"U+{(int)found:X4} for `{Ascii(found)}`")
            : null;
}
