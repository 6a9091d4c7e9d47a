using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Planning;

/// <summary>What an event of a grouped route starts: nothing yet.</summary>
public sealed class HeldTests
{
    private const string Daily = """
        version: 1
        routes:
          - name: daily
            match: { object: 'in/(?<day>\d+)-(?<entity>\w+)\.csv' }
            task: { key: t, workspace: w, application: a }
            group:
              by: "{{ bucket.name }}/{{ groups.day }}"
              complete: { part: "{{ groups.entity }}", of: [orders, lines] }
        """;

    [Fact]
    public void An_event_that_only_a_grouped_route_takes_is_held()
    {
        DispatchPlan plan = Given.Planner(Daily).Plan(Given.Event("in/1-orders.csv"), Configuration.Empty);

        Assert.Equal(Outcome.Held, plan.Outcome);
        Assert.Empty(plan.Runs);
        Assert.Equal(new GroupedObject("daily", "b/1", "orders"), Assert.Single(plan.Groups));
    }

    [Fact]
    public void An_event_that_another_route_takes_as_well_is_dispatched_and_names_its_group()
    {
        DispatchPlan plan = Given
            .Planner(
                "{ version: 1, routes: [{ name: each, continue: true, match: { object: 'in/.+' }, "
                    + "task: { key: t, workspace: w, application: a } }] }",
                Daily
            )
            .Plan(Given.Event("in/1-orders.csv"), Configuration.Empty);

        Assert.Equal(Outcome.Dispatched, plan.Outcome);
        Assert.Equal(["each"], plan.Runs.Select(run => run.Route));
        Assert.Equal(["daily"], plan.Groups.Select(group => group.Route));
    }

    [Fact]
    public void A_key_that_cannot_be_rendered_rejects_the_event()
    {
        DispatchPlan plan = Given
            .Planner(Daily.Replace("{{ bucket.name }}", "{{ config.x }}", StringComparison.Ordinal))
            .Plan(Given.Event("in/1-orders.csv"), Configuration.Empty);

        Assert.Equal(Outcome.Rejected, plan.Outcome);
        Assert.Contains("group.by", Assert.Single(plan.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_key_rejects_the_event()
    {
        DispatchPlan plan = Given
            .Planner(
                Daily
                    .Replace(@"(?<day>\d+)", @"(?<day>\d*)", StringComparison.Ordinal)
                    .Replace("{{ bucket.name }}/", "", StringComparison.Ordinal)
            )
            .Plan(Given.Event("in/-orders.csv"), Configuration.Empty);

        Assert.Equal((Outcome.Rejected, "RD308"), (plan.Outcome, Assert.Single(plan.Errors).Code));
    }

    [Fact]
    public void A_shadow_route_holds_nothing()
    {
        DispatchPlan plan = Given
            .Planner(Daily.Replace("name: daily", "name: daily\n    state: shadow", StringComparison.Ordinal))
            .Plan(Given.Event("in/1-orders.csv"), Configuration.Empty);

        Assert.NotEqual(Outcome.Held, plan.Outcome);
        Assert.Empty(plan.Groups);
        Assert.Equal(["daily"], plan.ShadowGroups.Select(group => group.Route));
    }
}
