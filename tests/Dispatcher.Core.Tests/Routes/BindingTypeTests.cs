using System.Text.Json;
using Dispatcher.Planning;
using Dispatcher.Routes.Loading;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Routes;

public sealed class BindingTypeTests
{
    private const string Head =
        "match: { object: 'in/(?<n>[^/]*)(/(?<opt>.+))?' }\ntask: { key: k, workspace: w, application: a "
        + "}\nbindings:\n  ";

    [Theory]
    [InlineData("P: { simple: '{{ groups.n }}', type: integer }", "in/42", "42")]
    [InlineData("P: { simple: '{{ groups.n }}', type: integer }", "in/-9223372036854775809", "-9223372036854775809")]
    [InlineData("P: { simple: '{{ groups.n }}', type: integer }", "in/0042", null)]
    [InlineData("P: { simple: '{{ groups.n }}', type: integer }", "in/+42", null)]
    [InlineData("P: { simple: '{{ groups.n }}', type: integer }", "in/4.2", null)]
    [InlineData("P: { simple: '{{ groups.n }}', type: integer }", "in/", null)]
    [InlineData("P: { simple: '{{ groups.n | string.to_long }}', type: integer }", "in/0042", "42")]
    [InlineData("P: { simple: '{{ groups.n }}', type: number }", "in/1.50e+3", "1.50e+3")]
    [InlineData("P: { simple: '{{ groups.n }}', type: number }", "in/.5", null)]
    [InlineData("P: { simple: '{{ groups.n }}', type: number }", "in/1.", null)]
    [InlineData("P: { simple: '{{ groups.n }}', type: number }", "in/NaN", null)]
    [InlineData("P: { simple: '{{ groups.n }}', type: boolean }", "in/true", "true")]
    [InlineData("P: { simple: '{{ groups.n }}', type: boolean }", "in/True", null)]
    [InlineData("P: { simple: '{{ groups.n }}', type: json }", "in/{\"a\": [1.0, null]}", "{\"a\":[1.0,null]}")]
    [InlineData("P: { simple: '{{ groups.n }}', type: json }", "in/{", null)]
    [InlineData("P: { simple: '{{ groups.n }}', type: text }", "in/42", "\"42\"")]
    [InlineData("P: { simple: '42', type: integer }", "in/x", "42")]
    [InlineData("P: { simple: '[1, 2]', type: json }", "in/x", "[1,2]")]
    [InlineData("P: { simple: '{{ groups.opt }}', type: integer, optional: true }", "in/x/7", "7")]
    public void A_rendered_text_is_sent_as_its_type(string binding, string name, string? expected)
    {
        DispatchPlan plan = Given.Planner(Given.Route(Head + binding)).Plan(Given.Event(name), Given.Here);
        if (expected is not null)
            Assert.Equal(expected, Bindings(plan).GetProperty("P").GetProperty("simpleValue").GetRawText());
        else
            Assert.Equal("RD309", Assert.Single(plan.Errors).Code);
    }

    [Theory]
    [InlineData("P: { simple: '{{ groups.opt }}', optional: true }", "in/x", "in/x/y")]
    [InlineData("P: { simple: '{{ groups.opt }}', type: json, optional: true }", "in/x", "in/x/1")]
    [InlineData("P: { simple: ['{{ groups.opt }}', '{{ groups.n }}'], optional: true }", "in/", "in/x")]
    [InlineData("P: { schema: '{{ if groups.opt }}C/{{ groups.opt }}{{ end }}', optional: true }", "in/x", "in/x/y")]
    [InlineData("P: { root: { modelType: X, key: '{{ groups.opt }}' }, optional: true }", "in/x", "in/x/y")]
    public void An_optional_binding_that_renders_to_nothing_is_not_sent(string binding, string without, string with)
    {
        DispatchPlanner planner = Given.Planner(Given.Route(Head + binding + "\n  Q: q"));
        Assert.Equal(["Q"], Names(planner.Plan(Given.Event(without), Given.Here)));
        Assert.Equal(["P", "Q"], Names(planner.Plan(Given.Event(with), Given.Here)));
    }

    [Theory]
    [InlineData("P: { simple: '{{ groups.n }}', type: int }", "RD005", "write text, integer, number, boolean or json")]
    [InlineData("P: { simple: 5, type: integer }", "RD005", "leave it out")]
    [InlineData("P: { simple: ['{{ groups.n }}'], type: integer }", "RD005", "leave it out")]
    [InlineData("P: { schema: 'C/{{ groups.n }}', type: text }", "RD005", "leave it out")]
    [InlineData("P: { simple: 'abc', type: integer }", "RD309", "no leading zero")]
    [InlineData("P: { simple: 'x{{ groups.n }}', type: integer }", "RD309", "no leading zero")]
    [InlineData("P: { simple: '{{ groups.n }}e', type: boolean }", null, "")]
    [InlineData("P: { simple: '{{ groups.n }}x', type: boolean }", "RD309", "`true` or `false`")]
    [InlineData("P: { simple: '0{{ groups.opt }}', type: number }", null, "")]
    [InlineData("P: { simple: 'abc', optional: true }", "RD309", "write a template")]
    [InlineData("P: { simple: '{{ groups.n }}', optional: yes }", "RD005", "`true` or `false`")]
    [InlineData("P: { simple: '{{ groups.n }}', kind: text }", "RD003", "simple, schema, root, type, optional")]
    [InlineData("P: { type: integer }", "RD002", "exactly one")]
    public void What_a_type_or_an_option_cannot_mean_is_a_load_error(string binding, string? code, string hint)
    {
        RouteLoad load = Given.Load(Given.Route(Head + binding));
        Assert.Equal(code, load.Diagnostics.SingleOrDefault()?.Code);
        Assert.Contains(hint, load.Diagnostics.SingleOrDefault()?.Hint ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0008", "the number 8 in YAML", "write `\"0008\"` to keep the text, or `8` for the number")]
    [InlineData("0123", "the number 123 in YAML, in YAML 1.1 83", "`\"0123\"`")]
    [InlineData("01067", "the number 1067 in YAML, in YAML 1.1 567", "`1067`")]
    [InlineData("0x1F", "the number 31", "`31`")]
    [InlineData("0o17", "the number 15", "`15`")]
    [InlineData("0b101", "the number 5 in YAML 1.1", "`5`")]
    [InlineData("+1", "the number 1", "`1`")]
    [InlineData("1_000", "the number 1000 in YAML 1.1", "`1000`")]
    [InlineData(".5", "the number 0.5", "`0.5`")]
    [InlineData("-.5", "the number -0.5", "`-0.5`")]
    [InlineData("1.", "the number 1", "`1`")]
    [InlineData("-01", "the number -1 in YAML, and not", "`-1`")]
    [InlineData("-010", "the number -10 in YAML, in YAML 1.1 -8, and not", "`-10`")]
    [InlineData("010.50", "the number 10.50", "`10.50`")]
    [InlineData(".inf", "not a finite number", "`\".inf\"`")]
    [InlineData("-.INF", "not a finite number", "`\"-.INF\"`")]
    [InlineData(".nan", "not a finite number", "`\".nan\"`")]
    [InlineData("!!int 0x1F", "the number 31", "`31`")]
    public void A_number_that_JSON_does_not_write_so_is_a_load_error_everywhere(string number, string says, string hint)
    {
        foreach (
            string members in new[]
            {
                Head + $"P: {number}",
                Head + $"P: {{ simple: [{number}] }}",
                Head + $"P: {{ root: {{ a: {number} }} }}",
                Head + $"P: p\nvars: {{ v: {number} }}",
                Head + $"P: p\ntests: [{{ object: in/x, expect: {{ bindings: {{ P: {number} }} }} }}]",
                Head + $"P: p\ntests: [{{ object: in/x, expect: {{ task: {{ key: {number} }} }} }}]",
            }
        )
        {
            RouteLoad load = Given.Load(Given.Route(members));
            Assert.Contains(load.Diagnostics, d =>
                d.Code == "RD005"
                && d.Message.Contains(says, StringComparison.Ordinal)
                && d.Hint.Contains(hint, StringComparison.Ordinal)
            );
        }
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "-0")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e5", "1e5")]
    [InlineData("-1.5E+10", "-1.5E+10")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("! 12", "\"12\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("2022-08-12", "\"2022-08-12\"")]
    [InlineData("10:30", "\"10:30\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("0x", "\"0x\"")]
    [InlineData("0123456789abc", "\"0123456789abc\"")]
    [InlineData("\"0008\"", "\"0008\"")]
    public void What_is_no_such_number_is_sent_as_written(string written, string json)
    {
        DispatchPlan plan = Given.Planner(Given.Route(Head + $"P: {written}")).Plan(Given.Event("in/x"), Given.Here);
        Assert.Equal(json, Bindings(plan).GetProperty("P").GetProperty("simpleValue").GetRawText());
    }

    [Fact]
    public void A_default_that_several_routes_share_may_give_a_default_to_a_group_that_one_always_has()
    {
        DispatchPlanner planner = Given.Planner(
            """
            version: 1
            defaults:
              task: { key: k, workspace: w, application: a }
              bindings: { COUNTRY: "{{ groups.country ?? 'all' }}" }
            routes:
              - { name: one, match: { object: 'a/(?<country>[a-z]+)' } }
              - { name: two, match: { object: 'b/[a-z]+' } }
            """
        );
        Assert.Equal("de", Country(planner.Plan(Given.Event("a/de"), Given.Here)));
        Assert.Equal("all", Country(planner.Plan(Given.Event("b/de"), Given.Here)));

        static string? Country(DispatchPlan plan) =>
            Bindings(plan).GetProperty("COUNTRY").GetProperty("simpleValue").GetString();
    }

    private static JsonElement Bindings(DispatchPlan plan) =>
        JsonDocument
            .Parse(Assert.Single(plan.Runs).Body)
            .RootElement.GetProperty("configProvider")
            .GetProperty("bindings");

    private static string[] Names(DispatchPlan plan) =>
        [.. Bindings(plan).EnumerateObject().Select(property => property.Name)];
}
