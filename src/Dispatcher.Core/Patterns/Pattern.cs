using System.Collections.Immutable;
using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Engine;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns;

/// <summary>An expression of the pattern language. It matches whole values only, is case-sensitive unless it begins
/// with <c>(?i)</c>, and means the same on every machine and in every culture.</summary>
/// <remarks>
/// routes-v1, "match". A character is a Unicode code point: <c>.</c> and a negated class take an emoji whole, and half
/// a surrogate pair is no character, so a value that has one matches nothing. Immutable and safe for any number of
/// threads. Parsing is cheap; the engine is built when a value is first tried that has the literal text every match
/// begins and ends with.
/// </remarks>
public sealed class Pattern
{
    private Nfa? nfa;
    private EpsilonFreeNfa? epsilonFree;
    private LazyDfa? decider;
    private CaptureFinder? captures;

    private Pattern(string text, PatternNode root, bool ignoreCase, ImmutableArray<string> groupNames)
    {
        Text = text;
        Root = root;
        IgnoreCase = ignoreCase;
        GroupNames = groupNames;
        Complexity = PatternSize.States(root);
        LiteralEnds ends = LiteralEnds.Of(root);
        Exact = groupNames.IsEmpty ? ends.Exact : null;
        RequiredPrefix = ignoreCase ? "" : ends.Prefix;
        RequiredSuffix = ignoreCase ? "" : ends.Suffix;
    }

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>Whether it begins with <c>(?i)</c>. Letters then stand for all letters with the same invariant lower
    /// case; outside the basic plane, and in <c>\w</c>, case is not folded.</summary>
    public bool IgnoreCase { get; }

    /// <summary>The groups in the engine's order: the unnamed ones as <c>"1"</c>, <c>"2"</c>…, then the named ones as
    /// written.</summary>
    public ImmutableArray<string> GroupNames { get; }

    /// <summary>Literal text that every match begins with, compared ordinally; empty when there is none, or with
    /// <c>(?i)</c>.</summary>
    public string RequiredPrefix { get; }

    /// <summary>Literal text that every match ends with, compared ordinally; empty when there is none, or with
    /// <c>(?i)</c>. It may overlap <see cref="RequiredPrefix"/>.</summary>
    public string RequiredSuffix { get; }

    /// <summary>The states of the pattern's automaton with counted repetitions written out: one for each character or
    /// class and one for each choice. <c>a{3}</c> has 4, one of them the end. The cost of building the engine and of
    /// every analysis grows with it.</summary>
    public int Complexity { get; }

    /// <summary>The only value that matches, when there is only one and it is captured nowhere.</summary>
    internal string? Exact { get; }

    internal PatternNode Root { get; }

    internal Nfa Nfa => nfa ??= NfaBuilder.Build(Root);

    internal EpsilonFreeNfa EpsilonFree => epsilonFree ??= new EpsilonFreeNfa(Nfa);

    // Two threads may both build one; either is as good.
    private LazyDfa Decider => decider ??= new LazyDfa(Nfa);

    /// <summary>Reads an expression. Either it is wholly usable, or every problem found is reported; matching never
    /// fails later.</summary>
    public static PatternParse Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ParsedPattern parsed = PatternParser.Parse(text);
        return new PatternParse(
            parsed.Root is null ? null : new Pattern(text, parsed.Root, parsed.IgnoreCase, parsed.GroupNames),
            parsed.Problems
        );
    }

    /// <summary>The pattern of a tree that an analysis made, with named groups only.</summary>
    internal static Pattern Of(PatternNode root, string text) => new(text, root, ignoreCase: false, [.. NamesIn(root)]);

    /// <summary>Whether the whole value matches. Time is linear in its length.</summary>
    public bool IsMatch(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Exact is not null
            ? string.Equals(Exact, value, StringComparison.Ordinal)
            : HasEnds(value) && Decider.IsMatch(value, 0, work: null);
    }

    /// <summary>The captures when the whole value matches, else null.</summary>
    public PatternMatch? Match(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (GroupNames.IsEmpty)
            return IsMatch(value) ? PatternMatch.WithoutGroups : null;
        return HasEnds(value) ? (captures ??= new CaptureFinder(this)).Find(value, work: null) : null;
    }

    /// <summary>How far the value agrees with the pattern, and what was expected next. Linear in the value's
    /// length.</summary>
    public PatternProgress Explain(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Explain(value, work: null);
    }

    /// <summary>The same within a budget. The automaton is not kept: explanations are rare, and those of a whole route
    /// set would hold hundreds of megabytes.</summary>
    internal PatternProgress Explain(string value, WorkBudget? work)
    {
        work?.Spend(Complexity);
        return Progress.Of(NfaBuilder.Build(Root), value, IgnoreCase, work);
    }

    /// <summary>The expression as written.</summary>
    public override string ToString() => Text;

    private static IEnumerable<string> NamesIn(PatternNode node) =>
        node switch
        {
            GroupNode group => NamesIn(group.Body).Prepend(group.Name!),
            SequenceNode sequence => sequence.Items.SelectMany(NamesIn),
            ChoiceNode choice => choice.Branches.SelectMany(NamesIn),
            RepeatNode repeat => NamesIn(repeat.Body),
            _ => [],
        };

    private bool HasEnds(string value) =>
        value.StartsWith(RequiredPrefix, StringComparison.Ordinal)
        && value.EndsWith(RequiredSuffix, StringComparison.Ordinal);
}
