using System.Collections.Immutable;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns;

/// <summary>What reading an expression gave: a pattern, or the problems that keep it from being one.</summary>
/// <param name="Pattern">The pattern; null exactly when there are problems.</param>
/// <param name="Problems">Every problem found in one pass, by offset; at most 20.</param>
public sealed record PatternParse(Pattern? Pattern, ImmutableArray<PatternProblem> Problems);
