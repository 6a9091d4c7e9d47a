using System.Globalization;
using Dispatcher.Benchmarks.Matching;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.NativeBench;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Planning;

/// <summary>What one event may cost, however many patterns and templates a legal route set has.</summary>
public sealed class PlanBudgetTests
{
    // Each pattern is in hundreds of states at once, and none shares an automaton with another.
    private const string Name = "in/abababababababababababababababababababababababababababababababababababab!";

    // What one automaton may hold, which is looked at before the next one is used.
    private const long OneMore = 1_500_000;

    private static readonly PlanBudget Small = new() { Matching = 100_000, Rendering = 100_000 };

    [Fact]
    public void An_event_whose_matching_passes_the_bound_is_deferred()
    {
        DispatchPlan plan = new DispatchPlanner(RouteTable.Build(Wide(300))).Plan(
            Workload.Event(Name),
            Given.Here,
            Small
        );

        Assert.Equal(Outcome.Deferred, plan.Outcome);
        Assert.Empty(plan.Runs);
        DispatchError error = Assert.Single(plan.Errors);
        Assert.Equal((Codes.WorkPassed, (string?)null, true), (error.Code, error.Route, error.Retryable));
        Assert.Equal(
            "Deciding on the event passes the bound of 100,000 steps for matching the routes; "
                + "make the patterns simpler "
                + "that begin with the same text as the object name, or with none.",
            error.Message
        );
    }

    [Fact]
    public void Within_the_bound_the_answer_is_that_of_trying_each_route()
    {
        RouteSet set = Wide(300);

        Assert.Equal(
            Outcome.Unmatched,
            new DispatchPlanner(RouteTable.Build(set)).Plan(Workload.Event(Name), Given.Here).Outcome
        );
        Assert.Equal(
            "r7",
            Assert.Single(RouteTable.Build(set).Match(Workload.Event(Name[..^1] + Name[3..50] + Last(7)))).Route.Name
        );
    }

    [Fact]
    public void An_event_whose_rendering_passes_the_bound_is_deferred_and_what_was_rendered_before_starts()
    {
        string bindings = string.Concat(
            Enumerable.Range(0, 60).Select(i => $"      B{i}: \"{{{{ 'a' | string.pad_left 2000 | string.size }}}}\"\n")
        );
        DispatchPlanner planner = Given.Planner(
            "version: 1\nroutes:\n  - { name: small, match: { object: x }, continue: true, task: { key: t } }\n"
                + "  - { name: watch, state: shadow, match: { object: x }, task: { key: t } }\n"
                + $"  - name: large\n    match: {{ object: x }}\n    task: {{ key: t }}\n    bindings:\n{bindings}"
        );

        DispatchPlan plan = planner.Plan(Given.Event("x"), Given.Here, Small);

        Assert.Equal(Outcome.Deferred, plan.Outcome);
        Assert.Equal("small", Assert.Single(plan.Runs).Route);
        DispatchError error = Assert.Single(plan.Errors);
        Assert.Equal((Codes.WorkPassed, "large", true), (error.Code, error.Route, error.Retryable));
        Assert.Equal(Codes.WorkPassed, Assert.Single(plan.ShadowErrors).Code);
        Assert.Equal(2, planner.Plan(Given.Event("x"), Given.Here).Runs.Length);
    }

    [Fact]
    public void What_a_shadow_route_costs_is_not_taken_from_one_that_starts_something()
    {
        string large = string.Concat(
            Enumerable.Range(0, 60).Select(i => $"      B{i}: \"{{{{ 'a' | string.pad_left 2000 | string.size }}}}\"\n")
        );
        DispatchPlan plan = Given
            .Planner(
                "version: 1\nroutes:\n  - name: watch\n    state: shadow\n"
                    + $"    match: {{ object: x }}\n    task: {{ key: t }}\n    bindings:\n{large}"
                    + "  - { name: live, match: { object: x }, task: { key: t } }\n"
            )
            .Plan(Given.Event("x"), Given.Here, Small);

        Assert.Equal(Outcome.Dispatched, plan.Outcome);
        Assert.Equal("live", Assert.Single(plan.Runs).Route);
        Assert.Equal(Codes.WorkPassed, Assert.Single(plan.ShadowErrors).Code);
    }

    // 1,000 of them took 38 s and 1.1 GB for one name, 50 of them 3 s.
    [Theory]
    [InlineData(50)]
    [InlineData(1_000)]
    public void Many_wide_patterns_cost_an_event_no_more_than_the_bound_however_many_they_are(int routes)
    {
        RouteTable table = RouteTable.Build(Workload.Of(routes, i => $"in/.*[ab].{{900}}[x{Last(i)}]"));
        int asked = 0;
        var usual = new PlanBudget { IsOver = () => ++asked < 0 };

        DispatchPlan plan = new DispatchPlanner(table).Plan(
            Workload.Event("in/" + string.Concat(Enumerable.Repeat("ab", 490)) + "!"),
            Given.Here,
            usual
        );

        Assert.Equal((Outcome.Deferred, Codes.WorkPassed), (plan.Outcome, Assert.Single(plan.Errors).Code));
        // The deadline is asked about every 4,096 steps, to the end.
        Assert.InRange(asked, 1, usual.Matching / 4_096);
        Assert.InRange(table.MemoryHeld, 1, RouteTable.MemoryLimit + OneMore);
    }

    // Each is just below the bound of one template; all of them took 43 s.
    [Fact]
    public void Six_thousand_costly_bindings_cost_an_event_no_more_than_the_bound()
    {
        const string Costly =
            "{{ 'a' | string.pad_left 60000 | string.replace ' ' 'b' | string.replace 'b' ' ' | string.size }}";
        string bindings = string.Concat(Enumerable.Range(0, 6_000).Select(i => $"      B{i}: \"{Costly}\"\n"));
        int asked = 0;
        var usual = new PlanBudget { IsOver = () => ++asked < 0 };

        DispatchPlan plan = Given
            .Planner(
                "version: 1\nroutes:\n  - name: r\n    match: { object: x }\n    task: { key: t }\n    bindings:\n"
                    + bindings
            )
            .Plan(Given.Event("x"), Given.Here, usual);

        Assert.Equal((Outcome.Deferred, Codes.WorkPassed), (plan.Outcome, Assert.Single(plan.Errors).Code));
        Assert.InRange(asked, 1, usual.Rendering / 4_096);
    }

    [Fact]
    public void Time_that_is_over_ends_the_work_after_a_few_thousand_steps()
    {
        int asked = 0;
        var over = new PlanBudget { IsOver = () => ++asked > 0 };

        DispatchPlan plan = new DispatchPlanner(RouteTable.Build(Wide(300))).Plan(
            Workload.Event(Name),
            Given.Here,
            over
        );

        Assert.Equal(Outcome.Deferred, plan.Outcome);
        Assert.Equal(Codes.OutOfTime, Assert.Single(plan.Errors).Code);
        // Once on the way, and once for the message.
        Assert.Equal(2, asked);
    }

    [Fact]
    public void A_usual_event_is_decided_also_when_its_time_is_over_and_far_below_the_bounds()
    {
        DispatchPlanner planner = DispatchPlanner.For(Workload.Realistic(1_000));
        StorageEvent storageEvent = Workload.Event(RouteSets.NameFor(7));
        Configuration settings = Given.Config(("workspace_id", "w"), ("application_key", "a"), ("connection_key", "c"));
        planner.Plan(storageEvent, settings);

        DispatchPlan plan = planner.Plan(
            storageEvent,
            settings,
            new PlanBudget
            {
                Matching = 500,
                Rendering = 4_000,
                IsOver = () => true,
            }
        );

        Assert.Equal(Outcome.Dispatched, plan.Outcome);
    }

    [Theory]
    [InlineData(200, 1 << 20)]
    [InlineData(200, 1 << 16)]
    [InlineData(20, 0)]
    public void The_automata_of_a_set_stay_within_one_limit_of_memory(int routes, long limit)
    {
        RouteSet set = Wide(routes);
        RouteTable table = RouteTable.Build(set, allowance: 0, limit);

        for (int i = 0; i < routes; i += 19)
        {
            StorageEvent storageEvent = Workload.Event(Name[..^1] + Name[3..50] + Last(i));
            Assert.Equal(
                RouteMatcher.Match(set, storageEvent).Select(hit => hit.Route.Name),
                table.Match(storageEvent).Select(hit => hit.Route.Name)
            );
            Assert.InRange(table.MemoryHeld, 1, limit + OneMore);
        }
    }

    [Fact]
    public void A_name_that_no_route_takes_is_explained_within_a_bound_of_its_own()
    {
        string wide = string.Concat(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    $"  - {{ name: r{i}, match: {{ object: "
                    + $"'in/(?:[ab]*[ab]{{10}}){{{100 + (i % 5)}}}[{Last(i)}]' }} }}\n"
                )
        );
        DispatchPlanner planner = Given.Planner("version: 1\ndefaults: { task: { key: t } }\nroutes:\n" + wide);
        int asked = 0;

        string text = planner.Nearest(Given.Event("in/" + new string('a', 1_000)), () => ++asked < 0)!.Text;

        Assert.StartsWith("`r0`: ", text, StringComparison.Ordinal);
        // It is asked every 4,096 steps; one step of such an automaton is more than that.
        Assert.InRange(asked, 1, (1 << 21) / 4_096);
    }

    private static RouteSet Wide(int routes) =>
        Workload.Of(routes, i => string.Create(CultureInfo.InvariantCulture, $"in/.*[ab].{{40}}[x{Last(i)}]"));

    // A letter of its own for each route, beyond ASCII. One that stood alone would tell the routes apart.
    private static char Last(int i) => (char)(0x4E00 + i);
}
