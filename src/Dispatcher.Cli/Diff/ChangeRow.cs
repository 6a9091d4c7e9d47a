using System.Collections.Immutable;
using Dispatcher.Analysis.Diff;
using Dispatcher.Events;

namespace Dispatcher.Cli.Diff;

/// <summary>A row of the report: one thing that happens to objects, whatever else they start.</summary>
/// <param name="Word">What happens.</param>
/// <param name="Routes">To which routes.</param>
/// <param name="Beside">The routes that fire before and after.</param>
/// <param name="Example">An event that shows it.</param>
/// <param name="Fields">What changes in the requests.</param>
/// <param name="Count">How many of the names given; 0 where the change is proved over all names.</param>
internal sealed record ChangeRow(
    string Word,
    string Routes,
    ImmutableArray<string> Beside,
    StorageEvent Example,
    ImmutableArray<FieldChange> Fields,
    int Count
)
{
    /// <summary>The rows of changes that are proved. A route that is added to many combinations of others is one
    /// row.</summary>
    public static IEnumerable<ChangeRow> Of(IEnumerable<RouteChange> changes) => Of(changes.Select(one => (one, 0)));

    /// <summary>The rows of changes over names.</summary>
    public static IEnumerable<ChangeRow> Of(IEnumerable<ChangeGroup> groups) =>
        Of(groups.Select(group => (group.Examples[0], group.Count)));

    private static IEnumerable<ChangeRow> Of(IEnumerable<(RouteChange Change, int Count)> changes) =>
        changes
            .GroupBy(one => (ChangedRoutes.Word(one.Change), ChangedRoutes.Of(one.Change)))
            .Select(alike => new ChangeRow(
                alike.Key.Item1,
                alike.Key.Item2,
                [.. alike.SelectMany(one => ChangedRoutes.Beside(one.Change)).Distinct()],
                alike.First().Change.Event,
                [.. alike.SelectMany(one => one.Change.Fields)],
                alike.Sum(one => one.Count)
            ));
}
