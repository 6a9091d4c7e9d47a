using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Runs;

/// <summary>What an object that lies in a bucket starts, and under which identities it may have been started
/// before.</summary>
/// <remarks>
/// A listing does not tell whether the object's event said <c>create</c> or <c>update</c>, and the kind is a part of a
/// run's identity. One version of an object (its entity tag) has one such event, so the run is started under the kind
/// that the routes take, create before update, and counts as started when it exists under either.
/// </remarks>
/// <param name="Plan">The plan under the kind that is started.</param>
/// <param name="Wanted">The runs, each with every identity that it may have.</param>
internal sealed record ObjectRequests(DispatchPlan Plan, ImmutableArray<WantedRun> Wanted)
{
    private static readonly ObjectEventKind[] Written = [ObjectEventKind.Create, ObjectEventKind.Update];

    /// <summary>Plans for an object of a listing.</summary>
    /// <param name="planner">The routes.</param>
    /// <param name="configuration">What templates see.</param>
    /// <param name="document">The event as it would have been; its kind is not looked at.</param>
    /// <returns>The plan, or what keeps the object from having an event at all.</returns>
    public static (ObjectRequests? Requests, ImmutableArray<DispatchError> Errors) Of(
        DispatchPlanner planner,
        Configuration configuration,
        EventDocument document
    )
    {
        (DispatchPlan? plan, ImmutableArray<DispatchError> errors) = PlanFor(planner, configuration, document);
        return plan is null ? (null, errors) : (Of(plan, eitherKind: true), errors);
    }

    /// <summary>The plan alone: as created, and where no route takes that, as updated.</summary>
    public static (DispatchPlan? Plan, ImmutableArray<DispatchError> Errors) PlanFor(
        DispatchPlanner planner,
        Configuration configuration,
        EventDocument document
    )
    {
        if ((document with { Kind = ObjectEventKind.Create }).Read() is not EventReading.Accepted created)
            return (
                null,
                ((document with { Kind = ObjectEventKind.Create }).Read() as EventReading.Malformed)?.Errors ?? []
            );
        DispatchPlan plan = planner.Plan(created.Event, configuration);
        if (plan.Outcome != Outcome.Unmatched)
            return (plan, []);
        DispatchPlan updated = planner.Plan(
            created.Event with
            {
                Kind = ObjectEventKind.Update,
                Type = ObjectEventKind.Update.EventType(),
            },
            configuration
        );
        // Only a template that quotes the document itself could tell the difference, and it must not see a made-up one.
        return
            updated.Outcome == Outcome.Unmatched
            || (document with { Kind = ObjectEventKind.Update }).Read() is not EventReading.Accepted second
            ? (plan, [])
            : (planner.Plan(second.Event, configuration), []);
    }

    /// <summary>The runs of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="eitherKind">Whether a run under the other kind is the same run.</param>
    public static ObjectRequests Of(DispatchPlan plan, bool eitherKind) =>
        new(plan, [.. plan.Runs.Select(run => RunOf(plan.Event, run, eitherKind))]);

    private static WantedRun RunOf(StorageEvent storageEvent, TaskRunRequest run, bool eitherKind) =>
        new(run)
        {
            Others = eitherKind
                ? [.. Written.Select(kind => RunIdentity.Of(storageEvent with { Kind = kind }, run.Route, run.TaskKey))]
                : [],
        };
}
