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
