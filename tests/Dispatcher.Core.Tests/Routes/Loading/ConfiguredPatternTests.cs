using Dispatcher.Planning;
using Dispatcher.Routes.Loading;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Routes.Loading;

/// <summary>routes-v1, "match": <c>{{ config.KEY }}</c> in bucket, namespace and compartment.</summary>
public sealed class ConfiguredPatternTests
{
    [Theory]
    [InlineData("bucket: 'landing-{{ config.env }}'", "env=dev", "landing-dev", true)]
    [InlineData("bucket: 'landing-{{ config.env }}'", "env=dev", "landing-prod", false)]
    [InlineData("bucket: '{{config.env}}'", "env=a.c", "a.c", true)]
    [InlineData("bucket: '{{config.env}}'", "env=a.c", "abc", false)] // literally
    [InlineData("bucket: '{{config.env}}'", "env=a(|)c", "a(|)c", true)]
    [InlineData("bucket: '{{ config.env }}{2}'", "env=ab", "abab", true)] // the whole value is repeated
    [InlineData("bucket: '{{ config.env }}{{ config.env }}?'", "env=ab", "ab", true)]
    [InlineData("bucket: [x, '(?i){{ config.env }}']", "env=ab", "AB", true)]
    [InlineData("except: { bucket: 'landing-{{ config.env }}' }", "env=dev", "landing-dev", false)]
    [InlineData("except: { bucket: 'landing-{{ config.env }}' }", "env=dev", "landing-prod", true)]
    [InlineData("bucket: 'landing-{{ config.env }}'", null, "landing-prod", true)] // any text
    [InlineData("bucket: 'landing-{{ config.env }}'", null, "landing-", false)] // but not none
    [InlineData("except: { bucket: 'landing-{{ config.env }}' }", null, "landing-dev", true)] // excepts nothing
    public void The_value_stands_for_itself_and_an_unknown_one_for_any_text(
        string match,
        string? config,
        string bucket,
        bool matches
    )
    {
        RouteLoad load = Load(match);
        if (config is not null)
            load = load.Under(Given.Config((config[..3], config[4..])));

        DispatchPlan plan = DispatchPlanner.For(load.Set!).Plan(Given.Event("x", bucket), Configuration.Empty);

        Assert.Equal(matches ? Outcome.Dispatched : Outcome.Unmatched, plan.Outcome);
    }

    [Theory]
    [InlineData(
        "bucket: 'landing-{{ config.stage }}'",
        "r.yaml:3:44: error RD108: the pattern asks for the configuration key `stage`, which is missing; "
            + "set `stage`, or write the value itself"
    )]
    [InlineData(
        "bucket: '{{ config.PATH }}'",
        "r.yaml:3:44: error RD108: the configuration key `PATH` is hidden from templates: it belongs to the platform, "
            + "the dispatcher or the process; choose another name"
    )]
    [InlineData(
        "bucket: 'landing-{{ env }}'",
        "r.yaml:3:53: error RD108: \"{{ env }}\" cannot stand in a pattern; "
            + "write `{{ config.KEY }}`, outside of a class; it stands for the value, literally"
    )]
    [InlineData(
        "bucket: '[{{ config.env }}]'",
        "r.yaml:3:46: error RD108: \"{{ config.env }}\" cannot stand in a pattern; "
            + "write `{{ config.KEY }}`, outside of a class; it stands for the value, literally"
    )]
    [InlineData(
        "except: 'landing-{{ config.env }}'",
        "r.yaml:3:53: error RD108: `except` takes patterns, not templates; write a pattern, such as "
            + "`landing-(dev|test|prod)`; `{{ config.KEY }}` may stand in bucket, namespace and compartment"
    )]
    [InlineData("where: { a: '{{ config.env }}' }", "r.yaml:3:49: error RD108: `a` takes patterns, not templates")]
    public void What_has_no_value_or_cannot_stand_there_is_one_load_error(string match, string expected)
    {
        RouteLoad load = Load(match).Under(Given.Config(("env", "dev")));

        Assert.Null(load.Set);
        Assert.StartsWith(expected, Assert.Single(load.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_set_takes_another_configuration()
    {
        RouteLoad load = Load("bucket: 'landing-{{ config.env }}', except: { namespace: '{{ config.env }}' }");
        RouteLoad dev = load.Under(Given.Config(("env", "dev"))),
            prod = new RouteLoad(dev.Set, []).Under(Given.Config(("env", "prod")));

        Assert.Equal("landing-prod", prod.Set!.Routes[0].Match.Conditions[0].Patterns[0].Pattern.Text);
        Assert.Equal("prod", prod.Set.Routes[0].Match.Exceptions[0].Patterns[0].Pattern.Text);
        Assert.Equal("landing-{{ config.env }}", prod.Set.Routes[0].Match.Conditions[0].Patterns[0].Shown);
        Assert.Empty(prod.Set.Routes[0].Match.OpenExceptions);
        Assert.Equal(load.Set!.Version, prod.Set.Version);
    }

    private static RouteLoad Load(string match) =>
        RouteLoader.Load([
            Given.File(
                "version: 1\nroutes:\n  - { name: r, match: { object: x, "
                    + match
                    + " },\n      task: { key: k, workspace: w, application: a } }\n"
            ),
        ]);
}
