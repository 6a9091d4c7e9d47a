using System.Text;
using Dispatcher;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;
using Dispatcher.Testing;

namespace Routes.Tests;

/// <summary>The code in the documentation of the testing library, as it stands there, and the messages that it
/// shows.</summary>
public sealed class DocumentedTests
{
    [Fact]
    public void A_dry_run()
    {
        ConfiguredRoutes routes = RouteSet
            .FromDirectory("routes")
            .With(
                ("workspace_id", "ws"),
                ("application_key", "app"),
                ("connection_key", "C"),
                ("invoices_task_key", "t1")
            );

        routes
            .When(ObjectEvent.Created("invoices/a.jsonlines"))
            .Starts("invoices")
            .WithTaskKey("t1")
            .WithBinding("INPUT_OBJECT_NAME", "invoices/a.jsonlines")
            .WithSchemaBinding("INPUT_BUCKET", "C/landing-area");

        routes.When(ObjectEvent.Created("invoices/readme.txt")).StartsNothing();
        routes.When(ObjectEvent.Created("invoices/a.jsonlines", bucket: "data-pool-area")).StartsNothing();
        RouteSet
            .FromDirectory("routes")
            .When(ObjectEvent.Created("invoices/a.jsonlines"))
            .Fails("RD302", saying: "connection_key");
    }

    [Fact]
    public void A_dry_run_of_a_group()
    {
        RouteSet routes = RouteSet.FromYaml(
            """
            version: 1
            defaults: { task: { workspace: ws, application: app } }
            routes:
              - name: sales
                match: { object: 'sales/(?<day>[^/]+)/(?<part>[a-z]+)\.csv' }
                task: { key: load }
                group: { by: "{{ groups.day }}", complete: { part: "{{ groups.part }}", of: [orders, lines] } }
                bindings: { FOLDER: "{{ group.folder }}" }
            """,
            "sales.yaml"
        );

        routes
            .When(ObjectEvent.Created("sales/2026-01-01/orders.csv"))
            .Holds("sales", key: "2026-01-01", part: "orders");

        routes
            .WhenAll(
                ObjectEvent.Created("sales/2026-01-01/orders.csv"),
                ObjectEvent.Created("sales/2026-01-01/lines.csv")
            )
            .StartsGroup("sales", key: "2026-01-01")
            .WithBinding("FOLDER", "sales/2026-01-01");

        routes.WhenAll(ObjectEvent.Created("sales/2026-01-01/orders.csv")).Waits("sales", "2026-01-01", "lines");
    }

    // Over two files only, so that a route that is added changes no message.
    [Fact]
    public void The_messages_of_assertions_that_do_not_hold()
    {
        string page = Repository.Read("docs/testing-routes.md");
        ConfiguredRoutes routes = RouteSet
            .FromYaml(Repository.Read("routes/invoices.yaml"), "routes/invoices.yaml")
            .With(
                ("workspace_id", "ws"),
                ("application_key", "app"),
                ("connection_key", "C"),
                ("invoices_task_key", "t1")
            );
        ConfiguredRoutes shipments = RouteSet
            .FromYaml(Repository.Read("samples/route-tests/routes/shipments.yaml"), "routes/shipments.yaml")
            .With();

        foreach (
            string message in (string[])
                [
                    Message(() => shipments.When(ObjectEvent.Created("shipment/2026-11-23.csv")).Starts("shipment")),
                    Message(() =>
                        routes
                            .When(ObjectEvent.Created("invoices/a.jsonlines"))
                            .Starts("invoices")
                            .WithBinding("OUTPUT_OBJECT_NAME_LINES", "invoices/line/a.parquet")
                    ),
                ]
        )
        {
            Assert.True(
                page.Contains($"\n{message}\n", StringComparison.Ordinal),
                $"docs/testing-routes.md does not have\n{message}"
            );
        }
    }

    [Fact]
    public void The_readme_of_the_package()
    {
        RouteSet routes = RouteSet.FromDirectory("routes");

        routes
            .With(
                ("workspace_id", "ws"),
                ("application_key", "app"),
                ("connection_key", "C"),
                ("invoices_task_key", "t1")
            )
            .When(ObjectEvent.Created("invoices/a.jsonlines", bucket: "landing-area"))
            .Starts("invoices")
            .WithTaskKey("t1")
            .WithBinding("INPUT_OBJECT_NAME", "invoices/a.jsonlines")
            .WithSchemaBinding("INPUT_BUCKET", "C/landing-area");

        routes.When(ObjectEvent.Created("invoices/readme.txt")).StartsNothing();

        routes
            .With(
                ("workspace_id", "ws"),
                ("application_key", "app"),
                ("connection_key", "C"),
                ("invoices_task_key", "t1")
            )
            .When(ObjectEvent.Created("invoices/a.jsonlines", @namespace: "acme", etag: "v1"))
            .MatchesSnapshot("invoices");
    }

    [Fact]
    public void The_readme_of_the_core()
    {
        byte[] yaml = "version: 1\nroutes: [{ name: a, match: { object: a/.* }, task: { key: t1 } }]\n"u8.ToArray();
        byte[] body = Encoding.UTF8.GetBytes(
            Repository
                .Read("tests/Routes.Tests/Data/invoices-event.json")
                .Replace("invoices/", "a/", StringComparison.Ordinal)
        );
        var settings = new Dictionary<string, string> { ["workspace_id"] = "ws", ["application_key"] = "app" };

        RouteLoad load = RouteLoader.Load([new RouteFile("routes.yaml", yaml)]);
        if (load.Set is null)
            // every problem at once, each with its place
            throw new InvalidOperationException(string.Join('\n', load.Diagnostics));

        if (EventReader.Read(body) is EventReading.Accepted accepted)
        {
            foreach (
                TaskRunRequest run in DispatchPlanner
                    .For(load.Set)
                    .Plan(accepted.Event, Configuration.From(settings))
                    .Runs
            )
                Console.WriteLine($"{run.Route}: {Encoding.UTF8.GetString(run.Body.Span)}");
        }
    }

    private static string Message(Action assertion) => Assert.Throws<RouteAssertionException>(assertion).Message;
}
