using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Services;

/// <summary>What an object that lies in a bucket starts, and under which identities it may have been started before.</summary>
/// <remarks>
/// A listing does not tell whether the object's event said <c>create</c> or <c>update</c>, and the kind is a part of a run's identity. One
/// version of an object (its entity tag) has one such event, so the run is started under the kind that the routes take, create before
/// update, and counts as started when it exists under either.
/// </remarks>
/// <param name="Plan">The plan under the kind that is started.</param>
/// <param name="Wanted">The runs, each with every identity that it may have.</param>
internal sealed record ObjectRequests(DispatchPlan Plan, ImmutableArray<WantedRun> Wanted)
{
    /// <summary>Plans for an object of a listing.</summary>
    /// <param name="planner">The routes.</param>
    /// <param name="configuration">What templates see.</param>
    /// <param name="document">The event as it would have been; its kind is not looked at.</param>
    /// <returns>The plan, or what keeps the object from having an event at all.</returns>
    public static (ObjectRequests? Requests, ImmutableArray<DispatchError> Errors) Of(DispatchPlanner planner, Configuration configuration, EventDocument document)
    {
        EventReading reading = (document with { Kind = ObjectEventKind.Create }).Read();
        if (reading is EventReading.Malformed malformed)
            return (null, malformed.Errors);
        StorageEvent created = ((EventReading.Accepted)reading).Event;
        DispatchPlan plan = planner.Plan(created, configuration);
        if (plan.Outcome == Outcome.Unmatched)
        {
            StorageEvent updated = ((EventReading.Accepted)(document with { Kind = ObjectEventKind.Update }).Read()).Event;
            DispatchPlan second = planner.Plan(updated, configuration);
            if (second.Outcome != Outcome.Unmatched)
                plan = second;
        }

        return (Of(plan, eitherKind: true), []);
    }

    /// <summary>The runs of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="eitherKind">Whether a run under the other kind is the same run.</param>
    public static ObjectRequests Of(DispatchPlan plan, bool eitherKind) =>
        new(plan, [.. plan.Runs.Select(run => new WantedRun(run, Identities(plan.Event, run, eitherKind)))]);

    private static ImmutableArray<RunIdentity> Identities(StorageEvent storageEvent, TaskRunRequest run, bool eitherKind)
    {
        ObjectEventKind[] kinds = eitherKind ? [ObjectEventKind.Create, ObjectEventKind.Update] : [storageEvent.Kind];
        // Without an entity tag the event's id stands in, which nobody who looks at a listing knows.
        return [.. kinds.Select(kind => RunIdentity.Of(storageEvent with { Kind = kind }, run.Route, run.TaskKey))];
    }
}

/// <summary>A run to start unless it exists.</summary>
/// <param name="Request">What to create.</param>
/// <param name="Identities">Every identity it may have.</param>
internal sealed record WantedRun(TaskRunRequest Request, ImmutableArray<RunIdentity> Identities);
