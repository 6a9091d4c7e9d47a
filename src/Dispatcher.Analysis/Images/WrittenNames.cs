using System.Collections.Immutable;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>What a way of writing makes of some names.</summary>
/// <remarks>The names are cut where the parts of the way's pattern begin and end: each way of cutting narrows the
/// parts, and with them the pieces that are copies of them. More texts than there are where a part is written twice, or
/// where a function is not one of letters; never fewer.</remarks>
internal static class WrittenNames
{
    // Beyond them the parts are narrowed one by one.
    private const int MostCuts = 128,
        MostPositions = 4_000;

    /// <summary>The written names; null where they are too many to follow.</summary>
    public static TextAutomaton? Of(ImmutableArray<WriteWay> ways, TextAutomaton names, WorkBudget budget)
    {
        var written = new TextAutomaton.Builder();
        foreach (WriteWay way in ways)
        {
            var cutting = new Cutting(way, names, budget);
            foreach (Range[] cut in cutting.Cuts())
            {
                written.BeginTexts();
                foreach (Piece piece in way.Object)
                {
                    if (cutting.Text(piece, cut) is not { } text)
                        return null;
                    written.Append(text);
                    if (written.Count > MostPositions || !budget.Spend(text.Count + 1))
                        return null;
                }

                written.EndTexts();
            }

            if (cutting.IsOver)
                return null;
        }

        return written.Build();
    }

    /// <summary>Where a part of the name may begin and end, by the positions that were read last.</summary>
    private sealed record Range(ImmutableArray<int> From, ImmutableArray<int> To)
    {
        public string Key => $"{string.Join(',', From)}-{string.Join(',', To)}";
    }

    private sealed class Cutting(WriteWay way, TextAutomaton names, WorkBudget budget)
    {
        private readonly TextAutomaton[] parts = [.. way.Name.Parts.Select(part => TextAutomaton.Of(part.Language))];
        private readonly Dictionary<(int Part, int From), ImmutableArray<int>> reached = [];
        private readonly Dictionary<(int Part, int From), bool> ends = [];
        private readonly Dictionary<(Piece Piece, string Range), TextAutomaton?> texts = [];
        private readonly HashSet<int> used = [.. way.Object.OfType<Piece.Copy>().Select(copy => copy.Part)];

        public bool IsOver { get; private set; }

        /// <summary>The ways of cutting that differ in a part that is written; where they are many, one that is wider
        /// than all of them.</summary>
        public List<Range[]> Cuts()
        {
            var cuts = new List<Range[]>();
            var known = new HashSet<string>(StringComparer.Ordinal);
            if (!Ends(0, TextAutomaton.Begin))
                return cuts;
            bool areFew = Cut(0, TextAutomaton.Begin, [], cuts, known);
            return areFew || IsOver ? cuts : [Widest()];
        }

        public TextAutomaton? Text(Piece piece, Range[] cut) =>
            piece switch
            {
                Piece.Text text => TextAutomaton.Of(Languages.Literal(text.Value)),
                Piece.Copy copy => Kept((copy, cut[copy.Part].Key), () => Between(copy, cut[copy.Part])),
                Piece.Setting => TextAutomaton.Anything,
                Piece.Derived derived => Kept((derived, ""), () => TextAutomaton.Of(derived.Texts)),
                _ => throw new System.Diagnostics.UnreachableException(),
            };

        private TextAutomaton? Kept((Piece, string) key, Func<TextAutomaton?> make)
        {
            if (!texts.TryGetValue(key, out TextAutomaton? text))
                texts.Add(key, text = make());
            return text;
        }

        // False where there are too many.
        private bool Cut(int part, int from, ImmutableArray<Range> before, List<Range[]> cuts, HashSet<string> known)
        {
            if (!budget.Spend(1))
            {
                IsOver = true;
                return false;
            }

            if (part == parts.Length)
            {
                if (known.Add(string.Join(';', used.Select(index => before[index].Key))))
                    cuts.Add([.. before]);
                return cuts.Count <= MostCuts;
            }

            foreach (int to in Reached(part, from))
            {
                if (Ends(part + 1, to) && !Cut(part + 1, to, before.Add(new Range([from], [to])), cuts, known))
                    return false;
            }

            return true;
        }

        private Range[] Widest()
        {
            var ranges = new Range[parts.Length];
            ImmutableArray<int> from = [TextAutomaton.Begin];
            for (int part = 0; part < parts.Length; part++)
            {
                ImmutableArray<int> to =
                [
                    .. from.SelectMany(position => Reached(part, position))
                        .Distinct()
                        .Where(position => Ends(part + 1, position)),
                ];
                ranges[part] = new Range(from, to);
                from = to;
            }

            return ranges;
        }

        // Where the name may be after the part, when it was there before.
        private ImmutableArray<int> Reached(int part, int from)
        {
            if (reached.TryGetValue((part, from), out ImmutableArray<int> known))
                return known;
            TextAutomaton language = parts[part];
            var found = new SortedSet<int>();
            if (language.EndsAfter(TextAutomaton.Begin))
                found.Add(from);
            var seen = new HashSet<(int, int)>();
            var pending = new Stack<(int Mine, int Name)>();
            Push(language, TextAutomaton.Begin, from, seen, pending);
            while (pending.TryPop(out (int Mine, int Name) at))
            {
                if (!budget.Spend(1))
                {
                    IsOver = true;
                    break;
                }

                if (language.EndsAfter(at.Mine))
                    found.Add(at.Name);
                Push(language, at.Mine, at.Name, seen, pending);
            }

            reached.Add((part, from), known = [.. found]);
            return known;
        }

        // Whether the rest of the parts can be the rest of the name.
        private bool Ends(int part, int from)
        {
            if (part == parts.Length)
                return names.EndsAfter(from);
            if (!ends.TryGetValue((part, from), out bool known))
                ends.Add((part, from), known = Reached(part, from).Any(to => Ends(part + 1, to)));
            return known;
        }

        private void Push(
            TextAutomaton language,
            int mine,
            int name,
            HashSet<(int, int)> seen,
            Stack<(int, int)> pending
        )
        {
            foreach (int next in language.After(mine))
            {
                foreach (int nextName in names.After(name))
                {
                    if (
                        next != TextAutomaton.End
                        && nextName != TextAutomaton.End
                        && language.Set(next).Intersects(names.Set(nextName))
                        && seen.Add((next, nextName))
                    )
                        pending.Push((next, nextName));
                }
            }
        }

        // The texts of the part between the two places, each letter as the piece writes it.
        private TextAutomaton? Between(Piece.Copy copy, Range range)
        {
            TextAutomaton language = parts[copy.Part];
            var builder = new TextAutomaton.Builder();
            var numbers = new Dictionary<(int, int), int>();
            var pending = new Queue<(int Mine, int Name)>();
            void Follow(int number, int mine, int name)
            {
                foreach (int next in language.After(mine))
                {
                    foreach (int nextName in names.After(name))
                    {
                        if (next == TextAutomaton.End || nextName == TextAutomaton.End)
                            continue;
                        if (!numbers.TryGetValue((next, nextName), out int known))
                        {
                            CharSet common = language.Set(next).Intersect(names.Set(nextName));
                            if (common.IsEmpty)
                                continue;
                            numbers.Add((next, nextName), known = builder.Add(copy.Map.Of(common)));
                            pending.Enqueue((next, nextName));
                        }

                        builder.Follow(number, [known]);
                    }
                }
            }

            foreach (int from in range.From)
            {
                Follow(TextAutomaton.Begin, TextAutomaton.Begin, from);
                if (language.EndsAfter(TextAutomaton.Begin) && range.To.Contains(from))
                    builder.Follow(TextAutomaton.Begin, [TextAutomaton.End]);
            }

            while (pending.TryDequeue(out (int Mine, int Name) at))
            {
                if (!budget.Spend(1) || builder.Count > MostPositions)
                    return null;
                int number = numbers[at];
                if (language.EndsAfter(at.Mine) && range.To.Contains(at.Name))
                    builder.Follow(number, [TextAutomaton.End]);
                Follow(number, at.Mine, at.Name);
            }

            return builder.Build();
        }
    }
}
