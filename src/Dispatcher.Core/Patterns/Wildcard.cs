using System.Collections.Immutable;
using System.Text;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns;

/// <summary>A text of an Events rule's condition, where <c>*</c> stands for anything.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsExact">Whether it accepts nothing that the pattern does not accept.</param>
internal sealed record Wildcard(string Text, bool IsExact)
{
    private const int MostTexts = 32,
        MostCharacters = 4;

    // What a bucket's or a namespace's name is made of: a set that has all of these is as good as every character.
    private const string NameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

    private static readonly Wildcard Nothing = new("", true),
        Anything = new("*", true),
        Something = new("*", false);

    /// <summary>Texts that together accept everything the pattern accepts: its values one by one as long as they are
    /// few, else with a <c>*</c> where they differ.</summary>
    public static ImmutableArray<Wildcard> Of(Pattern pattern) =>
        [.. Of(pattern.Root).Distinct().OrderBy(wildcard => wildcard.Text, StringComparer.Ordinal)];

    /// <summary>Whether everything that <paramref name="other"/> stands for is accepted by this.</summary>
    public bool Covers(string other)
    {
        // A `*` of the other is a character like any other here, and only a `*` accepts it.
        string[] parts = Text.Split('*');
        if (parts.Length == 1)
            return Text == other;
        if (
            other.Length < parts[0].Length + parts[^1].Length
            || !other.StartsWith(parts[0], StringComparison.Ordinal)
            || !other.EndsWith(parts[^1], StringComparison.Ordinal)
        )
        {
            return false;
        }

        int at = parts[0].Length,
            end = other.Length - parts[^1].Length;
        foreach (string part in parts[1..^1])
        {
            int found = other.AsSpan(at, end - at).IndexOf(part, StringComparison.Ordinal);
            if (found < 0)
                return false;
            at += found + part.Length;
        }

        return true;
    }

    private static Wildcard[] Of(PatternNode node) =>
        node switch
        {
            EmptyNode => [Nothing],
            CharsNode chars => Characters(chars.Set),
            GroupNode group => Of(group.Body),
            SequenceNode sequence => Sequence(sequence.Items.Select(Of)),
            ChoiceNode choice => AtMost([.. choice.Branches.SelectMany(Of)]),
            RepeatNode { Min: 0, Max: null, Body: CharsNode chars } when HoldsEveryName(chars.Set) => [Anything],
            RepeatNode { Max: { } max } repeat when max <= MostTexts => Repeat(repeat, max),
            _ => [Something],
        };

    private static Wildcard[] Repeat(RepeatNode repeat, int max)
    {
        Wildcard[] body = Of(repeat.Body);
        var all = new List<Wildcard>();
        Wildcard[] times = [Nothing];
        for (int i = 0; i <= max; i++)
        {
            if (i >= repeat.Min)
                all.AddRange(times);
            times = Sequence([times, body]);
        }

        return AtMost([.. all]);
    }

    private static Wildcard[] Sequence(IEnumerable<Wildcard[]> items)
    {
        Wildcard[] all = [Nothing];
        foreach (Wildcard[] item in items)
        {
            Wildcard[] next = all.Length * item.Length > MostTexts ? [Something] : item;
            all = [.. from head in all from tail in next select Join(head, tail)];
        }

        return all;
    }

    private static Wildcard Join(Wildcard head, Wildcard tail)
    {
        bool stars = head.Text.EndsWith('*') && tail.Text.StartsWith('*');
        return new(head.Text + (stars ? tail.Text[1..] : tail.Text), head.IsExact && tail.IsExact);
    }

    private static Wildcard[] Characters(CharSet set)
    {
        if (set.Count() > MostCharacters)
            return [Something];
        var all = new List<Wildcard>();
        foreach (CharRange range in set.Ranges)
        {
            for (int c = range.First; c <= range.Last; c++)
                all.Add(new Wildcard(new Rune(c).ToString(), c != '*'));
        }

        return [.. all];
    }

    private static Wildcard[] AtMost(Wildcard[] all) =>
        all.Distinct().Count() > MostTexts ? [Something] : [.. all.Distinct()];

    private static bool HoldsEveryName(CharSet set) => NameCharacters.All(c => set.Contains(c));
}
