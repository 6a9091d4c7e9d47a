using System.Text;
using CsCheck;

namespace Dispatcher.TestKit.Patterns;

/// <summary>Generates models of expressions and names near them.</summary>
internal static class PatternGen
{
    private static readonly Gen<PatternModel.Item> Item = Gen.Frequency(
        (6, Gen.OneOf(PatternModel.Alphabet).Select(PatternModel.Item.Of)),
        (
            2,
            Gen.OneOf(('a', 'k'), ('j', 'l'), ('A', 'Z'), ('0', '5'), ('a', 'z'), ('R', 'T'), ('À', 'ÿ'))
                .Select(r => PatternModel.Item.Range(r.Item1, r.Item2))
        ),
        (1, Gen.Const(PatternModel.Item.Emoji())),
        (2, Gen.OneOf('d', 'D', 'w', 'W', 's', 'S').Select(PatternModel.Item.Ascii)),
        (1, Gen.Select(Gen.OneOf("Lu", "Ll", "L", "Nd", "So", "Z"), Gen.Bool, PatternModel.Item.Category))
    );

    private static readonly Gen<PatternModel> Leaf = Gen.Frequency(
        (
            6,
            Gen.OneOf(PatternModel.Alphabet).Select(r => (PatternModel)new PatternModel.Single(PatternModel.Item.Of(r)))
        ),
        (
            1,
            Gen.OneOf('d', 'D', 'w', 'W', 's', 'S')
                .Select(c => (PatternModel)new PatternModel.Single(PatternModel.Item.Ascii(c)))
        ),
        (
            1,
            Gen.Select(Gen.OneOf("Lu", "Ll", "L", "Nd", "So", "Z"), Gen.Bool, (n, not) =>
                (PatternModel)new PatternModel.Single(PatternModel.Item.Category(n, not))
            )
        ),
        (1, Gen.Const((PatternModel)new PatternModel.Dot())),
        (3, Gen.Select(Gen.Bool, Item.Array[1, 3], (not, items) => (PatternModel)new PatternModel.Class(not, items)))
    );

    /// <summary>Expressions up to three levels deep.</summary>
    public static readonly Gen<PatternModel> Models = Level(3);

    /// <summary>Greedy loops whose body can be empty and has a group, before another group:
    /// <c>(?:(a*)b*)*(c*)</c>.</summary>
    public static readonly Gen<PatternModel> LoopsRoundNothing = Gen.Select(Level(1), Level(1), Leaf)
        .Select(
            (group, rest, last) =>
                (PatternModel)
                    new PatternModel.Sequence([
                        Loop(
                            new PatternModel.Group(
                                new PatternModel.Sequence([new PatternModel.Group(Loop(group), true), Loop(rest)]),
                                false
                            )
                        ),
                        new PatternModel.Group(Loop(last), true),
                    ])
        );

    /// <summary>Names that match or nearly match.</summary>
    public static Gen<string[]> Names(PatternModel model, int count)
    {
        Gen<string> matching = model.Name();
        return Gen.Frequency(
            (3, matching),
            (3, matching.SelectMany(Mutate)),
            (1, matching.SelectMany(Mutate).SelectMany(Mutate))
        ).Array[count];
    }

    private static PatternModel.Repeat Loop(PatternModel body) => new PatternModel.Repeat(body, 0, null, false);

    private static Gen<string> Mutate(string name)
    {
        Rune[] runes = [.. name.EnumerateRunes()];
        return Gen.Select(Gen.Int[0, runes.Length], Gen.Int[0, 3], Gen.OneOf(PatternModel.Alphabet), (at, kind, rune) =>
        {
            var text = new StringBuilder();
            for (int i = 0; i <= runes.Length; i++)
            {
                if (i == at && kind is 0 or 1 or 3)
                    text.Append(kind == 3 && i < runes.Length ? OtherCase(runes[i]) : rune.ToString());
                if (i < runes.Length && !(i == at && kind != 0))
                    text.Append(runes[i]);
            }

            return text.ToString();
        });
    }

    private static string OtherCase(Rune rune) =>
        (Rune.ToLowerInvariant(rune) == rune ? Rune.ToUpperInvariant(rune) : Rune.ToLowerInvariant(rune)).ToString();

    private static Gen<PatternModel> Level(int depth)
    {
        if (depth == 0)
            return Leaf;
        Gen<PatternModel> below = Level(depth - 1);
        var counts = Gen.OneOf<(int, int?)>((0, null), (1, null), (0, 1), (2, 2), (0, 2), (1, 3), (2, null), (0, 0));
        return Gen.Frequency(
            (3, Leaf),
            (4, below.Array[1, 4].Select(items => (PatternModel)new PatternModel.Sequence(items))),
            (
                2,
                below
                    .Array[2, 3]
                    .Select(items => (PatternModel)new PatternModel.Group(new PatternModel.Choice(items), false))
            ),
            (
                1,
                Gen.Select(below, Gen.Bool, (body, capturing) => (PatternModel)new PatternModel.Group(body, capturing))
            ),
            (
                3,
                Gen.Select(below, counts, Gen.Bool, (body, count, lazy) =>
                    (PatternModel)new PatternModel.Repeat(body, count.Item1, count.Item2, lazy)
                )
            )
        );
    }
}
