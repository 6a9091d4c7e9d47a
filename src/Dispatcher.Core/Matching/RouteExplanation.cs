namespace Dispatcher.Matching;

/// <summary>Why one route did or did not match an event.</summary>
/// <param name="Route">The route's name.</param>
/// <param name="File">Its file.</param>
/// <param name="Matched">Whether it matched (a shadow route may match and start nothing).</param>
/// <param name="Failed">The first part that failed: <c>state</c>, <c>event</c>, <c>bucket</c>, <c>namespace</c>,
/// <c>compartment</c>, <c>object</c>, <c>except</c>, or <c>order</c> when an earlier route took the object; null when
/// it matched.</param>
/// <param name="Accepted">For a pattern that failed: the longest part of the value that it accepts, from the
/// start.</param>
/// <param name="Expected">For a pattern that failed: what it expected next.</param>
/// <param name="Text">All of it as one sentence.</param>
public sealed record RouteExplanation(
    string Route,
    string File,
    bool Matched,
    string? Failed,
    string? Accepted,
    string? Expected,
    string Text
);
