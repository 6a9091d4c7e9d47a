using System.Text;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>A function of the allow-list that maps a text letter by letter.</summary>
internal enum LetterMap
{
    /// <summary>The text itself.</summary>
    Same,

    /// <summary><c>string.upcase</c>.</summary>
    Upper,

    /// <summary><c>string.downcase</c>.</summary>
    Lower,
}

/// <summary>What a <see cref="LetterMap"/> does to sets of characters.</summary>
internal static class LetterMaps
{
    private static readonly Lazy<(CharSet Changed, (int From, int To)[] Pairs)> Uppers = new(() =>
        Pairs(Rune.ToUpperInvariant)
    );
    private static readonly Lazy<(CharSet Changed, (int From, int To)[] Pairs)> Lowers = new(() =>
        Pairs(Rune.ToLowerInvariant)
    );

    /// <summary>The text of a text.</summary>
    public static string Of(this LetterMap map, string text) =>
        map switch
        {
            LetterMap.Same => text,
            LetterMap.Upper => text.ToUpperInvariant(),
            LetterMap.Lower => text.ToLowerInvariant(),
        };

    /// <summary>The texts that the texts of a tree become.</summary>
    public static PatternNode Of(this LetterMap map, PatternNode language) =>
        map == LetterMap.Same
            ? language
            : Languages.Map(language, chars =>
                map.Of(chars.Set) is var image && image.Equals(chars.Set)
                    ? chars
                    : Languages.Class(image, Written(map, chars.Written))
            );

    /// <summary>Whether different texts over these characters stay different.</summary>
    public static bool IsInjective(this LetterMap map, CharSet alphabet) =>
        map == LetterMap.Same || map.Of(alphabet).Count() == alphabet.Count();

    /// <summary>Whether texts over these characters stay as they are.</summary>
    public static bool IsIdentity(this LetterMap map, CharSet alphabet) =>
        map == LetterMap.Same || !alphabet.Intersects(Table(map).Changed);

    /// <summary>The characters that the characters of a set become.</summary>
    public static CharSet Of(this LetterMap map, CharSet set)
    {
        if (map == LetterMap.Same)
            return set;
        (CharSet changed, (int From, int To)[] pairs) = Table(map);
        if (!set.Intersects(changed))
            return set;
        return CharSet.FromRanges([
            .. set.Without(changed).Ranges,
            .. pairs.Where(pair => set.Contains(pair.From)).Select(pair => new CharRange(pair.To, pair.To)),
        ]);
    }

    private static string Written(LetterMap map, string written) =>
        written.Contains('\\', StringComparison.Ordinal) ? written : map.Of(written);

    private static (CharSet Changed, (int From, int To)[] Pairs) Table(LetterMap map) =>
        map == LetterMap.Upper ? Uppers.Value : Lowers.Value;

    private static (CharSet, (int From, int To)[]) Pairs(Func<Rune, Rune> map)
    {
        (int From, int To)[] pairs =
        [
            .. CharSet
                .Everything.Ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1))
                .Select(c => (From: c, To: map(new Rune(c)).Value))
                .Where(pair => pair.From != pair.To),
        ];
        return (CharSet.FromRanges([.. pairs.Select(pair => new CharRange(pair.From, pair.From))]), pairs);
    }
}
