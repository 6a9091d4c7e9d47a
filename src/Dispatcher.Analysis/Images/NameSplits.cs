using System.Collections.Immutable;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Analysis.Images;

/// <summary>The members of <c>object</c> that are parts of its name, piece by piece.</summary>
internal static class NameSplits
{
    private const int MostWays = 16;

    private static readonly PatternNode Segment = Languages.Of("[^/]*");

    /// <summary>The same names in ways in which each knows where the last slash is, and whether something stands before
    /// a dot of the last segment; where that cannot be known, the ways are left as they are.</summary>
    public static ImmutableArray<Skeleton> Prepare(Skeleton name)
    {
        ImmutableArray<Skeleton> ways = [.. AtSlash(name, name.Parts.Length - 1).SelectMany(AtDot)];
        return ways.Length <= MostWays ? ways : [name];
    }

    /// <summary>What a member is; null where it is not a part of the name.</summary>
    public static IEnumerable<(Skeleton Name, ImmutableArray<Piece> Pieces)>? Of(FixedMember member, Skeleton name)
    {
        if (member.Root != "object")
            return null;
        ImmutableArray<Piece> all = Pieces(name, 0, name.Parts.Length);
        if (member.Name == "name")
            return [(name, all)];
        if (member.Name is not ("folder" or "file" or "stem" or "extension"))
            return null;
        if (LastIn(name, '/', 0) is not { } slash)
            return [(name, [Unknown(name, member.Name == "folder" ? Languages.Anything : Segment)])];
        ImmutableArray<Piece> folder = slash.Part < 0 ? [] : Before(name, slash);
        ImmutableArray<Piece> file = slash.Part < 0 ? all : After(name, slash);
        if (member.Name == "folder")
            return [(name, folder)];
        if (member.Name == "file")
            return [(name, file)];
        return LastDot(name, slash) switch
        {
            null => [(name, [Unknown(name, Segment)])],
            { Part: < 0 } => [(name, member.Name == "stem" ? file : [])],
            { } dot =>
            [
                (
                    name,
                    member.Name == "extension" ? After(name, dot)
                    : slash.Part < 0 ? Before(name, dot)
                    : Between(name, slash, dot)
                ),
            ],
        };
    }

    private static Piece.Derived Unknown(Skeleton name, PatternNode texts) =>
        new(texts, name.AllParts, Recovers: false, Variation.None);

    private static ImmutableArray<Piece> Pieces(Skeleton name, int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(part => new Piece.Copy(part, LetterMap.Same))];

    private static ImmutableArray<Piece> Before(Skeleton name, (int Part, int At) cut) =>
        Pieces(name, 0, cut.Part).Add(new Piece.Text(name.Parts[cut.Part].Text![..cut.At]));

    private static ImmutableArray<Piece> After(Skeleton name, (int Part, int At) cut) =>
        Pieces(name, cut.Part + 1, name.Parts.Length)
            .Insert(0, new Piece.Text(name.Parts[cut.Part].Text![(cut.At + 1)..]));

    private static ImmutableArray<Piece> Between(Skeleton name, (int Part, int At) from, (int Part, int At) to) =>
        from.Part == to.Part
            ? [new Piece.Text(name.Parts[from.Part].Text![(from.At + 1)..to.At])]
            :
            [
                new Piece.Text(name.Parts[from.Part].Text![(from.At + 1)..]),
                .. Pieces(name, from.Part + 1, to.Part),
                new Piece.Text(name.Parts[to.Part].Text![..to.At]),
            ];

    // The last place of a character in the parts from one on: part -1 where there is none, null where it is not known.
    private static (int Part, int At)? LastIn(Skeleton name, char sought, int from)
    {
        for (int part = name.Parts.Length - 1; part >= from; part--)
        {
            if (name.Parts[part].Text is { } text)
            {
                if (text.LastIndexOf(sought) is >= 0 and var at)
                    return (part, at);
            }
            else if (Languages.Alphabet(name.Parts[part].Language).Contains(sought))
                return null;
        }

        return (-1, 0);
    }

    // A dot that begins or ends the file starts no extension.
    private static (int Part, int At)? LastDot(Skeleton name, (int Part, int At) slash)
    {
        if (LastIn(name, '.', Math.Max(slash.Part, 0)) is not { } dot)
            return null;
        if (dot.Part < 0 || (dot.Part == slash.Part && dot.At < slash.At))
            return (-1, 0);
        bool? something = IsThere(slash.Part < 0 ? Before(name, dot) : Between(name, slash, dot), name);
        bool? extension = IsThere(After(name, dot), name);
        return something is null || extension is null ? null
            : something.Value && extension.Value ? dot
            : (-1, 0);
    }

    // Whether the pieces are at least one character; null where that differs from name to name.
    private static bool? IsThere(ImmutableArray<Piece> pieces, Skeleton name)
    {
        bool maybe = false;
        foreach (Piece piece in pieces)
        {
            PatternNode language = piece.Language(name);
            if (!PatternParts.CanBeEmpty(language))
                return true;
            maybe |= Languages.MostCharacters(language) != 0;
        }

        return maybe ? null : false;
    }

    private static IEnumerable<Skeleton> AtSlash(Skeleton name, int from)
    {
        CharSet slash = CharSet.Of('/');
        for (int part = from; part >= 0; part--)
        {
            NamePart own = name.Parts[part];
            if (own.Text is { } text)
            {
                if (text.Contains('/', StringComparison.Ordinal))
                    break;
                continue;
            }

            if (!Languages.Alphabet(own.Language).Contains('/'))
                continue;
            if (Repeated(own.Language) is not { } repeated)
                break;
            (CharsNode chars, int min, bool endless) = repeated;
            CharSet others = chars.Set.Without(slash);
            PatternNode Some(CharSet set, int least) =>
                set.IsEmpty ? EmptyNode.Instance
                : endless
                    ? new RepeatNode(
                        Languages.Class(set, set.Equals(chars.Set) ? chars.Written : Without(chars)),
                        least,
                        null,
                        false
                    )
                : Languages.Class(set, Without(chars));
            // Without a slash in the part, an earlier one may have it.
            if (!others.IsEmpty || min == 0)
            {
                Skeleton without = name.With(part, NamePart.Of(Some(others, min)));
                foreach (Skeleton way in AtSlash(without, part - 1))
                    yield return way;
            }

            yield return endless
                ? name.Split(part, NamePart.Of(Some(chars.Set, 0)), NamePart.Literal("/"), NamePart.Of(Some(others, 0)))
                : name.With(part, NamePart.Literal("/"));
            yield break;
        }

        yield return name;
    }

    private static string Without(CharsNode chars) => chars.Written == "." ? "[^/]" : chars.Written;

    // A character, or any number of them.
    private static (CharsNode Chars, int Min, bool Endless)? Repeated(PatternNode language) =>
        language switch
        {
            CharsNode chars => (chars, 1, false),
            RepeatNode { Body: CharsNode chars, Min: 0 or 1, Max: null } repeat => (chars, repeat.Min, true),
            GroupNode group => Repeated(group.Body),
            _ => null,
        };

    // Whether something stands between the last slash and the last dot is decided where one part decides it.
    private static IEnumerable<Skeleton> AtDot(Skeleton name)
    {
        if (
            LastIn(name, '/', 0) is not { } slash
            || LastIn(name, '.', Math.Max(slash.Part, 0)) is not { Part: > 0 } dot
        )
            return [name];
        int[] open =
        [
            .. Enumerable
                .Range(slash.Part + 1, Math.Max(0, dot.Part - slash.Part - 1))
                .Where(part => name.Parts[part].Text is null),
        ];
        if (open.Length != 1 || Repeated(name.Parts[open[0]].Language) is not (var chars, 0, true))
            return [name];
        return
        [
            name.With(open[0], new NamePart(EmptyNode.Instance, "")),
            name.With(open[0], NamePart.Of(new RepeatNode(chars, 1, null, false))),
        ];
    }
}
