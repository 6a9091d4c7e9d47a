using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>Starts what is missing of each record, and puts a record aside as soon as all its runs exist.</summary>
/// <param name="place">Where the records are.</param>
/// <param name="runs">Starts the runs.</param>
/// <param name="news">Called for a task that is refused.</param>
/// <param name="waits">Whether to wait while a route is full; else the record is left.</param>
public sealed class RecordSubmission(IRecordPlace place, PacedRuns runs, IRunNews news, bool waits)
{
    private readonly HashSet<TaskPlace> refused = [];

    /// <summary>The runs.</summary>
    public PacedRuns Runs => runs;

    /// <summary>Records put aside.</summary>
    public long Done { get; private set; }

    /// <summary>Records that stay where they are.</summary>
    public long Left { get; private set; }

    /// <summary>Settles one record as far as that is possible.</summary>
    /// <returns>What makes going on useless, or null.</returns>
    public async Task<RedriveStop?> AddAsync(Redrivable record, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(record);
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
                runs.AddExisting(request, found.Run);
            return true;
        }

        var task = TaskPlace.Of(request);
        if (refused.Contains(task))
            return false;
        ServiceResult<RunAddition> added = run.Refused
            ?? await runs.AddAsync(request, RunSubject.Of(subject), waits, stopping).ConfigureAwait(false);
        if (added.Failure is not { } failure)
            return added.Value == RunAddition.Exists;
        if (!RecordReader.IsAboutOneTask(failure))
            return failure;

        // The next record would be answered the same.
        refused.Add(task);
        news.Refused(request, RunSubject.Of(subject), failure, ofWholeTask: true);
        return false;
    }
}

/// <summary>Why nothing more was tried.</summary>
/// <param name="What">What was tried.</param>
/// <param name="Failure">Why it failed.</param>
public sealed record RedriveStop(string What, ServiceFailure Failure);
