namespace Dispatcher.Patterns.Engine;

/// <summary>How far a value agrees with a pattern.</summary>
/// <param name="Matches">Whether the whole value matches.</param>
/// <param name="AcceptedLength">The length, in UTF-16 units, of the longest part from the start of the value that some
/// match begins with; the value's length when it matches, or when only more is missing.</param>
/// <param name="Expected">What could stand there, as a phrase: <c>a letter, digit, `_` or `-`</c>; empty when the value
/// matches.</param>
public sealed record PatternProgress(bool Matches, int AcceptedLength, string Expected);
