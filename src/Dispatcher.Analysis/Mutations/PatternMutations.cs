using System.Collections.Immutable;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Mutations;

/// <summary>Small changes of a pattern: what is easily written instead of what was meant.</summary>
/// <remarks>A dot without its backslash or with one too many, a class too wide, a count or an alternative that is off,
/// more text allowed at an end. Groups stay, because templates look them up.</remarks>
internal static class PatternMutations
{
    private static readonly CharsNode Any = new(NamedSets.AnyButLineBreaks, ".", null);
    private static readonly CharsNode Dot = new(CharSet.Of('.'), "\\.", ".");
    private static readonly RepeatNode Anything = new(Any, 0, null, Lazy: false);

    /// <summary>The changed patterns, each with the changed part before and after.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="ends">Whether to allow more text at the ends, too.</param>
    public static IEnumerable<(Pattern Changed, string Before, string After)> Of(Pattern pattern, bool ends)
    {
        string option = pattern.IgnoreCase ? "(?i)" : "";
        IEnumerable<Change> changes = Of(pattern.Root);
        if (ends)
        {
            changes = changes
                .Append(new Change(new SequenceNode([pattern.Root, Anything]), "$", ".*$"))
                .Append(new Change(new SequenceNode([Anything, pattern.Root]), "^", "^.*"));
        }

        foreach (Change change in changes)
        {
            if (
                Pattern.Parse(option + PatternText.Of(change.Node)).Pattern is { } changed
                && changed.GroupNames.SequenceEqual(pattern.GroupNames)
            )
                yield return (changed, change.Before, change.After);
        }
    }

    private static IEnumerable<Change> Of(PatternNode node) =>
        node switch
        {
            CharsNode chars => OfCharacters(chars),
            // A dot that is repeated lacks no backslash.
            RepeatNode repeat when repeat.Body is CharsNode { Written: "." } => OfCount(repeat),
            RepeatNode repeat => OfCount(repeat)
                .Concat(Of(repeat.Body).Select(change => change with { Node = repeat with { Body = change.Node } })),
            GroupNode group => Of(group.Body)
                .Select(change => change with { Node = group with { Body = change.Node } }),
            SequenceNode sequence => Within(sequence.Items, items => new SequenceNode(items)),
            ChoiceNode choice => OfBranches(choice)
                .Concat(Within(choice.Branches, branches => new ChoiceNode(branches))),
            _ => [],
        };

    private static IEnumerable<Change> Within(
        ImmutableArray<PatternNode> nodes,
        Func<ImmutableArray<PatternNode>, PatternNode> whole
    ) =>
        nodes.SelectMany(
            (node, i) => Of(node).Select(change => change with { Node = whole(nodes.SetItem(i, change.Node)) })
        );

    // A literal character other than the dot is seen by every test with a matching name.
    private static IEnumerable<Change> OfCharacters(CharsNode chars)
    {
        if (chars.Written == Any.Written)
            yield return Changed(chars, Dot);
        else if (chars.Literal is null or ".")
            yield return Changed(chars, Any);
    }

    private static IEnumerable<Change> OfCount(RepeatNode repeat)
    {
        IEnumerable<PatternNode> instead = (repeat.Min, repeat.Max) switch
        {
            (0, null) => [repeat with { Min = 1 }],
            (1, null) => [repeat with { Min = 0 }, repeat.Body],
            (0, 1) => [repeat.Body, EmptyNode.Instance],
            (var min, { } max) when min == max => [repeat with { Max = null }],
            (var min, { }) => [repeat with { Max = null }, repeat with { Max = min }],
            (var min, null) => [repeat with { Min = min - 1 }],
        };
        return instead.Select(node => Changed(repeat, node));
    }

    private static IEnumerable<Change> OfBranches(ChoiceNode choice) =>
        choice
            .Branches.Select((_, i) => choice.Branches.RemoveAt(i))
            .Select(branches => Changed(choice, branches.Length == 1 ? branches[0] : new ChoiceNode(branches)));

    private static Change Changed(PatternNode before, PatternNode after) =>
        new(after, PatternText.Of(before), PatternText.Of(after));

    private sealed record Change(PatternNode Node, string Before, string After);
}
