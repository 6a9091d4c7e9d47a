using System.Collections.Immutable;
using Dispatcher.Analysis.Mutations;
using Dispatcher.Analysis.Names;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>Names of a skeleton to try: usual ones, and ones that differ from them in one part or two.</summary>
/// <param name="hints">Texts that templates make worth trying.</param>
internal sealed class NameTries(IReadOnlyList<Hint> hints)
{
    private const int MostWords = 6,
        MostNames = 400;

    private static readonly string[] Usual =
    [
        "a",
        "b",
        "A",
        "aa",
        "ab",
        "a-b",
        "a_b",
        "a.b",
        "a/b",
        "1",
        "01",
        "0",
        "10",
        "-",
        "..",
        ".",
        "a b",
        "x",
        "B",
        "aB",
    ];

    private readonly Dictionary<string, ImmutableArray<string>> words = new(StringComparer.Ordinal);

    /// <summary>The texts to try for a part, the most usual one first.</summary>
    public ImmutableArray<string> Words(NamePart part)
    {
        if (part.Text is { } text)
            return [text];
        string key = part.Language is CharsNode set
            ? string.Concat(set.Set.Ranges.Select(range => $"{range.First}-{range.Last},"))
            : PatternText.Of(part.Language);
        if (!words.TryGetValue(key, out ImmutableArray<string> known))
            words.Add(key, known = [.. Made(part.Language).Distinct().Take(MostWords + 2)]);
        return known;
    }

    /// <summary>The name with these texts of its parts, and usual ones for the others.</summary>
    public string Name(Skeleton skeleton, IReadOnlyDictionary<int, string> known) =>
        string.Concat(
            skeleton.Parts.Select((part, i) => known.GetValueOrDefault(i) ?? Words(part).FirstOrDefault() ?? "")
        );

    /// <summary>Names that have these texts of some parts, the usual ones first.</summary>
    public IEnumerable<string> Names(Skeleton skeleton, IReadOnlyDictionary<int, string> known)
    {
        string[] texts =
        [
            .. skeleton.Parts.Select((part, i) => known.GetValueOrDefault(i) ?? Words(part).FirstOrDefault() ?? ""),
        ];
        // A usual name has whole dates in it, where dates are read.
        bool first = true;
        var hinted = new List<string[]>();
        foreach (Hint hint in hints)
        {
            foreach (string text in hint.Texts)
            {
                if (Fit(skeleton, hint, text) is not { } fitting || fitting.Any(part => known.ContainsKey(part.Key)))
                    continue;
                string[] changed = [.. texts];
                foreach ((int part, string value) in fitting)
                    changed[part] = value;
                if (first)
                    texts = [.. changed];
                first = false;
                hinted.Add(changed);
            }
        }

        return Varied(skeleton, known, texts, hinted).Distinct().Take(MostNames);
    }

    private IEnumerable<string> Varied(
        Skeleton skeleton,
        IReadOnlyDictionary<int, string> known,
        string[] texts,
        List<string[]> hinted
    )
    {
        yield return string.Concat(texts);
        foreach (string[] changed in hinted)
            yield return string.Concat(changed);
        (int Part, ImmutableArray<string> Words)[] open =
        [
            .. skeleton
                .Parts.Select((part, i) => (i, Words(part)))
                .Where(part => part.Item2.Length > 1 && !known.ContainsKey(part.i)),
        ];
        foreach ((int part, ImmutableArray<string> more) in open)
        {
            foreach (string word in more)
                yield return With(texts, (part, word));
        }

        for (int i = 0; i < open.Length; i++)
        {
            for (int j = i + 1; j < open.Length; j++)
            {
                foreach (string one in open[i].Words.Take(MostWords))
                {
                    foreach (string other in open[j].Words.Take(MostWords))
                        yield return With(texts, (open[i].Part, one), (open[j].Part, other));
                }
            }
        }
    }

    private static string With(string[] texts, params ReadOnlySpan<(int Part, string Word)> changes)
    {
        string[] changed = [.. texts];
        foreach ((int part, string word) in changes)
            changed[part] = word;
        return string.Concat(changed);
    }

    // A hint is about the parts of another way of the same pattern where it does not fit.
    private static ImmutableDictionary<int, string>? Fit(Skeleton skeleton, Hint hint, string text) =>
        hint.Pieces.OfType<Piece.Copy>().All(copy => copy.Part < skeleton.Parts.Length)
            ? PartTexts.Split(skeleton, hint.Pieces, text)
            : null;

    private static IEnumerable<string> Made(PatternNode language)
    {
        if (language is CharsNode chars)
        {
            CharSet valid = chars.Set.Intersect(ReadableCharacter.Valid);
            if (valid.IsEmpty)
                return [];
            char[] readable = [.. ReadableCharacter.Among(valid)];
            return readable.Length == 0
                ? [ReadableCharacter.Of(valid).ToString()]
                :
                [
                    .. readable
                        .Take(3)
                        .Concat(readable.Where(c => c is 'A' or '.' or '-' or '_' or '/').Take(3))
                        .Select(c => c.ToString()),
                ];
        }

        var pattern = Pattern.Of(Languages.Map(language, c => c), "");
        IEnumerable<string> made =
        [
            .. Usual.Where(pattern.IsMatch).Take(MostWords),
            .. NameSamples.Matching(pattern, 3),
        ];
        return PatternParts.CanBeEmpty(language) ? made.Append("") : made;
    }
}
