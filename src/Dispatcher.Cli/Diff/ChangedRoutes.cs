using System.Collections.Immutable;
using Dispatcher.Analysis.Diff;

namespace Dispatcher.Cli.Diff;

/// <summary>A change in one line: what happens, and to which routes.</summary>
/// <remarks>cli-v1, <c>diff</c>. Where all routes that fired still fire, or all that fire fired before, only the
/// difference is said: nothing moves.</remarks>
internal static class ChangedRoutes
{
    /// <summary>What happens: the kind's word, <c>also starts</c> or <c>no longer starts</c>.</summary>
    public static string Word(RouteChange change) =>
        change.Kind != ChangeKind.Moves ? change.Kind.Word()
        : Gone(change).IsEmpty ? "also starts"
        : Come(change).IsEmpty ? "no longer starts"
        : change.Kind.Word();

    /// <summary>The routes: <c>a → b</c>, or one list.</summary>
    public static string Of(RouteChange change) =>
        change.Kind switch
        {
            ChangeKind.Moves when Gone(change).IsEmpty => List(Come(change)),
            ChangeKind.Moves when Come(change).IsEmpty => List(Gone(change)),
            ChangeKind.Moves => $"{List(Gone(change))} → {List(Come(change))}",
            ChangeKind.Renamed => $"{List(change.Before)} → {List(change.After)}",
            ChangeKind.NoLongerMatched => List(change.Before),
            ChangeKind.NewlyMatched or ChangeKind.DifferentRequest => List(change.After),
        };

    /// <summary>The routes that fire before and after; empty where the change is not one of the routes.</summary>
    public static ImmutableArray<string> Beside(RouteChange change) =>
        change.Kind == ChangeKind.Moves ? [.. change.Before.Intersect(change.After)] : [];

    private static ImmutableArray<string> Gone(RouteChange change) => change.Before.RemoveRange(change.After);

    private static ImmutableArray<string> Come(RouteChange change) => change.After.RemoveRange(change.Before);

    private static string List(ImmutableArray<string> routes) => string.Join(", ", routes);
}
