using System.Globalization;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns;

/// <summary>A group of an expression.</summary>
/// <param name="Name">Its name, or its number among the unnamed ones.</param>
/// <param name="Body">What it captures.</param>
/// <param name="AlwaysTakesPart">Whether every match of the expression captures it.</param>
internal sealed record PatternGroup(string Name, PatternNode Body, bool AlwaysTakesPart)
{
    /// <summary>The groups of an expression, in the order they open.</summary>
    public static IReadOnlyList<PatternGroup> Of(Pattern pattern)
    {
        if (pattern.GroupNames.IsEmpty)
            return [];
        var groups = new List<PatternGroup>(pattern.GroupNames.Length);
        int unnamed = 0;
        Collect(pattern.Root, always: true, groups, ref unnamed);
        return groups;
    }

    private static void Collect(PatternNode node, bool always, List<PatternGroup> groups, ref int unnamed)
    {
        switch (node)
        {
            case GroupNode group:
                string name = group.Name ?? (++unnamed).ToString(CultureInfo.InvariantCulture);
                groups.Add(new(name, group.Body, always));
                Collect(group.Body, always, groups, ref unnamed);
                break;
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                    Collect(item, always, groups, ref unnamed);
                break;
            case ChoiceNode choice:
                foreach (PatternNode branch in choice.Branches)
                    Collect(branch, always: false, groups, ref unnamed);
                break;
            case RepeatNode repeat:
                Collect(repeat.Body, always && repeat.Min > 0, groups, ref unnamed);
                break;
        }
    }
}
