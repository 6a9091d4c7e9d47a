using System.Collections.Immutable;
using System.Text;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Names;

/// <summary>Answers a <see cref="NameQuestion"/> by walking the product of automata, names with fewer bytes
/// first.</summary>
/// <remarks>A set the name must be in is followed along one position at a time, so that two patterns cost no more than
/// the product of their sizes; patterns the name must not match need all their positions at once.</remarks>
internal sealed class NameFinder
{
    /// <summary>Longest object name, in bytes of UTF-8.</summary>
    public const int MaxNameBytes = 1024;

    private readonly NameQuestion question;
    private readonly WorkBudget budget;
    private readonly UnionDfa against;
    private readonly HashSet<Place> seen = [];
    private readonly List<Queue<Node>?> bySize = [];

    private NameFinder(NameQuestion question, WorkBudget budget)
    {
        (this.question, this.budget) = (question, budget);
        against = new UnionDfa([
            .. question
                .InAll.SelectMany(set => set.Except)
                .Concat(question.InNone.SelectMany(set => set.Include.Concat(set.Except)))
                .Distinct(),
        ]);
    }

    /// <summary>A shortest valid object name that answers the question, or that there is none, or that the budget ran
    /// out.</summary>
    public static NameSearch Find(NameQuestion question, WorkBudget budget)
    {
        if (question.Reduced() is not { } reduced)
            return NameSearch.None;
        NameSearch answer = new NameFinder(reduced, budget).Search();
        // The matcher has the last word; should it ever disagree, nothing is claimed.
        return answer.Witness is { } name && !question.IsAnsweredBy(name) ? NameSearch.Unknown : answer;
    }

    private NameSearch Search()
    {
        IEnumerable<ImmutableArray<Position>> starts = Combinations(
            question.InAll.Select(set =>
                set.Include.SelectMany(pattern =>
                    pattern.EpsilonFree.Start.Select(at => new Position(pattern.EpsilonFree, at))
                )
            )
        );
        if (!Enqueue(starts, against.Start, null, default))
            return NameSearch.Unknown;
        for (int size = 0; size < bySize.Count; size++)
        {
            while (bySize[size] is { } queue && queue.TryDequeue(out Node? node))
            {
                if (node.Place.Positions[0].At == Nfa.Accept)
                {
                    if (IsAllowed(against.Matching(node.Place.Against)))
                        return new NameSearch(Decision.Yes, node.Name());
                    continue;
                }

                if (!Expand(node))
                    return NameSearch.Unknown;
            }
        }

        return NameSearch.None;
    }

    private bool Expand(Node node)
    {
        ImmutableArray<Position> positions = node.Place.Positions;
        // Most pairs of positions have no character in common, and this sees it without making a set.
        for (int i = 1; i < positions.Length; i++)
        {
            if (!positions[i].Automaton.Meets(positions[i].At, positions[0].Automaton, positions[0].At))
                return budget.Spend(1);
        }

        CharSet common = positions.Aggregate(ReadableCharacter.Valid, (chars, position) =>
            chars.Intersect(position.Set)
        );
        if (common.IsEmpty)
            return budget.Spend(1);
        List<CharSet> parts = [common];
        foreach (CharSet separating in against.Separating(node.Place.Against))
            Split(parts, separating);
        // A position can be followed by thousands of others; that is known before the pairs of them are made.
        long followed = positions.Aggregate(1L, (product, position) =>
            Math.Min(product * position.Following.Length, int.MaxValue)
        );
        if (!budget.Spend(parts.Count + against.Size(node.Place.Against) + followed))
            return false;
        ImmutableArray<ImmutableArray<Position>> next =
        [
            .. Combinations(positions.Select(position => position.Following.Select(at => position with { At = at }))),
        ];
        foreach (CharSet part in parts)
        {
            Rune character = ReadableCharacter.Of(part);
            if (!Enqueue(next, against.Step(node.Place.Against, character.Value), node, character))
                return false;
        }

        return true;
    }

    private bool Enqueue(IEnumerable<ImmutableArray<Position>> places, int againstState, Node? from, Rune character)
    {
        int size = from is null ? 0 : from.Size + character.Utf8SequenceLength;
        foreach (ImmutableArray<Position> positions in places)
        {
            if (!budget.Spend(1))
                return false;
            int ended = positions.Count(position => position.At == Nfa.Accept);
            // One set's match is over and another's is not; or all are over before the name has a character.
            if (size > MaxNameBytes || (ended > 0 && (ended < positions.Length || from is null)))
                continue;
            var place = new Place(positions, againstState);
            if (!seen.Add(place))
                continue;
            while (bySize.Count <= size)
                bySize.Add(null);
            (bySize[size] ??= new()).Enqueue(new Node(place, from, character, size));
        }

        return true;
    }

    private bool IsAllowed(HashSet<Pattern> matching) =>
        !question.InAll.Any(set => set.Except.Any(matching.Contains))
        && !question.InNone.Any(set => set.Include.Any(matching.Contains) && !set.Except.Any(matching.Contains));

    private static void Split(List<CharSet> parts, CharSet separating)
    {
        for (int i = parts.Count - 1; i >= 0; i--)
        {
            if (!parts[i].Intersects(separating) || parts[i].Without(separating) is not { IsEmpty: false } outside)
                continue;
            parts.Add(parts[i].Intersect(separating));
            parts[i] = outside;
        }
    }

    private static IEnumerable<ImmutableArray<Position>> Combinations(IEnumerable<IEnumerable<Position>> choices) =>
        choices.Aggregate(
            (IEnumerable<ImmutableArray<Position>>)
                [
                    [],
                ],
            (chosen, more) => chosen.SelectMany(positions => more.Select(positions.Add))
        );

    private readonly record struct Position(EpsilonFreeNfa Automaton, int At)
    {
        public CharSet Set => Automaton.Set(At);

        public int[] Following => Automaton.Following(At);
    }

    private readonly record struct Place(ImmutableArray<Position> Positions, int Against)
    {
        public bool Equals(Place other) =>
            Against == other.Against && Positions.AsSpan().SequenceEqual(other.Positions.AsSpan());

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (Position position in Positions)
                hash.Add(position);
            hash.Add(Against);
            return hash.ToHashCode();
        }
    }

    private sealed record Node(Place Place, Node? From, Rune Character, int Size)
    {
        public string Name()
        {
            var runes = new Stack<Rune>();
            for (Node node = this; node.From is { } from; node = from)
                runes.Push(node.Character);
            return string.Concat(runes.Select(rune => rune.ToString()));
        }
    }
}
