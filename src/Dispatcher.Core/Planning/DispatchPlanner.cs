using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Patterns;
using Dispatcher.Routes;

namespace Dispatcher.Planning;

/// <summary>Decides what an event starts. The one engine: the function, every command and every test call
/// this.</summary>
/// <param name="table">The routes.</param>
public sealed class DispatchPlanner(RouteTable table)
{
    // The nearest route is looked for among this many whose literal prefix agrees longest with the name: a route that
    // shares less text is no nearer. Usual ones take some thousand steps together.
    private const int NearestPool = 32;
    private const long NearestSteps = 1 << 21;

    private PrefixOrder? order;

    /// <summary>A planner over a route set.</summary>
    public static DispatchPlanner For(RouteSet set) => new(RouteTable.Build(set));

    /// <summary>The route set it plans with.</summary>
    public RouteSet Set => table.Set;

    /// <summary>What this event starts, decided without touching anything: no clock, no I/O, no randomness.</summary>
    /// <param name="storageEvent">The event.</param>
    /// <param name="configuration">What templates see.</param>
    /// <param name="budget">What it may cost; null for the usual bounds.</param>
    public DispatchPlan Plan(StorageEvent storageEvent, Configuration configuration, PlanBudget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(storageEvent);
        ArgumentNullException.ThrowIfNull(configuration);
        budget ??= PlanBudget.Default;
        var runs = ImmutableArray.CreateBuilder<TaskRunRequest>(0);
        var shadow = ImmutableArray.CreateBuilder<TaskRunRequest>(0);
        var errors = ImmutableArray.CreateBuilder<DispatchError>(0);
        var shadowErrors = ImmutableArray.CreateBuilder<DispatchError>(0);
        var sinks = ImmutableArray.CreateBuilder<string>(0);
        var shadowRoutes = ImmutableArray.CreateBuilder<string>(0);
        var matching = new WorkBudget(budget.Matching, budget.IsOver);
        ImmutableArray<RouteHit> hits = table.Match(storageEvent, matching);
        if (matching.IsSpent)
        {
            hits = [];
            errors.Add(PassedBudgets.OfDeciding(budget));
        }

        // What a shadow route costs is never taken from a route that starts something.
        var rendering = new WorkBudget(budget.Rendering, budget.IsOver);
        bool starts = false;
        var groups = ImmutableArray.CreateBuilder<GroupedObject>(0);
        var shadowGroups = ImmutableArray.CreateBuilder<GroupedObject>(0);
        foreach (RouteHit hit in hits)
        {
            if (hit.Route.State != RouteState.Enabled)
                continue;
            if (hit.Route.Task is not { } task)
            {
                sinks.Add(hit.Route.Name);
                continue;
            }

            if (hit.Route.Group is not null)
            {
                if (Group(hit, storageEvent, configuration, budget, rendering, errors) is { } member)
                    groups.Add(member);
                continue;
            }

            starts = true;
            if (Render(hit, task, storageEvent, configuration, budget, rendering, errors) is { } request)
                runs.Add(request);
        }

        foreach (RouteHit hit in hits)
        {
            if (hit.Route.State == RouteState.Enabled)
                continue;
            shadowRoutes.Add(hit.Route.Name);
            if (hit.Route.Group is not null)
            {
                if (Group(hit, storageEvent, configuration, budget, rendering, shadowErrors) is { } member)
                    shadowGroups.Add(member);
            }
            else if (
                hit.Route.Task is { } task
                && Render(hit, task, storageEvent, configuration, budget, rendering, shadowErrors) is { } request
            )
                shadow.Add(request);
        }

        return new DispatchPlan
        {
            RouteSetVersion = Set.Version,
            Event = storageEvent,
            Outcome =
                errors.Any(error => error.Retryable) ? Outcome.Deferred
                : errors.Count > 0 ? Outcome.Rejected
                : starts ? Outcome.Dispatched
                : groups.Count > 0 ? Outcome.Held
                : sinks.Count > 0 ? Outcome.Ignored
                : shadowRoutes.Count > 0 ? Outcome.Shadowed
                : Outcome.Unmatched,
            Runs = runs.DrainToImmutable(),
            Sinks = sinks.DrainToImmutable(),
            Groups = groups.DrainToImmutable(),
            ShadowGroups = shadowGroups.DrainToImmutable(),
            Shadow = shadow.DrainToImmutable(),
            ShadowRoutes = shadowRoutes.DrainToImmutable(),
            Errors = errors.DrainToImmutable(),
            ShadowErrors = shadowErrors.DrainToImmutable(),
        };
    }

    /// <summary>The routes that this event fires, in order, shadow routes included, whether or not they can be
    /// rendered; none when matching passes <see cref="PlanBudget.Matching"/>.</summary>
    public IEnumerable<Route> Fired(StorageEvent storageEvent)
    {
        var work = new WorkBudget(PlanBudget.Default.Matching);
        ImmutableArray<RouteHit> hits = table.Match(storageEvent, work);
        return work.IsSpent ? [] : hits.Select(hit => hit.Route);
    }

    /// <summary>The routes that start a run for this event alone, without rendering anything. Null where there are
    /// none, where a group takes the event, or where deciding passes its budget: the plan tells more.</summary>
    public ImmutableArray<Route>? Starts(StorageEvent storageEvent)
    {
        var work = new WorkBudget(PlanBudget.Default.Matching);
        ImmutableArray<RouteHit> hits = table.Match(storageEvent, work);
        if (work.IsSpent)
            return null;
        if (hits is [{ Route: { State: RouteState.Enabled, Task: not null, Group: null } only }])
            return [only];
        return
            hits.Any(hit => hit.Route.Group is not null)
            || !hits.Any(hit => hit.Route is { State: RouteState.Enabled, Task: not null })
            ? null
            : [.. hits.Select(hit => hit.Route).Where(route => route is { State: RouteState.Enabled, Task: not null })];
    }

    /// <summary>Every route and why it did or did not match, the nearest first.</summary>
    public ImmutableArray<RouteExplanation> Explain(StorageEvent storageEvent) =>
        RouteExplainer.Explain(Set, storageEvent);

    /// <summary>The route that came nearest to matching, as far as a small budget of work tells: it is for a message,
    /// and the outcome does not depend on it.</summary>
    /// <param name="storageEvent">The event.</param>
    /// <param name="isOver">Asked on the way whether time is over; null where there is no deadline.</param>
    public RouteExplanation? Nearest(StorageEvent storageEvent, Func<bool>? isOver = null)
    {
        ArgumentNullException.ThrowIfNull(storageEvent);
        order ??= new PrefixOrder(Set.Routes);
        return RouteExplainer.Nearest(
            order.Nearest(storageEvent.ObjectName, NearestPool).Select(index => Set.Routes[index]),
            storageEvent,
            new WorkBudget(NearestSteps, isOver)
        );
    }

    /// <summary>What the object answers of the expectations of the routes that take it: the routes and the keys that
    /// they read from its name.</summary>
    /// <param name="storageEvent">The event that the object had, or would have had.</param>
    /// <param name="configuration">What templates see.</param>
    public ImmutableArray<(string Route, string Key)> Answers(StorageEvent storageEvent, Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(storageEvent);
        ArgumentNullException.ThrowIfNull(configuration);
        var matching = new WorkBudget(PlanBudget.Default.Matching);
        var answers = ImmutableArray.CreateBuilder<(string, string)>();
        var errors = ImmutableArray.CreateBuilder<DispatchError>();
        foreach (RouteHit hit in table.Match(storageEvent, matching))
        {
            if (hit.Route is not { State: RouteState.Enabled, Expect: { } expect })
                continue;
            var work = new WorkBudget(PlanBudget.Default.Rendering);
            if (
                CapturesOf(hit, storageEvent, work) is { } captured
                && RequestRenderer.Key(
                    hit.Route,
                    "expect.key",
                    expect.Key,
                    captured.Groups,
                    storageEvent,
                    configuration,
                    work,
                    errors
                )
                    is { } key
                && !work.IsSpent
            )
                answers.Add((hit.Route.Name, key));
        }

        return answers.ToImmutable();
    }

    private PatternMatch? CapturesOf(RouteHit hit, StorageEvent storageEvent, WorkBudget work) =>
        hit.Route.UsesGroups ? table.Captures(hit, storageEvent, work) : PatternMatch.WithoutGroups;

    private GroupedObject? Group(
        RouteHit hit,
        StorageEvent storageEvent,
        Configuration configuration,
        PlanBudget budget,
        WorkBudget work,
        ImmutableArray<DispatchError>.Builder errors
    )
    {
        int before = errors.Count;
        RouteGrouping grouping = hit.Route.Group!;
        string? key = null,
            part = null;
        if (CapturesOf(hit, storageEvent, work) is { } captured)
        {
            string? Rendered(string what, PlacedTemplate template) =>
                RequestRenderer.Key(
                    hit.Route,
                    what,
                    template,
                    captured.Groups,
                    storageEvent,
                    configuration,
                    work,
                    errors
                );
            key = Rendered("group.by", grouping.By);
            if (key is "")
                errors.Add(
                    new DispatchError(
                        Codes.RenderTaskMissing,
                        hit.Route.Name,
                        $"`group.by` renders to nothing ({grouping.By.Position}); it must have at least one character.",
                        Retryable: false
                    )
                );
            part = grouping.Complete is { } complete ? Rendered("group.complete.part", complete.Part) : null;
        }

        if (!work.IsSpent)
            return errors.Count > before || key is null ? null : new GroupedObject(hit.Route.Name, key, part);
        errors.Count = before;
        errors.Add(PassedBudgets.OfRendering(budget, hit.Route));
        return null;
    }

    private TaskRunRequest? Render(
        RouteHit hit,
        RouteTask task,
        StorageEvent storageEvent,
        Configuration configuration,
        PlanBudget budget,
        WorkBudget work,
        ImmutableArray<DispatchError>.Builder errors
    )
    {
        int before = errors.Count;
        PatternMatch? captured = CapturesOf(hit, storageEvent, work);
        TaskRunRequest? request = captured is null
            ? null
            : RequestRenderer.Render(hit.Route, task, captured.Groups, storageEvent, configuration, work, errors);
        if (!work.IsSpent)
            return request;
        errors.Count = before;
        errors.Add(PassedBudgets.OfRendering(budget, hit.Route));
        return null;
    }
}
