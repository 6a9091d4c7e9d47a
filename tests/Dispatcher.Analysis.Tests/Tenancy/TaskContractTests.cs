using System.Collections.Immutable;
using Dispatcher.Analysis.Tenancy;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Tenancy;

public sealed class TaskContractTests
{
    private static PublishedApplication Application(params PublishedTask[] tasks) => new("ws", "app", [.. tasks]);

    private static PublishedTask Task(string key, params TaskParameter[] parameters) =>
        new(key, "name-of-" + key, "INTEGRATION_TASK", [.. parameters]);

    private static TaskParameter Parameter(ParameterKind kind, bool required = false, string name = "P") =>
        new(name, kind, null, required);

    private static ImmutableArray<Diagnostic> Check(string members, params PublishedApplication[] published) =>
        TaskContract.Check(Given.Set(Given.Route("match: { object: 'x(?<g>.)' }\n" + members)), Given.Here, published);

    [Fact]
    public void A_route_whose_task_has_its_parameters_is_right() =>
        Assert.Empty(
            Check(
                "task: { key: t }\nbindings: { P: '{{ object.name }}' }",
                Application(Task("t", Parameter(ParameterKind.Text, required: true)))
            )
        );

    [Theory]
    [InlineData("P: text", ParameterKind.Text, true)]
    [InlineData("P: 5", ParameterKind.Text, true)]
    [InlineData("P: { simple: [a] }", ParameterKind.Text, false)]
    [InlineData("P: { schema: C/b }", ParameterKind.Text, false)]
    [InlineData("P: 5", ParameterKind.Number, true)]
    [InlineData("P: '5.5'", ParameterKind.Number, true)]
    [InlineData("P: '{{ object.stem }}'", ParameterKind.Number, true)]
    [InlineData("P: many", ParameterKind.Number, false)]
    [InlineData("P: true", ParameterKind.Number, false)]
    [InlineData("P: true", ParameterKind.Boolean, true)]
    [InlineData("P: 1", ParameterKind.Boolean, false)]
    [InlineData("P: a = b", ParameterKind.Expression, true)]
    [InlineData("P: { schema: C/b }", ParameterKind.Expression, false)]
    [InlineData("P: { schema: C/b }", ParameterKind.Schema, true)]
    [InlineData("P: { root: { modelType: SCHEMA, key: k } }", ParameterKind.Schema, true)]
    [InlineData("P: b", ParameterKind.Schema, false)]
    [InlineData("P: { root: { modelType: ENRICHED_ENTITY } }", ParameterKind.Schema, false)]
    [InlineData("P: { root: { modelType: ENRICHED_ENTITY } }", ParameterKind.Entity, true)]
    [InlineData("P: { root: { modelType: '{{ object.stem }}' } }", ParameterKind.Entity, null)]
    [InlineData("P: { root: { key: k } }", ParameterKind.Entity, false)]
    [InlineData("P: { root: { modelType: ORACLE_ADWC_CONNECTION } }", ParameterKind.Connection, true)]
    [InlineData("P: { schema: C/b }", ParameterKind.Connection, false)]
    [InlineData("P: { root: { modelType: ORACLE_DATA_ASSET } }", ParameterKind.DataAsset, true)]
    [InlineData("P: x", ParameterKind.DataAsset, false)]
    [InlineData("P: x", ParameterKind.Unknown, null)]
    public void A_binding_has_the_form_that_its_parameter_takes(string binding, ParameterKind kind, bool? fits)
    {
        ImmutableArray<Diagnostic> findings = Check(
            $"task: {{ key: t }}\nbindings: {{ {binding} }}",
            Application(Task("t", Parameter(kind)))
        );
        Assert.Equal(
            fits switch
            {
                true => [],
                false => [Codes.CheckKind],
                null => [Codes.CannotCheck],
            },
            findings.Select(one => one.Code)
        );
        Assert.All(findings, one => Assert.Equal(("r", 6), (one.Route, one.Position.Line)));
    }

    [Theory]
    [InlineData("task: { key: t }\nbindings: { p: x }", "RD604", "did you mean `P`?")]
    [InlineData("task: { key: T }", "RD603", "did you mean `t`?")]
    [InlineData("task: { key: name-of-t }", "RD603", "its key is `t`")]
    [InlineData(
        "task: { key: t, application: other }",
        "RD601",
        "cannot check: nothing is known of application \"other\""
    )]
    [InlineData(
        "task: { key: t, workspace: '{{ object.stem }}', application: '{{ groups.g }}' }",
        "RD601",
        "depend on the event"
    )]
    [InlineData("task: { key: '{{ event.kind }}' }", "RD601", "`task.key` of route `r` depends on the event")]
    [InlineData("task: { key: '{{ config.nowhere }}' }", "RD308", "nowhere")]
    [InlineData(
        "task: { key: silent }",
        "RD601",
        "the service does not tell the parameters of task \"silent\" (SQL_TASK)"
    )]
    public void What_differs_is_said_with_what_to_do(string members, string code, string text)
    {
        Diagnostic finding = Assert.Single(
            Check(
                members,
                Application(
                    Task("t", Parameter(ParameterKind.Text)),
                    new PublishedTask("silent", null, "SQL_TASK", null)
                )
            )
        );
        Assert.Equal(code, finding.Code);
        Assert.Contains(text, finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_required_parameter_has_to_be_bound()
    {
        Diagnostic finding = Assert.Single(
            Check(
                "task: { key: t }\nbindings: { P: x }",
                Application(
                    Task(
                        "t",
                        Parameter(ParameterKind.Text),
                        Parameter(ParameterKind.Text, required: true, "Q"),
                        Parameter(ParameterKind.Text, name: "R")
                    )
                )
            )
        );
        Assert.Equal(Codes.CheckUnbound, finding.Code);
        Assert.Contains("requires parameter \"Q\"", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_application_that_the_service_does_not_show_is_an_error() =>
        Assert.Equal(
            Codes.CheckNoApplication,
            Assert
                .Single(
                    Check("task: { key: t }", new PublishedApplication("ws", "app", [], "404 NotAuthorizedOrNotFound"))
                )
                .Code
        );

    [Fact]
    public void Disabled_routes_are_not_looked_at_and_shadow_routes_are()
    {
        Assert.Empty(Check("state: disabled\ntask: { key: t }", Application()));
        Assert.Single(Check("state: shadow\ntask: { key: t }", Application()));
    }

    [Fact]
    public void Places_are_asked_for_once()
    {
        var set = Given.Set(
            """
            version: 1
            routes:
              - { name: a, match: { object: a }, task: { key: t } }
              - { name: b, match: { object: b }, task: { key: u, workspace: "{{ config.workspace_id }}", application: app } }
              - { name: c, match: { object: c }, task: { key: u, workspace: "{{ object.name }}" } }
              - { name: d, match: { object: d }, task: { key: u, workspace: other } }
            """
        );
        Assert.Equal([("other", "app"), ("ws", "app")], TaskContract.Places(set, Given.Here).AsEnumerable());
    }

    [Fact]
    public void A_snapshot_gives_back_what_was_saved_and_is_ordered()
    {
        PublishedApplication second = new("w2", "a", [Task("t")]);
        PublishedApplication first = new(
            "w1",
            "a",
            [
                new("b", null, null, null),
                new(
                    "a",
                    "n",
                    "REST_TASK",
                    [new("Q", ParameterKind.Schema, "x.y.Schema", true), new("P", ParameterKind.Unknown, null, false)]
                ),
            ]
        );
        PublishedApplication refused = new("w3", "a", [], "404");
        string text = PublishedSnapshot.Write([second, refused, first]);
        (ImmutableArray<PublishedApplication> read, string? problem) = PublishedSnapshot.Read(text);
        Assert.Null(problem);
        Assert.Equal(["w1", "w2"], read.Select(one => one.Workspace));
        Assert.Equal(["a", "b"], read[0].Tasks.Select(task => task.Key));
        Assert.Null(read[0].Tasks[1].Parameters);
        Assert.Equal(
            [
                new TaskParameter("P", ParameterKind.Unknown, null, false),
                new TaskParameter("Q", ParameterKind.Schema, "x.y.Schema", true),
            ],
            read[0].Tasks[0].Parameters!.Value.AsEnumerable()
        );
        Assert.Equal(text, PublishedSnapshot.Write(read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"version":2,"applications":[]}""")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":1,"applications":[{"workspace":"w"}]}""")]
    [InlineData(
        """{"version":1,"applications":[{"workspace":"w","application":"a","tasks":["""
            + """{"key":"k","name":null,"type":null,"parameters":[{"name":"n","type":null}]}]}]}"""
    )]
    [InlineData("""{"version":1,"applications":[{"workspace":5,"application":"a","tasks":[]}]}""")]
    public void What_is_no_snapshot_is_said_to_be_none(string text) =>
        Assert.NotNull(PublishedSnapshot.Read(text).Problem);
}
