using System.Collections.Immutable;
using Dispatcher.Analysis.Diff;

namespace Dispatcher.Cli.Diffing;

/// <summary>The words for a change.</summary>
/// <remarks>cli-v1, <c>diff</c>.</remarks>
internal static class ChangeWord
{
    /// <summary><c>moves</c>, <c>newly matched</c>, <c>no longer matched</c>, <c>same route, different
    /// request</c>.</summary>
    public static string Of(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.Moves => "moves",
            ChangeKind.NewlyMatched => "newly matched",
            ChangeKind.NoLongerMatched => "no longer matched",
            _ => "same route, different request",
        };

    /// <summary>The routes on the two sides, as in <c>a → b</c>; one list where both are the same.</summary>
    public static string Routes(RouteChange change) =>
        change.Kind switch
        {
            ChangeKind.Moves => $"{List(change.Before)} → {List(change.After)}",
            ChangeKind.NoLongerMatched => List(change.Before),
            _ => List(change.After),
        };

    private static string List(ImmutableArray<string> routes) => string.Join(", ", routes);
}
