using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
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
        if (deadLetters is not null && DeadLetterBox.Holds(deadLetters, place.Namespace, place.Bucket, one.Name))
            return new(one, null, []);
        (DispatchPlan? plan, ImmutableArray<DispatchError> errors) = listed.Plan(
            one.Name,
            one.ETag,
            one.TimeModified,
            one.ArchivalState
        );
        return new(one, plan, errors);
    }
}

/// <summary>An object of a listing, and what it starts.</summary>
/// <param name="Object">The object.</param>
/// <param name="Plan">The plan; null when the object can have no event, or is the dispatcher's own.</param>
/// <param name="Errors">Why it can have no event.</param>
public readonly record struct PlannedObject(
    ObjectSummary Object,
    DispatchPlan? Plan,
    ImmutableArray<DispatchError> Errors
);
