using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;

namespace Dispatcher.Analysis.Diff;

/// <summary>What two route sets do differently with one object.</summary>
/// <remarks>cli-v1, <c>diff</c>.</remarks>
public enum ChangeKind
{
    /// <summary>Other routes fire.</summary>
    Moves,

    /// <summary>Nothing fired before.</summary>
    NewlyMatched,

    /// <summary>Nothing fires any more.</summary>
    NoLongerMatched,

    /// <summary>The same routes fire and send something else.</summary>
    DifferentRequest,

    /// <summary>The same routes fire under other names, and send the same: only the run's identity and name
    /// differ.</summary>
    Renamed,
}

/// <summary>The words of <see cref="ChangeKind"/>.</summary>
public static class ChangeKinds
{
    /// <summary><c>moves</c>, <c>newly matched</c>, <c>no longer matched</c>, <c>same route, different request</c>,
    /// <c>renamed</c>.</summary>
    public static Words<ChangeKind> Words { get; } =
        new(kind =>
            kind switch
            {
                ChangeKind.Moves => "moves",
                ChangeKind.NewlyMatched => "newly matched",
                ChangeKind.NoLongerMatched => "no longer matched",
                ChangeKind.DifferentRequest => "same route, different request",
                ChangeKind.Renamed => "renamed",
            }
        );

    /// <summary><c>moves</c>, <c>newly matched</c>, <c>no longer matched</c>, <c>same route, different request</c>,
    /// <c>renamed</c>.</summary>
    public static string Word(this ChangeKind kind) => Words.Of(kind);
}

/// <summary>One difference.</summary>
/// <param name="Kind">What kind of difference.</param>
/// <param name="Event">The event that shows it.</param>
/// <param name="Before">The routes that fired, in order.</param>
/// <param name="After">The routes that fire now, in order.</param>
/// <param name="Fields">What changed in the requests of routes that fire before and after.</param>
public sealed record RouteChange(
    ChangeKind Kind,
    StorageEvent Event,
    ImmutableArray<string> Before,
    ImmutableArray<string> After,
    ImmutableArray<FieldChange> Fields
);

/// <summary>A member of a request that changed.</summary>
/// <param name="Route">The route whose request it is.</param>
/// <param name="Path">The member, such as <c>request.configProvider.bindings.INPUT.simpleValue</c>, <c>workspace</c>,
/// or <c>error</c> where the request cannot be rendered.</param>
/// <param name="Before">Its JSON, or null where it was absent.</param>
/// <param name="After">Its JSON, or null where it is absent.</param>
public sealed record FieldChange(string Route, string Path, string? Before, string? After);
