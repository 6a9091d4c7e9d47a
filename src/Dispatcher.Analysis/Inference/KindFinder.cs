using System.Collections.Immutable;

namespace Dispatcher.Analysis.Inference;

/// <summary>Parts object names into kinds, each of which is to become a route.</summary>
/// <remarks>Names of the same shape are parted by the words that tell kinds apart. Which words do is a guess: the first
/// folder's nearly always, later ones where there are two, while three or more words at one place are values of a
/// group, such as cities. <see cref="KindMerges"/> then puts together what shapes have parted too far.</remarks>
internal static class KindFinder
{
    // So many words of names of one shape at the place that decides are kinds; more are values.
    private const int MostKinds = 24,
        LeastOfEach = 3,
        FewWords = 4,
        LeastOfTwo = 6,
        LeastOfFile = 5;

    // With so many names, what a value's names share is no accident.
    private const int SureOfWords = 10,
        SureOfLengths = 40;

    private const int Frequent = 20;

    /// <summary>The kinds, the largest first.</summary>
    public static ImmutableArray<NameKind> Find(IEnumerable<NameRow> rows)
    {
        ImmutableArray<NameRow> all = [.. rows];
        if (all.IsEmpty)
            return [];
        ImmutableArray<NameRow>[] shapes =
        [
            .. all.GroupBy(row => row.Shape(), StringComparer.Ordinal).Select(group => group.ToImmutableArray()),
        ];
        // Where names of many shapes share a folder, what tells them apart is below it.
        int shared = shapes.Length >= 3 ? SharedFolders(all) : 0;
        var kinds = new List<NameKind>();
        foreach (ImmutableArray<NameRow> shape in shapes)
            Split(shape, 0, 0, isDecided: false, shared, kinds);
        return KindMerges.Of([.. kinds.OrderByDescending(kind => kind.Rows.Length)]);
    }

    private static int SharedFolders(ImmutableArray<NameRow> all)
    {
        int shared = all.Min(row => row.Fields.Length) - 1;
        for (int field = 0; field < shared; field++)
        {
            string text = all[0].Text(field);
            if (!all.All(row => row.Text(field) == text))
                return field;
        }

        return shared;
    }

    private static void Split(
        ImmutableArray<NameRow> rows,
        int field,
        int piece,
        bool isDecided,
        int shared,
        List<NameKind> kinds
    )
    {
        for (; field < rows[0].Fields.Length; field++, piece = 0)
        {
            for (; piece < rows[0].Fields[field].Length; piece++)
            {
                if (rows[0].Fields[field][piece].Kind != NameTokenKind.Word)
                    continue;
                ImmutableArray<NameRow>[] parts =
                [
                    .. rows.GroupBy(row => row.Fields[field][piece].Text, StringComparer.Ordinal)
                        .Select(group => group.ToImmutableArray()),
                ];
                if (parts.Length == 1)
                {
                    isDecided |= field >= shared && field < rows[0].Fields.Length - 1;
                    continue;
                }

                parts = [.. Together(parts, field, piece, isDecided)];
                if (parts.Length == 1)
                    continue;
                foreach (ImmutableArray<NameRow> part in parts)
                    Split(part, field, piece + 1, isDecided: true, shared, kinds);
                return;
            }
        }

        kinds.Add(NameKind.Of(rows));
    }

    // The parts that stay apart; one when the words are values.
    private static IEnumerable<ImmutableArray<NameRow>> Together(
        ImmutableArray<NameRow>[] parts,
        int field,
        int piece,
        bool isDecided
    )
    {
        bool isFolder = field < parts[0][0].Fields.Length - 1;
        if (CodeWords.AreCodes(parts.Select(part => part[0].Fields[field][piece].Text)))
            return [Joined(parts)];
        if (isDecided && !isFolder && OneAmongMany(parts) is { } frequent)
            return [frequent, Joined(parts.Where(part => part != frequent))];
        if (!isDecided && !Decides(parts, isFolder))
            return [Joined(parts)];
        if (isDecided && parts.Length == 2)
            return Apart(parts);
        return Alike(parts, field, piece, foldersOnly: !isDecided)
            .SelectMany(alike =>
                alike.Parts.Length >= 3 && (isDecided || alike.Profile.Any(char.IsLetterOrDigit))
                    ? [Joined(alike.Parts)]
                    : Apart(alike.Parts, isSure: !isDecided || parts.Length > alike.Parts.Length)
            );
    }

    // Parts whose names have the same words and lengths behind the place. A part with too few names to tell goes with
    // the largest.
    private static List<(string Profile, ImmutableArray<NameRow>[] Parts)> Alike(
        ImmutableArray<NameRow>[] parts,
        int field,
        int piece,
        bool foldersOnly
    )
    {
        bool isSureOfLengths = !foldersOnly && parts.All(part => part.Length >= SureOfLengths);
        ILookup<bool, ImmutableArray<NameRow>> sure = parts.ToLookup(part => foldersOnly || part.Length >= SureOfWords);
        List<(string Profile, ImmutableArray<NameRow>[] Parts)> alike =
        [
            .. sure[true]
                .GroupBy(part => Profile(part, field, piece, foldersOnly, isSureOfLengths), StringComparer.Ordinal)
                .Select(group => (group.Key, group.ToArray()))
                .OrderByDescending(group => group.Item2.Length),
        ];
        if (alike.Count == 0)
            return [("", [.. sure[false]])];
        alike[0] = (alike[0].Profile, [.. alike[0].Parts, .. sure[false]]);
        return alike;
    }

    private static ImmutableArray<NameRow>[] Apart(ImmutableArray<NameRow>[] parts, bool isSure = false) =>
        isSure || parts.Sum(part => part.Length) >= LeastOfTwo && parts.All(part => part.Length >= 2)
            ? parts
            : [Joined(parts)];

    private static bool Decides(ImmutableArray<NameRow>[] parts, bool isFolder)
    {
        int names = parts.Sum(part => part.Length);
        return isFolder
            ? parts.Length <= FewWords || (parts.Length <= MostKinds && names >= LeastOfEach * parts.Length)
            : parts.Length <= MostKinds && names >= LeastOfFile * parts.Length;
    }

    // A word of many names among words of one or two names each, such as `summary` beside people's names.
    private static ImmutableArray<NameRow>? OneAmongMany(ImmutableArray<NameRow>[] parts)
    {
        ImmutableArray<NameRow> largest = parts.MaxBy(part => part.Length);
        int others = parts.Sum(part => part.Length) - largest.Length;
        return largest.Length >= Frequent && parts.Length > Frequent && others <= 2 * (parts.Length - 1)
            ? largest
            : null;
    }

    // What the names of one value have in common behind it.
    private static string Profile(
        ImmutableArray<NameRow> rows,
        int field,
        int piece,
        bool foldersOnly,
        bool isSureOfLengths
    )
    {
        var shared = new List<string>();
        int fields = rows[0].Fields.Length - (foldersOnly ? 1 : 0);
        for (int at = field; at < fields; at++)
        {
            for (int next = at == field ? piece + 1 : 0; next < rows[0].Fields[at].Length; next++)
            {
                NameToken first = rows[0].Fields[at][next];
                bool isShared = first.Kind switch
                {
                    NameTokenKind.Word => rows.All(row => row.Fields[at][next] == first),
                    NameTokenKind.Number => isSureOfLengths
                        && rows.All(row => row.Fields[at][next].Text.Length == first.Text.Length),
                    NameTokenKind.Separator or NameTokenKind.Mixed or NameTokenKind.Uuid or NameTokenKind.Key => false,
                };
                shared.Add(
                    !isShared ? "*"
                    : first.Kind == NameTokenKind.Word ? first.Text
                    : $"{first.Text.Length}"
                );
            }
        }

        return string.Join('/', shared);
    }

    private static ImmutableArray<NameRow> Joined(IEnumerable<ImmutableArray<NameRow>> parts) =>
        [.. parts.SelectMany(part => part)];
}
