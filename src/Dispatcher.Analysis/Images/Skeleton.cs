using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Images;

/// <summary>One way in which a pattern of object names can match: parts one after the other, and which of them each
/// group has. A group that is not there took no part.</summary>
internal sealed record Skeleton(ImmutableArray<NamePart> Parts, ImmutableDictionary<string, Capture> Groups)
{
    // A pattern with more ways is one part, of which nothing is known but its language.
    private const int MostWays = 32,
        MostCopies = 16;

    /// <summary>Every way, in the pattern's order of preference.</summary>
    public static ImmutableArray<Skeleton> Of(Pattern pattern)
    {
        var names = new Dictionary<GroupNode, string>(ReferenceEqualityComparer.Instance);
        int unnamed = 0;
        Number(pattern.Root, names, ref unnamed);
        return Expand(pattern.Root, names) ?? [Loose(pattern.Root, names)];
    }

    /// <summary>The same where one part has another language.</summary>
    public Skeleton With(int part, NamePart changed) => this with { Parts = Parts.SetItem(part, changed) };

    /// <summary>The same where one part is several.</summary>
    public Skeleton Split(int part, params ImmutableArray<NamePart> into) =>
        new(
            Parts.RemoveAt(part).InsertRange(part, into),
            Groups.SetItems(
                Groups.Select(group =>
                    KeyValuePair.Create(
                        group.Key,
                        group.Value.First > part ? group.Value with { First = group.Value.First + into.Length - 1 }
                            : group.Value.End > part ? group.Value with { Count = group.Value.Count + into.Length - 1 }
                            : group.Value
                    )
                )
            )
        );

    /// <summary>The places of all parts.</summary>
    public ImmutableArray<int> AllParts => [.. Enumerable.Range(0, Parts.Length)];

    /// <summary>All words as one tree.</summary>
    public PatternNode Language => new SequenceNode([.. Parts.Select(part => part.Language)]);

    private static void Number(PatternNode node, Dictionary<GroupNode, string> names, ref int unnamed)
    {
        switch (node)
        {
            case GroupNode group:
                names.Add(group, group.Name ?? (++unnamed).ToString(CultureInfo.InvariantCulture));
                Number(group.Body, names, ref unnamed);
                break;
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                    Number(item, names, ref unnamed);
                break;
            case ChoiceNode choice:
                foreach (PatternNode branch in choice.Branches)
                    Number(branch, names, ref unnamed);
                break;
            case RepeatNode repeat:
                Number(repeat.Body, names, ref unnamed);
                break;
        }
    }

    // Null when there are too many.
    private static ImmutableArray<Skeleton>? Expand(PatternNode node, Dictionary<GroupNode, string> names)
    {
        switch (node)
        {
            case EmptyNode:
                return [Empty];
            case CharsNode chars:
                return [Single(NamePart.Of(chars))];
            case GroupNode group:
                return Expand(group.Body, names) is { } bodies
                    ?
                    [
                        .. bodies.Select(body =>
                            body with
                            {
                                Groups = body.Groups.SetItem(names[group], new Capture(0, body.Parts.Length, null)),
                            }
                        ),
                    ]
                    : null;
            case SequenceNode sequence:
                ImmutableArray<Skeleton> ways = [Empty];
                foreach (PatternNode item in sequence.Items)
                {
                    if (Expand(item, names) is not { } more || (long)ways.Length * more.Length > MostWays)
                        return null;
                    ways = [.. ways.SelectMany(way => more.Select(way.Then))];
                }

                return ways;
            case ChoiceNode choice when HasGroup(choice):
                return Join(choice.Branches.Select(branch => Expand(branch, names)));
            case RepeatNode { Min: 0, Max: 1 } option when HasGroup(option):
                return Join([Expand(option.Body, names), [Empty]]);
            case RepeatNode { Min: 1, Max: 1 } once:
                return Expand(once.Body, names);
            case RepeatNode { Body: CharsNode chars } fixedly
                when fixedly.Min == fixedly.Max && fixedly.Min <= MostCopies:
                return
                [
                    Enumerable
                        .Repeat(Single(NamePart.Of(chars)), fixedly.Min)
                        .Aggregate(Empty, (all, one) => all.Then(one)),
                ];
            case RepeatNode repeat when HasGroup(repeat):
                return [Loose(repeat, names)];
            default:
                return [Single(NamePart.Of(node))];
        }
    }

    private static ImmutableArray<Skeleton>? Join(IEnumerable<ImmutableArray<Skeleton>?> branches)
    {
        var joined = ImmutableArray.CreateBuilder<Skeleton>();
        foreach (ImmutableArray<Skeleton>? branch in branches)
        {
            if (branch is not { } ways || joined.Count + ways.Length > MostWays)
                return null;
            joined.AddRange(ways);
        }

        return joined.DrainToImmutable();
    }

    // What a group inside a loop has is what it took last, which no part is.
    private static Skeleton Loose(PatternNode node, Dictionary<GroupNode, string> names) =>
        new(
            [NamePart.Of(node)],
            GroupsIn(node).ToImmutableDictionary(group => names[group], group => new Capture(0, 0, group.Body))
        );

    private static IEnumerable<GroupNode> GroupsIn(PatternNode node) =>
        node switch
        {
            GroupNode group => GroupsIn(group.Body).Prepend(group),
            SequenceNode sequence => sequence.Items.SelectMany(GroupsIn),
            ChoiceNode choice => choice.Branches.SelectMany(GroupsIn),
            RepeatNode repeat => GroupsIn(repeat.Body),
            _ => [],
        };

    private static bool HasGroup(PatternNode node) => GroupsIn(node).Any();

    private static readonly Skeleton Empty = new([], ImmutableDictionary<string, Capture>.Empty);

    private static Skeleton Single(NamePart part) => Empty with { Parts = [part] };

    private Skeleton Then(Skeleton next)
    {
        // Literal text that no group begins or ends in is one part.
        if (
            Parts is [.., { Text: { } last }]
            && next is { Parts: [{ Text: { } text }], Groups.IsEmpty: true }
            && !Groups.Values.Any(capture => capture.Count > 0 && capture.End == Parts.Length)
        )
            return With(Parts.Length - 1, NamePart.Literal(last + text));
        return new(
            Parts.AddRange(next.Parts),
            Groups.SetItems(
                next.Groups.Select(group =>
                    KeyValuePair.Create(group.Key, group.Value with { First = group.Value.First + Parts.Length })
                )
            )
        );
    }
}

/// <summary>A part of a name.</summary>
/// <param name="Language">The texts that it can be.</param>
/// <param name="Text">The text, where there is only one.</param>
internal sealed record NamePart(PatternNode Language, string? Text)
{
    /// <summary>A part of these texts.</summary>
    public static NamePart Of(PatternNode language) =>
        new(
            language,
            language is CharsNode { Set: { IsSingle: true } set } ? new Rune(set.Ranges[0].First).ToString() : null
        );

    /// <summary>Literal text.</summary>
    public static NamePart Literal(string text) => new(Languages.Literal(text), text);
}

/// <summary>What a group has.</summary>
/// <param name="First">Its first part.</param>
/// <param name="Count">How many parts.</param>
/// <param name="Loose">Not null where it has no parts of its own, but some text of this language, or takes no
/// part.</param>
internal sealed record Capture(int First, int Count, PatternNode? Loose)
{
    /// <summary>The part after its last one.</summary>
    public int End => First + Count;
}
