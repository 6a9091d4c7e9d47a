using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dispatcher.Emulator.Faults;
using static Dispatcher.Emulator.Model.Operations;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>Groups and expectations, swept at a desk.</summary>
public sealed class SweepGroupTests
{
    private const string Daily = """
        version: 1
        routes:
          - name: daily
            owner: team-one
            match: { object: 'in/(?<day>[^/]+)/(?<part>[^/]+)', bucket: landing }
            task: { key: t1, workspace: ws, application: app }
            bindings: { NAMES: "{{ group.names | array.size }}", MISSING: "{{ group.missing | array.join ',' }}" }
            group: { by: "{{ groups.day }}", quiet: QUIET }
        """;

    [Fact]
    public async Task Fifty_files_of_three_keys_are_three_runs_and_a_late_file_is_one_more()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        for (int n = 0; n < 50; n++)
            cloud.Put("landing", $"in/{n % 3}/{n}.csv");

        Assert.Equal((0, 3), await SweepAsync(cloud, Of("1h")));
        Assert.Empty(cloud.Runs);
        Assert.Equal((3, 0), await SweepAsync(cloud, Of("0s")));
        Assert.Equal((0, 0), await SweepAsync(cloud, Of("0s")));
        Assert.Equal(3, cloud.Runs.Count);

        cloud.Put("landing", "in/1/late.csv");
        Assert.Equal((1, 0), await SweepAsync(cloud, Of("0s")));
        Assert.Equal((0, 0), await SweepAsync(cloud, Of("0s")));
        Assert.Equal(["16", "17", "17", "18"], cloud.Runs.Select(run => Bound(run.Body, "NAMES")).Order());
    }

    [Fact]
    public async Task A_member_that_is_written_again_is_one_run_more()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Put("landing", "in/1/a.csv", "in/1/b.csv");
        await SweepAsync(cloud, Of("0s"));

        cloud.Put("landing", "in/1/a.csv");

        Assert.Equal((1, 0), await SweepAsync(cloud, Of("0s")));
        Assert.Equal(2, cloud.Runs.Count);
    }

    [Fact]
    public async Task Parts_that_are_missing_hold_the_run_until_at_most_and_the_run_says_what_lacks()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Put("landing", "in/1/orders", "in/1/lines", "in/2/orders", "in/2/lines", "in/2/customers");
        const string Complete = "0s, complete: { part: \"{{ groups.part }}\", of: [orders, lines, customers] }";

        Assert.Equal((1, 1), await SweepAsync(cloud, Of(Complete)));
        Assert.Equal((0, 1), await SweepAsync(cloud, Of(Complete + ", at_most: 1h")));
        Assert.Equal("", Bound(Assert.Single(cloud.Runs).Body, "MISSING"));

        Assert.Equal((1, 0), await SweepAsync(cloud, Of(Complete + ", at_most: 0s")));
        Assert.Equal("customers", Bound(cloud.Runs[1].Body, "MISSING"));
    }

    [Fact]
    public async Task A_listing_that_fails_starts_no_group_with_what_it_had()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        for (int n = 0; n < 1500; n++)
            cloud.Put("landing", $"in/1/{n}.csv");
        cloud.Emulator.Faults.Add(new FaultRule(Fault.Status(404)) { Operation = ListObjects, After = 1 });

        Assert.Equal((0, 1), await SweepAsync(cloud, Of("0s")));
        Assert.Empty(cloud.Runs);

        cloud.Emulator.Faults.Clear();
        Assert.Equal((1, 0), await SweepAsync(cloud, Of("0s")));
        Assert.Equal("1500", Bound(Assert.Single(cloud.Runs).Body, "NAMES"));
    }

    [Fact]
    public async Task Two_sweeps_at_once_start_each_group_once()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        for (int n = 0; n < 30; n++)
            cloud.Put("landing", $"in/{n % 10}/{n}.csv");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SweepAsync(cloud, Of("0s"))));

        Assert.Equal(10, cloud.Runs.Count);
    }

    [Fact]
    public async Task A_day_without_its_file_is_missing_although_an_older_days_file_comes_and_clears_with_its_own()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        DateTime today = DateTime.UtcNow.Date;
        string Day(int back) => today.AddDays(-back).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        const string Expecting = """
            version: 1
            routes:
              - name: daily
                owner: team-one
                match: { object: 'in/(?<day>[^/]+)', bucket: landing }
                task: { key: t1, workspace: ws, application: app }
                expect: { every: day, key: "{{ groups.day }}", format: "%F", within: 1d }
            """;
        cloud.Put("landing", $"in/{Day(2)}", $"in/{Day(9)}");

        JsonElement[] missing = await MissingAsync(cloud, Expecting);
        Assert.Equal([Day(1)], missing.Select(one => one.GetProperty("key").GetString()));
        Assert.Equal("team-one", missing[0].GetProperty("owner").GetString());
        cloud.Put("landing", $"in/{Day(8)}");
        Assert.Single(await MissingAsync(cloud, Expecting));
        cloud.Put("landing", $"in/{Day(1)}");
        Assert.Empty(await MissingAsync(cloud, Expecting));
    }

    [Fact]
    public async Task Of_a_route_whose_buckets_cannot_be_listed_nothing_is_called_missing()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        CliResult done = await RunAsync(
            cloud,
            """
            version: 1
            routes:
              - name: anywhere
                match: { object: 'in/(?<day>[^/]+)' }
                task: { key: t1, workspace: ws, application: app }
                expect: { every: day, key: "{{ groups.day }}", format: "%F", within: 1d }
            """
        );

        Assert.Empty(done.Json.GetProperty("missingObjects").EnumerateArray());
        Assert.Contains("cannot sweep route `anywhere`", done.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_between_starts_fifty_files_of_three_keys_are_still_three_runs()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        for (int n = 0; n < 50; n++)
            cloud.Put("landing", $"in/{n % 3}/{n}.csv");
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(("r.yaml", Of("0s")));

        for (int runs = 1; runs <= 2; runs++)
        {
            // Its second run never begins: the request hangs until the process is killed.
            var hangs = new TaskCompletionSource();
            int requests = 0;
            cloud.Emulator.Faults.Add(
                new FaultRule(Fault.Slow(TimeSpan.FromHours(1)))
                {
                    Operation = CreateTaskRun,
                    When = _ => Interlocked.Increment(ref requests) > 1 && (hangs.TrySetResult() || true),
                }
            );
            using (Process killed = cloud.Start(["sweep", "--submit", "--format", "json"], folder.Path))
            {
                await Task.WhenAny(hangs.Task, killed.WaitForExitAsync());
                Assert.False(killed.HasExited);
                killed.Kill();
                await killed.WaitForExitAsync();
            }

            cloud.Emulator.Faults.Clear();
            cloud.Emulator.DataIntegration.ForgetRetryTokens();
            Assert.Equal(runs, cloud.Runs.Count);
        }

        await SweepAsync(cloud, Of("0s"));

        Assert.Equal(3, cloud.Runs.Count);
        Assert.Equal(["16", "17", "17"], cloud.Runs.Select(run => Bound(run.Body, "NAMES")).Order());
    }

    [Fact]
    public async Task Status_of_a_group_has_members_parts_run_and_what_to_do_next()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Put("landing", "in/1/orders", "in/2/orders");
        string routes = Of("0s, complete: { part: \"{{ groups.part }}\", of: [orders, lines] }");

        CliResult waiting = await StatusAsync(cloud, routes, "daily", "1");
        Assert.Equal((1, "incomplete"), (waiting.Code, Text(Group(waiting), "state")));
        Assert.Equal(
            ["lines"],
            Group(waiting).GetProperty("missing").EnumerateArray().Select(part => part.GetString())
        );
        Assert.StartsWith(
            "it waits for lines; without `at_most` it waits for ever",
            Next(waiting),
            StringComparison.Ordinal
        );

        cloud.Put("landing", "in/1/lines");
        CliResult ready = await StatusAsync(cloud, routes, "daily", "1");
        Assert.Equal((1, "ready"), (ready.Code, Text(Group(ready), "state")));
        Assert.Contains("`dispatcher sweep --submit` does so now", Next(ready), StringComparison.Ordinal);
        Assert.Equal(
            ["in/1/lines lines", "in/1/orders orders"],
            Group(ready)
                .GetProperty("members")
                .EnumerateArray()
                .Select(member => $"{Text(member, "name")} {Text(member, "part")}")
        );

        await SweepAsync(cloud, routes);
        CliResult done = await StatusAsync(cloud, routes, "daily", "1");
        Assert.Equal(0, done.Code);
        Assert.Equal(Assert.Single(cloud.Runs).Key, Text(Group(done).GetProperty("run"), "taskRunKey"));

        CliResult text = await StatusAsync(cloud, routes, "daily", "3", "--format", "text");
        Assert.Equal(
            (1, "no objects  3  daily  no object in the landing buckets has this key\n"),
            (text.Code, text.Out)
        );
        CliResult shown = await StatusAsync(cloud, routes, "daily", "1", "--format", "text");
        Assert.StartsWith("started     1  daily  in landing, first written ", shown.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "--group",
        "dail",
        "1",
        "there is no route with `group` that is called \"dail\"; did you mean `daily`?"
    )]
    [InlineData("--group", "daily", null, "--group")]
    [InlineData("--bucket", "landing", null, "there is nothing to look for; give --object NAME or --group ROUTE KEY")]
    public async Task A_group_that_cannot_be_looked_for_is_refused(
        string first,
        string second,
        string? third,
        string message
    )
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(("r.yaml", Of("0s")));

        CliResult refused = await cloud.RunAsync(
            third is null ? ["status", first, second] : ["status", first, second, third],
            folder.Path
        );

        Assert.Equal(2, refused.Code);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }

    private static JsonElement Group(CliResult status) =>
        Assert.Single(status.Json.GetProperty("groups").EnumerateArray());

    private static string Next(CliResult status) =>
        string.Join(' ', Group(status).GetProperty("next").EnumerateArray().Select(next => next.GetString()));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<CliResult> StatusAsync(
        Cloud cloud,
        string routes,
        string route,
        string key,
        params string[] more
    )
    {
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(("r.yaml", routes));
        return await cloud.RunAsync(
            ["status", "--group", route, key, .. more.Length == 0 ? ["--format", "json"] : more],
            folder.Path
        );
    }

    private static string Of(string quiet) => Daily.Replace("QUIET", quiet, StringComparison.Ordinal);

    private static string Bound(ReadOnlyMemory<byte> body, string parameter)
    {
        using var document = JsonDocument.Parse(body);
        return document
            .RootElement.GetProperty("configProvider")
            .GetProperty("bindings")
            .GetProperty(parameter)
            .GetProperty("simpleValue")
            .GetString()!;
    }

    private static async Task<(int Started, int Waiting)> SweepAsync(Cloud cloud, string routes)
    {
        CliResult done = await RunAsync(cloud, routes);
        return (
            done.Json.GetProperty("started").GetInt32(),
            done.Json.GetProperty("groups").GetProperty("waiting").GetInt32()
        );
    }

    private static async Task<JsonElement[]> MissingAsync(Cloud cloud, string routes) =>
        [.. (await RunAsync(cloud, routes)).Json.GetProperty("missingObjects").EnumerateArray()];

    private static async Task<CliResult> RunAsync(Cloud cloud, string routes)
    {
        using TemporaryFolder folder = TemporaryFolder.WithRoutes(("r.yaml", routes));
        return await cloud.RunAsync(["sweep", "--submit", "--format", "json"], folder.Path);
    }
}
