using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>Reads records, plans their events with the function's own engine, and looks their runs up.</summary>
/// <param name="place">Where the records are.</param>
/// <param name="planner">The routes.</param>
/// <param name="configuration">What templates see.</param>
/// <param name="histories">The runs there are.</param>
public sealed class RecordReader(
    IRecordPlace place,
    DispatchPlanner planner,
    Configuration configuration,
    TaskHistories histories
)
{
    // Records of an event are small as a rule, and up to 16 MiB at the most: so many are in memory.
    private const int AtOnce = 8;

    /// <summary>Reads records, several at once; those that are gone are left out.</summary>
    /// <returns>In the order of the names, or the first failure that concerns them all.</returns>
    public async Task<ServiceResult<Redrivable[]>> ReadAsync(IReadOnlyList<string> names, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(names);
        ServiceResult<ReadOnlyMemory<byte>?>[] read = await Task.WhenAll(
                names.Select(name => place.ReadAsync(name, stopping))
            )
            .ConfigureAwait(false);
        var records = new List<Redrivable>(names.Count);
        for (int i = 0; i < read.Length; i++)
        {
            if (read[i].Failure is { Code: BucketRecords.TooLarge })
            {
                records.Add(Unreadable(names[i], default, "the record is larger than any that the function writes"));
                continue;
            }

            if (read[i].Failure is { } failure)
                return failure;
            if (read[i].Value is not { } content)
                continue;
            ServiceResult<Redrivable> record = await LookUpAsync(names[i], content, stopping).ConfigureAwait(false);
            if (!record.TryGet(out Redrivable? looked))
                return record.Failure!;
            records.Add(looked);
        }

        return records.ToArray();
    }

    /// <summary>Names in portions that fit in memory.</summary>
    public static IEnumerable<string[]> Portions(IReadOnlyList<string> names) => names.Chunk(AtOnce);

    /// <summary>Whether a refusal concerns one task, so that the others go on: its key is wrong, a permission for its
    /// workspace is missing, or the workspace is stopped.</summary>
    public static bool IsAboutOneTask(ServiceFailure failure) =>
        failure is { Kind: FailureKind.Rejected, Status: not 401 };

    private async Task<ServiceResult<Redrivable>> LookUpAsync(
        string name,
        ReadOnlyMemory<byte> content,
        CancellationToken stopping
    )
    {
        if (DeadLetter.Read(content, out string? problem) is not { } letter)
            return Unreadable(name, content, $"the record {problem}");
        var events = ImmutableArray.CreateBuilder<RedriveEvent>();
        foreach ((string subject, EventReading reading) in Readings(name, letter))
        {
            ServiceResult<RedriveEvent> looked = await LookUpAsync(subject, reading, letter, stopping)
                .ConfigureAwait(false);
            if (looked.Failure is { } failure)
                return failure;
            events.Add(looked.Value!);
        }

        return new Redrivable
        {
            Name = name,
            Content = content,
            Recorded = letter.Outcome,
            Events = events.DrainToImmutable(),
        };
    }

    // A record of an earlier version may hold a whole batch. What no function dispatches is no reason to keep it.
    private static IEnumerable<(string Subject, EventReading Reading)> Readings(string name, DeadLetter letter) =>
        BodyReader.Read(letter.Received) switch
        {
            BodyReading.Many { Batch: var batch } => Enumerable
                .Range(0, batch.Count)
                .Select(index => ($"{name} element {index}", batch.Read(index).Reading))
                .Where(element => element.Reading is not EventReading.Ignored),
            BodyReading.Single single => [(name, single.Reading)],
            _ => [(name, new EventReading.Ignored(null, "a ping", null))],
        };

    private async Task<ServiceResult<RedriveEvent>> LookUpAsync(
        string subject,
        EventReading reading,
        DeadLetter letter,
        CancellationToken stopping
    )
    {
        if (reading is not EventReading.Accepted { Event: var happened })
            return new RedriveEvent { Subject = subject, Unreadable = Why(letter, reading) };
        DispatchPlan plan = planner.Plan(happened, configuration);
        var looked = ImmutableArray.CreateBuilder<RedriveRun>(plan.Runs.Length);
        foreach (TaskRunRequest request in plan.Runs)
        {
            ServiceResult<RedriveRun> run = await LookUpAsync(request, happened.Time, letter, stopping)
                .ConfigureAwait(false);
            if (run.Failure is { } failure)
                return failure;
            looked.Add(run.Value!);
        }

        return new RedriveEvent
        {
            Subject = happened.ObjectName,
            Plan = plan,
            Runs = looked.MoveToImmutable(),
        };
    }

    private async Task<ServiceResult<RedriveRun>> LookUpAsync(
        TaskRunRequest request,
        DateTimeOffset? since,
        DeadLetter letter,
        CancellationToken stopping
    )
    {
        // The service said so when the record was written, and what it keeps of its runs may have been tidied up since.
        if (letter.Runs.Any(run => run.Route == request.Route && run.TaskKey == request.TaskKey))
            return new RedriveRun(request, Exists: true, Found: null, Refused: null);
        ServiceResult<KnownRun?> result = await histories.FindAsync(request, since, stopping).ConfigureAwait(false);
        if (result.Failure is not { } failure)
            return new RedriveRun(request, result.Value is not null, result.Value, Refused: null);
        return IsAboutOneTask(failure) ? new RedriveRun(request, Exists: false, Found: null, failure) : failure;
    }

    private static Redrivable Unreadable(string name, ReadOnlyMemory<byte> content, string why) =>
        new()
        {
            Name = name,
            Content = content,
            Events = [new RedriveEvent { Subject = name, Unreadable = why }],
        };

    private static string Why(DeadLetter letter, EventReading reading) =>
        reading switch
        {
            _ when !letter.IsWhole => "the event was too large to be read",
            EventReading.Malformed malformed => $"{malformed.Errors[0].Code}: {malformed.Errors[0].Message}",
            EventReading.Ignored ignored => $"the event is not about an object: {Quote.Line(ignored.Type)}",
            _ => "the event cannot be read",
        };
}
