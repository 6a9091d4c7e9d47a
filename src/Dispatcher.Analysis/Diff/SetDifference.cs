using System.Collections.Immutable;

namespace Dispatcher.Analysis.Diff;

/// <summary>What two route sets do differently over all events.</summary>
/// <param name="Changes">One change for each pair of route lists that fire before and after, each with an event that
/// shows it; the planner of the function confirmed every one.</param>
/// <param name="Unknown">What was not decided. When it is empty, <paramref name="Changes"/> is complete.</param>
public sealed record SetDifference(ImmutableArray<RouteChange> Changes, ImmutableArray<UnknownChange> Unknown);

/// <summary>A question about two route sets that has no answer.</summary>
/// <param name="Before">The route of the set before; null when the question is about none.</param>
/// <param name="After">The route of the set after; null when the question is about none.</param>
/// <param name="Reason">Why: the budget, or a request that looked alike wherever it was tried.</param>
public sealed record UnknownChange(string? Before, string? After, string Reason);
