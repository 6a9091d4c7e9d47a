using System.Runtime.CompilerServices;
using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Retrying;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>Records in a bucket.</summary>
/// <param name="services">Object Storage, and how to ask.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="prefix">The place in it.</param>
/// <param name="only">The one record that is meant, or nothing for all.</param>
public sealed class BucketRecords(SweepServices services, BucketName bucket, string prefix, string only) : IRecordPlace
{
    /// <summary>The code of an object that is larger than is read of listed.</summary>
    public const string TooLarge = "ObjectTooLarge";

    // The character behind the slash: with it begins what comes behind everything in the folder.
    private static readonly string BehindDone = RecordNames.Done[..^1] + (char)('/' + 1);

    /// <inheritdoc/>
    public string Name => $"oci://{bucket.Bucket}@{bucket.Namespace}/{prefix}{only}";

    /// <inheritdoc/>
    public long PassedOver { get; private set; }

    /// <inheritdoc/>
    public ServiceFailure? Failure { get; private set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<string>> PagesAsync([EnumeratorCancellation] CancellationToken stopping)
    {
        PassedOver = 0;
        string? start = null;
        do
        {
            stopping.ThrowIfCancellationRequested();
            string? next = start;
            (ServiceResult<ObjectPage> result, _) = await services
                .Reads.RunAsync("list-records", (_, token) =>
                    services.Objects.ListAsync(bucket, prefix + only, next, token)
                )
                .ConfigureAwait(false);
            if (!result.TryGet(out ObjectPage? page, out ServiceFailure? failure))
            {
                Failure = failure;
                yield break;
            }

            var records = new List<string>(page.Objects.Count);
            foreach (
                string name in page
                    .Objects.Select(listed => listed.Name[prefix.Length..])
                    .Where(name => !RecordNames.IsDone(name))
            )
            {
                if (RecordNames.IsRecord(name))
                    records.Add(name);
                else
                    PassedOver++;
            }

            yield return records;
            // What was redriven over the years is not listed every time.
            start =
                page.NextStart is { } after && after.StartsWith(prefix + RecordNames.Done, StringComparison.Ordinal)
                    ? prefix + BehindDone
                    : page.NextStart;
        } while (start is not null);
    }

    /// <inheritdoc/>
    public async Task<ServiceResult<ReadOnlyMemory<byte>?>> ReadAsync(string name, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        (ServiceResult<StoredObject> result, _) = await services
            .Reads.RunAsync("get-record", (_, token) =>
                services.Objects.GetAsync(bucket, prefix + name, null, DeadLetter.MaxBytes, token)
            )
            .ConfigureAwait(false);
        return result.TryGet(out StoredObject? stored, out ServiceFailure? failure)
                ? (ReadOnlyMemory<byte>?)stored.Content
            : failure is { Status: 404, Code: "ObjectNotFound" } ? (ReadOnlyMemory<byte>?)null
            : failure;
    }

    /// <inheritdoc/>
    // The copy first. Interrupted behind it, the next call finds the run, the copy, and only deletes.
    public async Task<ServiceFailure?> PutAsideAsync(string name, ReadOnlyMemory<byte> record)
    {
        (ServiceResult<PutOutcome> copied, _) = await services
            .Writes.RunAsync("keep-record", (_, token) =>
                services.Objects.PutAsync(
                    bucket,
                    prefix + RecordNames.Done + name,
                    record,
                    "application/json",
                    PutCondition.Absent,
                    token
                )
            )
            .ConfigureAwait(false);
        if (copied.Failure is { } failure)
            return failure;
        (ServiceResult<bool> deleted, _) = await services
            .Writes.RunAsync("delete-record", (_, token) => services.Objects.DeleteAsync(bucket, prefix + name, token))
            .ConfigureAwait(false);
        return deleted.Failure;
    }
}
