using System.Diagnostics;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>A backfill that is killed outright, as a process of its own: nothing is told to it, nothing is cleaned
/// up.</summary>
public sealed class BackfillKilledTests
{
    private const int Objects = 30,
        AtOnce = 5;

    private static readonly string[] Command =
    [
        "backfill",
        "--bucket",
        "landing-area",
        "--config-file",
        "samples/local.config",
        "--submit",
        "--max-running",
        "5",
        "--format",
        "json",
    ];

    [Fact]
    public async Task Killed_in_the_middle_and_run_again_each_object_has_exactly_one_run()
    {
        bool stuck = true;
        await using Cloud cloud = await Cloud.StartAsync(options =>
            options with
            {
                MaxRunning = 100,
                CourseOf = _ =>
                    Volatile.Read(ref stuck)
                        ? options.Course with
                        {
                            Running = Timeout.InfiniteTimeSpan,
                        }
                        : options.Course,
            }
        );
        cloud.Put("landing-area", [.. Enumerable.Range(0, Objects).Select(i => $"invoices/{i:0000}.jsonlines")]);

        // Its first runs never end, so that it stands in the middle when it is killed.
        using (Process killed = cloud.Start(Command))
        {
            while (cloud.Emulator.DataIntegration.RunCount < AtOnce)
            {
                Assert.False(killed.HasExited);
                await Task.Delay(5);
            }

            killed.Kill();
            await killed.WaitForExitAsync();
        }

        Volatile.Write(ref stuck, false);
        foreach (EmulatedRun run in cloud.Runs)
            cloud.Emulator.DataIntegration.Finish(run.Key, RunStatus.Success);
        cloud.Emulator.DataIntegration.ForgetRetryTokens();

        CliResult again = await cloud.RunAsync(Command);

        Assert.Equal(0, again.Code);
        Assert.Equal(AtOnce, again.Json.GetProperty("submitted").GetProperty("existed").GetInt32());
        Assert.Equal(Objects, cloud.Runs.Count);
        Assert.Equal(Objects, cloud.Runs.Select(run => run.Identifier).Distinct().Count());
    }
}
