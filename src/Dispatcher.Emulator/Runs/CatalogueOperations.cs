using Dispatcher.Emulator.Wire;

namespace Dispatcher.Emulator.Runs;

/// <summary>Published objects over HTTP.</summary>
internal sealed class CatalogueOperations(DataIntegrationState state)
{
    public Answer ListPublishedObjects(Call call)
    {
        if (ListOrder.Read(call.Target, out ListOrder order) is { } invalid)
            return Refusals.Invalid(invalid);
        return state.InApplication(call[2], call[4], (_, application, _) =>
        {
            // The state has no times of publication, only their order. So a sort by time uses the sequence number.
            (PublishedTask Task, long Sequence)[] left =
            [
                .. application
                    .Tasks.Values.Select((task, n) => (Task: task, Sequence: (long)n))
                    .Where(entry => Fits(entry.Task, call.Target)),
            ];
            Page<(PublishedTask Task, long Sequence)> page = order.Apply(left, entry =>
                new(order.By == ListOrder.DisplayName ? entry.Task.ShownName : "", entry.Sequence)
            );
            return CatalogueJson.Of(page, call.Target.Values("fields"), application);
        }) ?? Refusals.NotFound($"the application {call[4]} in the workspace {call[2]}");
    }

    private static bool Fits(PublishedTask task, RequestTarget query) =>
        (query.Value("name") is not { } name || task.ShownName == name)
        && (
            query.Value("nameStartsWith") is not { } start || task.ShownName.StartsWith(start, StringComparison.Ordinal)
        )
        && (query.Value("nameContains") is not { } part || task.ShownName.Contains(part, StringComparison.Ordinal))
        && (query.Values("identifier") is not { Count: > 0 } identifiers || identifiers.Contains(task.ShownIdentifier))
        && (
            query.Values("type") is not { Count: > 0 } types
            || types.Contains(task.Type, StringComparer.OrdinalIgnoreCase)
        );
}
