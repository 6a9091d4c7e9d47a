using System.Collections.Immutable;
using System.Text;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Core.Tests.Patterns;

/// <summary>The steps that plain backtracking takes, counted: which names an engine that backtracks can be asked about
/// is then the same on every machine. Exponential, which is why the product does not do it.</summary>
/// <remarks>Only for patterns in which no loop's body can be empty.</remarks>
internal sealed class BacktrackingCost
{
    private const int MostSteps = 200_000,
        MostDepth = 1_500;

    private readonly string value;
    private int steps;
    private int depth;

    private BacktrackingCost(string value) => this.value = value;

    private bool IsLarge => steps > MostSteps || depth > MostDepth;

    /// <summary>Whether backtracking answers within 200,000 steps.</summary>
    public static bool IsSmall(PatternNode root, string value)
    {
        var cost = new BacktrackingCost(value);
        cost.Try(root, 0, end => end == value.Length);
        return !cost.IsLarge;
    }

    private bool Try(PatternNode node, int at, Func<int, bool> then)
    {
        steps++;
        depth++;
        try
        {
            return !IsLarge && TryNode(node, at, then);
        }
        finally
        {
            depth -= IsLarge ? 0 : 1;
        }
    }

    private bool TryNode(PatternNode node, int at, Func<int, bool> then) =>
        node switch
        {
            CharsNode chars => at < value.Length
                && Rune.TryGetRuneAt(value, at, out Rune rune)
                && chars.Set.Contains(rune.Value)
                && then(at + rune.Utf16SequenceLength),
            SequenceNode sequence => TryItems(sequence.Items, 0, at, then),
            ChoiceNode choice => choice.Branches.Any(branch => Try(branch, at, then)),
            GroupNode group => Try(group.Body, at, then),
            RepeatNode repeat => TryLoop(repeat, 0, at, then),
            _ => then(at),
        };

    private bool TryItems(ImmutableArray<PatternNode> items, int index, int at, Func<int, bool> then) =>
        index == items.Length ? then(at) : Try(items[index], at, next => TryItems(items, index + 1, next, then));

    private bool TryLoop(RepeatNode repeat, int turns, int at, Func<int, bool> then)
    {
        bool More() =>
            (repeat.Max is not { } max || turns < max)
            && Try(repeat.Body, at, next => TryLoop(repeat, turns + 1, next, then));
        return turns < repeat.Min ? More()
            : repeat.Lazy ? then(at) || More()
            : More() || then(at);
    }
}
