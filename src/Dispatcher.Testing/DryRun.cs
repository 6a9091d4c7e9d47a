using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Testing;

/// <summary>What the routes do with one event: the plan the function would make, and the assertions about it.</summary>
[StackTraceHidden]
public sealed class DryRun
{
    private readonly DispatchPlanner planner;
    private readonly EventReading reading;
    private readonly string asked;

    internal DryRun(DispatchPlanner planner, Configuration configuration, ObjectEvent objectEvent)
    {
        this.planner = planner;
        reading = objectEvent.Read(planner);
        Plan = reading is EventReading.Accepted accepted ? planner.Plan(accepted.Event, configuration) : null;
        asked = Plan is null ? objectEvent.ToString() : Wording.Event(Plan.Event);
    }

    /// <summary>The plan; null when the event is ignored or malformed.</summary>
    public DispatchPlan? Plan { get; }

    private ImmutableArray<DispatchError> Errors =>
        reading is EventReading.Malformed malformed ? malformed.Errors : Plan?.Errors ?? [];

    private ImmutableArray<TaskRunRequest> Runs => Plan?.Runs ?? [];

    private ImmutableArray<GroupedObject> Groups => Plan?.Groups ?? [];

    private ImmutableArray<TaskRunRequest> Shadow => Plan?.Shadow ?? [];

    /// <summary>The event starts these routes, each one task run, and no others.</summary>
    /// <param name="routes">The routes' names, in any order.</param>
    /// <returns>The run of the first route named.</returns>
    /// <exception cref="RouteAssertionException">It does not.</exception>
    public StartedRun Starts(params string[] routes) => Only("start", routes, Runs);

    /// <summary>The event makes these shadow routes, and no others, render what they would start.</summary>
    /// <param name="routes">The routes' names, in any order.</param>
    /// <returns>The run that the first route named would start.</returns>
    /// <exception cref="RouteAssertionException">It does not.</exception>
    public StartedRun Shadows(params string[] routes) => Only("shadow", routes, Shadow);

    /// <summary>No enabled route takes the event, or it is an event that the function ignores.</summary>
    /// <exception cref="RouteAssertionException">A route takes it, or the event is malformed.</exception>
    public void StartsNothing()
    {
        string[] fired =
        [
            .. Runs.Select(run => run.Route),
            .. Groups.Select(group => group.Route),
            .. Errors.Select(error => error.Route).OfType<string>(),
        ];
        if (fired.Length > 0 || !Errors.IsEmpty)
            throw Failure($"Expected {asked} to start nothing, but {Actual("it starts")}", fired);
    }

    /// <summary>The event starts nothing by itself: its object is in this group, whose run a sweep starts.</summary>
    /// <remarks>What the run of the group is: <see cref="ConfiguredRoutes.WhenAll"/>.</remarks>
    /// <param name="route">The route with <c>group</c>.</param>
    /// <param name="key">The group's key.</param>
    /// <param name="part">Which part of the group the object is; left out, any will do.</param>
    /// <exception cref="RouteAssertionException">It is not.</exception>
    public void Holds(string route, string key, string? part = null)
    {
        if (
            Runs.IsEmpty
            && Errors.IsEmpty
            && Groups.Any(group => group.Route == route && group.Key == key && (part is null || group.Part == part))
        )
            return;
        string wanted = $"group {Quote.Value(key)} of {Wording.Routes([route])}";
        throw Failure(
            $"Expected {asked} to be held for {wanted}{Wording.Part(part)}, "
                + $"but {Actual("it starts")}{Unknown([route])}",
            [route]
        );
    }

    /// <summary>The event, or a route that takes it, fails with this code.</summary>
    /// <param name="code">A code of docs/errors.md, such as <c>RD302</c>.</param>
    /// <param name="saying">A part of the error's message; left out, any message will do.</param>
    /// <exception cref="RouteAssertionException">It does not.</exception>
    public void Fails(string code, string saying = "")
    {
        if (Errors.Any(error => error.Code == code && error.Message.Contains(saying, StringComparison.Ordinal)))
            return;
        string wanted = saying.Length == 0 ? code : $"{code}, saying {Quote.Value(saying)}";
        throw Failure($"Expected {asked} to fail with {wanted}, but {Actual("it starts")}", []);
    }

    /// <summary>The whole plan equals the one kept in a file beside the test: <c>snapshots/CLASS.NAME.json</c>, where
    /// CLASS is the test's source file. Run the tests once with the environment variable <c>UPDATE_SNAPSHOTS=1</c> to
    /// write it.</summary>
    /// <remarks>The version of the route set is left out: it changes with every change of any route. A snapshot is
    /// never written where the variable <c>CI</c> is set: a snapshot that was not reviewed proves nothing.</remarks>
    /// <param name="name">The snapshot's name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
    /// <param name="sourceFile">The test's source file; the compiler fills it in.</param>
    /// <exception cref="RouteAssertionException">It differs, or there is no such file.</exception>
    public void MatchesSnapshot(string name, [CallerFilePath] string sourceFile = "") =>
        Snapshot.Compare(name, sourceFile, PlanText.Of(Plan, reading), asked, WhyOrNothing([]));

    /// <summary>What the event does, and why.</summary>
    public override string ToString() => $"{asked}: {Actual("starts")}\n{WhyOrNothing([])}".TrimEnd();

    internal StartedRun Run(string route, ImmutableArray<TaskRunRequest> among) =>
        among.FirstOrDefault(run => run.Route == route) is { } found
            ? new StartedRun(found, other => Run(other, among), asked)
            : throw Failure(
                $"Expected {asked} to start {Wording.Routes([route])}, but {Actual("it starts")}{Unknown([route])}",
                [route]
            );

    private StartedRun Only(string verb, string[] routes, ImmutableArray<TaskRunRequest> among)
    {
        ArgumentNullException.ThrowIfNull(routes);
        if (routes.Length == 0)
            throw new ArgumentException(
                $"Name a route; that nothing starts is `{nameof(StartsNothing)}`.",
                nameof(routes)
            );
        bool same = routes.ToHashSet(StringComparer.Ordinal).SetEquals(among.Select(run => run.Route));
        if (same && (verb == "shadow" || Errors.IsEmpty))
            return Run(routes[0], among);
        throw Failure(
            $"Expected {asked} to {verb} {Wording.Routes(routes)}, but {Actual("it starts")}{Unknown(routes)}",
            routes
        );
    }

    private string Actual(string starts)
    {
        if (reading is EventReading.Ignored ignored)
            return $"the event is ignored: its type is {Quote.Value(ignored.Type)}";
        if (reading is EventReading.Malformed)
            return "the event is refused:" + Wording.Errors(Errors);
        var text = $"{starts} {Wording.Routes([.. Runs.Select(run => run.Route)])}";
        foreach (GroupedObject group in Groups)
            text += $" (and is held for group {Quote.Value(group.Key)} of `{group.Route}`{Wording.Part(group.Part)})";
        if (!Plan!.Sinks.IsEmpty)
            text += $" (and {Wording.Routes(Plan.Sinks)} takes it as a sink)";
        if (!Shadow.IsEmpty)
            text += $" (and shadows {Wording.Routes([.. Shadow.Select(run => run.Route)])})";
        DispatchError[] errors = [.. Errors, .. Plan!.ShadowErrors];
        return errors.Length == 0 ? text : $"{text} and fails:{Wording.Errors(errors)}";
    }

    private string Unknown(IEnumerable<string> routes)
    {
        string[] known = [.. planner.Set.Routes.Select(route => route.Name)];
        return string.Concat(
            routes
                .Where(route => !known.Contains(route))
                .Select(route =>
                    $"\nThere is no route `{route}`; "
                    + Suggestion.Hint(
                        route,
                        known,
                        "the set has " + Wording.Routes(known[..Math.Min(known.Length, 10)])
                    )
                )
        );
    }

    private RouteAssertionException Failure(string message, IReadOnlyCollection<string> routes) =>
        new($"{message}\n{WhyOrNothing(routes)}".TrimEnd());

    private string WhyOrNothing(IReadOnlyCollection<string> routes) =>
        Plan is null ? "" : Wording.Why(planner.Explain(Plan.Event), routes);
}
