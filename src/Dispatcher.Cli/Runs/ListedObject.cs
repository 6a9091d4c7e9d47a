using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Runs;

/// <summary>What an object of a listing starts.</summary>
/// <remarks>A listing does not say whether the object's event was <c>create</c> or <c>update</c>. The run is the same
/// under both (<see cref="RunIdentity"/>), but a route may take one of them only: create is tried before
/// update.</remarks>
internal static class ListedObject
{
    /// <summary>Plans for the event that the object would have had.</summary>
    /// <param name="planner">The routes.</param>
    /// <param name="configuration">What templates see.</param>
    /// <param name="document">The event as it would have been; its kind is not looked at.</param>
    /// <returns>The plan, or why the object can have no event.</returns>
    public static (DispatchPlan? Plan, ImmutableArray<DispatchError> Errors) Plan(
        DispatchPlanner planner,
        Configuration configuration,
        EventDocument document
    )
    {
        EventReading reading = (document with { Kind = ObjectEventKind.Create }).Read();
        if (reading is not EventReading.Accepted created)
            return (null, (reading as EventReading.Malformed)?.Errors ?? []);
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
        // Only a template that quotes the document itself can show the difference, and it must not see a made-up one.
        return
            updated.Outcome == Outcome.Unmatched
            || (document with { Kind = ObjectEventKind.Update }).Read() is not EventReading.Accepted second
            ? (plan, [])
            : (planner.Plan(second.Event, configuration), []);
    }
}
