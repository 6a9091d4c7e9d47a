using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Mutations;

/// <summary>A route with one small change, such as an author could make by mistake.</summary>
/// <param name="Original">The route as it is.</param>
/// <param name="Changed">The route with the change.</param>
/// <param name="Position">Where the changed text stands.</param>
/// <param name="Part">What was changed: <c>match.object</c>, <c>bindings.INPUT</c>, <c>task.key</c>,
/// <c>vars.pool</c>.</param>
/// <param name="Before">The text that was changed.</param>
/// <param name="After">What became of it; empty when it was taken away.</param>
/// <param name="Whole">The whole value after the change, to tell changes of equal parts of it apart.</param>
public sealed record RouteMutant(
    Route Original,
    Route Changed,
    SourcePosition Position,
    string Part,
    string Before,
    string After,
    string Whole
)
{
    /// <summary>The <see cref="Part"/> of a change of the event kinds.</summary>
    public const string EventPart = "match.event";

    /// <summary>The key of <c>match</c> whose patterns were changed; null when it was something else.</summary>
    public MatchKey? Key { get; init; }

    /// <summary>Whether the change is one of the conditions, so that it can be proved whether any event tells the
    /// difference.</summary>
    public bool ChangesMatch => !ReferenceEquals(Original.Match, Changed.Match);
}
