using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Automaton;

/// <summary>Builds the automaton of a tree, from its end to its start; <see cref="PatternSize.States"/> has counted the
/// states before.</summary>
internal sealed class NfaBuilder
{
    // The end of one of many: a state like any other, which no character leaves.
    private static readonly CharsNode End = new(CharSet.Empty, "", null);

    private readonly List<CharsNode?> characters = [];
    private readonly List<int> next = [];
    private readonly List<int> other = [];

    private NfaBuilder() => State(null, Nfa.Accept, -1);

    public static Nfa Build(PatternNode root)
    {
        var builder = new NfaBuilder();
        int start = builder.Add(root, Nfa.Accept);
        return new Nfa([.. builder.characters], [.. builder.next], [.. builder.other], start);
    }

    /// <summary>Many trees as one automaton, which begins all of them side by side.</summary>
    /// <param name="roots">The trees, at least one.</param>
    /// <param name="ends">The state at the end of each tree, ascending; it consumes nothing and leads nowhere.</param>
    public static Nfa BuildAll(ReadOnlySpan<PatternNode> roots, out int[] ends)
    {
        var builder = new NfaBuilder();
        ends = new int[roots.Length];
        int start = -1;
        for (int i = 0; i < roots.Length; i++)
        {
            ends[i] = builder.State(End, Nfa.Accept, -1);
            int entry = builder.Add(roots[i], ends[i]);
            start = start < 0 ? entry : builder.State(null, entry, start);
        }

        return new Nfa([.. builder.characters], [.. builder.next], [.. builder.other], start);
    }

    // The state where the node's matches begin that go on at `then`.
    private int Add(PatternNode node, int then)
    {
        switch (node)
        {
            case CharsNode chars:
                return State(chars, then, -1);
            case SequenceNode sequence:
                for (int i = sequence.Items.Length - 1; i >= 0; i--)
                    then = Add(sequence.Items[i], then);
                return then;
            case ChoiceNode choice:
                int entry = Add(choice.Branches[^1], then);
                for (int i = choice.Branches.Length - 2; i >= 0; i--)
                    entry = State(null, Add(choice.Branches[i], then), entry);
                return entry;
            case GroupNode group:
                return Add(group.Body, then);
            case RepeatNode repeat:
                return PatternSize.States(repeat.Body) == 1 ? then : Repeat(repeat, then);
            default:
                return then;
        }
    }

    private int Repeat(RepeatNode repeat, int then)
    {
        int entry = then,
            copies = repeat.Min;
        if (repeat.Max is { } max)
        {
            for (int i = repeat.Min; i < max; i++)
                entry = State(null, Add(repeat.Body, entry), then);
        }
        else
        {
            int loop = State(null, -1, then);
            int body = Add(repeat.Body, loop);
            next[loop] = body;
            entry = repeat.Min == 0 ? loop : body;
            copies--;
        }

        for (int i = 0; i < copies; i++)
            entry = Add(repeat.Body, entry);
        return entry;
    }

    private int State(CharsNode? chars, int to, int otherwise)
    {
        characters.Add(chars);
        next.Add(to);
        other.Add(otherwise);
        return next.Count - 1;
    }
}
