using System.Diagnostics;
using System.Globalization;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Cli.Runs;

/// <summary>Follows runs to their end, and says every change of state with the time since the start.</summary>
internal sealed class RunWatch(Terminal terminal, RunCalls runs, TextWriter notes, IReadOnlyList<SentRun> started)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1),
        Longest = TimeSpan.FromSeconds(10);
    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly SentRun[] current = [.. started];

    /// <summary>The runs as they were read last.</summary>
    public IReadOnlyList<SentRun> Current => current;

    /// <summary>Follows; a failure of the service ends it.</summary>
    public async Task<ServiceFailure?> FollowAsync(CancellationToken stopping)
    {
        foreach (SentRun run in current)
            Say(run);
        TimeSpan pause = First;
        while (Array.Exists(current, run => !run.Run.IsFinished))
        {
            await terminal.Wait(pause, stopping).ConfigureAwait(false);
            pause = pause * 1.5 < Longest ? pause * 1.5 : Longest;
            for (int i = 0; i < current.Length; i++)
            {
                if (current[i].Run.IsFinished)
                    continue;
                ServiceResult<TaskRun> read = await runs.ReadAsync(current[i].Request, current[i].Run.Key, stopping)
                    .ConfigureAwait(false);
                if (!read.TryGet(out TaskRun? run))
                    return read.Failure;
                bool changed = run.Status != current[i].Run.Status;
                current[i] = current[i] with { Run = run };
                if (changed)
                    Say(current[i]);
            }
        }

        return null;
    }

    private void Say(SentRun run)
    {
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        notes.WriteLine(
            $"{seconds.ToString("0.0", CultureInfo.InvariantCulture), 7} s  {run.Request.Route}  "
                + $"{Quote.Line(run.Run.Status ?? "unknown")}"
        );
    }
}
