namespace Dispatcher.Testing.Tests;

public sealed class RouteTestsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_route_test_is_a_case_with_its_place_its_route_and_its_object()
    {
        RouteTests tests = Tests("tests: [{ object: a, expect: { route: r } }, { object: b, expect: unmatched }]");

        Assert.Equal(
            [$"{folder.Path}/r.yaml:6:13 r a", $"{folder.Path}/r.yaml:6:50 r b"],
            tests.Cases.Select(row => string.Join(' ', row))
        );
        foreach (object[] row in tests.Cases)
            tests.Run((string)row[0], (string)row[1], (string)row[2]);
        tests.CoverEveryRoute();
    }

    [Fact]
    public void A_route_test_that_fails_says_where_and_what_differs_and_why()
    {
        RouteTests tests = Tests("tests: [{ object: ab, expect: { route: r } }]");

        string message = Given.Message(() => tests.Run($"{folder.Path}/r.yaml:6:13", "r", "ab"));

        Assert.StartsWith(
            $"{folder.Path}/r.yaml:6:13: the test of `r` with \"ab\" fails:\nexpected `r` to fire, but no "
                + $"route fired\n  `r`: ",
            message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_same_tests_under_two_routes_are_two_cases()
    {
        folder.Write(
            "r.yaml",
            "version: 1\nroutes:\n"
                + "  - { name: r, match: { object: a }, task: { key: k }, tests: &t [{ object: a, expect: { "
                + "route: r } }] }\n"
                + "  - { name: s, match: { object: b }, task: { key: k }, tests: *t }\n"
        );
        RouteTests tests = RouteTests.In(folder.Path, ("workspace_id", "ws"), ("application_key", "app"));

        Assert.Equal(["r", "s"], tests.Cases.Select(row => (string)row[1]));
        foreach (object[] row in tests.Cases)
            tests.Run((string)row[0], (string)row[1], (string)row[2]);
    }

    [Fact]
    public void Configuration_is_for_tests_that_give_none()
    {
        RouteTests tests = Tests(
            "tests: [{ object: a, config: { workspace_id: w2, application_key: app }, expect: { task: { "
                + "workspace: w2 } } }]"
        );

        tests.Run($"{folder.Path}/r.yaml:6:13", "r", "a");
    }

    [Theory]
    [InlineData("", "lacks a test where it fires and a near miss")]
    [InlineData("tests: [{ object: b, expect: unmatched }]", "lacks a test where it fires")]
    [InlineData("tests: [{ object: a, expect: { route: r } }]", "lacks a near miss")]
    public void A_route_that_no_test_proves_is_named_with_what_it_lacks(string written, string lacks)
    {
        RouteTests tests = Tests(written);

        string message = Given.Message(tests.CoverEveryRoute);

        Assert.StartsWith(
            $"These routes are not proved by their tests:\n  {folder.Path}/r.yaml:3:11: `r` {lacks}",
            message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_set_that_does_not_load_is_one_case_that_says_why_when_it_runs()
    {
        folder.Write("r.yaml", "version: 1\nroutes: [{ name: r }]\n");
        RouteTests tests = RouteTests.In(folder.Path);

        object[] only = Assert.Single(tests.Cases);

        Assert.Contains(
            "error RD004",
            Assert
                .Throws<RouteSetLoadException>(() => tests.Run((string)only[0], (string)only[1], (string)only[2]))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<RouteSetLoadException>(tests.CoverEveryRoute);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_one_case_that_says_so_when_it_runs()
    {
        RouteTests tests = RouteTests.In("nowhere");

        object[] only = Assert.Single(tests.Cases);

        Assert.Throws<DirectoryNotFoundException>(() => tests.Run((string)only[0], (string)only[1], (string)only[2]));
    }

    [Fact]
    public void A_set_without_tests_is_one_case_that_passes()
    {
        RouteTests tests = Tests("");

        object[] only = Assert.Single(tests.Cases);

        tests.Run((string)only[0], (string)only[1], (string)only[2]);
    }

    [Fact]
    public void A_case_that_the_file_no_longer_has_fails() =>
        Assert.Contains(
            "build again",
            Given.Message(() => Tests("").Run("r.yaml:9:9", "r", "a")),
            StringComparison.Ordinal
        );

    private RouteTests Tests(string written)
    {
        folder.Write(
            "r.yaml",
            $"version: 1\nroutes:\n  - name: r\n    match: {{ object: a }}\n    task: {{ key: k }}\n    {written}\n"
        );
        return RouteTests.In(folder.Path, ("workspace_id", "ws"), ("application_key", "app"));
    }
}
