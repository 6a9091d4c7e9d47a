using Dispatcher.Testing;

namespace Routes.Tests;

/// <summary>Every test inside <c>routes/</c> as a test case of its own: a pull request that only adds YAML is tested by
/// <c>dotnet test</c>.</summary>
public sealed class RouteFileTests
{
    private static readonly RouteTests Folder = RouteTests.In("routes");

    public static IEnumerable<object[]> Cases => Folder.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_route_test_passes(string place, string route, string objectName) =>
        Folder.Run(place, route, objectName);

    [Fact]
    public void Every_route_is_proved_by_a_test_where_it_fires_and_a_near_miss() => Folder.CoverEveryRoute();
}
