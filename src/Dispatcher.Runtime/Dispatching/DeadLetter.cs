using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Dispatcher.Events;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>A dead-letter record, read back.</summary>
/// <remarks>docs/dead-letter.md describes it. Never throws for any bytes: anyone who can write to the bucket can have
/// written them.</remarks>
public sealed record DeadLetter
{
    /// <summary>No record is larger: a body of 6 MiB as JSON or in Base64, or a text of 2 MiB, every byte of it
    /// escaped, and its errors.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The event as received, the very bytes.</summary>
    public required ReadOnlyMemory<byte> Received { get; init; }

    /// <summary>Whether <see cref="Received"/> is all that was sent.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>The runs that existed when the record was written.</summary>
    public required ImmutableArray<StartedRun> Runs { get; init; }

    /// <summary>What became of the event, as a word: <c>deferred</c>, <c>rejected</c>, <c>unmatched</c>; null when the
    /// record does not say.</summary>
    public string? Outcome { get; init; }

    /// <summary>The names below the place that the record of an event of an object may have. A record is of one kind of
    /// event and of the event's day. What only knows the object has neither: the object may have been created or
    /// replaced, and the event may be of the day after it was written or have no time.</summary>
    public static ImmutableArray<string> NamesFor(StorageEvent storageEvent)
    {
        ArgumentNullException.ThrowIfNull(storageEvent);
        ObjectEventKind[] kinds = storageEvent.Kind switch
        {
            ObjectEventKind.Create or ObjectEventKind.Update => [ObjectEventKind.Create, ObjectEventKind.Update],
            ObjectEventKind.Delete => [ObjectEventKind.Delete],
        };
        DateTimeOffset?[] times = [storageEvent.Time, storageEvent.Time?.AddDays(1), null];
        return
        [
            .. kinds
                .SelectMany(_ => times, (kind, time) => storageEvent with { Kind = kind, Time = time })
                .Select(DeadLetterRecord.NameFor)
                .Distinct(),
        ];
    }

    /// <summary>Whether a name, in whatever folder, is that of a record.</summary>
    public static bool IsRecordName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return DeadLetterRecord.IsName(name);
    }

    /// <summary>Reads a record.</summary>
    /// <param name="record">Its bytes.</param>
    /// <param name="problem">Why it cannot be read, as half a sentence; null when it can.</param>
    public static DeadLetter? Read(ReadOnlyMemory<byte> record, out string? problem)
    {
        try
        {
            using var document = JsonDocument.Parse(record);
            return Read(document.RootElement, out problem);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is a string with half of a surrogate pair.
            problem = "is not valid JSON";
            return null;
        }
    }

    private static DeadLetter? Read(JsonElement root, out string? problem)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out JsonElement version))
        {
            problem = "is not a dead-letter record";
            return null;
        }

        if (
            version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out int number)
            || number != DeadLetterRecord.Version
        )
        {
            problem = "has another version than 1, which this command reads";
            return null;
        }

        ReadOnlyMemory<byte>? received = Bytes(root);
        problem = received is null ? "does not hold the event as received" : null;
        return received is null
            ? null
            : new DeadLetter
            {
                Received = received.Value,
                Outcome = Text(root, "outcome"),
                IsWhole =
                    !root.TryGetProperty("complete", out JsonElement whole) || whole.ValueKind == JsonValueKind.True,
                Runs =
                    root.TryGetProperty("runs", out JsonElement runs) && runs.ValueKind == JsonValueKind.Array
                        ? [.. runs.EnumerateArray().SelectMany(Run)]
                        : [],
            };
    }

    private static ReadOnlyMemory<byte>? Bytes(JsonElement root)
    {
        if (root.TryGetProperty("received", out JsonElement json))
            return Encoding.UTF8.GetBytes(json.GetRawText());
        if (root.TryGetProperty("receivedText", out JsonElement text) && text.ValueKind == JsonValueKind.String)
            return Encoding.UTF8.GetBytes(text.GetString()!);
        return
            root.TryGetProperty("receivedBase64", out JsonElement coded)
            && coded.ValueKind == JsonValueKind.String
            && coded.TryGetBytesFromBase64(out byte[]? bytes)
            ? (ReadOnlyMemory<byte>?)bytes
            : null;
    }

    private static IEnumerable<StartedRun> Run(JsonElement run)
    {
        if (Text(run, "route") is { } route && Text(run, "taskKey") is { } task && Text(run, "taskRunKey") is { } key)
            yield return new StartedRun(
                route,
                task,
                key,
                Text(run, "name") ?? "",
                Text(run, "status"),
                Text(run, "opcRequestId"),
                Duplicate: true
            );
    }

    private static string? Text(JsonElement run, string name) =>
        run.ValueKind == JsonValueKind.Object
        && run.TryGetProperty(name, out JsonElement text)
        && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
