using Dispatcher.Routes;
using Dispatcher.Testing;

namespace Shipments.Tests;

/// <summary>What lands below <c>shipments/</c>, and what that starts.</summary>
public sealed class ShipmentsTests
{
    private static readonly RouteSet Routes = RouteSet.FromDirectory("routes");

    private static readonly ConfiguredRoutes Landing = Routes.With(
        ("workspace_id", "ws"),
        ("application_key", "app"),
        ("connection_key", "C"),
        ("archive_task_key", "keep"),
        ("shipments_task_key", "load")
    );

    [Fact]
    public void A_day_of_shipments_is_kept_and_loaded() =>
        Landing
            .When(ObjectEvent.Created("shipments/2026-11-23.csv"))
            .Starts("shipments", "shipments-archive")
            .WithTaskKey("load")
            .InWorkspace("ws")
            .WithBinding("SHIPPING_DAY", "2026-11-23")
            .WithBinding("BATCH_SIZE", 5000)
            .WithSchemaBinding("INPUT_BUCKET", "C/landing-area")
            .And("shipments-archive")
            .WithTaskKey("keep")
            .WithoutBinding("SHIPPING_DAY");

    [Theory]
    [InlineData("shipments/2026/11/23.csv")]
    [InlineData("Shipments/2026-11-23.csv")]
    [InlineData("returns/2026-11-23.csv")]
    public void Other_objects_start_nothing(string name) => Landing.When(ObjectEvent.Created(name)).StartsNothing();

    [Fact]
    public void Nothing_starts_from_another_bucket_or_when_a_file_is_deleted()
    {
        Landing.When(ObjectEvent.Created("shipments/2026-11-23.csv", bucket: "data-pool-area")).StartsNothing();
        Landing.When(ObjectEvent.Deleted("shipments/2026-11-23.csv")).StartsNothing();
    }

    [Fact]
    public void Without_the_key_of_the_task_the_event_fails() =>
        Routes
            .With(("workspace_id", "ws"), ("application_key", "app"), ("archive_task_key", "keep"))
            .When(ObjectEvent.Created("shipments/2026-11-23.csv"))
            .Fails("RD302", saying: "shipments_task_key");

    [Fact]
    public void The_whole_plan_is_the_one_that_was_looked_at() =>
        Landing
            .When(ObjectEvent.Created("shipments/2026-11-23.csv", @namespace: "acme", etag: "v1"))
            .MatchesSnapshot("day");
}
