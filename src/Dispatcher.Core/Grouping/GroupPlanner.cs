using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Grouping;

/// <summary>Collects the members of groups, and says which groups are ready and what each starts. The order of the
/// members does not matter.</summary>
/// <remarks>sweep-v1, "Groups". Pure: the time is given.</remarks>
/// <param name="routes">The routes.</param>
/// <param name="configuration">What templates see.</param>
public sealed class GroupPlanner(RouteSet routes, Configuration configuration)
{
    private readonly Dictionary<string, Route> byName = routes
        .Routes.Where(route => route.Group is not null)
        .ToDictionary(route => route.Name, StringComparer.Ordinal);

    private readonly Dictionary<GroupId, Members> groups = [];

    /// <summary>How many groups there are.</summary>
    public int Count => groups.Count;

    /// <summary>Adds an object to a group.</summary>
    /// <param name="storageEvent">The event that the object had, or would have had.</param>
    /// <param name="grouped">The group, from the object's plan.</param>
    public void Add(StorageEvent storageEvent, GroupedObject grouped)
    {
        ArgumentNullException.ThrowIfNull(storageEvent);
        ArgumentNullException.ThrowIfNull(grouped);
        var id = new GroupId(grouped.Route, storageEvent.Namespace, storageEvent.Bucket, grouped.Key);
        if (!groups.TryGetValue(id, out Members? group))
            groups.Add(id, group = new Members(storageEvent));
        group.Add(
            new GroupMember(
                storageEvent.ObjectName,
                storageEvent.ETag,
                storageEvent.Time ?? DateTimeOffset.UnixEpoch,
                grouped.Part
            )
        );
    }

    /// <summary>Every group as it is at a moment, the one whose first member is oldest first. Each is made when it is
    /// asked for.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="isWanted">Which groups are asked about, by route and by when the last member was written; null for
    /// all.</param>
    public IEnumerable<ObjectGroup> Plan(
        DateTimeOffset now,
        Func<(Route Route, DateTimeOffset Last), bool>? isWanted = null
    ) =>
        groups
            .Where(pair => isWanted is null || isWanted((byName[pair.Key.Route], pair.Value.Last)))
            .OrderBy(pair => pair.Value.First)
            .ThenBy(pair => pair.Key.Route, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Key, StringComparer.Ordinal)
            .Select(pair => Plan(byName[pair.Key.Route], pair.Key.Key, pair.Value, now));

    private ObjectGroup Plan(Route route, string key, Members group, DateTimeOffset now)
    {
        ImmutableArray<GroupMember> members = [.. group.All.OrderBy(member => member.Name, StringComparer.Ordinal)];
        RouteGrouping grouping = route.Group!;
        ImmutableArray<string> missing = Missing(grouping, members);
        DateTimeOffset quiet = group.Last + grouping.Quiet;
        DateTimeOffset? readyAt =
            missing.IsEmpty ? quiet
            : grouping.AtMost is { } most ? Later(quiet, group.First + most)
            : null;
        var errors = ImmutableArray.CreateBuilder<DispatchError>();
        return new ObjectGroup
        {
            Route = route,
            Namespace = group.Sample.Namespace,
            Bucket = group.Sample.Bucket,
            Key = key,
            Members = members,
            Missing = missing,
            State =
                readyAt <= now ? GroupState.Ready
                : now < quiet ? GroupState.NotQuiet
                : GroupState.Incomplete,
            ReadyAt = readyAt,
            Run = RequestRenderer.Render(
                route,
                route.Task!,
                group.Sample,
                new GroupRun(
                    new GroupFacts
                    {
                        Key = key,
                        Names = [.. members.Select(member => member.Name)],
                        Missing = missing,
                    },
                    [.. members.Select(member => (member.Name, member.ETag))]
                ),
                configuration,
                new WorkBudget(PlanBudget.Default.Rendering),
                errors
            ),
            Errors = errors.DrainToImmutable(),
        };
    }

    private static ImmutableArray<string> Missing(RouteGrouping grouping, ImmutableArray<GroupMember> members)
    {
        if (grouping.Complete is not { } complete)
            return [];
        var there = members.Select(member => member.Part).ToHashSet(StringComparer.Ordinal);
        return complete.Of.RemoveAll(there.Contains);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed record GroupId(string Route, string Namespace, string Bucket, string Key);

    private sealed class Members(StorageEvent sample)
    {
        public StorageEvent Sample => sample;

        public List<GroupMember> All { get; } = [];

        public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

        public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

        public void Add(GroupMember member)
        {
            All.Add(member);
            First = member.Written < First ? member.Written : First;
            Last = member.Written > Last ? member.Written : Last;
        }
    }
}
