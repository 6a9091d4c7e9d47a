using System.Collections.Immutable;
using System.Text;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Core.Tests.Patterns;

/// <summary>What groups capture, by RE2's rule written as plainly as it can be: every way is tried in the order of
/// preference, and a loop comes to the beginning of its body, and to its end, only once at the same place. It has
/// nothing of the product's automaton, takes exponential time, and gives up early.</summary>
internal sealed class PreferredMatch
{
    private const int MostSteps = 20_000,
        MostDepth = 1_500;

    private readonly string value;
    private readonly Dictionary<GroupNode, string> taken = new(ReferenceEqualityComparer.Instance);
    private int steps;
    private int depth;

    private PreferredMatch(string value) => this.value = value;

    private bool GaveUp => steps > MostSteps || depth > MostDepth;

    /// <summary>The captures of the preferred whole match by the names of the groups; null when nothing matches, or it
    /// takes too long.</summary>
    public static Dictionary<string, string>? Of(PatternNode root, string value)
    {
        var match = new PreferredMatch(value);
        if (!match.Try(root, 0, end => end == value.Length) || match.GaveUp)
            return null;
        var groups = new List<GroupNode>();
        Collect(root, groups);
        int unnamed = 0;
        return groups.ToDictionary(
            group => group.Name ?? (++unnamed).ToString(System.Globalization.CultureInfo.InvariantCulture),
            group => match.taken.GetValueOrDefault(group, "")
        );
    }

    private static void Collect(PatternNode node, List<GroupNode> groups)
    {
        switch (node)
        {
            case GroupNode group:
                groups.Add(group);
                Collect(group.Body, groups);
                break;
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                    Collect(item, groups);
                break;
            case ChoiceNode choice:
                foreach (PatternNode branch in choice.Branches)
                    Collect(branch, groups);
                break;
            case RepeatNode repeat:
                Collect(repeat.Body, groups);
                break;
        }
    }

    private bool Try(PatternNode node, int at, Func<int, bool> then)
    {
        steps++;
        depth++;
        try
        {
            return !GaveUp && TryNode(node, at, then);
        }
        finally
        {
            depth -= GaveUp ? 0 : 1;
        }
    }

    private bool TryNode(PatternNode node, int at, Func<int, bool> then)
    {
        switch (node)
        {
            case CharsNode chars:
                return at < value.Length
                    && Rune.TryGetRuneAt(value, at, out Rune rune)
                    && chars.Set.Contains(rune.Value)
                    && then(at + rune.Utf16SequenceLength);
            case SequenceNode sequence:
                return TryItems(sequence.Items, 0, at, then);
            case ChoiceNode choice:
                return choice.Branches.Any(branch => Try(branch, at, then));
            case GroupNode group:
                return Try(group.Body, at, end => Taking(group, value[at..end], () => then(end)));
            case RepeatNode { Max: { } max } repeat:
                return TryUpTo(repeat, repeat.Min, max, at, then);
            case RepeatNode repeat:
                return TryWithoutEnd(repeat, repeat.Min, at, then);
            default:
                return then(at);
        }
    }

    private bool TryItems(ImmutableArray<PatternNode> items, int index, int at, Func<int, bool> then) =>
        index == items.Length ? then(at) : Try(items[index], at, next => TryItems(items, index + 1, next, then));

    private bool Taking(GroupNode group, string text, Func<bool> then)
    {
        bool had = taken.TryGetValue(group, out string? before);
        taken[group] = text;
        if (then())
            return true;
        if (had)
            taken[group] = before!;
        else
            taken.Remove(group);
        return false;
    }

    // x{0,3} is (?:x(?:x(?:x)?)?)?
    private bool TryUpTo(RepeatNode repeat, int min, int max, int at, Func<int, bool> then)
    {
        bool More() => Try(repeat.Body, at, next => TryUpTo(repeat, Math.Max(min - 1, 0), max - 1, next, then));
        return max == 0 ? then(at)
            : min > 0 ? More()
            : repeat.Lazy ? then(at) || More()
            : More() || then(at);
    }

    // x{3,} is xxx+, and x* is (?:x+)?
    private bool TryWithoutEnd(RepeatNode repeat, int min, int at, Func<int, bool> then)
    {
        if (min > 1)
            return Try(repeat.Body, at, next => TryWithoutEnd(repeat, min - 1, next, then));
        // Of x+, which is x and then a choice: once more, or on. RE2 comes to neither twice at one place.
        var begun = new HashSet<int>();
        var chosen = new HashSet<int>();
        return min == 1 ? Body(at)
            : repeat.Lazy ? then(at) || Body(at)
            : Body(at) || then(at);

        bool Body(int from) => begun.Add(from) && Try(repeat.Body, from, Again);
        bool Again(int from) => chosen.Add(from) && (repeat.Lazy ? then(from) || Body(from) : Body(from) || then(from));
    }
}
