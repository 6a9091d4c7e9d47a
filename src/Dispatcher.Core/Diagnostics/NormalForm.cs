using System.Collections.Frozen;
using System.Text;

namespace Dispatcher.Diagnostics;

/// <summary>Letters with a mark, which Unicode writes as one character or as two: <c>ü</c> is U+00FC, or <c>u</c> and
/// U+0308. Both look the same.</summary>
/// <remarks>The canonical pairs of Unicode, without those outside the basic plane. The platform's own tables are not a
/// part of a program without cultures.</remarks>
internal static class NormalForm
{
    private const char FirstSyllable = '\uAC00',
        FirstLead = '\u1100',
        FirstVowel = '\u1161',
        BeforeTail = '\u11A7';
    private const int Leads = 19,
        Vowels = 21,
        Tails = 28;

    // For each mark, the letters as one character, and the letters that carry the mark.
    private static readonly (char Mark, string Whole, string Letters)[] Marks =
    [
        ('\u0300', "ÀÈÌÒÙàèìòùǛǜǸǹЀЍѐѝḔḕṐṑẀẁẦầẰằỀềỒồỜờỪừỲỳἂἃ", "AEIOUaeiouÜüNnЕИеиĒēŌōWwÂâĂăÊêÔôƠơƯưYyἀἁ"),
        ('\u0300', "ἊἋἒἓἚἛἢἣἪἫἲἳἺἻὂὃὊὋὒὓὛὢὣὪὫὰὲὴὶὸὺὼᾺῈῊ῍ῒῚ῝ῢ", "ἈἉἐἑἘἙἠἡἨἩἰἱἸἹὀὁὈὉὐὑὙὠὡὨὩαεηιουωΑΕΗ᾿ϊΙ῾ϋ"),
        ('\u0300', "Ὺ῭ῸῺ", "Υ¨ΟΩ"),
        ('\u0301', "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǗǘǴǵǺǻǼǽǾǿ΅ΆΈΉΊΌ", "AEIOUYaeiouyCcLlNnRrSsZzÜüGgÅåÆæØø¨ΑΕΗΙΟ"),
        ('\u0301', "ΎΏΐάέήίΰόύώϓЃЌѓќḈḉḖḗḮḯḰḱḾḿṌṍṒṓṔṕṸṹẂẃẤấẮắ", "ΥΩϊαεηιϋουωϒГКгкÇçĒēÏïKkMmÕõŌōPpŨũWwÂâĂă"),
        ('\u0301', "ẾếỐốỚớỨứἄἅἌἍἔἕἜἝἤἥἬἭἴἵἼἽὄὅὌὍὔὕὝὤὥὬὭ῎῞", "ÊêÔôƠơƯưἀἁἈἉἐἑἘἙἠἡἨἩἰἱἸἹὀὁὈὉὐὑὙὠὡὨὩ᾿῾"),
        ('\u0302', "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷẐẑẬậỆệỘộ", "AEIOUaeiouCcGgHhJjSsWwYyZzẠạẸẹỌọ"),
        ('\u0303', "ÃÑÕãñõĨĩŨũṼṽẪẫẴẵẼẽỄễỖỗỠỡỮữỸỹ", "ANOanoIiUuVvÂâĂăEeÊêÔôƠơƯưYy"),
        ('\u0304', "ĀāĒēĪīŌōŪūǕǖǞǟǠǡǢǣǬǭȪȫȬȭȰȱȲȳӢӣӮӯḠḡḸḹṜṝᾱᾹ", "AaEeIiOoUuÜüÄäȦȧÆæǪǫÖöÕõȮȯYyИиУуGgḶḷṚṛαΑ"),
        ('\u0304', "ῑῙῡῩ", "ιΙυΥ"),
        ('\u0306', "ĂăĔĕĞğĬĭŎŏŬŭЎЙйўӁӂӐӑӖӗḜḝẶặᾰᾸῐῘῠῨ", "AaEeGgIiOoUuУИиуЖжАаЕеȨȩẠạαΑιΙυΥ"),
        ('\u0307', "ĊċĖėĠġİŻżȦȧȮȯḂḃḊḋḞḟḢḣṀṁṄṅṖṗṘṙṠṡṤṥṦṧṨṩṪṫẆ", "CcEeGgIZzAaOoBbDdFfHhMmNnPpRrSsŚśŠšṢṣTtW"),
        ('\u0307', "ẇẊẋẎẏẛ", "wXxYyſ"),
        ('\u0308', "ÄËÏÖÜäëïöüÿŸΪΫϊϋϔЁЇёїӒӓӚӛӜӝӞӟӤӥӦӧӪӫӬӭӰӱӴ", "AEIOUaeiouyYΙΥιυϒЕІеіАаӘәЖжЗзИиОоӨөЭэУуЧ"),
        ('\u0308', "ӵӸӹḦḧṎṏṺṻẄẅẌẍẗ", "чЫыHhÕõŪūWwXxt"),
        ('\u0309', "ẢảẨẩẲẳẺẻỂểỈỉỎỏỔổỞởỦủỬửỶỷ", "AaÂâĂăEeÊêIiOoÔôƠơUuƯưYy"),
        ('\u030A', "ÅåŮůẘẙ", "AaUuwy"),
        ('\u030B', "ŐőŰűӲӳ", "OoUuУу"),
        ('\u030C', "ČčĎďĚěĽľŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔǙǚǦǧǨǩǮǯǰȞȟ", "CcDdEeLlNnRrSsTtZzAaIiOoUuÜüGgKkƷʒjHh"),
        ('\u030F', "ȀȁȄȅȈȉȌȍȐȑȔȕѶѷ", "AaEeIiOoRrUuѴѵ"),
        ('\u0311', "ȂȃȆȇȊȋȎȏȒȓȖȗ", "AaEeIiOoRrUu"),
        ('\u0313', "ἀἈἐἘἠἨἰἸὀὈὐὠὨῤ", "αΑεΕηΗιΙοΟυωΩρ"),
        ('\u0314', "ἁἉἑἙἡἩἱἹὁὉὑὙὡὩῥῬ", "αΑεΕηΗιΙοΟυΥωΩρΡ"),
        ('\u031B', "ƠơƯư", "OoUu"),
        ('\u0323', "ḄḅḌḍḤḥḲḳḶḷṂṃṆṇṚṛṢṣṬṭṾṿẈẉẒẓẠạẸẹỊịỌọỢợỤụỰự", "BbDdHhKkLlMmNnRrSsTtVvWwZzAaEeIiOoƠơUuƯư"),
        ('\u0323', "Ỵỵ", "Yy"),
        ('\u0324', "Ṳṳ", "Uu"),
        ('\u0325', "Ḁḁ", "Aa"),
        ('\u0326', "ȘșȚț", "SsTt"),
        ('\u0327', "ÇçĢģĶķĻļŅņŖŗŞşŢţȨȩḐḑḨḩ", "CcGgKkLlNnRrSsTtEeDdHh"),
        ('\u0328', "ĄąĘęĮįŲųǪǫ", "AaEeIiUuOo"),
        ('\u032D', "ḒḓḘḙḼḽṊṋṰṱṶṷ", "DdEeLlNnTtUu"),
        ('\u032E', "Ḫḫ", "Hh"),
        ('\u0330', "ḚḛḬḭṴṵ", "EeIiUu"),
        ('\u0331', "ḆḇḎḏḴḵḺḻṈṉṞṟṮṯẔẕẖ", "BbDdKkLlNnRrTtZzh"),
        ('\u0338', "↚↛↮⇍⇎⇏∄∉∌∤∦≁≄≇≉≠≢≭≮≯≰≱≴≵≸≹⊀⊁⊄⊅⊈⊉⊬⊭⊮⊯⋠⋡⋢⋣", "←→↔⇐⇔⇒∃∈∋∣∥∼≃≅≈=≡≍<>≤≥≲≳≶≷≺≻⊂⊃⊆⊇⊢⊨⊩⊫≼≽⊑⊒"),
        ('\u0338', "⋪⋫⋬⋭", "⊲⊳⊴⊵"),
        ('\u0342', "ἆἇἎἏἦἧἮἯἶἷἾἿὖὗὟὦὧὮὯᾶ῁ῆ῏ῖῗ῟ῦῧῶ", "ἀἁἈἉἠἡἨἩἰἱἸἹὐὑὙὠὡὨὩα¨η᾿ιϊ῾υϋω"),
        ('\u0345', "ᾀᾁᾂᾃᾄᾅᾆᾇᾈᾉᾊᾋᾌᾍᾎᾏᾐᾑᾒᾓᾔᾕᾖᾗᾘᾙᾚᾛᾜᾝᾞᾟᾠᾡᾢᾣᾤᾥᾦᾧ", "ἀἁἂἃἄἅἆἇἈἉἊἋἌἍἎἏἠἡἢἣἤἥἦἧἨἩἪἫἬἭἮἯὠὡὢὣὤὥὦὧ"),
        ('\u0345', "ᾨᾩᾪᾫᾬᾭᾮᾯᾲᾳᾴᾷᾼῂῃῄῇῌῲῳῴῷῼ", "ὨὩὪὫὬὭὮὯὰαάᾶΑὴηήῆΗὼωώῶΩ"),
        ('\u0653', "آ", "ا"),
        ('\u0654', "أؤئۀۂۓ", "اويەہے"),
        ('\u0655', "إ", "ا"),
        ('\u093C', "ऩऱऴ", "नरळ"),
        ('\u09BE', "\u09CB", "\u09C7"),
        ('\u09D7', "\u09CC", "\u09C7"),
        ('\u0B3E', "\u0B4B", "\u0B47"),
        ('\u0B56', "\u0B48", "\u0B47"),
        ('\u0B57', "\u0B4C", "\u0B47"),
        ('\u0BBE', "\u0BCA\u0BCB", "\u0BC6\u0BC7"),
        ('\u0BD7', "ஔ\u0BCC", "ஒ\u0BC6"),
        ('\u0C56', "\u0C48", "\u0C46"),
        ('\u0CC2', "\u0CCA", "\u0CC6"),
        ('\u0CD5', "\u0CC0\u0CC7\u0CCB", "\u0CBF\u0CC6\u0CCA"),
        ('\u0CD6', "\u0CC8", "\u0CC6"),
        ('\u0D3E', "\u0D4A\u0D4B", "\u0D46\u0D47"),
        ('\u0D57', "\u0D4C", "\u0D46"),
        ('\u0DCA', "\u0DDA\u0DDD", "\u0DD9\u0DDC"),
        ('\u0DCF', "\u0DDC", "\u0DD9"),
        ('\u0DDF', "\u0DDE", "\u0DD9"),
        ('\u102E', "ဦ", "ဥ"),
        ('\u1B35', "ᬆᬈᬊᬌᬎᬒ\u1B3B\u1B3D\u1B40\u1B41\u1B43", "ᬅᬇᬉᬋᬍᬑ\u1B3A\u1B3C\u1B3E\u1B3F\u1B42"),
        (
            '\u3099',
            "がぎぐげござじずぜぞだぢづでどばびぶべぼゔゞガギグゲゴザジズゼゾダヂヅデドバビブ",
            "かきくけこさしすせそたちつてとはひふへほうゝカキクケコサシスセソタチツテトハヒフ"
        ),
        ('\u3099', "ベボヴヷヸヹヺヾ", "ヘホウワヰヱヲヽ"),
        ('\u309A', "ぱぴぷぺぽパピプペポ", "はひふへほハヒフヘホ"),
    ];

    // One character that is always another one: the signs of Ohm, Kelvin and Angstrom.
    private static readonly FrozenDictionary<char, char> Signs = new Dictionary<char, char>
    {
        ['\u2126'] = '\u03A9',
        ['\u212A'] = 'K',
        ['\u212B'] = '\u00C5',
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<(char Letter, char Mark), char> Composed = Marks
        .SelectMany(row => row.Whole.Zip(row.Letters, (whole, letter) => ((letter, row.Mark), whole)))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.whole);

    private static readonly FrozenDictionary<char, (char Letter, char Mark)> Decomposed = Composed.ToFrozenDictionary(
        pair => pair.Value,
        pair => pair.Key
    );

    private static readonly FrozenSet<char> IsMark = Marks.Select(row => row.Mark).ToFrozenSet();

    /// <summary>Whether the character is a sign that looks like a letter, and is that letter in normal form.</summary>
    public static bool IsSign(int character) => character <= char.MaxValue && Signs.ContainsKey((char)character);

    /// <summary>Whether the character at this place is a mark that makes one letter with what stands before it: the two
    /// look like one character.</summary>
    public static bool IsMarkOfLetter(string text, int at)
    {
        if (at == 0 || (!IsMark.Contains(text[at]) && !IsJamo(text[at])))
            return false;
        int first = at - 1;
        while (first > 0 && (IsMark.Contains(text[first]) || IsJamo(text[first])))
            first--;
        return Compose(text[first..(at + 1)]).Length < Compose(text[first..at]).Length + 1;
    }

    /// <summary>The text with each letter as one character.</summary>
    public static string Compose(string text)
    {
        var composed = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            char next = Signs.GetValueOrDefault(c, c);
            if (composed.Length > 0 && Join(composed[^1], next) is { } whole)
                composed[^1] = whole;
            else
                composed.Append(next);
        }

        return composed.ToString();
    }

    /// <summary>The text with each letter and its marks as characters of their own.</summary>
    public static string Decompose(string text)
    {
        var decomposed = new StringBuilder(text.Length);
        foreach (char c in text)
            Split(Signs.GetValueOrDefault(c, c), decomposed);
        return decomposed.ToString();
    }

    private static char? Join(char letter, char mark)
    {
        if (Composed.TryGetValue((letter, mark), out char whole))
            return whole;
        // Korean syllables are made of letters by their numbers.
        if (
            letter is >= FirstLead and < (char)(FirstLead + Leads)
            && mark is >= FirstVowel and < (char)(FirstVowel + Vowels)
        )
            return (char)(FirstSyllable + ((((letter - FirstLead) * Vowels) + (mark - FirstVowel)) * Tails));
        if (
            letter is >= FirstSyllable and < (char)(FirstSyllable + (Leads * Vowels * Tails))
            && (letter - FirstSyllable) % Tails == 0
            && mark is > BeforeTail and < (char)(BeforeTail + Tails)
        )
            return (char)(letter + (mark - BeforeTail));
        return null;
    }

    private static void Split(char c, StringBuilder parts)
    {
        int syllable = c - FirstSyllable;
        if (Decomposed.TryGetValue(c, out (char Letter, char Mark) pair))
        {
            Split(pair.Letter, parts);
            parts.Append(pair.Mark);
        }
        else if (syllable is >= 0 and < Leads * Vowels * Tails)
        {
            parts.Append((char)(FirstLead + (syllable / (Vowels * Tails))));
            parts.Append((char)(FirstVowel + (syllable / Tails % Vowels)));
            if (syllable % Tails != 0)
                parts.Append((char)(BeforeTail + (syllable % Tails)));
        }
        else
        {
            parts.Append(c);
        }
    }

    private static bool IsJamo(char c) => c is >= FirstVowel and < (char)(BeforeTail + Tails);
}
