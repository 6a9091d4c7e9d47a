using System.Text;
using Dispatcher.Events;
using Dispatcher.Grouping;
using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Grouping;

public sealed class GroupPlannerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private const string Daily = """
        version: 1
        routes:
          - name: daily
            match: { object: 'in/(?<day>\d+)/(?<entity>\w+)\.csv' }
            task: { key: t, workspace: w, application: a }
            bindings:
              NAMES: "{{ group.names | array.join ',' }}"
              FACTS: "{{ group.key }} {{ group.count }} {{ group.folder }} {{ group.first }} {{ group.last }}"
              MISSING: "{{ group.missing | array.join ',' }}"
            group:
              by: "{{ groups.day }}"
              quiet: 10m
        """;

    private const string Complete =
        Daily
        + "\n      complete: { part: \"{{ groups.entity }}\", of: [orders, lines, customers] }\n      at_most: 6h\n";

    [Fact]
    public void Objects_with_one_key_are_one_run_whose_templates_see_all_of_them()
    {
        ObjectGroup[] groups = Plan(Daily, Noon, ("in/1/b.csv", 60), ("in/2/a.csv", 60), ("in/1/a.csv", 30));

        Assert.Equal(["1", "2"], groups.Select(group => group.Key).Order());
        ObjectGroup first = groups.Single(group => group.Key == "1");
        Assert.Equal(GroupState.Ready, first.State);
        Assert.Equal(
            """{"simpleValue":"in/1/a.csv,in/1/b.csv"} {"simpleValue":"1 2 in/1 in/1/a.csv in/1/b.csv"} {"simpleValue":""}""",
            string.Join(' ', first.Run!.Bindings.Select(binding => binding.ToParameterValue().GetRawText()))
        );
        Assert.StartsWith("daily-1-", first.Run.Name, StringComparison.Ordinal);
    }

    [Theory]
    // minutes that the members are old, what is missing, the state, and after how many minutes from now it is ready
    [InlineData("orders 20, lines 20, customers 20", "", GroupState.Ready, -10)]
    [InlineData("orders 20, lines 20, customers 9", "", GroupState.NotQuiet, 1)]
    [InlineData("orders 20, lines 10, customers 20", "", GroupState.Ready, 0)]
    [InlineData("orders 20, lines 20", "customers", GroupState.Incomplete, 340)]
    [InlineData("orders 5", "lines,customers", GroupState.NotQuiet, 355)]
    [InlineData("orders 361, lines 20", "customers", GroupState.Ready, -1)]
    [InlineData("orders 361, lines 5", "customers", GroupState.NotQuiet, 5)]
    [InlineData("orders 20, other 20", "lines,customers", GroupState.Incomplete, 340)]
    public void A_group_is_ready_when_it_is_quiet_and_complete_or_has_waited_long_enough(
        string members,
        string missing,
        GroupState state,
        int readyAfter
    )
    {
        ObjectGroup group = Assert.Single(
            Plan(
                Complete,
                Noon,
                [
                    .. members
                        .Split(", ")
                        .Select(member => member.Split(' '))
                        .Select(member => ($"in/1/{member[0]}.csv", int.Parse(member[1]))),
                ]
            )
        );

        Assert.Equal(
            (state, missing, Noon.AddMinutes(readyAfter)),
            (group.State, string.Join(',', group.Missing), group.ReadyAt!.Value)
        );
        Assert.Contains(
            $$"""{"simpleValue":"{{missing}}"}""",
            Encoding.UTF8.GetString(group.Run!.Body.Span),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_order_of_the_members_does_not_matter_and_each_of_them_is_in_the_identity()
    {
        (string, int)[] members = [("in/1/a.csv", 60), ("in/1/b.csv", 50), ("in/1/c.csv", 40)];
        string identity = Identity(members);

        Assert.Equal(identity, Identity([.. members.Reverse()]));
        Assert.NotEqual(identity, Identity([.. members, ("in/1/d.csv", 30)]));
        Assert.NotEqual(identity, Identity(members[..2]));
        Assert.NotEqual(identity, Identity(members, etag: "written again"));
    }

    [Fact]
    public void The_group_of_another_bucket_is_another_group()
    {
        var planner = new GroupPlanner(Given.Set(Daily), Configuration.Empty);
        foreach (string bucket in (string[])["one", "two"])
            planner.Add(Given.Event("in/1/a.csv", bucket), new GroupedObject("daily", "1", null));

        Assert.Equal(2, planner.Plan(Noon).Select(group => group.Run!.RetryToken).Distinct().Count());
    }

    private static string Identity((string, int)[] members, string etag = "e") =>
        Assert.Single(Plan(Daily, Noon, members, etag)).Run!.Identifier;

    private static ObjectGroup[] Plan(string yaml, DateTimeOffset now, params (string Name, int Age)[] members) =>
        Plan(yaml, now, members, "e");

    private static ObjectGroup[] Plan(string yaml, DateTimeOffset now, (string Name, int Age)[] members, string etag)
    {
        DispatchPlanner planner = Given.Planner(yaml);
        var groups = new GroupPlanner(planner.Set, Configuration.Empty);
        foreach ((string name, int age) in members)
        {
            StorageEvent storageEvent = Given.Event(name, etag: etag) with { Time = now.AddMinutes(-age) };
            foreach (GroupedObject grouped in planner.Plan(storageEvent, Configuration.Empty).Groups)
                groups.Add(storageEvent, grouped);
        }

        return [.. groups.Plan(now)];
    }
}
