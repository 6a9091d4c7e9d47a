using System.Globalization;
using Dispatcher.Analysis.Names;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>A set of texts as an automaton: positions that consume a character each, and those that may follow each.
/// It can be cut by another one, which a tree of a pattern cannot.</summary>
internal sealed class TextAutomaton
{
    /// <summary>Stands among what follows a position where a text may end.</summary>
    public const int End = -1;

    /// <summary>Stands for the place before the first character.</summary>
    public const int Begin = -2;

    /// <summary>Every name that an object can have.</summary>
    public static readonly TextAutomaton AnyName = new(
        [ReadableCharacter.Valid],
        [
            [0, End],
        ],
        [0]
    );

    /// <summary>Every text, the empty one too.</summary>
    public static readonly TextAutomaton Anything = new(
        [ReadableCharacter.Valid],
        [
            [0, End],
        ],
        [0, End]
    );

    private readonly CharSet[] sets;
    private readonly int[][] following;
    private readonly int[] start;

    private TextAutomaton(CharSet[] sets, int[][] following, int[] start) =>
        (this.sets, this.following, this.start) = (sets, following, start);

    /// <summary>How many positions it has.</summary>
    public int Count => sets.Length;

    /// <summary>Whether it has no text.</summary>
    public bool IsEmpty => start.Length == 0;

    /// <summary>The characters of a position.</summary>
    public CharSet Set(int position) => sets[position];

    /// <summary>What may follow a position, or begin a text (<see cref="Begin"/>).</summary>
    public ReadOnlySpan<int> After(int position) => position == Begin ? start : following[position];

    /// <summary>Whether a text may end after a position.</summary>
    public bool EndsAfter(int position) => After(position).Contains(End);

    /// <summary>The texts of a tree.</summary>
    public static TextAutomaton Of(PatternNode language)
    {
        var automaton = new EpsilonFreeNfa(NfaBuilder.Build(language));
        var builder = new Builder();
        var numbers = new Dictionary<int, int>();
        var pending = new Queue<int>();
        int[] Numbered(int[] positions) =>
            [
                .. positions.Select(position =>
                {
                    if (position == Nfa.Accept)
                        return End;
                    if (!numbers.TryGetValue(position, out int number))
                    {
                        numbers.Add(position, number = builder.Add(automaton.Set(position)));
                        pending.Enqueue(position);
                    }

                    return number;
                }),
            ];
        builder.Follow(Begin, Numbered(automaton.Start));
        while (pending.TryDequeue(out int position))
            builder.Follow(numbers[position], Numbered(automaton.Following(position)));
        return builder.Build();
    }

    /// <summary>Whether a text is one of these.</summary>
    public bool Contains(string text)
    {
        HashSet<int> at = [.. start];
        foreach (System.Text.Rune rune in text.EnumerateRunes())
            at =
            [
                .. at.Where(position => position != End && sets[position].Contains(rune.Value))
                    .SelectMany(p => following[p]),
            ];
        return at.Contains(End);
    }

    /// <summary>The texts that no pattern matches; null where the budget ends first.</summary>
    public TextAutomaton? Without(IEnumerable<Pattern> patterns, WorkBudget budget)
    {
        var against = new UnionDfa([.. patterns.Distinct()]);
        var builder = new Builder();
        var numbers = new Dictionary<(int Position, int Against), List<int>>();
        var pending = new Queue<(int Number, int Position, int Against)>();

        // A position once for each set of characters that leads the patterns elsewhere.
        List<int> Numbered(int position, int state)
        {
            if (numbers.TryGetValue((position, state), out List<int>? known))
                return known;
            List<CharSet> parts = [sets[position].Intersect(ReadableCharacter.Valid)];
            foreach (CharSet separating in against.Separating(state))
                parts =
                [
                    .. parts
                        .SelectMany(part => new[] { part.Intersect(separating), part.Without(separating) })
                        .Where(part => !part.IsEmpty),
                ];
            numbers.Add((position, state), known = []);
            foreach (CharSet part in parts.Where(part => !part.IsEmpty))
            {
                int number = builder.Add(part);
                known.Add(number);
                pending.Enqueue((number, position, against.Step(state, part.Ranges[0].First)));
            }

            return known;
        }

        foreach (int first in start)
        {
            if (first != End)
                builder.Follow(Begin, [.. Numbered(first, against.Start)]);
        }

        while (pending.TryDequeue(out (int Number, int Position, int Against) place))
        {
            if (!budget.Spend(1 + against.Size(place.Against)))
                return null;
            foreach (int next in following[place.Position])
            {
                if (next != End)
                    builder.Follow(place.Number, [.. Numbered(next, place.Against)]);
                else if (against.Matching(place.Against).Count == 0)
                    builder.Follow(place.Number, [End]);
            }
        }

        return builder.Build();
    }

    /// <summary>A shortest text that a tree has as well; null where there is none, or where the budget ends
    /// first.</summary>
    public string? Common(TextAutomaton other, WorkBudget budget)
    {
        var seen = new HashSet<(int, int)>();
        var pending = new Queue<Node>();
        void Push(Node? from, int mine, int others, string text)
        {
            if (mine != End && others != End && seen.Add((mine, others)))
                pending.Enqueue(new Node(from, mine, others, text));
        }

        foreach (int mine in start)
        {
            foreach (int others in other.start)
                Push(null, mine, others, "");
        }

        while (pending.TryDequeue(out Node? node) && budget.Spend(1))
        {
            CharSet common = sets[node.Mine].Intersect(other.sets[node.Others]).Intersect(ReadableCharacter.Valid);
            if (common.IsEmpty)
                continue;
            string character = ReadableCharacter.Of(common).ToString();
            if (EndsAfter(node.Mine) && other.EndsAfter(node.Others))
                return node.Text() + character;
            foreach (int mine in following[node.Mine])
            {
                foreach (int others in other.following[node.Others])
                    Push(node, mine, others, character);
            }
        }

        return null;
    }

    private sealed record Node(Node? From, int Mine, int Others, string Before)
    {
        public string Text()
        {
            var texts = new Stack<string>();
            for (Node? node = this; node is not null; node = node.From)
                texts.Push(node.Before);
            return string.Concat(texts);
        }
    }

    /// <summary>Makes an automaton.</summary>
    public sealed class Builder
    {
        private readonly List<CharSet> sets = [];
        private readonly List<HashSet<int>> following = [];
        private readonly HashSet<int> start = [];
        private HashSet<int> open = [];

        /// <summary>Positions so far.</summary>
        public int Count => sets.Count;

        /// <summary>Adds a position.</summary>
        public int Add(CharSet characters)
        {
            sets.Add(characters);
            following.Add([]);
            return sets.Count - 1;
        }

        /// <summary>Adds what may follow a position.</summary>
        public void Follow(int position, ReadOnlySpan<int> next)
        {
            foreach (int at in next)
                (position == Begin ? start : following[position]).Add(at);
        }

        /// <summary>Begins texts that are made of several others, one after the other.</summary>
        public void BeginTexts() => open = [Begin];

        /// <summary>Goes on with these texts.</summary>
        public void Append(TextAutomaton next)
        {
            int offset = sets.Count;
            HashSet<int> left = next.EndsAfter(Begin) ? [.. open] : [];
            for (int i = 0; i < next.Count; i++)
            {
                Add(next.sets[i]);
                if (next.EndsAfter(i))
                    left.Add(offset + i);
            }

            for (int i = 0; i < next.Count; i++)
                Follow(offset + i, Moved(next.following[i], offset));
            foreach (int position in open)
                Follow(position, Moved(next.start, offset));
            open = left;
        }

        /// <summary>Ends the texts.</summary>
        public void EndTexts()
        {
            foreach (int position in open)
                Follow(position, [End]);
        }

        /// <summary>The automaton, without positions that lead nowhere, and alike ones as one.</summary>
        public TextAutomaton Build()
        {
            bool[] useful = Useful();
            int[] kinds = Kinds(useful, out int count);
            var madeSets = new CharSet[count];
            var madeFollowing = new int[count][];
            for (int i = 0; i < sets.Count; i++)
            {
                if (!useful[i] || madeSets[kinds[i]] is not null)
                    continue;
                madeSets[kinds[i]] = sets[i];
                madeFollowing[kinds[i]] = Mapped(following[i], useful, kinds);
            }

            return new TextAutomaton(madeSets, madeFollowing, Mapped(start, useful, kinds));
        }

        private static int[] Moved(int[] positions, int offset) =>
            [.. positions.Where(position => position != End).Select(position => position + offset)];

        private static int[] Mapped(HashSet<int> positions, bool[] useful, int[] kinds) =>
            [
                .. positions
                    .Where(position => position == End || useful[position])
                    .Select(position => position == End ? End : kinds[position])
                    .Distinct()
                    .Order(),
            ];

        // Reached from the beginning, and leading to an end.
        private bool[] Useful()
        {
            var reached = new bool[sets.Count];
            var before = new List<int>[sets.Count];
            var pending = new Stack<int>();
            void Reach(IEnumerable<int> positions)
            {
                foreach (int position in positions)
                {
                    if (position == End || reached[position])
                        continue;
                    reached[position] = true;
                    pending.Push(position);
                }
            }

            Reach(start);
            while (pending.TryPop(out int position))
                Reach(following[position]);
            var useful = new bool[sets.Count];
            for (int i = 0; i < sets.Count; i++)
            {
                foreach (int next in following[i])
                {
                    if (next != End)
                        (before[next] ??= []).Add(i);
                }

                if (reached[i] && following[i].Contains(End))
                {
                    useful[i] = true;
                    pending.Push(i);
                }
            }

            while (pending.TryPop(out int position))
            {
                foreach (int previous in before[position] ?? [])
                {
                    if (!reached[previous] || useful[previous])
                        continue;
                    useful[previous] = true;
                    pending.Push(previous);
                }
            }

            return useful;
        }

        // Positions are alike when their characters are equal and what follows them is alike.
        private int[] Kinds(bool[] useful, out int count)
        {
            var kinds = new int[sets.Count];
            count = 1;
            for (int before = 0; before != count; )
            {
                before = count;
                var numbers = new Dictionary<(CharSet, string), int>();
                var refined = new int[sets.Count];
                for (int i = 0; i < sets.Count; i++)
                {
                    if (!useful[i])
                        continue;
                    string next = string.Join(
                        ',',
                        Mapped(following[i], useful, kinds)
                            .Prepend(kinds[i])
                            .Select(kind => kind.ToString(CultureInfo.InvariantCulture))
                    );
                    if (!numbers.TryGetValue((sets[i], next), out int number))
                        numbers.Add((sets[i], next), number = numbers.Count);
                    refined[i] = number;
                }

                kinds = refined;
                count = numbers.Count;
            }

            return kinds;
        }
    }
}
