using System.Collections.Immutable;
using System.Text;
using Dispatcher.Analysis.Names;
using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>Whether a text can be made of the pieces in two ways: with a character that is of one piece in the one and
/// of another piece in the other.</summary>
/// <remarks>The automaton of all pieces is walked beside itself; both walks read the same text.</remarks>
internal static class Seams
{
    /// <summary>The answer; where it is yes, a shortest text and what the pieces are in either way.</summary>
    public static SeamSearch Find(Skeleton name, ImmutableArray<Piece> pieces, WorkBudget budget)
    {
        var owners = new Dictionary<CharsNode, int>(ReferenceEqualityComparer.Instance);
        var root = new SequenceNode([.. pieces.Select((piece, i) => Languages.Map(piece.Language(name), chars =>
                    {
                        // A node of its own for each place, so that it tells the piece.
                        CharsNode own = chars with { };
                        owners.Add(own, i);
                        return own;
                    }))]);
        if (PatternSize.States(root) > PatternSize.MaxStates)
            return new(Decision.Undecided, [], []);
        Nfa nfa = NfaBuilder.Build(root);
        var automaton = new EpsilonFreeNfa(nfa);
        int Owner(int position) => owners[nfa.Characters(position)!];

        var seen = new HashSet<(int, int, bool)>();
        var pending = new Queue<Node>();
        bool Push(int a, int b, bool differs, Node? from, Rune character)
        {
            if (!budget.Spend(1))
                return false;
            if ((a == Nfa.Accept) != (b == Nfa.Accept))
                return true;
            differs |= a != Nfa.Accept && Owner(a) != Owner(b);
            if (seen.Add((a, b, differs)))
                pending.Enqueue(new Node(a, b, differs, from, character));
            return true;
        }

        foreach (int a in automaton.Start)
        {
            foreach (int b in automaton.Start)
            {
                if (a <= b && !Push(a, b, false, null, default))
                    return new(Decision.Undecided, [], []);
            }
        }

        while (pending.TryDequeue(out Node? node))
        {
            if (node.A == Nfa.Accept)
            {
                if (node.Differs)
                    return new(
                        Decision.Yes,
                        node.Values(pieces, Owner, first: true),
                        node.Values(pieces, Owner, false)
                    );
                continue;
            }

            if (!automaton.Meets(node.A, automaton, node.B))
                continue;
            CharSet common = automaton.Set(node.A).Intersect(automaton.Set(node.B)).Intersect(ReadableCharacter.Valid);
            if (common.IsEmpty)
                continue;
            Rune character = ReadableCharacter.Of(common);
            foreach (int a in automaton.Following(node.A))
            {
                foreach (int b in automaton.Following(node.B))
                {
                    if (!Push(a, b, node.Differs, node, character))
                        return new(Decision.Undecided, [], []);
                }
            }
        }

        return new(Decision.No, [], []);
    }

    // The character was read on the way from the node before, at that node's places.
    private sealed record Node(int A, int B, bool Differs, Node? From, Rune Character)
    {
        public string[] Values(ImmutableArray<Piece> pieces, Func<int, int> owner, bool first)
        {
            var texts = new Stack<(int Piece, Rune Character)>();
            for (Node node = this; node.From is { } from; node = from)
                texts.Push((owner(first ? from.A : from.B), node.Character));
            var values = new StringBuilder[pieces.Length];
            foreach ((int piece, Rune character) in texts)
                (values[piece] ??= new StringBuilder()).Append(character.ToString());
            return [.. values.Select(value => value?.ToString() ?? "")];
        }
    }
}

/// <summary>The answer of <see cref="Seams"/>.</summary>
/// <param name="Found">Whether there are two ways.</param>
/// <param name="One">The texts of the pieces in the one.</param>
/// <param name="Other">The same in the other.</param>
internal sealed record SeamSearch(Decision Found, string[] One, string[] Other);
