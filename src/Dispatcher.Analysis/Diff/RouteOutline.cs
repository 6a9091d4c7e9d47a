using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Diff;

/// <summary>What tells two routes apart at a glance. Of half a million pairs nearly all end here.</summary>
internal sealed class RouteOutline(Route route)
{
    private readonly int kinds = route.Match.Kinds.Aggregate(0, (bits, kind) => bits | (1 << (int)kind));
    private readonly NameSet? bucket = Of(route.Match.Bucket);
    private readonly NameSet? space = Of(route.Match.Namespace);
    private readonly NameSet names = Of(route.Match.Object)!;

    /// <summary>Whether one event could match both; false is certain.</summary>
    public bool MayMeet(RouteOutline other) =>
        (kinds & other.kinds) != 0
        && MayMeet(bucket, other.bucket)
        && MayMeet(space, other.space)
        && MayMeet(names, other.names);

    private static bool MayMeet(NameSet? a, NameSet? b) => a is null || b is null || NameQuestion.MayMeet(a, b);

    private static NameSet? Of(ImmutableArray<PlacedPattern> patterns) =>
        patterns.IsEmpty ? null : new([.. patterns.Select(placed => placed.Pattern)], []);
}
