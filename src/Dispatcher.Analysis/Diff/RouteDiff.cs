using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Grouping;
using Dispatcher.Planning;
using Dispatcher.Routes;

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
        RouteRenames renames = RouteRenames.Of(before.Set, after.Set);
        return events
            .Select(storageEvent => Compare(before, after, storageEvent, configuration, renames))
            .OfType<RouteChange>();
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
        return Compare(before, after, storageEvent, configuration, RouteRenames.Of(before.Set, after.Set));
    }

    /// <summary>The same with renames that are known.</summary>
    internal static RouteChange? Compare(
        DispatchPlanner before,
        DispatchPlanner after,
        StorageEvent storageEvent,
        Configuration configuration,
        RouteRenames renames
    ) =>
        Compare(
            new Decided(before, before.Plan(storageEvent, configuration), configuration),
            new Decided(after, after.Plan(storageEvent, configuration), configuration),
            renames
        );

    /// <summary>The difference between what two sets do with one event, or null when there is none.</summary>
    internal static RouteChange? Compare(Decided was, Decided now, RouteRenames renames)
    {
        ImmutableArray<string> fired = Fired(was.Plan),
            fires = Fired(now.Plan);
        RouteChange Change(ChangeKind kind, ImmutableArray<FieldChange> fields) =>
            new(kind, was.Plan.Event, fired, fires, fields);
        if (!fired.SequenceEqual(fires))
        {
            return Change(
                fired.IsEmpty ? ChangeKind.NewlyMatched
                    : fires.IsEmpty ? ChangeKind.NoLongerMatched
                    : fired.Select(renames.NewName).Order(StringComparer.Ordinal).SequenceEqual(fires)
                        ? ChangeKind.Renamed
                    : ChangeKind.Moves,
                Fields(was, now, fired.Intersect(fires))
            );
        }

        ImmutableArray<FieldChange> fields = Fields(was, now, fired);
        return fields.IsEmpty ? null : Change(ChangeKind.DifferentRequest, fields);
    }

    // A live route that cannot be rendered has fired all the same; shadow routes start nothing and are not compared.
    private static ImmutableArray<string> Fired(DispatchPlan plan) =>
        [
            .. plan
                .Runs.Select(run => run.Route)
                .Concat(plan.Errors.Select(error => error.Route).OfType<string>())
                .Concat(plan.Sinks)
                .Concat(plan.Groups.Select(group => group.Route))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    // Of routes that fire in both.
    private static ImmutableArray<FieldChange> Fields(
        Decided wasDecided,
        Decided nowDecided,
        IEnumerable<string> routes
    )
    {
        (DispatchPlan was, DispatchPlan now) = (wasDecided.Plan, nowDecided.Plan);
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        foreach (string route in routes)
        {
            TaskRunRequest? before = was.Runs.FirstOrDefault(run => run.Route == route),
                after = now.Runs.FirstOrDefault(run => run.Route == route);
            if (was.Sinks.Contains(route) || now.Sinks.Contains(route))
            {
                AddIfDifferent(changes, route, "task", Task(was, route, before), Task(now, route, after));
                continue;
            }

            if ((Group(was, route) ?? Group(now, route)) is not null)
            {
                AddIfDifferent(changes, route, "group", Group(was, route), Group(now, route));
                if (Group(was, route) != Group(now, route))
                    continue;
                AddGrouping(changes, route, wasDecided.Grouping(route), nowDecided.Grouping(route));
                // One event shows one member: what the run makes of several is not seen.
                (before, after) = (wasDecided.GroupRun(route), nowDecided.GroupRun(route));
                if (before is null && after is null)
                    continue;
            }

            if (before is null || after is null)
            {
                AddIfDifferent(changes, route, "error", Errors(was, route), Errors(now, route));
                continue;
            }

            AddIfDifferent(changes, route, "workspace", Json(before.Workspace), Json(after.Workspace));
            AddIfDifferent(changes, route, "application", Json(before.Application), Json(after.Application));
            AddIfDifferent(changes, route, "request.name", Json(before.Name), Json(after.Name));
            AddIfDifferent(changes, route, "request.description", Json(before.Description), Json(after.Description));
            AddIfDifferent(changes, route, "request.identifier", Json(before.Identifier), Json(after.Identifier));
            AddIfDifferent(
                changes,
                route,
                "request.registryMetadata.aggregatorKey",
                Json(before.TaskKey),
                Json(after.TaskKey)
            );
            AddBindings(changes, route, before.Bindings, after.Bindings);
        }

        return changes.DrainToImmutable();
    }

    private static void AddBindings(
        ImmutableArray<FieldChange>.Builder changes,
        string route,
        ImmutableArray<ParameterBinding> before,
        ImmutableArray<ParameterBinding> after
    )
    {
        var byName = after.ToDictionary(binding => binding.Name, StringComparer.Ordinal);
        foreach (ParameterBinding binding in before)
        {
            string path = BindingPath(binding);
            if (!byName.Remove(binding.Name, out ParameterBinding? other))
                changes.Add(new(route, path, binding.ToParameterValue().GetRawText(), null));
            else if (binding.IsObject != other.IsObject || !binding.Json.Span.SequenceEqual(other.Json.Span))
                changes.AddRange(
                    JsonDifference
                        .Between(path, binding.ToParameterValue(), other.ToParameterValue(), intoArrays: false)
                        .Select(field => new FieldChange(
                            route,
                            field.Path,
                            field.Before?.GetRawText(),
                            field.After?.GetRawText()
                        ))
                );
        }

        changes.AddRange(
            after
                .Where(binding => byName.ContainsKey(binding.Name))
                .Select(binding => new FieldChange(
                    route,
                    BindingPath(binding),
                    null,
                    binding.ToParameterValue().GetRawText()
                ))
        );
    }

    private static string BindingPath(ParameterBinding binding) => $"request.configProvider.bindings.{binding.Name}";

    // When the run starts is a part of what an object starts.
    private static void AddGrouping(
        ImmutableArray<FieldChange>.Builder changes,
        string route,
        RouteGrouping? before,
        RouteGrouping? after
    )
    {
        static string? Text(TimeSpan? duration) => duration is { } known ? Json(Durations.Text(known)) : null;
        static string? Parts(RouteGrouping? group) =>
            group?.Complete is { } complete ? Json(string.Join(", ", complete.Of)) : null;
        AddIfDifferent(changes, route, "group.quiet", Text(before?.Quiet), Text(after?.Quiet));
        AddIfDifferent(changes, route, "group.at_most", Text(before?.AtMost), Text(after?.AtMost));
        AddIfDifferent(changes, route, "group.complete.of", Parts(before), Parts(after));
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

    // The group that the object is in, as key and part; null where the route has a run for each object.
    private static string? Group(DispatchPlan plan, string route) =>
        plan.Groups.FirstOrDefault(group => group.Route == route) is { } group
            ? Json(group.Part is null ? group.Key : $"{group.Key}, part {group.Part}")
            : null;

    // Of a sink, the word that stands in the route file.
    private static string? Task(DispatchPlan plan, string route, TaskRunRequest? run) =>
        plan.Sinks.Contains(route) ? Json("none")
        : run is null ? Errors(plan, route)
        : Json(run.TaskKey);

    private static string? Errors(DispatchPlan plan, string route)
    {
        string text = string.Join(
            " ",
            plan.Errors.Where(error => error.Route == route).Select(error => $"{error.Code}: {error.Message}")
        );
        return text.Length == 0 ? null : Json(text);
    }

    /// <summary>What a set does with an event.</summary>
    /// <param name="Planner">The set.</param>
    /// <param name="Plan">The plan.</param>
    /// <param name="Configuration">What templates see.</param>
    internal sealed record Decided(DispatchPlanner Planner, DispatchPlan Plan, Configuration Configuration)
    {
        /// <summary>The route's group.</summary>
        public RouteGrouping? Grouping(string route) =>
            Planner.Set.Routes.FirstOrDefault(one => one.Name == route)?.Group;

        /// <summary>The run of the object's group, if it has no other member; null when it cannot be
        /// rendered.</summary>
        public TaskRunRequest? GroupRun(string route)
        {
            if (Plan.Groups.FirstOrDefault(group => group.Route == route) is not { } grouped)
                return null;
            var groups = new GroupPlanner(Planner.Set, Configuration);
            groups.Add(Plan.Event, grouped);
            return groups.Plan(DateTimeOffset.UnixEpoch).Single().Run;
        }
    }

    private static string? Json(string? text) => text is null ? null : JsonFormat.Text(text);
}
