using System.Text;
using System.Text.Json;
using CsCheck;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Planning;

public sealed class DispatchPlannerTests
{
    [Fact]
    public void A_binding_is_sent_in_the_form_it_is_written_in()
    {
        string body = Body(
            """
            match: { object: 'in/(?<stem>\w+)\.csv' }
            task: { key: "{{ config.k }}", name: "run {{ groups.stem }}", description: "of {{ object.file }}" }
            vars: { conn: "{{ config.c }}" }
            bindings:
              TEXT: "{{ object.name }}"
              QUOTED: "5"
              NUMBER: 5
              BOOL: true
              NOTHING: ~
              SIMPLE: { simple: ["{{ groups.stem }}", 1, { a: "{{ bucket.name }}" }] }
              SCHEMA: { schema: "{{ vars.conn }}/{{ bucket.name }}" }
              ROOT: { root: { modelType: X, deep: [{ key: "dataref:{{ vars.conn }}", n: 1.50, t: true, z: ~ }] } }
            """,
            "in/one.csv",
            ("k", "task-1"),
            ("c", "conn")
        );

        string identifier = JsonDocument.Parse(body).RootElement.GetProperty("identifier").GetString()!;
        Assert.Equal(
            """
            {"name":"run one","description":"of one.csv","identifier":"ID","registryMetadata":{"aggregatorKey":"task-1"},
            "configProvider":{"bindings":{"TEXT":{"simpleValue":"in/one.csv"},"QUOTED":{"simpleValue":"5"},"NUMBER":{"simpleValue":5},
            "BOOL":{"simpleValue":true},"NOTHING":{"simpleValue":null},"SIMPLE":{"simpleValue":["one",1,{"a":"b"}]},
            "SCHEMA":{"rootObjectValue":{"modelType":"SCHEMA","key":"dataref:conn/b"}},
            "ROOT":{"rootObjectValue":{"modelType":"X","deep":[{"key":"dataref:conn","n":1.50,"t":true,"z":null}]}}}}}
            """.ReplaceLineEndings("").Replace("ID", identifier, StringComparison.Ordinal),
            body
        );
    }

    [Theory]
    [InlineData("ws-route", "ws-config", "ws-route")]
    [InlineData(null, "ws-config", "ws-config")]
    public void A_missing_workspace_falls_back_to_the_configuration(string? route, string config, string expected)
    {
        string workspace = route is null ? "" : $", workspace: {route}";
        DispatchPlan plan = Plan(
            $"match: {{ object: x }}\ntask: {{ key: k{workspace}, application: a }}",
            "x",
            ("workspace_id", config)
        );

        Assert.Equal(expected, Assert.Single(plan.Runs).Workspace);
    }

    [Theory]
    [InlineData(
        "match: { object: x }\ntask: { key: k }",
        "RD308",
        "`task.workspace` is missing; write it in the route or in `defaults.task`, or set the "
            + "configuration key `workspace_id`."
    )]
    [InlineData("match: { object: x }\ntask: { key: \"{{ config.none }}\" }", "RD302", "`task.key` (r.yaml:5:18)")]
    [InlineData(
        "match: { object: x }\ntask: { key: \"{{ object.folder }}\", workspace: w, application: a }",
        "RD308",
        "`task.key` renders to nothing (r.yaml:5:18)"
    )]
    [InlineData(
        "match: { object: x }\ntask: { key: k, workspace: w, application: a }\nbindings: { P: { schema: "
            + "\"{{ object.folder }}/s\" } }",
        "RD305",
        "`bindings.P` renders to \"/s\""
    )]
    [InlineData(
        "match: { object: x }\ntask: { key: k, workspace: w, application: a }\nvars: { v: \"{{ config.none "
            + "}}\" }\nbindings: { P: \"{{ vars.v }}\" }",
        "RD302",
        "`vars.v` (r.yaml:6:16)"
    )]
    [InlineData(
        "match: { object: x }\nowner: team-a\ntask: { key: \"{{ config.none }}\", workspace: w, application: a }",
        "RD302",
        ". Owner: team-a."
    )]
    public void What_cannot_be_rendered_is_rejected_and_says_where_and_what_to_do(
        string route,
        string code,
        string message
    )
    {
        DispatchPlan plan = Plan(route, "x");

        Assert.Equal(Outcome.Rejected, plan.Outcome);
        Assert.Empty(plan.Runs);
        Assert.Contains(plan.Errors, error =>
            error.Code == code
            && error.Message.Contains(message, StringComparison.Ordinal)
            && error is { Route: "r", Retryable: false }
        );
    }

    [Fact]
    public void A_variable_that_no_template_of_the_route_uses_is_not_rendered() =>
        Assert.Equal(
            Outcome.Dispatched,
            Plan(
                "match: { object: x }\ntask: { key: k, workspace: w, application: a }\nvars: { v: \"{{ "
                    + "config.none }}\" }",
                "x"
            ).Outcome
        );

    [Fact]
    public void When_one_of_several_routes_cannot_be_rendered_the_others_still_start()
    {
        DispatchPlan plan = Given
            .Planner(
                """
                version: 1
                defaults: { task: { workspace: w, application: a } }
                routes:
                  - { name: broken, continue: true, match: { object: x }, task: { key: "{{ config.none }}" } }
                  - { name: quiet,  state: shadow,  match: { object: x }, task: { key: "{{ config.none }}" } }
                  - { name: seen,   state: shadow,  match: { object: x }, task: { key: s } }
                  - { name: whole,  match: { object: x }, task: { key: k } }
                """
            )
            .Plan(Given.Event("x"), Configuration.Empty);

        Assert.Equal(Outcome.Rejected, plan.Outcome);
        Assert.Equal("whole", Assert.Single(plan.Runs).Route);
        Assert.Equal("seen", Assert.Single(plan.Shadow).Route);
        Assert.Equal("broken", Assert.Single(plan.Errors).Route);
        Assert.Equal("quiet", Assert.Single(plan.ShadowErrors).Route);
    }

    [Theory]
    [InlineData("nothing", Outcome.Unmatched)]
    [InlineData("shadowed", Outcome.Shadowed)]
    [InlineData("broken", Outcome.Shadowed)] // its failure has no consequence
    [InlineData("seen", Outcome.Shadowed)]
    [InlineData("live", Outcome.Dispatched)]
    [InlineData("known", Outcome.Ignored)]
    [InlineData("known-shadowed", Outcome.Ignored)]
    [InlineData("known-live", Outcome.Dispatched)]
    [InlineData("known-wrong", Outcome.Rejected)]
    public void The_outcome_of_a_plan_is_that_of_the_enabled_routes_that_start_something(string name, Outcome outcome)
    {
        DispatchPlan plan = Given
            .Planner(
                """
                version: 1
                defaults: { task: { key: k, workspace: w, application: a } }
                routes:
                  - { name: s, state: shadow, match: { object: '(known-)?shadowed' } }
                  - { name: b, state: shadow, match: { object: broken }, bindings: { P: "{{ config.none }}" } }
                  - { name: seen, state: shadow, match: { object: seen }, task: none }
                  - { name: sink, match: { object: 'known.*' }, task: none, continue: true }
                  - { name: l, match: { object: '(known-)?live' } }
                  - { name: w, match: { object: known-wrong }, bindings: { P: "{{ config.none }}" } }
                """
            )
            .Plan(Given.Event(name), Configuration.Empty);

        Assert.Equal(outcome, plan.Outcome);
        Assert.Equal(outcome == Outcome.Ignored ? "sink" : null, plan.Sink);
        Assert.Equal(name.StartsWith("known", StringComparison.Ordinal) ? "sink" : "", string.Join(' ', plan.Sinks));
    }

    [Fact]
    public void A_sink_takes_nothing_from_the_defaults() =>
        Assert.Equal(
            (0, 0),
            Given
                .Planner(
                    """
                    version: 1
                    defaults:
                      task: { key: k, workspace: w, application: a }
                      vars: { v: "{{ config.c }}" }
                      bindings: { P: "{{ vars.v }}" }
                    routes:
                      - { name: sink, match: { object: x }, task: none }
                    """
                )
                .Set.Routes.Select(route => (route.Bindings.Length, route.Vars.Length))
                .Single()
        );

    [Fact]
    public void The_same_event_routes_and_configuration_give_the_same_bytes() =>
        Gen.Select(
                Gen.Char.AlphaNumeric.Array[1, 20].Select(c => new string(c)),
                Gen.String.AlphaNumeric,
                Gen.Enum<ObjectEventKind>()
            )
            .Sample(
                (name, etag, kind) =>
                {
                    string Json()
                    {
                        DispatchPlanner planner = Given.Planner(
                            Given.Route(
                                """
                                match: { object: '(?<a>.)(?<b>.*)', event: [create, update, delete] }
                                task: { key: "k-{{ groups.a }}", workspace: w, application: a }
                                bindings: { A: "{{ object.name | string.upcase }}", B: "{{ event.time }}", C: { root: { d: "{{ event.raw.data.resourceId }}" } } }
                                """
                            )
                        );
                        DispatchPlan plan = planner.Plan(Given.Event(name, "b", kind, etag), Configuration.Empty);
                        using var stream = new MemoryStream();
                        using (var json = new Utf8JsonWriter(stream, JsonFormat.Options))
                            PlanJson.Write(json, plan, planner.Explain(plan.Event));
                        return Encoding.UTF8.GetString(stream.ToArray());
                    }

                    return Json() == Json();
                },
                iter: Iterations.Of(200)
            );

    [Fact]
    public void The_request_in_a_dry_run_is_the_body_byte_for_byte()
    {
        DispatchPlan plan = Plan(
            "match: { object: .* }\ntask: { key: k, workspace: w, application: a }\nbindings: { P: \"{{ "
                + "object.name }}\" }",
            "a/ü \"😀\" <b>&+.csv"
        );
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonFormat.Options))
            PlanJson.Write(json, plan, []);

        using var read = JsonDocument.Parse(stream.ToArray());

        string body = Encoding.UTF8.GetString(plan.Runs[0].Body.Span);
        Assert.Equal(body, read.RootElement.GetProperty("runs")[0].GetProperty("request").GetRawText());
        Assert.Contains("ü", body, StringComparison.Ordinal);
    }

    private static DispatchPlan Plan(string route, string name, params (string, string)[] config) =>
        Given.Planner(Given.Route(route)).Plan(Given.Event(name), Given.Config(config));

    private static string Body(string route, string name, params (string, string)[] config)
    {
        DispatchPlan plan = Plan(route, name, [.. config, ("workspace_id", "w"), ("application_key", "a")]);
        Assert.True(plan.Errors.IsEmpty, string.Join('\n', plan.Errors));
        return Encoding.UTF8.GetString(Assert.Single(plan.Runs).Body.Span);
    }
}
