namespace Dispatcher.Testing.Tests;

/// <summary>The environment belongs to the process, so nothing runs beside these.</summary>
[CollectionDefinition(nameof(SnapshotTests), DisableParallelization = true)]
[Collection(nameof(SnapshotTests))]
public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? update = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS"),
        ci = Environment.GetEnvironmentVariable("CI");

    public SnapshotTests()
    {
        Environment.SetEnvironmentVariable("UPDATE_SNAPSHOTS", null);
        Environment.SetEnvironmentVariable("CI", null);
    }

    private string Source => folder.Path + "/MyTests.cs";

    private string Kept => folder.Path + "/snapshots/MyTests.first.json";

    private static DryRun Run => Given.Configured.When(ObjectEvent.Created("readings/2026.json", etag: "e"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("UPDATE_SNAPSHOTS", update);
        Environment.SetEnvironmentVariable("CI", ci);
        folder.Dispose();
    }

    [Fact]
    public void A_snapshot_that_is_missing_fails_and_says_how_to_write_it()
    {
        string message = Given.Message(() => Run.MatchesSnapshot("first", Source));

        Assert.StartsWith(
            $"There is no snapshot {Kept}; run the test once with UPDATE_SNAPSHOTS=1, read what it wrote, "
                + $"and commit it. "
                + $"The plan for create of \"readings/2026.json\" in bucket \"landing-area\" is:\n{{\n  "
                + $"\"outcome\": \"dispatched\",\n",
            message,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(Kept));
    }

    [Fact]
    public void A_snapshot_is_written_where_the_environment_asks_and_then_compared()
    {
        Environment.SetEnvironmentVariable("UPDATE_SNAPSHOTS", "1");
        Run.MatchesSnapshot("first", Source);
        Environment.SetEnvironmentVariable("UPDATE_SNAPSHOTS", null);

        Run.MatchesSnapshot("first", Source);
        Assert.DoesNotContain("routeSet", File.ReadAllText(Kept), StringComparison.Ordinal);
        string message = Given.Message(() =>
            Given
                .Configured.With(("timezone", "CET"))
                .When(ObjectEvent.Created("readings/2026.json", etag: "e"))
                .MatchesSnapshot("first", Source)
        );
        Assert.Equal(
            $"The plan for create of \"readings/2026.json\" in bucket \"landing-area\" is not the one in "
                + $"{Kept}; if it is meant, run the test with UPDATE_SNAPSHOTS=1 and commit the file:\n"
                + "  plan.runs[1].request.configProvider.bindings.TIMEZONE.simpleValue: expected \"UTC\", "
                + "but it is \"CET\"",
            message
        );
    }

    [Fact]
    public void A_plan_that_starts_other_routes_says_why()
    {
        folder.Write("snapshots/MyTests.first.json", """{"outcome": "dispatched", "runs": [{"route": "gone"}]}""");

        Assert.Contains(
            "\n  plan.runs[0].route: expected \"gone\", but it is \"archive\"",
            Given.Message(() => Run.MatchesSnapshot("first", Source)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\nwhy:\n  `archive`: matches",
            Given.Message(() => Run.MatchesSnapshot("first", Source)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_snapshot_is_never_written_in_CI()
    {
        Environment.SetEnvironmentVariable("UPDATE_SNAPSHOTS", "1");
        Environment.SetEnvironmentVariable("CI", "true");

        Assert.StartsWith(
            "There is no snapshot",
            Given.Message(() => Run.MatchesSnapshot("first", Source)),
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(Kept));
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_named()
    {
        folder.Write("snapshots/MyTests.first.json", "<<<<<<< HEAD");

        Assert.StartsWith(
            $"The snapshot {Kept} is not JSON; ",
            Given.Message(() => Run.MatchesSnapshot("first", Source)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_event_that_is_refused_has_a_snapshot_too()
    {
        folder.Write("snapshots/MyTests.first.json", """{"outcome": "rejected"}""");

        Assert.Contains(
            "plan.errors: not expected",
            Given.Message(() => Given.Routes.When(ObjectEvent.FromJson("")).MatchesSnapshot("first", Source)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("")]
    [InlineData("a b")]
    public void A_name_is_a_file_name(string name) =>
        Assert.Throws<ArgumentException>(() => Run.MatchesSnapshot(name, Source));

    [Fact]
    public void A_source_path_that_the_build_mapped_is_explained() =>
        Assert.Contains(
            "DeterministicSourcePaths",
            Given.Message(() => Run.MatchesSnapshot("first", "/_/tests/MyTests.cs")),
            StringComparison.Ordinal
        );
}
