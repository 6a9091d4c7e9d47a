using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>What the objects of one bucket start. Pages are planned by all processors.</summary>
/// <param name="planner">The routes.</param>
/// <param name="configuration">What templates see.</param>
/// <param name="place">An event of the bucket, with what is known of all its objects.</param>
/// <param name="deadLetters">What lies there is never dispatched; null where there is no such place.</param>
public sealed class BucketPlans(
    DispatchPlanner planner,
    Configuration configuration,
    EventDocument place,
    ObjectPlace? deadLetters = null
)
{
    private readonly ListedObjects listed = new(planner, configuration, place);

    private readonly ConcurrentDictionary<Route, TaskPlace?> places = new(ReferenceEqualityComparer.Instance);

    /// <summary>What the objects of a page start, in its order. Nothing is rendered where that is not needed to know
    /// which runs they are.</summary>
    public PlannedObject[] Outline(IReadOnlyList<ObjectSummary> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var outlined = new PlannedObject[page.Count];
        Parallel.For(0, page.Count, i => outlined[i] = Outline(page[i]));
        return outlined;
    }

    /// <summary>The routes that start a run for an object, without rendering anything; null where only its plan
    /// tells.</summary>
    public ImmutableArray<Route>? Starts(ObjectSummary one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return IsOwn(one) ? null : listed.Starts(one.Name, one.ETag, one.TimeModified, one.ArchivalState)?.Routes;
    }

    /// <summary>The task of a route; null where it depends on the object.</summary>
    public TaskPlace? TaskOf(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return places.GetOrAdd(route, TaskPlace.Of, configuration);
    }

    /// <summary>Plans for a page, in its order.</summary>
    public PlannedObject[] Plan(IReadOnlyList<ObjectSummary> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var planned = new PlannedObject[page.Count];
        Parallel.For(0, page.Count, i => planned[i] = Plan(page[i]));
        return planned;
    }

    /// <summary>The plan for one object.</summary>
    public PlannedObject Plan(ObjectSummary one)
    {
        ArgumentNullException.ThrowIfNull(one);
        if (IsOwn(one))
            return new(one, null, []);
        (DispatchPlan? plan, ImmutableArray<DispatchError> errors) = listed.Plan(
            one.Name,
            one.ETag,
            one.TimeModified,
            one.ArchivalState
        );
        return new(one, plan, errors);
    }

    private PlannedObject Outline(ObjectSummary one)
    {
        if (
            IsOwn(one)
            || listed.Starts(one.Name, one.ETag, one.TimeModified, one.ArchivalState) is not var (storageEvent, routes)
        )
            return Plan(one);
        var runs = ImmutableArray.CreateBuilder<RunOutline>(routes.Length);
        foreach (Route route in routes)
        {
            if (TaskOf(route) is not { } task)
                return Plan(one);
            runs.Add(new RunOutline(route, task, RunIdentity.Of(storageEvent, route.Name, task.TaskKey)));
        }

        return new(one, null, []) { Event = storageEvent, Runs = runs.MoveToImmutable() };
    }

    private bool IsOwn(ObjectSummary one) =>
        deadLetters is not null && DeadLetterBox.Holds(deadLetters, place.Namespace, place.Bucket, one.Name);
}

/// <summary>An object of a listing, and what it starts.</summary>
/// <param name="Object">The object.</param>
/// <param name="Plan">The plan; null when the object can have no event, is the dispatcher's own, or has only
/// <see cref="Runs"/>.</param>
/// <param name="Errors">Why it can have no event.</param>
public readonly record struct PlannedObject(
    ObjectSummary Object,
    DispatchPlan? Plan,
    ImmutableArray<DispatchError> Errors
)
{
    /// <summary>The event that it had, or would have had; null when it can have none.</summary>
    public StorageEvent? Event
    {
        get => field ?? Plan?.Event;
        init;
    }

    /// <summary>The runs that it starts if their requests can be rendered, where nothing was rendered; else
    /// empty.</summary>
    public ImmutableArray<RunOutline> Runs { get; init; } = [];
}
