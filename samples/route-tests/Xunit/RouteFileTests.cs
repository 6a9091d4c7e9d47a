using Dispatcher.Testing;

namespace Shipments.Tests;

/// <summary>Every test inside the route files as a test case of its own.</summary>
public sealed class RouteFileTests
{
    private static readonly RouteTests Folder = RouteTests.In(
        "routes",
        ("workspace_id", "ws"),
        ("application_key", "app"),
        ("connection_key", "C"),
        ("archive_task_key", "keep"),
        ("shipments_task_key", "load")
    );

    public static IEnumerable<object[]> Cases => Folder.Cases;

    [Theory, MemberData(nameof(Cases))]
    public void A_route_test_passes(string place, string route, string objectName) =>
        Folder.Run(place, route, objectName);

    [Fact]
    public void Every_route_is_proved() => Folder.CoverEveryRoute();
}
