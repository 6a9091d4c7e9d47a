using CsCheck;
using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Runs;

namespace Dispatcher.Emulator.Tests;

public sealed class RunScheduleTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    /// <summary>The oracle: the same runs, second by second.</summary>
    [Fact]
    public void However_seldom_somebody_looks_the_runs_go_as_if_somebody_always_did() =>
        Gen.Select(
                Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[1, 6]).Array[0, 12],
                Gen.Int[1, 4],
                Gen.Int[0, 60].Array[0, 6]
            )
            .Sample(
                (plan, limit, looks) =>
                {
                    RunRecord[] seldom = Run(plan, limit, looks);
                    RunRecord[] always = Run(plan, limit, [.. Enumerable.Range(0, 200)]);
                    Assert.Equal(
                        always.Select(run => (run.StartedAt, run.EndedAt)),
                        seldom.Select(run => (run.StartedAt, run.EndedAt))
                    );

                    foreach (RunRecord run in seldom)
                    {
                        Assert.True(run.StartedAt >= run.ReadyAt);
                        Assert.Equal(run.StartedAt + run.Course.Running, run.EndedAt);
                        Assert.True(
                            seldom.Count(other => other.StartedAt <= run.StartedAt && other.EndedAt > run.StartedAt)
                                <= limit
                        );
                    }
                }
            );

    private static RunRecord[] Run((int Created, int Queued, int Running)[] plan, int limit, int[] looks)
    {
        var schedule = new RunSchedule(limit);
        var runs = new List<RunRecord>();
        for (int second = 0; second <= 200; second++)
        {
            foreach ((int created, int queued, int running) in plan.Where(entry => entry.Created == second))
            {
                schedule.Advance(Start.AddSeconds(second));
                RunRecord run = New(runs.Count, second, queued, running);
                schedule.Add(run);
                runs.Add(run);
            }

            if (looks.Contains(second))
                schedule.Advance(Start.AddSeconds(second));
        }

        schedule.Advance(Start.AddSeconds(200));
        return [.. runs];
    }

    private static RunRecord New(int sequence, int created, int queued, int running)
    {
        var run = new EmulatedRun
        {
            Key = $"{sequence}",
            Workspace = "w",
            Application = "a",
            TaskKey = "t",
            Name = "n",
            Identifier = "N",
            Body = default,
            OpcRequestId = "o",
            Created = Start.AddSeconds(created),
        };
        var course = new RunCourse
        {
            NotStarted = TimeSpan.Zero,
            Queued = TimeSpan.FromSeconds(queued),
            Running = TimeSpan.FromSeconds(running),
        };
        return new(run, course, sequence) { TaskType = "INTEGRATION_TASK" };
    }
}
