using System.Collections.Immutable;
using Dispatcher.Analysis.Diff;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Diff;

/// <summary>Compares two route sets over a list of objects.</summary>
internal static class ObjectDiff
{
    private const int ExamplesKept = 5;

    /// <summary>The changes, alike ones together. What the name does not say is taken from the routes, as <c>dry-run
    /// --object</c> does.</summary>
    public static ObjectDifference Compare(
        DispatchPlanner before,
        DispatchPlanner after,
        ComparedObjects objects,
        Configuration configuration,
        CancellationToken stopping
    )
    {
        var groups = new Dictionary<string, (int Count, ImmutableArray<RouteChange> Examples)>(StringComparer.Ordinal);
        var order = new List<string>();
        RouteRenames renames = RouteRenames.Of(before.Set, after.Set);
        int changed = 0;
        foreach (EventDocument document in objects.Documents)
        {
            stopping.ThrowIfCancellationRequested();
            if (
                Event(before, after, document, objects.AreOfLog) is not { } storageEvent
                || RouteDiff.Compare(before, after, storageEvent, configuration, renames) is not { } change
            )
                continue;
            changed++;
            // Requests are alike when the same fields of them change.
            string key = string.Join(
                '\n',
                [
                    change.Kind.ToString(),
                    .. change.Before,
                    "→",
                    .. change.After,
                    "",
                    .. change.Fields.Select(field => $"{field.Route} {field.Path}"),
                ]
            );
            if (!groups.TryGetValue(key, out (int Count, ImmutableArray<RouteChange> Examples) group))
            {
                group = (0, []);
                order.Add(key);
            }

            groups[key] = (group.Count + 1, group.Count < ExamplesKept ? group.Examples.Add(change) : group.Examples);
        }

        return new ObjectDifference(
            objects.Documents.Length,
            changed,
            [.. order.Select(key => new ChangeGroup(groups[key].Count, groups[key].Examples))]
        );
    }

    // Where the new routes take it; where they do not, the place that the old ones took it from.
    private static StorageEvent? Event(
        DispatchPlanner before,
        DispatchPlanner after,
        EventDocument document,
        bool isOfLog
    )
    {
        StorageEvent? now = Read(after, document, isOfLog);
        return now is null || after.Fired(now).Any() ? now
            : Read(before, document, isOfLog) is { } was && before.Fired(was).Any() ? was
            : now;
    }

    private static StorageEvent? Read(DispatchPlanner planner, EventDocument document, bool isOfLog) =>
        AssumedEvent.Read(
            planner,
            document,
            (MatchKeys.Bucket, isOfLog ? document.Bucket : null),
            (MatchKeys.Namespace, isOfLog ? document.Namespace : null)
        )
            is EventReading.Accepted accepted
            ? accepted.Event
            : null;
}
