using System.Collections.Immutable;

namespace Dispatcher.Analysis.Inference;

/// <summary>Puts kinds together that differ only in what is a value: digits that are an identifier by chance, the
/// number of words in a title, the depth of a folder, the extension.</summary>
internal static class KindMerges
{
    // What stands beside another object and is no further form of it.
    private static readonly ImmutableHashSet<string> Markers = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".bak",
        ".crc",
        ".ctl",
        ".done",
        ".lock",
        ".md5",
        ".ok",
        ".part",
        ".ready",
        ".sha1",
        ".sha256",
        ".sig",
        ".tmp",
        ".trg"
    );

    /// <summary>The kinds that remain, the largest first.</summary>
    public static ImmutableArray<NameKind> Of(ImmutableArray<NameKind> kinds)
    {
        kinds = Identifiers(kinds);
        int fields = kinds.Max(kind => kind.Fields);
        for (int fromEnd = 1; fromEnd <= fields; fromEnd++)
            kinds = Texts(kinds, fromEnd);
        for (int field = 0; field < fields; field++)
            kinds = FolderNames(kinds, field);
        kinds = Extensions(Depths(kinds));
        return
        [
            .. kinds
                .OrderByDescending(kind => kind.Rows.Length)
                .ThenBy(kind => kind.Rows[0].Name, StringComparer.Ordinal),
        ];
    }

    // An identifier of letters and digits has sometimes only letters, or only digits.
    private static ImmutableArray<NameKind> Identifiers(ImmutableArray<NameKind> kinds) =>
        [
            .. kinds
                .GroupBy(kind => string.Join('/', kind.Rows[0].Fields.Select(NameRow.Frame)) + kind.Rows[0].Extension)
                .SelectMany(alike =>
                    Fused([.. alike.OrderByDescending(Mixed).ThenByDescending(kind => kind.Rows.Length)])
                ),
        ];

    private static int Mixed(NameKind kind) =>
        kind.Rows[0].Fields.Sum(field => field.Count(token => token.Kind == NameTokenKind.Mixed));

    private static List<NameKind> Fused(List<NameKind> kinds)
    {
        for (int into = 0; into < kinds.Count; into++)
        {
            if (Mixed(kinds[into]) == 0)
                break;
            for (int from = kinds.Count - 1; from > into; from--)
            {
                if (!AreOneIdentifier(kinds[into], kinds[from]))
                    continue;
                kinds[into] = kinds[into] with { Rows = [.. kinds[into].Rows, .. kinds[from].Rows] };
                kinds.RemoveAt(from);
            }
        }

        return kinds;
    }

    private static bool AreOneIdentifier(NameKind large, NameKind small)
    {
        for (int field = 0; field < large.Fields; field++)
        {
            for (int piece = 0; piece < large.Rows[0].Fields[field].Length; piece++)
            {
                NameTokenKind kind = large.KindOf(field, piece);
                bool isSame = kind == small.KindOf(field, piece) && large.WordOf(field, piece) == null;
                bool fits =
                    large.WordOf(field, piece) is { } word ? small.WordOf(field, piece) == word
                    : isSame ? true
                    : kind == NameTokenKind.Mixed
                        && Lengths(large, field, piece).IsSupersetOf(Lengths(small, field, piece));
                if (!fits)
                    return false;
            }
        }

        return true;
    }

    private static HashSet<int> Lengths(NameKind kind, int field, int piece) =>
        [.. kind.Column(field, piece).Select(token => token.Text.Length)];

    // Kinds that differ in one field only, where each has a text of another number of words.
    private static ImmutableArray<NameKind> Texts(ImmutableArray<NameKind> kinds, int fromEnd) =>
        Merged(
            kinds,
            kind =>
                kind.Fields >= fromEnd && IsText(kind, kind.Fields - fromEnd)
                    ? string.Join(
                        '/',
                        Enumerable
                            .Range(0, kind.Fields)
                            .Select(field => field == kind.Fields - fromEnd ? "\x10" : kind.Outline(field))
                    ) + kind.Rows[0].Extension
                    : null,
            alike =>
                alike.Any(kind => kind.HasLetters(kind.Fields - fromEnd))
                && alike
                    .Select(kind => NameRow.Frame(kind.Rows[0].Fields[kind.Fields - fromEnd]))
                    .Distinct()
                    .Skip(1)
                    .Any(),
            alike =>
                alike[0] with
                {
                    Rows = [.. alike.SelectMany(kind => kind.Rows)],
                    Forms = alike[0].Forms.SetItem(alike[0].Fields - fromEnd, FieldForm.Text),
                }
        );

    // The first folder tells kinds apart where it is the same for all names of one.
    private static bool IsText(NameKind kind, int field) =>
        kind.IsLoose(field)
        && (field > 0 || kind.Fields == 1 || kind.Rows.Any(row => row.Text(0) != kind.Rows[0].Text(0)));

    // A folder of several words, such as `san-jose`, among folders of one word that are values.
    private static ImmutableArray<NameKind> FolderNames(ImmutableArray<NameKind> kinds, int field) =>
        Merged(
            kinds,
            kind =>
                field < kind.Fields - 1 && (kind.IsLoose(field) || IsWords(kind, field))
                    ? string.Join(
                        '/',
                        Enumerable.Range(0, kind.Fields).Select(other => other == field ? "\x10" : kind.Outline(other))
                    ) + kind.Rows[0].Extension
                    : null,
            alike =>
                alike.Any(kind =>
                    kind.IsLoose(field) && kind.Rows.Any(row => row.Text(field) != kind.Rows[0].Text(field))
                ),
            alike =>
                alike[0] with
                {
                    Rows = [.. alike.SelectMany(kind => kind.Rows)],
                    Forms = alike[0].Forms.SetItem(field, FieldForm.Text),
                }
        );

    private static bool IsWords(NameKind kind, int field) =>
        kind.Forms[field] == FieldForm.Pieces
        && kind.Rows[0].Fields[field] is { Length: > 2 } pieces
        && pieces.All(piece => piece.Kind == NameTokenKind.Word || piece.Text is "-" or "_" or " ");

    // Kinds with the same first folder and the same file at different depths.
    private static ImmutableArray<NameKind> Depths(ImmutableArray<NameKind> kinds) =>
        Merged(
            kinds,
            kind =>
                kind.Fields >= 2 && Enumerable.Range(1, kind.Fields - 2).All(kind.IsLoose)
                    ? $"{kind.Outline(0)}/{FileOutline(kind)}{kind.Rows[0].Extension}"
                    : null,
            alike => alike.Select(kind => kind.Fields).Distinct().Count() >= 2 && alike.Any(kind => kind.Fields > 2),
            OfAnyDepth
        );

    private static string FileOutline(NameKind kind) =>
        kind.IsLoose(kind.Fields - 1) ? "\x10" : kind.Outline(kind.Fields - 1);

    private static NameKind OfAnyDepth(List<NameKind> alike)
    {
        bool sameFile = alike.Select(kind => kind.Outline(kind.Fields - 1)).Distinct().Count() == 1;
        return new NameKind(
            [
                .. alike.SelectMany(kind =>
                    kind.Rows.Select(row =>
                        row with
                        {
                            Fields =
                            [
                                row.Fields[0],
                                [
                                    .. row.Fields[1..^1]
                                        .SelectMany(
                                            (field, at) =>
                                                at == 0
                                                    ? field
                                                    : field.Insert(0, new NameToken(NameTokenKind.Separator, "/"))
                                        ),
                                ],
                                row.Fields[^1],
                            ],
                        }
                    )
                ),
            ],
            [alike[0].Forms[0], FieldForm.Folders, sameFile ? alike[0].Forms[^1] : FieldForm.Text]
        );
    }

    private static ImmutableArray<NameKind> Extensions(ImmutableArray<NameKind> kinds) =>
        Merged(
            kinds,
            kind =>
                kind.Rows[0].Extension.Length == 0 || Markers.Contains(kind.Rows[0].Extension)
                    ? null
                    : string.Join('/', Enumerable.Range(0, kind.Fields).Select(kind.Outline)),
            _ => true,
            alike => alike[0] with { Rows = [.. alike.SelectMany(kind => kind.Rows)] }
        );

    private static ImmutableArray<NameKind> Merged(
        ImmutableArray<NameKind> kinds,
        Func<NameKind, string?> key,
        Func<List<NameKind>, bool> may,
        Func<List<NameKind>, NameKind> merge
    )
    {
        var merged = ImmutableArray.CreateBuilder<NameKind>();
        foreach (var alike in kinds.GroupBy(key, StringComparer.Ordinal))
        {
            List<NameKind> group = [.. alike];
            if (alike.Key is not null && group.Count > 1 && may(group))
                merged.Add(merge(group));
            else
                merged.AddRange(group);
        }

        return merged.DrainToImmutable();
    }
}
