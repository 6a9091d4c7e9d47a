using System.Collections.Immutable;

namespace Dispatcher.Patterns.Syntax;

/// <summary>The syntax tree of an expression. Anchors and <c>(?i)</c> are not in it: the first are always there, the
/// second is already in the character sets.</summary>
internal abstract record PatternNode;

/// <summary>Matches the empty string.</summary>
internal sealed record EmptyNode : PatternNode
{
    public static readonly EmptyNode Instance = new();
}

/// <summary>One character out of a set that is never empty.</summary>
/// <param name="Set">The characters.</param>
/// <param name="Written">As written: <c>a</c>, <c>[^/]</c>, <c>\d</c>.</param>
/// <param name="Literal">The one character that was written, when it was one.</param>
internal sealed record CharsNode(CharSet Set, string Written, string? Literal) : PatternNode;

/// <summary>One after the other.</summary>
internal sealed record SequenceNode(ImmutableArray<PatternNode> Items) : PatternNode;

/// <summary>Any of them, the first preferred for captures.</summary>
internal sealed record ChoiceNode(ImmutableArray<PatternNode> Branches) : PatternNode;

/// <summary>Repetition; <paramref name="Max"/> null is without end.</summary>
internal sealed record RepeatNode(PatternNode Body, int Min, int? Max, bool Lazy) : PatternNode;

/// <summary>A capturing group; <paramref name="Name"/> null is a numbered one.</summary>
internal sealed record GroupNode(PatternNode Body, string? Name) : PatternNode;
