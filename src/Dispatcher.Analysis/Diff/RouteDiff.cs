using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Analysis.Diff;

/// <summary>Compares what two route sets do with the same events.</summary>
/// <remarks>cli-v1, <c>diff</c>: the plans are those of the function, so what is equal here is equal there.</remarks>
public static class RouteDiff
{
    /// <summary>The difference for each event that has one, in the order of the events.</summary>
    public static IEnumerable<RouteChange> Compare(
        DispatchPlanner before,
        DispatchPlanner after,
        IEnumerable<StorageEvent> events,
        Configuration configuration
    )
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return events.Select(storageEvent => Compare(before, after, storageEvent, configuration)).OfType<RouteChange>();
    }

    /// <summary>The difference for one event, or null when both sets do the same.</summary>
    public static RouteChange? Compare(
        DispatchPlanner before,
        DispatchPlanner after,
        StorageEvent storageEvent,
        Configuration configuration
    )
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return Compare(before.Plan(storageEvent, configuration), after.Plan(storageEvent, configuration));
    }

    /// <summary>The difference between what two sets do with one event, or null when there is none.</summary>
    internal static RouteChange? Compare(DispatchPlan was, DispatchPlan now)
    {
        ImmutableArray<string> fired = Fired(was),
            fires = Fired(now);
        RouteChange Change(ChangeKind kind, ImmutableArray<FieldChange> fields) =>
            new(kind, was.Event, fired, fires, fields);
        if (!fired.SequenceEqual(fires))
        {
            return Change(
                fired.IsEmpty ? ChangeKind.NewlyMatched
                    : fires.IsEmpty ? ChangeKind.NoLongerMatched
                    : ChangeKind.Moves,
                []
            );
        }

        ImmutableArray<FieldChange> fields = Fields(was, now);
        return fields.IsEmpty ? null : Change(ChangeKind.DifferentRequest, fields);
    }

    // A live route that cannot be rendered has fired all the same; shadow routes start nothing and are not compared.
    private static ImmutableArray<string> Fired(DispatchPlan plan) =>
        [
            .. plan
                .Runs.Select(run => run.Route)
                .Concat(plan.Errors.Select(error => error.Route).OfType<string>())
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static ImmutableArray<FieldChange> Fields(DispatchPlan was, DispatchPlan now)
    {
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        foreach (string route in Fired(was))
        {
            TaskRunRequest? before = was.Runs.FirstOrDefault(run => run.Route == route),
                after = now.Runs.FirstOrDefault(run => run.Route == route);
            if (before is null || after is null)
            {
                AddIfDifferent(changes, route, "error", Errors(was, route), Errors(now, route));
                continue;
            }

            AddIfDifferent(changes, route, "workspace", Json(before.Workspace), Json(after.Workspace));
            AddIfDifferent(changes, route, "application", Json(before.Application), Json(after.Application));
            using JsonDocument left = JsonDocument.Parse(before.Body),
                right = JsonDocument.Parse(after.Body);
            Walk(changes, route, "request", left.RootElement, right.RootElement);
        }

        return changes.DrainToImmutable();
    }

    private static void Walk(
        ImmutableArray<FieldChange>.Builder changes,
        string route,
        string path,
        JsonElement before,
        JsonElement after
    )
    {
        if (before.ValueKind != JsonValueKind.Object || after.ValueKind != JsonValueKind.Object)
        {
            if (!JsonElement.DeepEquals(before, after))
                changes.Add(new FieldChange(route, path, before.GetRawText(), after.GetRawText()));
            return;
        }

        foreach (JsonProperty member in before.EnumerateObject())
        {
            if (after.TryGetProperty(member.Name, out JsonElement other))
                Walk(changes, route, $"{path}.{member.Name}", member.Value, other);
            else
                changes.Add(new FieldChange(route, $"{path}.{member.Name}", member.Value.GetRawText(), null));
        }

        foreach (JsonProperty member in after.EnumerateObject())
        {
            if (!before.TryGetProperty(member.Name, out _))
                changes.Add(new FieldChange(route, $"{path}.{member.Name}", null, member.Value.GetRawText()));
        }
    }

    private static void AddIfDifferent(
        ImmutableArray<FieldChange>.Builder changes,
        string route,
        string path,
        string? before,
        string? after
    )
    {
        if (before != after)
            changes.Add(new FieldChange(route, path, before, after));
    }

    private static string? Errors(DispatchPlan plan, string route)
    {
        string text = string.Join(
            " ",
            plan.Errors.Where(error => error.Route == route).Select(error => $"{error.Code}: {error.Message}")
        );
        return text.Length == 0 ? null : Json(text);
    }

    private static string Json(string text) => $"\"{JsonEncodedText.Encode(text, JsonFormat.Options.Encoder)}\"";
}
