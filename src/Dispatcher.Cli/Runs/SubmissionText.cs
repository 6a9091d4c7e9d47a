using Dispatcher.Cli.Console;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Runs;

/// <summary>What was started, and what became of it.</summary>
internal static class SubmissionText
{
    /// <summary>As one line of text.</summary>
    public static Line Line(PacedRuns done) =>
        new Line()
            .Add("started    ", Styles.Faint)
            .Add(Tally.Number(done.Started), Styles.Strong)
            .Add($"  succeeded {Tally.Number(done.Succeeded)}", Styles.Good)
            .Add($"  failed {Tally.Number(done.Failed)}", done.Failed > 0 ? Styles.Bad : Styles.Faint)
            .Add($"  going on {Tally.Number(done.Running)}", Styles.Faint)
            .Add($"  existed before {Tally.Number(done.Existed)}", Styles.Faint)
            .Add(
                done.FailedBefore > 0
                    ? $", {Tally.Number(done.FailedBefore)} of them failed and are left as they are"
                    : "",
                Styles.Odd
            );
}
