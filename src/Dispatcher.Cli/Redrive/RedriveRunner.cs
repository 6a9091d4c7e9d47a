using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Redrive;

/// <summary>Plans over all records first; then, where that is asked for, goes through them again, starts what was never
/// started, and puts aside what is settled.</summary>
internal sealed class RedriveRunner(Terminal terminal, RouteInput input, IRecordPlace place, SweepServices services)
{
    private readonly DispatchPlanner planner = input.Routes.Planner!;

    /// <summary>Runs to the end.</summary>
    /// <param name="submit">Whether to start something.</param>
    /// <param name="maxRunning">So many runs may be unfinished at once.</param>
    /// <param name="stopping">Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(bool submit, int maxRunning, CancellationToken stopping)
    {
        var plan = new RedrivePlan(planner);
        var progress = new ProgressLine(terminal, input.Notes);
        RedriveStop? stop = await EachAsync(
                record =>
                {
                    plan.Add(record);
                    progress.Show("planned", plan.Records, null);
                    return Task.FromResult<RedriveStop?>(null);
                },
                stopping
            )
            .ConfigureAwait(false);
        progress.End();
        if (stop is not null)
            return Trouble.Report(terminal, stop.What, stop.Failure);
        if (place.PassedOver > 0)
            input.Notes.WriteLine($"note: not named like a record and left alone: {place.PassedOver}");
        if (plan.Records == 0)
            input.Notes.WriteLine($"note: there are no dead-letter records below {Quote.Line(place.Name)}");
        if (input.Format == "text")
            RedriveText.WritePlan(terminal, plan, place.Name);
        var errors = new RunErrors(terminal);
        if (submit)
            return await SubmitAsync(
                    plan,
                    new RecordSubmission(place, new PacedRuns(services, maxRunning, errors), errors, waits: true),
                    stopping
                )
                .ConfigureAwait(false);
        if (input.Format == "json")
            RedriveOutput.Write(terminal, plan, place.Name, null);
        else if (plan.Ready + plan.StartedSince > 0)
            input.Notes.WriteLine(
                "nothing was started or moved; --submit starts what was never started, "
                    + "and moves what is settled to done/"
            );
        return plan.HasFindings ? ExitCode.Findings : ExitCode.Done;
    }

    private async Task<int> SubmitAsync(RedrivePlan plan, RecordSubmission submission, CancellationToken stopping)
    {
        var progress = new ProgressLine(terminal, input.Notes);
        try
        {
            RedriveStop? stop = await EachAsync(
                    async record =>
                    {
                        RedriveStop? wrong = await submission.AddAsync(record, stopping).ConfigureAwait(false);
                        progress.Show(
                            "records",
                            submission.Done + submission.Left,
                            plan.Records,
                            $"  {submission.Runs.Running} going on"
                        );
                        return wrong;
                    },
                    stopping
                )
                .ConfigureAwait(false);
            if (stop is null && await submission.Runs.ReduceAsync(0, stopping).ConfigureAwait(false) is { } failure)
                stop = new("Data Integration", failure);
            progress.End();
            Report(plan, submission);
            if (stop is not null)
                return Trouble.Report(terminal, $"{stop.What} (run the same command again to go on)", stop.Failure);
            return submission.Left > 0 || submission.Runs.Failed > 0 ? ExitCode.Findings : ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            progress.End();
            Report(plan, submission);
            input.Notes.WriteLine(
                "interrupted; what was started goes on, and the same command run again does the rest"
            );
            throw;
        }
    }

    private void Report(RedrivePlan plan, RecordSubmission submission)
    {
        if (input.Format == "json")
            RedriveOutput.Write(terminal, plan, place.Name, submission);
        else
            RedriveText.WriteResult(terminal, submission);
    }

    private async Task<RedriveStop?> EachAsync(Func<Redrivable, Task<RedriveStop?>> act, CancellationToken stopping)
    {
        var reader = new RecordReader(place, planner, input.Configuration.Configuration, new TaskHistories(services));
        await foreach (IReadOnlyList<string> page in place.PagesAsync(stopping).ConfigureAwait(false))
        {
            foreach (string[] names in RecordReader.Portions(page))
            {
                ServiceResult<Redrivable[]> read = await reader.ReadAsync(names, stopping).ConfigureAwait(false);
                if (!read.TryGet(out Redrivable[]? records, out ServiceFailure? failure))
                    return new("records could not be read, or their runs not looked up", failure);
                foreach (Redrivable record in records)
                {
                    stopping.ThrowIfCancellationRequested();
                    if (await act(record).ConfigureAwait(false) is { } stop)
                        return stop;
                }
            }
        }

        return place.Failure is { } broken ? new($"the records below {Quote.Line(place.Name)}", broken) : null;
    }
}
