using System.Text;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>Where routes come from, in the real process.</summary>
public sealed class RouteSourceTests
{
    private const string Good = "version: 1\nroutes: [{ name: NAME, match: { object: in/.* }, task: { key: k } }]\n";

    [Fact]
    public async Task Routes_in_a_bucket_are_refreshed_beside_the_events_and_a_broken_file_keeps_the_last_good_set()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("DISPATCHER_ROUTES", "oci://routes/live"),
            ("DISPATCHER_REFRESH_SECONDS", "1")
        );
        var bucket = function.Emulator.ObjectStorage.CreateBucket("routes");

        // Nothing there yet: the event is deferred, not dropped.
        Answer early = await function.CallAsync(OutcomeTests.Event("in/0"), TimeSpan.FromSeconds(6));
        Assert.Equal(("deferred", "RD406"), (early.Outcome, early.Codes[0]));

        bucket.Put("live/a.yaml", Encoding.UTF8.GetBytes(Good.Replace("NAME", "first", StringComparison.Ordinal)));
        await UntilRouteAsync(function, "first");
        bucket.Put("live/a.yaml", Encoding.UTF8.GetBytes(Good.Replace("NAME", "second", StringComparison.Ordinal)));
        await UntilRouteAsync(function, "second");

        bucket.Put("live/a.yaml", "version: 1\nroutes: [{ name: broken }]\n"u8.ToArray());
        await function.UntilAsync(
            () =>
            {
                _ = function.CallAsync(OutcomeTests.Event("in/x")).GetAwaiter().GetResult();
                return function.Log.Any(line => line.TryGetProperty("diagnostics", out _));
            },
            "the diagnostics of the broken file"
        );
        Assert.Equal("second", await RouteAsync(function));

        bucket.Put("live/a.yaml", Encoding.UTF8.GetBytes(Good.Replace("NAME", "third", StringComparison.Ordinal)));
        await UntilRouteAsync(function, "third");
    }

    [Fact]
    public async Task Routes_may_stand_in_the_configuration()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync(
            null,
            ("DISPATCHER_ROUTES", "inline"),
            ("DISPATCHER_ROUTES_YAML", Good.Replace("NAME", "inline", StringComparison.Ordinal))
        );

        Assert.Equal("inline", await RouteAsync(function));
    }

    private static async Task UntilRouteAsync(FunctionUnderTest function, string route) =>
        await function.UntilAsync(() => RouteAsync(function).GetAwaiter().GetResult() == route, $"the route {route}");

    private static async Task<string?> RouteAsync(FunctionUnderTest function)
    {
        Answer answer = await function.CallAsync(OutcomeTests.Event($"in/{Guid.NewGuid()}"), TimeSpan.FromSeconds(6));
        return answer.Runs.EnumerateArray().Select(run => run.GetProperty("route").GetString()).FirstOrDefault();
    }
}
