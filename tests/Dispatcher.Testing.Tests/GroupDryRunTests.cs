using Dispatcher.Routes;

namespace Dispatcher.Testing.Tests;

public sealed class GroupDryRunTests
{
    private static readonly RouteSet Routes = RouteSet.FromYaml(
        """
        version: 1
        defaults: { task: { workspace: ws, application: app } }
        routes:
          - name: sales
            match: { bucket: landing, object: 'sales/(?<day>[^/]+)/(?<part>[a-z]+)\.csv' }
            task: { key: load }
            group: { by: "{{ groups.day }}", complete: { part: "{{ groups.part }}", of: [orders, lines] } }
            bindings: { FOLDER: "{{ group.folder }}", LACKS: "{{ group.missing | array.join ',' }}" }
        """,
        "sales.yaml"
    );

    private static ObjectEvent Of(string name) => ObjectEvent.Created($"sales/{name}.csv");

    [Fact]
    public void An_object_of_a_group_is_held_and_does_not_pass_for_one_that_starts_nothing()
    {
        DryRun one = Routes.When(Of("1/orders"));

        one.Holds("sales", key: "1");
        one.Holds("sales", key: "1", part: "orders");
        Assert.Contains(
            "but it starts nothing (and is held for group \"1\" of `sales` as part \"orders\")",
            Given.Message(one.StartsNothing),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Expected create of \"sales/1/orders.csv\" in bucket \"landing\" to be held for group \"2\" of "
                + "`sales`, but",
            Given.Message(() => one.Holds("sales", "2")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "as part \"lines\", but",
            Given.Message(() => one.Holds("sales", "1", "lines")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Objects_with_one_key_are_one_run()
    {
        GroupDryRun all = Routes.WhenAll(Of("1/orders"), Of("2/orders"), Of("1/lines"));

        all.StartsGroup("sales", "1").WithTaskKey("load").WithBinding("FOLDER", "sales/1").WithBinding("LACKS", "");
        all.Waits("sales", "2", "lines").WithBinding("LACKS", "lines");
        Assert.Equal(["1", "2"], all.Groups.Select(group => group.Key));
    }

    [Fact]
    public void A_failure_names_the_groups_that_there_are()
    {
        GroupDryRun all = Routes.WhenAll(Of("1/orders"));

        Assert.Equal(
            """
            Expected the create of "sales/1/orders.csv" to have every part of group "1" of `sales`, but they make
              group "1" of `sales` of 1 object(s), without "lines"
            """.ReplaceLineEndings("\n"),
            Given.Message(() => all.StartsGroup("sales", "1"))
        );
        Assert.StartsWith(
            "Expected the create of \"sales/1/orders.csv\" to make group \"3\" of `sales`, but they make",
            Given.Message(() => all.StartsGroup("sales", "3")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "to lack \"orders\" in",
            Given.Message(() => all.Waits("sales", "1", "orders")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "they make no group",
            Given.Message(() => Routes.WhenAll(ObjectEvent.Created("x")).StartsGroup("sales", "1")),
            StringComparison.Ordinal
        );
    }
}
