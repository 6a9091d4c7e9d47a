using System.Collections.Immutable;
using Dispatcher.Analysis.Diff;

namespace Dispatcher.Cli.Diff;

/// <summary>The routes of a change, in one line.</summary>
/// <remarks>cli-v1, <c>diff</c>.</remarks>
internal static class ChangedRoutes
{
    /// <summary>The routes on the two sides, as in <c>a → b</c>; one list where both are the same.</summary>
    public static string Of(RouteChange change) =>
        change.Kind switch
        {
            ChangeKind.Moves or ChangeKind.Renamed => $"{List(change.Before)} → {List(change.After)}",
            ChangeKind.NoLongerMatched => List(change.Before),
            ChangeKind.NewlyMatched or ChangeKind.DifferentRequest => List(change.After),
        };

    private static string List(ImmutableArray<string> routes) => string.Join(", ", routes);
}
