using System.Collections.Immutable;

namespace Dispatcher.Patterns.Syntax;

/// <summary>How large what is built from an expression would be, known before anything is built.</summary>
internal static class PatternSize
{
    /// <summary>Longest expression, in UTF-16 units.</summary>
    public const int MaxLength = 4096;

    /// <summary>Deepest nesting of groups.</summary>
    public const int MaxDepth = 64;

    /// <summary>Largest count in <c>{n,m}</c>: no object name has more characters.</summary>
    public const int MaxCount = 1024;

    /// <summary>Most states of the project's automaton.</summary>
    public const int MaxStates = 8_000;

    /// <summary>Most leaves. .NET's non-backtracking engine takes 2,000, one of them the end anchor, and throws beyond;
    /// every pattern stays within it, so that the two can be held together by a test and either could serve.</summary>
    public const int MaxEngineLeaves = 1_900;

    private const long Saturated = int.MaxValue;

    /// <summary>States of the automaton; saturates at <see cref="int.MaxValue"/>.</summary>
    public static int States(PatternNode root) => (int)Math.Min(Inner(root) + 1, Saturated);

    /// <summary>Characters and classes the engine is given, with repetitions written out; saturates.</summary>
    public static int EngineLeaves(PatternNode root) => (int)Leaves(root);

    /// <summary>The most states that the automaton can be in at once, or a few more: what each character of a value
    /// costs at worst, until the states of the deterministic automaton are known.</summary>
    public static int AtOnce(PatternNode root) => (int)Math.Min(Spread(root).States, Saturated);

    // As long as everything before has one length, a value is at one place of the pattern; after that at any of them.
    private static (long States, long? Length) Spread(PatternNode node)
    {
        switch (node)
        {
            case CharsNode:
                return (1, 1);
            case GroupNode group:
                return Spread(group.Body);
            case SequenceNode sequence:
                long most = 0,
                    open = 0;
                long? length = 0;
                foreach (PatternNode item in sequence.Items)
                {
                    (long states, long? itsLength) = Spread(item);
                    if (length is null)
                        open += Inner(item);
                    else if (itsLength is null)
                        open = states;
                    else
                        most = Math.Max(most, states);
                    length += itsLength;
                }

                return (Math.Min(Math.Max(most, open), Saturated), length);
            case ChoiceNode choice:
                (long States, long? Length)[] branches = [.. choice.Branches.Select(Spread)];
                return (
                    Math.Min(branches.Sum(branch => branch.States), Saturated),
                    branches.All(branch => branch.Length == branches[0].Length) ? branches[0].Length : null
                );
            case RepeatNode repeat:
                (long once, long? ofBody) = Spread(repeat.Body);
                return ofBody is null
                    ? (Inner(repeat), null)
                    : (once, repeat.Min == repeat.Max ? ofBody * repeat.Min : null);
            default:
                return (0, 0);
        }
    }

    private static long Inner(PatternNode node)
    {
        switch (node)
        {
            case CharsNode:
                return 1;
            case SequenceNode sequence:
                return Sum(sequence.Items, Inner);
            case ChoiceNode choice:
                return Math.Min(Sum(choice.Branches, Inner) + choice.Branches.Length - 1, Saturated);
            case GroupNode group:
                return Inner(group.Body);
            case RepeatNode repeat:
                long body = Inner(repeat.Body);
                if (body == 0)
                    return 0;
                long states = repeat.Max is { } max
                    ? (body * max) + (max - repeat.Min)
                    : (body * Math.Max(repeat.Min, 1))
                        + (repeat.Min == 0 && PatternParts.CanBeEmpty(repeat.Body) ? 2 : 1);
                return Math.Min(states, Saturated);
            default:
                return 0;
        }
    }

    private static long Leaves(PatternNode node) =>
        node switch
        {
            CharsNode => 1,
            SequenceNode sequence => Sum(sequence.Items, Leaves),
            ChoiceNode choice => Sum(choice.Branches, Leaves),
            GroupNode group => Leaves(group.Body) + 1,
            RepeatNode repeat => Math.Min(
                Leaves(repeat.Body) * (repeat.Max is { } max ? Math.Max(max, 1) : repeat.Min + 1),
                Saturated
            ),
            _ => 1,
        };

    private static long Sum(ImmutableArray<PatternNode> nodes, Func<PatternNode, long> size)
    {
        long sum = 0;
        foreach (PatternNode node in nodes)
            sum = Math.Min(sum + size(node), Saturated);
        return sum;
    }
}
