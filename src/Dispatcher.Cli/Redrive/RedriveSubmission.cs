using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Redrive;

/// <summary>Starts what is missing of each record, and puts a record aside as soon as all its runs exist.</summary>
internal sealed class RedriveSubmission(Terminal terminal, IRecordPlace place, RunSubmission runs)
{
    private readonly HashSet<(string Workspace, string Application, string Task)> refused = [];

    public RunSubmission Runs => runs;

    /// <summary>Records put aside.</summary>
    public long Done { get; private set; }

    /// <summary>Records that stay where they are.</summary>
    public long Left { get; private set; }

    /// <summary>Settles one record as far as that is possible.</summary>
    /// <returns>What makes going on useless, or null.</returns>
    public async Task<RedriveStop?> AddAsync(Redrivable record, CancellationToken stopping)
    {
        bool complete = record.CanBeDone;
        foreach (RedriveEvent happened in record.Events)
        {
            foreach (RedriveRun run in happened.Runs)
            {
                ServiceResult<bool> exists = await StartAsync(happened.Subject, run, stopping).ConfigureAwait(false);
                if (exists.Failure is { } failure)
                    return new("Data Integration", failure);
                complete &= exists.Value;
            }
        }

        if (!complete)
        {
            Left++;
            return null;
        }

        if (await place.PutAsideAsync(record.Name, record.Content).ConfigureAwait(false) is { } stuck)
            return new($"all runs of record {Quote.Value(record.Name)} exist, but it was not moved to done/", stuck);
        Done++;
        return null;
    }

    private async Task<ServiceResult<bool>> StartAsync(string subject, RedriveRun run, CancellationToken stopping)
    {
        TaskRunRequest request = run.Request;
        if (run.Exists)
        {
            if (run.Found is { } found)
                runs.AddExisting(request, found);
            return true;
        }

        (string, string, string) task = (request.Workspace, request.Application, request.TaskKey);
        if (refused.Contains(task))
            return false;
        ServiceResult<bool> added = run.Refused
            ?? await runs.AddAsync(run.Request, subject, stopping).ConfigureAwait(false);
        if (added.Failure is not { } failure || !RedriveRunner.IsAboutOneTask(failure))
            return added;

        // The next record would be answered the same.
        refused.Add(task);
        terminal.Error.WriteLine(
            $"error: {Quote.Value(subject)}, route {request.Route}: {failure.Describe()}; "
                + $"no more runs of task {Quote.Value(request.TaskKey)} are tried"
        );
        return false;
    }
}
