using Dispatcher.Analysis.Tenancy;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Tenancy;

public sealed class IamPolicyTests
{
    private const string Yaml = """
        version: 1
        defaults: { vars: { ws: "{{ config.workspace_id }}", cc: "{{ object.stem }}" } }
        routes:
          - { name: first, match: { object: a }, task: { key: t } }
          - { name: second, match: { object: b }, task: { key: t, workspace: "{{ vars.ws }}", application: "{{ config.application_key }}" } }
          - { name: other, match: { object: c }, task: { key: t, workspace: other-ws, application: "{{ vars.cc }}" } }
          - { name: free, match: { object: '(?<w>d)' }, task: { key: t, workspace: "w-{{ groups.w }}", application: "{{ event.kind }}" } }
          - { name: later, state: shadow, match: { object: e }, task: { key: t, workspace: shadow-ws } }
          - { name: gone, state: disabled, match: { object: f }, task: { key: t, workspace: gone-ws } }
        """;

    private static IamPolicy Policy(PolicySettings settings, string yaml = Yaml)
    {
        (IamPolicy? policy, var problems) = IamPolicyBuilder.Build(
            Given.Set(yaml),
            settings with
            {
                Configuration = Given.Here,
            }
        );
        Assert.Empty(problems);
        return policy!;
    }

    [Fact]
    public void Runs_may_be_started_in_the_workspaces_and_applications_of_the_enabled_routes_and_no_others()
    {
        IamPolicy policy = Policy(new() { Group = "g", Compartment = "data" });
        Assert.Equal(
            [
                "allow dynamic-group g to use dis-workspaces in compartment data where request.permission "
                    + "= 'DIS_WORKSPACE_OBJECT_EXECUTE'",
                "allow dynamic-group g to use dis-workspaces in compartment data where all "
                    + "{target.workspace.id = 'other-ws', request.permission = 'DIS_WORKSPACE_OBJECT_EXECUTE'}",
                "allow dynamic-group g to use dis-workspaces in compartment data where all "
                    + "{target.workspace.id = 'ws', target.application.key = 'app', request.permission = "
                    + "'DIS_WORKSPACE_OBJECT_EXECUTE'}",
            ],
            policy.Statements.Select(statement => statement.Text)
        );
        Assert.Equal(
            ["free", "other", "first second"],
            policy.Statements.Select(statement => string.Join(' ', statement.Routes))
        );
    }

    [Fact]
    public void A_statement_without_a_condition_says_that_the_event_decides()
    {
        IamPolicy policy = Policy(new());
        Assert.Contains(
            "workspace and application depend on the event",
            policy.Statements[0].Comment,
            StringComparison.Ordinal
        );
        Assert.Contains("the application depends on the event", policy.Statements[1].Comment, StringComparison.Ordinal);
        Assert.Equal("Starts task runs: routes first, second.", policy.Statements[2].Comment);
        Assert.StartsWith("Route `later` is in shadow", Assert.Single(policy.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "tenancy")]
    [InlineData("data", "compartment data")]
    [InlineData("ocid1.compartment.oc1..x", "compartment id ocid1.compartment.oc1..x")]
    [InlineData("${place}", "compartment id ${place}")]
    public void The_compartment_is_a_name_or_an_OCID(string? compartment, string place) =>
        Assert.Contains(
            $" in {place} where ",
            Policy(new() { Compartment = compartment }).Statements[0].Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("dispatcher", "dynamic-group dispatcher")]
    [InlineData("'Default'/'dispatcher'", "dynamic-group 'Default'/'dispatcher'")]
    [InlineData("ocid1.dynamicgroup.oc1..x", "dynamic-group id ocid1.dynamicgroup.oc1..x")]
    public void The_group_is_a_name_or_an_OCID(string group, string named) =>
        Assert.StartsWith(
            $"allow {named} to use ",
            Policy(new() { Group = group }).Statements[0].Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("*", "app", "the workspace is \"*\"")]
    [InlineData("ocid1.disworkspace.oc1..*", "app", "the workspace is \"ocid1.disworkspace.oc1..*\"")]
    [InlineData("ws", "*", "the application is \"*\"")]
    [InlineData("ws", "a\u202eb", "control character")]
    public void A_value_that_stands_for_more_than_itself_gets_no_policy(string workspace, string key, string problem)
    {
        (IamPolicy? policy, var problems) = IamPolicyBuilder.Build(
            Given.Set(Yaml),
            new() { Configuration = Given.Config(("workspace_id", workspace), ("application_key", key)) }
        );

        Assert.Null(policy);
        Assert.Contains(problems, found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void The_routes_bucket_is_read_and_dead_letters_are_created_below_their_prefix()
    {
        IamPolicy policy = Policy(
            new()
            {
                Compartment = "di",
                StorageCompartment = "files",
                RoutesPlace = "oci://config@acme/routes",
                DeadLetterPlace = "oci://letters@acme/dead/",
            }
        );
        Assert.Equal(
            [
                "allow dynamic-group dispatcher to read objects in compartment files where "
                    + "target.bucket.name = 'config'",
                "allow dynamic-group dispatcher to manage objects in compartment files where all "
                    + "{target.bucket.name = 'letters', target.object.name = 'dead/*', request.permission = "
                    + "'OBJECT_CREATE'}",
            ],
            policy.Statements[^2..].Select(statement => statement.Text)
        );
    }

    [Theory]
    [InlineData("oci://${bucket}@${namespace}/${prefix}", null)] // what Terraform fills in
    [InlineData("oci://bad bucket@ns/x", "oci://bad bucket@ns/x")]
    [InlineData("oci://../x", "oci://../x")]
    [InlineData("oci://b@../x", "oci://b@../x")]
    [InlineData("oci:b/x", "oci:b/x")]
    [InlineData("https://b/x", "https://b/x")]
    public void A_place_that_the_function_refuses_gets_no_policy(string place, string? refused)
    {
        foreach (string key in (string[])["DISPATCHER_ROUTES", "DISPATCHER_DEAD_LETTER"])
        {
            PolicySettings settings =
                key == "DISPATCHER_ROUTES" ? new() { RoutesPlace = place } : new() { DeadLetterPlace = place };
            (IamPolicy? policy, var problems) = IamPolicyBuilder.Build(
                Given.Set(Yaml),
                settings with
                {
                    Configuration = Given.Here,
                }
            );
            Assert.Equal(refused is null, policy is not null);
            string[] expected = refused is null
                ? []
                : [$"RD408: {key} is \"{refused}\"; write oci://BUCKET@NAMESPACE/PREFIX or oci://BUCKET/PREFIX"];
            Assert.Equal(expected, problems.ToArray());
        }
    }

    [Fact]
    public void A_namespace_that_is_left_out_has_to_be_looked_up_once()
    {
        IamPolicy policy = Policy(new() { RoutesPlace = "oci://config", DeadLetterPlace = "oci://letters" });
        Assert.Single(policy.Statements, statement =>
            statement.Text == "allow dynamic-group dispatcher to read objectstorage-namespaces in tenancy"
        );
        Assert.DoesNotContain("target.object.name", policy.Statements[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("routes")]
    [InlineData("inline")]
    public void Routes_that_come_with_the_function_need_nothing(string? place) =>
        Assert.Equal(3, Policy(new() { RoutesPlace = place }).Statements.Length);

    [Fact]
    public void Looking_runs_up_is_allowed_when_it_is_asked_for() =>
        Assert.Contains(
            "allow dynamic-group dispatcher to read dis-workspaces in tenancy where all "
                + "{target.workspace.id = 'ws', target.application.key = 'app'}",
            Policy(new() { LookUp = true }).Statements.Select(statement => statement.Text)
        );

    [Fact]
    public void A_route_that_bounds_its_runs_may_list_them_where_it_starts_them()
    {
        IamPolicy policy = Policy(
            new(),
            Yaml.Replace("name: second,", "name: second, max_running: 4,", StringComparison.Ordinal)
        );
        PolicyStatement statement = Assert.Single(policy.Statements, one =>
            one.Text.Contains(" to read ", StringComparison.Ordinal)
        );
        Assert.Equal(
            "allow dynamic-group dispatcher to read dis-workspaces in tenancy where all "
                + "{target.workspace.id = 'ws', target.application.key = 'app'}",
            statement.Text
        );
        Assert.Equal("second", Assert.Single(statement.Routes));
        Assert.Contains("max_running", statement.Comment, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workspace_id", null, "write --config workspace_id=")]
    [InlineData("workspace_id", "a'} allow any-user", "cannot hold a quote")]
    [InlineData("letters", "oci:///x", "write oci://BUCKET@NAMESPACE/PREFIX")]
    [InlineData("group", "a b", "needs one word")]
    [InlineData("group", "", "needs one word")]
    public void What_keeps_a_statement_from_being_written_is_said(string what, string? value, string message)
    {
        var settings = new PolicySettings
        {
            Configuration = Given.Config(("application_key", "app"), (what, value ?? "")),
            DeadLetterPlace = what == "letters" ? value : null,
            Group = what == "group" ? value! : "g",
        };
        if (what != "workspace_id")
            settings = settings with { Configuration = Given.Here };
        (IamPolicy? policy, var problems) = IamPolicyBuilder.Build(Given.Set(Yaml), settings);
        Assert.Null(policy);
        Assert.Contains(problems, problem => problem.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Drift_is_missing_and_superfluous_statements_whatever_their_layout()
    {
        IamPolicy policy = Policy(new());
        string written =
            "# a comment\n\n"
            + policy.Statements[0].Text.ToUpperInvariant().Replace(" = ", "=", StringComparison.Ordinal)
            + "\n  Allow  dynamic-group dispatcher to manage buckets in tenancy\n"
            + policy.Statements[1].Text.Replace(", ", " ,  ", StringComparison.Ordinal);
        PolicyDrift drift = PolicyDrift.Of(policy, written);
        Assert.Equal(
            policy.Statements[2..].Select(statement => statement.Text),
            drift.Missing.Select(statement => statement.Text)
        );
        Assert.Equal("Allow  dynamic-group dispatcher to manage buckets in tenancy", Assert.Single(drift.Superfluous));
    }

    [Theory]
    [InlineData("""["S"]""", true)]
    [InlineData("""{"statements": ["S"]}""", true)]
    [InlineData("""{"statements": [{"statement": "S", "routes": []}]}""", true)]
    [InlineData("""{"statements": [3]}""", false)]
    [InlineData("{", false)]
    public void A_policy_may_be_JSON(string json, bool readable)
    {
        IamPolicy policy = Policy(new(), Given.Route("match: { object: x }\ntask: { key: t }"));
        PolicyDrift drift = PolicyDrift.Of(
            policy,
            json.Replace("S", Assert.Single(policy.Statements).Text, StringComparison.Ordinal)
        );
        Assert.Equal(readable, drift.Problem is null);
        Assert.Empty(drift.Missing);
        Assert.Empty(drift.Superfluous);
    }

    [Fact]
    public void A_value_in_quotes_is_compared_as_it_is()
    {
        IamPolicy policy = Policy(new(), Given.Route("match: { object: x }\ntask: { key: t, workspace: WS }"));
        Assert.Single(
            PolicyDrift.Of(policy, policy.Statements[0].Text.Replace("'WS'", "'ws'", StringComparison.Ordinal)).Missing
        );
    }
}
