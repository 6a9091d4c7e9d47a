using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Routes;

namespace Dispatcher.Planning;

/// <summary>Decides what an event starts. The one engine: the function, every command and every test call
/// this.</summary>
/// <param name="table">The routes.</param>
public sealed class DispatchPlanner(RouteTable table)
{
    /// <summary>A planner over a route set.</summary>
    public static DispatchPlanner For(RouteSet set) => new(RouteTable.Build(set));

    /// <summary>The route set it plans with.</summary>
    public RouteSet Set => table.Set;

    /// <summary>What this event starts, decided without touching anything: no clock, no I/O, no randomness.</summary>
    public DispatchPlan Plan(StorageEvent storageEvent, Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(storageEvent);
        ArgumentNullException.ThrowIfNull(configuration);
        var runs = ImmutableArray.CreateBuilder<TaskRunRequest>(0);
        var shadow = ImmutableArray.CreateBuilder<TaskRunRequest>(0);
        var errors = ImmutableArray.CreateBuilder<DispatchError>(0);
        var shadowErrors = ImmutableArray.CreateBuilder<DispatchError>(0);
        bool matched = false;
        foreach (RouteHit hit in table.Match(storageEvent))
        {
            bool live = hit.Route.State == RouteState.Enabled;
            matched |= live;
            if (RequestRenderer.Render(hit, storageEvent, configuration, live ? errors : shadowErrors) is { } request)
                (live ? runs : shadow).Add(request);
        }

        return new DispatchPlan
        {
            RouteSetVersion = Set.Version,
            Event = storageEvent,
            Outcome =
                !matched ? Outcome.Unmatched
                : errors.Count > 0 ? Outcome.Rejected
                : Outcome.Dispatched,
            Runs = runs.DrainToImmutable(),
            Shadow = shadow.DrainToImmutable(),
            Errors = errors.DrainToImmutable(),
            ShadowErrors = shadowErrors.DrainToImmutable(),
        };
    }

    /// <summary>The routes that this event fires, in order, shadow routes included, whether or not they can be
    /// rendered.</summary>
    public IEnumerable<Route> Fired(StorageEvent storageEvent) => table.Match(storageEvent).Select(hit => hit.Route);

    /// <summary>Every route and why it did or did not match, the nearest first.</summary>
    public ImmutableArray<RouteExplanation> Explain(StorageEvent storageEvent) =>
        RouteExplainer.Explain(Set, storageEvent);

    /// <summary>The route that came nearest to matching.</summary>
    public RouteExplanation? Nearest(StorageEvent storageEvent) => RouteExplainer.Nearest(Set, storageEvent);
}
