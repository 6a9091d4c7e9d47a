using System.Collections.Immutable;
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
}

/// <summary>One difference.</summary>
/// <param name="Kind">What kind of difference.</param>
/// <param name="Event">The event that shows it.</param>
/// <param name="Before">The routes that fired, in order.</param>
/// <param name="After">The routes that fire now, in order.</param>
/// <param name="Fields">For <see cref="ChangeKind.DifferentRequest"/>: what changed in the requests.</param>
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
