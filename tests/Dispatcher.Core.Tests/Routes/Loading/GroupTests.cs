using Dispatcher.Diagnostics;
using Dispatcher.Routes;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Routes.Loading;

/// <summary>What <c>group</c> and <c>expect</c> of a route load as, and what is said of those that do not.</summary>
public sealed class GroupTests
{
    [Fact]
    public void A_group_has_its_key_its_times_and_its_parts()
    {
        RouteGrouping group = Load(
            """
            group:
              by: "{{ groups.day }}"
              quiet: 90s
              complete: { part: "{{ groups.entity }}", of: [orders, lines] }
              at_most: 6h
            """
        ).Group!;

        Assert.Equal("{{ groups.day }}", group.By.Template.Text);
        Assert.Equal(TimeSpan.FromSeconds(90), group.Quiet);
        Assert.Equal("orders lines", string.Join(' ', group.Complete!.Of));
        Assert.Equal(TimeSpan.FromHours(6), group.AtMost);
    }

    [Fact]
    public void A_group_is_quiet_for_ten_minutes_where_the_route_does_not_say_it() =>
        Assert.Equal(TimeSpan.FromMinutes(10), Load("""group: { by: "{{ groups.day }}" }""").Group!.Quiet);

    [Fact]
    public void An_expectation_has_its_parts_and_is_in_UTC()
    {
        RouteExpectation expect = Load(
            """expect: { every: day, key: "{{ groups.day }}", format: "%Y-%m-%d", within: 30h }"""
        ).Expect!;

        Assert.Equal(
            (ExpectedEvery.Day, "%Y-%m-%d", TimeSpan.FromHours(30), "UTC"),
            (expect.Every, expect.Format, expect.Within, expect.Zone)
        );
    }

    [Theory]
    [InlineData("{{ group.key }} {{ group.count }} {{ group.folder }} {{ group.first }} {{ group.last }}")]
    [InlineData("{{ group.names | array.join ',' }}")]
    [InlineData("{{ group.missing | array.size }}")]
    [InlineData("{{ bucket.name }} {{ config.x }} {{ vars.v }} {{ route.name }}")]
    public void A_template_of_a_grouped_route_sees_the_group(string template) =>
        Assert.NotNull(Load(Grouped, template).Group);

    [Theory]
    [InlineData("{{ object.name }}", "there is no name `object` here")]
    [InlineData("{{ event.id }}", "there is no name `event` here")]
    [InlineData("{{ groups.day }}", "there is no name `groups` here")]
    public void A_template_of_a_grouped_route_sees_no_single_object(string template, string message)
    {
        Diagnostic problem = Problem(Grouped, template);

        Assert.Equal(Codes.TemplateUnknownName, problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Contains("group.key, group.names", problem.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_routes_see_no_group() =>
        Assert.Contains(
            "only a route with `group` has it",
            Problem("", "{{ group.key }}").Hint,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("group: { by: '{{ object.name }}' }", 22, "see groups, bucket and config")]
    [InlineData("group: { by: '{{ vars.v }}' }", 22, "see groups, bucket and config")]
    [InlineData("group: { by: '{{ groups.month }}' }", 29, "")]
    [InlineData("group: {}", 12, "write `by:`")]
    [InlineData("group: day", 12, "a map of keys and values")]
    [InlineData("group: { by: x, quiet: 10 }", 28, "10m")]
    [InlineData("group: { by: x, quiet: 40d }", 28, "at most 31d")]
    [InlineData("group: { by: x, at_most: 6h }", 30, "`complete: { part: …, of: [ … ] }`")]
    [InlineData("group: { by: x, complete: { part: x, of: [a, a] } }", 50, "remove one")]
    [InlineData("group: { by: x, complete: { part: x } }", 31, "write `of:`")]
    [InlineData("group: { by: x, complete: { part: x, of: [] } }", 46, "at least one item")]
    [InlineData(
        "group: { by: x, quiet: 10m, complete: { part: x, of: [a] }, at_most: 5m }",
        74,
        "never ready before it is quiet"
    )]
    [InlineData("group: { by: x, quite: 5m }", 21, "did you mean `quiet`")]
    [InlineData("expect: { every: week, key: x, format: '%Y', within: 1h }", 22, "hour")]
    [InlineData("expect: { every: day, key: x, format: '%Y-%m', within: 1h }", 43, "as %Y-%m-%d")]
    [InlineData("expect: { every: hour, key: x, format: '%F', within: 1h }", 44, "as %Y-%m-%dT%H")]
    [InlineData("expect: { every: day, key: x, format: '%Q', within: 1h }", 43, "the letters are")]
    [InlineData("expect: { every: day, key: x, format: '%F', within: soon }", 57, "90s")]
    [InlineData("expect: { every: day, key: x, format: '%F' }", 13, "write `within:`")]
    [InlineData("expect: { every: day, key: x, format: '%F', within: 1h, zone: Europe/Berln }", 67, "Europe/Berlin")]
    [InlineData("expect: { every: day, key: '{{ object.name }}', format: '%F', within: 1h }", 36, "see groups")]
    public void What_is_wrong_is_said_at_its_place_with_what_to_write(string yaml, int column, string hint)
    {
        Diagnostic problem = Problem(yaml, "x");

        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
        Assert.Equal((8, column), (problem.Position.Line, problem.Position.Column));
    }

    [Fact]
    public void A_grouped_route_takes_no_deletions()
    {
        Diagnostic problem = Assert.Single(
            Given
                .Load(
                    Yaml(Grouped, "x")
                        .Replace("match: {", "match: { event: [create, delete],", StringComparison.Ordinal)
                )
                .Diagnostics
        );

        Assert.Contains("leave `delete` out", problem.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Grouped, "object: in/2026-01-01-orders.csv", "`objects: [NAME, …]`")]
    [InlineData(Grouped, "etag: e", "`objects: [NAME, …]`")]
    [InlineData(Grouped, "objects: [in/2026-01-01-a.csv, in/2026-01-01-a.csv]", "remove one")]
    [InlineData("", "objects: [in/2026-01-01-orders.csv]", "write `object:`")]
    public void A_test_of_a_grouped_route_has_objects_and_no_other_has(string group, string source, string hint)
    {
        string yaml = Yaml(group, "x") + $"    tests: [{{ {source}, expect: unmatched }}]\n";

        Assert.Contains(hint, Assert.Single(Given.Load(yaml).Diagnostics).Hint, StringComparison.Ordinal);
    }

    private const string Grouped = """group: { by: "{{ groups.day }}" }""";

    private static Diagnostic Problem(string keys, string template) =>
        Assert.Single(Given.Load(Yaml(keys, template)).Diagnostics);

    private static Route Load(string keys, string template = "x") => Given.Set(Yaml(keys, template)).Routes[0];

    private static string Yaml(string keys, string template) =>
        $$"""
            version: 1
            routes:
              - name: daily
                match: { object: 'in/(?<day>\d{4}-\d\d-\d\d)-(?<entity>\w+)\.csv' }
                vars: { v: "1" }
                task: { key: t, workspace: w, application: a }
                bindings: { P: "{{template}}" }
            {{string.Concat(keys.Split('\n').Select(text => text.Length == 0 ? "" : $"    {text}\n"))}}

            """;
}
