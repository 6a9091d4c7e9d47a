using System.Collections.Immutable;

namespace Dispatcher.Patterns.Syntax;

/// <summary>What the parser read.</summary>
/// <param name="Root">The tree; null exactly when there are problems.</param>
/// <param name="IgnoreCase">Whether the expression begins with <c>(?i)</c>.</param>
/// <param name="GroupNames">The groups: the unnamed ones as <c>"1"</c>, <c>"2"</c>…, then the named ones.</param>
/// <param name="Problems">Every problem, by offset.</param>
internal sealed record ParsedPattern(
    PatternNode? Root,
    bool IgnoreCase,
    ImmutableArray<string> GroupNames,
    ImmutableArray<PatternProblem> Problems
)
{
    /// <summary>An expression that cannot be used.</summary>
    public static ParsedPattern Of(ImmutableArray<PatternProblem> problems) => new(null, false, [], problems);
}
