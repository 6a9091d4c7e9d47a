using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Automaton;

/// <summary>Builds the automaton of a tree, from its end to its start (Thompson's construction);
/// <see cref="PatternSize.States"/> has counted the states before.</summary>
internal sealed class NfaBuilder
{
    private readonly List<NfaState> states;
    private readonly Dictionary<GroupNode, int>? groups;

    private NfaBuilder(int size, Dictionary<GroupNode, int>? groups) =>
        (states, this.groups) = (new List<NfaState>(size), groups);

    /// <summary>An automaton without marks: whether a value matches does not depend on its groups.</summary>
    public static Nfa Build(PatternNode root) => Build(root, groups: null);

    /// <summary>An automaton that marks where groups begin and end, in .NET's order: the unnamed ones first, then the
    /// named ones, each in the order of their brackets.</summary>
    public static Nfa BuildWithMarks(PatternNode root)
    {
        var groups = new Dictionary<GroupNode, int>(ReferenceEqualityComparer.Instance);
        Number(root, named: false, groups);
        Number(root, named: true, groups);
        return Build(root, groups);
    }

    /// <summary>Many trees as one automaton, which begins all of them side by side. The accepting states are in the
    /// order of the trees.</summary>
    public static Nfa BuildAll(ReadOnlySpan<PatternNode> roots)
    {
        int size = 0;
        foreach (PatternNode root in roots)
            size += PatternSize.States(root) + 1;
        var builder = new NfaBuilder(size, groups: null);
        int start = -1;
        for (int i = 0; i < roots.Length; i++)
        {
            int entry = builder.Add(roots[i], builder.Emit(NfaState.Accept(i)));
            start = start < 0 ? entry : builder.Emit(NfaState.Fork(entry, start));
        }

        return builder.Built(start);
    }

    private static Nfa Build(PatternNode root, Dictionary<GroupNode, int>? groups)
    {
        var builder = new NfaBuilder(PatternSize.States(root), groups);
        return builder.Built(builder.Add(root, builder.Emit(NfaState.Accept(pattern: 0))));
    }

    private static void Number(PatternNode node, bool named, Dictionary<GroupNode, int> groups)
    {
        switch (node)
        {
            case GroupNode group:
                if (group.Name is not null == named)
                    groups.Add(group, groups.Count);
                Number(group.Body, named, groups);
                break;
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                    Number(item, named, groups);
                break;
            case ChoiceNode choice:
                foreach (PatternNode branch in choice.Branches)
                    Number(branch, named, groups);
                break;
            case RepeatNode repeat:
                Number(repeat.Body, named, groups);
                break;
        }
    }

    private Nfa Built(int start) => new([.. states], start, groups?.Count ?? 0);

    // The state where the node's matches begin that go on at `then`.
    private int Add(PatternNode node, int then)
    {
        switch (node)
        {
            case CharsNode chars:
                return Emit(NfaState.Consume(chars, then));
            case SequenceNode sequence:
                for (int i = sequence.Items.Length - 1; i >= 0; i--)
                    then = Add(sequence.Items[i], then);
                return then;
            case ChoiceNode choice:
                int entry = Add(choice.Branches[^1], then);
                for (int i = choice.Branches.Length - 2; i >= 0; i--)
                    entry = Emit(NfaState.Fork(Add(choice.Branches[i], then), entry));
                return entry;
            case GroupNode group when groups is not null:
                int slot = 2 * groups[group];
                int end = Emit(NfaState.Mark(slot + 1, then));
                return Emit(NfaState.Mark(slot, Add(group.Body, end)));
            case GroupNode group:
                return Add(group.Body, then);
            case RepeatNode repeat:
                return PatternSize.States(repeat.Body) == 1 ? Nothing(repeat, then) : Repeat(repeat, then);
            default:
                return then;
        }
    }

    // A body without a state matches nothing but the empty text, so one turn is as good as any number of them; a group
    // in it takes part where there is a turn.
    private int Nothing(RepeatNode repeat, int then) =>
        repeat.Max == 0 || (repeat.Min == 0 && repeat.Lazy) ? then : Add(repeat.Body, then);

    private int Repeat(RepeatNode repeat, int then)
    {
        int entry = then,
            copies = repeat.Min;
        if (repeat.Max is { } max)
        {
            for (int i = repeat.Min; i < max; i++)
                entry = Emit(Fork(Add(repeat.Body, entry), then, repeat.Lazy));
        }
        else
        {
            int loop = Emit(default);
            int body = Add(repeat.Body, loop);
            states[loop] = Fork(body, then, repeat.Lazy);
            if (repeat.Min > 0)
                entry = body;
            else if (PatternParts.CanBeEmpty(repeat.Body))
                // `x*` is `(?:x+)?`, as in RE2. A body that prefers to match nothing comes back to the loop, which must
                // then be left at the priority of that turn; with one fork for both it would have been visited already.
                entry = Emit(Fork(body, then, repeat.Lazy));
            else
                entry = loop;
            copies--;
        }

        for (int i = 0; i < copies; i++)
            entry = Add(repeat.Body, entry);
        return entry;
    }

    private static NfaState Fork(int body, int then, bool lazy) =>
        lazy ? NfaState.Fork(then, body) : NfaState.Fork(body, then);

    private int Emit(NfaState state)
    {
        states.Add(state);
        return states.Count - 1;
    }
}
