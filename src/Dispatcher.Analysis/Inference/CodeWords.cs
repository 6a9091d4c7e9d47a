using System.Collections.Immutable;

namespace Dispatcher.Analysis.Inference;

/// <summary>Short words that are values of a list, such as countries.</summary>
internal static class CodeWords
{
    private const int LongestCode = 3;

    // ISO 3166-1, alpha-2.
    private static readonly ImmutableHashSet<string> CountryCodes =
    [
        .. (
            "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw "
            + "by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et "
            + "fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il "
            + "im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma "
            + "mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz "
            + "om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn "
            + "so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg "
            + "vi vn vu wf ws ye yt za zm zw"
        ).Split(' '),
    ];

    // Codes that stand as folders' names for something else.
    private static readonly ImmutableHashSet<string> Ambiguous =
    [
        "as",
        "at",
        "by",
        "do",
        "id",
        "in",
        "is",
        "it",
        "no",
        "to",
    ];

    /// <summary>Whether a word that stands alone is the code of a country and hardly anything else.</summary>
    public static bool IsCountry(string word) => AreCountries([word]) && !Ambiguous.Contains(word.ToLowerInvariant());

    /// <summary>Whether every word is the code of a country, all in the same case.</summary>
    public static bool AreCountries(IEnumerable<string> words) =>
        words.All(word => CountryCodes.Contains(word))
        || words.All(word => CountryCodes.Contains(word.ToLowerInvariant()) && word.All(char.IsAsciiLetterUpper));

    /// <summary>Whether these different words are values and no names of kinds.</summary>
    public static bool AreCodes(IEnumerable<string> words) =>
        AreCountries(words)
        || (words.Count() > 2 && words.All(word => word.Length <= LongestCode && word.Length == words.First().Length));
}
