using System.Text.Json;
using Dispatcher.Emulator.Model;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>What the sweep promises: nothing that lies in a bucket stays without its run, nothing runs twice, and what
/// failed is reported once.</summary>
public sealed class SweepTests
{
    private const string OneRoute = """
        version: 1
        defaults: { task: { workspace: ws, application: app } }
        routes:
          - name: one
            owner: team-one
            match: { object: "in/.+", bucket: landing }
            task: { key: t1 }
            bindings: { NAME: "{{ object.name }}" }
        """;

    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(11);

    public enum Sweeps
    {
        One,
        TwoAtOnce,
        KilledAnywhere,
    }

    [Theory]
    [InlineData(Sweeps.One)]
    [InlineData(Sweeps.TwoAtOnce)]
    [InlineData(Sweeps.KilledAnywhere)]
    public async Task Of_5000_objects_whose_events_are_lost_in_part_every_one_has_exactly_one_run(Sweeps sweeps)
    {
        await using SweepBed bed = await SweepBed.StartAsync(
            OneRoute,
            new EmulatorOptions { LostEvents = 0.05, LostEventsSeed = 7 }
        );
        bed.Put(Enumerable.Range(0, 5000).Select(n => $"in/{n}.csv"));
        await bed.DeliverAsync();
        long lost = bed.Emulator.ObjectStorage.LostEvents;
        Assert.InRange(lost, 150, 350);
        Assert.Equal(5000 - lost, bed.Runs.Count);
        bed.Time.Advance(Settled);

        switch (sweeps)
        {
            case Sweeps.One:
                JsonElement answer = await bed.SweepAsync();
                Assert.Equal((5000, lost, lost, 0), Numbers(answer));
                break;
            case Sweeps.TwoAtOnce:
                await Task.WhenAll(bed.SweepAsync(), bed.SweepAsync());
                break;
            case Sweeps.KilledAnywhere:
                var random = new Random(3);
                for (int kill = 0; kill < 8; kill++)
                    await bed.SweepAsync(killAfter: random.Next(1, 60));
                await bed.SweepAsync();
                break;
        }

        Assert.Equal(5000, bed.Runs.Count);
        Assert.Equal(5000, bed.Runs.Select(run => run.Identifier).Distinct().Count());
        Assert.Equal((5000, 0, 0, 0), Numbers(await bed.SweepAsync()));
    }

    [Fact]
    public async Task What_is_not_settled_or_not_in_the_window_is_left_alone_and_a_plan_starts_nothing()
    {
        await using SweepBed bed = await SweepBed.StartAsync(OneRoute, new EmulatorOptions { LostEvents = 1 });
        bed.Put("in/old.csv");
        bed.Time.Advance(TimeSpan.FromDays(3));
        bed.Put("in/lost.csv", "other/a.csv");
        bed.Time.Advance(Settled);
        bed.Put("in/young.csv");

        Assert.Equal((2, 1, 0, 1), Numbers(await bed.SweepAsync(""", "plan": true""")));
        Assert.Empty(bed.Runs);
        Assert.Equal((2, 1, 1, 0), Numbers(await bed.SweepAsync()));
        Assert.Equal((3, 1, 1, 0), Numbers(await bed.SweepAsync(""", "since": "30d" """)));
        Assert.Equal(["in/lost.csv", "in/old.csv"], bed.Log("sweep.started").Select(ObjectName));
    }

    [Fact]
    public async Task Each_failed_run_is_reported_in_one_sweep_with_owner_object_and_message()
    {
        await using SweepBed bed = await SweepBed.StartAsync(
            OneRoute,
            new EmulatorOptions { Course = new() { Running = Timeout.InfiniteTimeSpan } }
        );
        bed.Put(Enumerable.Range(0, 6).Select(n => $"in/{n}.csv"));
        await bed.DeliverAsync();
        bed.Time.Advance(TimeSpan.FromMinutes(1));
        for (int slot = 0; slot < 3; slot++)
        {
            bed.Emulator.DataIntegration.Finish(bed.Runs[2 * slot].Key, RunStatus.Error, $"no table {slot}");
            bed.Emulator.DataIntegration.Finish(bed.Runs[(2 * slot) + 1].Key, RunStatus.Success);
            bed.Time.Advance(TimeSpan.FromMinutes(15));
            await bed.SweepAsync();
        }

        for (int more = 0; more < 3; more++)
        {
            bed.Time.Advance(TimeSpan.FromMinutes(15));
            await bed.SweepAsync();
        }

        JsonElement[] failed = bed.Log("run.failed");
        Assert.Equal(3, failed.Length);
        Assert.Equal(["no table 0", "no table 1", "no table 2"], failed.Select(line => Text(line, "serviceMessage")));
        Assert.All(failed, line =>
        {
            Assert.Equal(("error", "one", "team-one"), (Text(line, "level"), Text(line, "route"), Text(line, "owner")));
            Assert.StartsWith("in/", ObjectName(line), StringComparison.Ordinal);
            Assert.Contains(bed.Runs, run => run.Key == Text(line, "taskRunKey") && run.Status == RunStatus.Error);
        });
    }

    [Fact]
    public async Task What_a_sweep_finds_and_does_is_counted()
    {
        await using SweepBed bed = await SweepBed.StartAsync(
            OneRoute
                + """

                  - name: parts
                    match: { object: "parts/(?<key>[a-z]+)/.+", bucket: landing }
                    task: { key: t2 }
                    group: { by: "{{ groups.key }}", quiet: 1h }
                    bindings: { KEY: "{{ group.key }}" }
                  - name: daily
                    match: { object: 'daily/(?<day>\d{4}-\d\d-\d\d)\.csv', bucket: landing }
                    task: { key: t3 }
                    expect: { every: day, key: "{{ groups.day }}", format: "%F", within: 1d }
                """,
            new EmulatorOptions
            {
                LostEvents = 1,
                Course = new() { Running = Timeout.InfiniteTimeSpan },
            }
        );
        bed.Put("in/1.csv", "in/2.csv", "in/3.csv", "parts/a/1", "parts/b/1", "parts/b/2");
        bed.Time.Advance(Settled);

        JsonElement first = await bed.SweepAsync();

        Assert.Equal((6, 3, 3, 0), Numbers(first));
        Assert.Equal(
            (3, 3, 2, first.GetProperty("missing").GetInt64()),
            (
                bed.Measured["dispatcher.sweep.lost{dispatcher.route=one}"],
                bed.Measured["dispatcher.sweep.started{dispatcher.route=one}"],
                bed.Measured["dispatcher.sweep.groups.waiting{}"],
                bed.Measured["dispatcher.sweep.missing{}"]
            )
        );
        Assert.InRange(first.GetProperty("missing").GetInt64(), 1, 3);

        bed.Emulator.DataIntegration.Finish(bed.Runs[0].Key, RunStatus.Error, "no table");
        bed.Emulator.DataIntegration.Finish(bed.Runs[1].Key, RunStatus.Success);
        bed.Time.Advance(TimeSpan.FromMinutes(15));
        await bed.SweepAsync();

        Assert.Equal(
            (1, 1, 1, 2),
            (
                bed.Measured["dispatcher.sweep.failed{dispatcher.route=one}"],
                bed.Measured["dispatcher.runs.ended{dispatcher.route=one,dispatcher.status=ERROR}"],
                bed.Measured["dispatcher.runs.ended{dispatcher.route=one,dispatcher.status=SUCCESS}"],
                bed.Measured["dispatcher.sweeps{dispatcher.result=done}"]
            )
        );
    }

    private static (long Listed, long Lost, long Started, long Left) Numbers(JsonElement answer)
    {
        Assert.Equal("sweep", Text(answer, "outcome"));
        long Number(string name) => answer.GetProperty(name).GetInt64();
        return (Number("listed"), Number("lost"), Number("started"), Number("left"));
    }

    private static string? ObjectName(JsonElement line) => Text(line, "objectName");

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
}
