using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Matching;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.RouteTests;

/// <summary>Runs the tests inside route files against the whole route set.</summary>
/// <remarks>routes-v1, "Route tests".</remarks>
public static class RouteTestRunner
{
    // For the explanation of one test that fails, and for the suggestions in it.
    private const long ExplainingSteps = 1 << 21,
        SuggestingSteps = 1 << 20;

    /// <summary>Every test of every route, in order.</summary>
    /// <param name="planner">The route set.</param>
    /// <param name="configuration">For tests that name none of their own.</param>
    public static IEnumerable<RouteTestResult> RunAll(DispatchPlanner planner, Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(planner);
        return RunAll(planner, configuration, CancellationToken.None);
    }

    /// <summary>The same within a time. A test that is not decided by then does not pass.</summary>
    internal static IEnumerable<RouteTestResult> RunAll(
        DispatchPlanner planner,
        Configuration configuration,
        CancellationToken outOfTime
    )
    {
        var planners = new TestPlanners(planner);
        return planner.Set.Routes.SelectMany(route =>
            route.Tests.Select(test => Run(planners, route, test, configuration, outOfTime))
        );
    }

    /// <summary>One test.</summary>
    /// <param name="planner">The route set.</param>
    /// <param name="route">The route the test stands in.</param>
    /// <param name="test">The test.</param>
    /// <param name="configuration">For a test that names none of its own.</param>
    public static RouteTestResult Run(DispatchPlanner planner, Route route, RouteTest test, Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(planner);
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(test);
        return Run(new TestPlanners(planner), route, test, configuration, CancellationToken.None);
    }

    private static RouteTestResult Run(
        TestPlanners planners,
        Route route,
        RouteTest test,
        Configuration configuration,
        CancellationToken outOfTime
    )
    {
        if (outOfTime.IsCancellationRequested)
            return Result(route, test, [], "unknown (budget): there was no time to run the test", isUnknown: true);
        DispatchPlanner planner = planners.For(test);
        ImmutableArray<Route> taking = Taking(planner, test);
        ImmutableArray<string> fired = [.. taking.Select(taker => taker.Name)];
        List<string> differences = Differences(planner, route, test, configuration, taking);
        if (differences.Count == 0)
            return Result(route, test, fired, "");

        var message = new StringBuilder().AppendJoin('\n', differences);
        HashSet<string> asked = [route.Name, .. fired, .. test.Expect.Routes];
        foreach (
            RouteExplanation explanation in RouteExplainer
                .Explain(
                    planner.Set.Routes.Where(one => asked.Contains(one.Name)),
                    test.Event,
                    new WorkBudget(ExplainingSteps)
                )
                .Take(3)
        )
            message.Append("\n  ").Append(explanation.Text);
        if (route.Owner is { } owner)
            message.Append("\n  owner: ").Append(Quote.Line(owner));
        return Result(route, test, fired, message.ToString());
    }

    private static RouteTestResult Result(
        Route route,
        RouteTest test,
        ImmutableArray<string> fired,
        string message,
        bool isUnknown = false
    ) => new(route.Name, test.Position, test.Object, fired, message) { Given = test.Given, IsUnknown = isUnknown };

    /// <summary>Whether a test passes, without the message it would have.</summary>
    internal static bool Passes(TestPlanners planners, Route route, RouteTest test, Configuration configuration)
    {
        DispatchPlanner planner = planners.For(test);
        return Differences(planner, route, test, configuration, Taking(planner, test)).Count == 0;
    }

    private static List<string> Differences(
        DispatchPlanner planner,
        Route route,
        RouteTest test,
        Configuration configuration,
        ImmutableArray<Route> fired
    )
    {
        Configuration own = test.Configuration ?? configuration;
        DispatchPlan plan = planner.Plan(test.Event, own);
        if (plan.Outcome == Outcome.Deferred)
            return [.. plan.Errors.Select(error => $"{error.Code}: {error.Message}")];
        if (test.Expect.Unmatched)
            return Unmatched(fired, route);
        if (plan.Groups.IsEmpty && plan.ShadowGroups.IsEmpty)
            return Matched(plan, fired, route, test.Expect);
        (DispatchPlan whole, List<string> differences) = TestedGroups.Plan(planner, plan, test, own);
        return differences.Count > 0 ? differences : Matched(whole, fired, route, test.Expect);
    }

    // Of a group every route that takes one of its objects: a near miss misses with all of them.
    private static ImmutableArray<Route> Taking(DispatchPlanner planner, RouteTest test) =>
        test.Events.Length == 1
            ? [.. planner.Fired(test.Event)]
            : [.. test.Events.SelectMany(planner.Fired).DistinctBy(route => route.Index).OrderBy(route => route.Index)];

    /// <summary>Which routes the results prove.</summary>
    public static RouteCoverage Coverage(RouteSet set, IReadOnlyCollection<RouteTestResult> results)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(results);
        HashSet<string> fired = new(StringComparer.Ordinal),
            missed = new(StringComparer.Ordinal);
        foreach (RouteTestResult result in results.Where(result => !result.IsUnknown))
        {
            foreach (string route in result.Fired)
                fired.Add(route);
            // A near miss is a test of the route itself: any object elsewhere misses it without proving anything.
            if (!result.Fired.Contains(result.Route))
                missed.Add(result.Route);
        }

        ILookup<bool, string> covered = set
            .Routes.Where(route => route.State != RouteState.Disabled)
            .ToLookup(route => fired.Contains(route.Name) && missed.Contains(route.Name), route => route.Name);
        return new RouteCoverage([.. covered[true]], [.. covered[false]]);
    }

    // routes-v1, "match": another route's fallback may take the object, and a shadow route starts nothing.
    private static List<string> Unmatched(ImmutableArray<Route> fired, Route own)
    {
        ImmutableArray<Route> takers = fired.RemoveAll(route =>
            route.State == RouteState.Shadow || (route.Fallback && route.Name != own.Name)
        );
        return takers.IsEmpty
            ? []
            : [$"expected no route to match, but {Names([.. takers.Select(route => route.Name)])} fired"];
    }

    private static List<string> Matched(
        DispatchPlan plan,
        ImmutableArray<Route> taking,
        Route route,
        TestExpectation expect
    )
    {
        var differences = new List<string>();
        ImmutableArray<string> fired = [.. taking.Select(taker => taker.Name)];
        ImmutableArray<string> wanted = expect.Routes;
        // A shadow route starts nothing; a test that does not name it says nothing about it.
        ImmutableArray<string> counted =
        [
            .. taking
                .Where(taker =>
                    taker.State != RouteState.Shadow || taker.Name == route.Name || wanted.Contains(taker.Name)
                )
                .Select(taker => taker.Name),
        ];
        if (wanted.IsEmpty && !counted.Contains(route.Name))
            differences.Add($"expected `{route.Name}` to fire, but {Names(fired)} fired");
        else if (!wanted.IsEmpty && !wanted.SequenceEqual(counted))
            differences.Add($"expected {Names(wanted)} to fire, but {Names(fired)} fired");
        if (differences.Count > 0)
            return differences;

        foreach (DispatchError error in plan.Errors.AddRange(plan.ShadowErrors))
            differences.Add($"{error.Code}: {error.Message}");
        if (differences.Count > 0)
            return differences;

        // What the test says of task and bindings is about its own route where that fires, else about the first
        // expected one.
        string subject = fired.Contains(route.Name) ? route.Name : wanted[0];
        if (plan.Runs.Concat(plan.Shadow).FirstOrDefault(candidate => candidate.Route == subject) is not { } run)
        {
            if (!expect.Task.IsEmpty || !expect.Bindings.IsEmpty)
                differences.Add($"`{subject}` is a sink (`task: none`): it has neither task nor bindings");
            return differences;
        }

        CompareTask(differences, run, expect);
        CompareBindings(differences, run.Bindings, expect);
        return differences;
    }

    private static void CompareTask(List<string> differences, TaskRunRequest run, TestExpectation expect)
    {
        foreach ((string member, string wanted) in expect.Task)
        {
            string? actual = member switch
            {
                "key" => run.TaskKey,
                "workspace" => run.Workspace,
                "application" => run.Application,
                "name" => run.Name,
                _ => run.Description,
            };
            if (actual != wanted)
                differences.Add(
                    $"task.{member}: expected {Quote.Value(wanted)}, but it is "
                        + $"{(actual is null ? "absent" : Quote.Value(actual))}{Only(actual, wanted)}"
                );
        }
    }

    private static void CompareBindings(
        List<string> differences,
        ImmutableArray<ParameterBinding> actual,
        TestExpectation expect
    )
    {
        // A route may bind thousands of parameters, and a test name as many that it does not bind.
        var suggesting = new WorkBudget(SuggestingSteps);
        var byName = actual.ToDictionary(binding => binding.Name, StringComparer.Ordinal);
        foreach ((string parameter, JsonElement wanted) in expect.Bindings)
        {
            if (!byName.TryGetValue(parameter, out ParameterBinding? bound))
            {
                string hint = Suggestion.For(parameter, byName.Keys, suggesting) is { } near ? $"; `{near}` is" : "";
                differences.Add($"bindings.{parameter}: expected {wanted.GetRawText()}, but it is not bound{hint}");
            }
            else if (bound.ToParameterValue() is var value && !JsonElement.DeepEquals(wanted, value))
            {
                differences.Add(
                    $"bindings.{parameter}: expected {Quote.Whole(wanted.GetRawText())}, but it is "
                        + $"{Quote.Whole(value.GetRawText())}{Only(Text(value), Text(wanted))}"
                );
            }
        }

        if (!expect.Exact)
            return;
        HashSet<string> named = [.. expect.Bindings.Select(pair => pair.Key)];
        foreach (ParameterBinding binding in actual)
        {
            if (!named.Contains(binding.Name))
                differences.Add(
                    $"bindings.{binding.Name}: expected not to be bound (`exact: true`), "
                        + $"but it is {binding.ToParameterValue().GetRawText()}"
                );
        }
    }

    private static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Only(string? actual, string? wanted) =>
        actual is not null && wanted is not null && OnlyDifference.Of(actual, wanted) is { } only ? $"; {only}" : "";

    private static string Names(ImmutableArray<string> routes) =>
        routes.IsEmpty ? "no route" : string.Join(", ", routes.Select(route => $"`{route}`"));
}
