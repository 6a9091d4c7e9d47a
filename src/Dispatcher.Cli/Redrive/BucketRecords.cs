using System.Runtime.CompilerServices;
using Dispatcher.Cli.Runs;
using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Redrive;

/// <summary>Records in a bucket.</summary>
/// <param name="patience">How to ask.</param>
/// <param name="objects">Object Storage.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="prefix">The place in it.</param>
/// <param name="only">The one record that is meant, or nothing for all.</param>
internal sealed class BucketRecords(
    Patience patience,
    IObjectStore objects,
    BucketName bucket,
    string prefix,
    string only
) : IRecordPlace
{
    /// <summary>The code of an object that is larger than is read of one.</summary>
    public const string TooLarge = "ObjectTooLarge";

    // The character behind the slash: with it begins what comes behind everything in the folder.
    private static readonly string BehindDone = RecordNames.Done[..^1] + (char)('/' + 1);

    public string Name => $"oci://{bucket.Bucket}@{bucket.Namespace}/{prefix}{only}";

    public long PassedOver { get; private set; }

    public ServiceFailure? Failure { get; private set; }

    public async IAsyncEnumerable<IReadOnlyList<string>> PagesAsync([EnumeratorCancellation] CancellationToken stopping)
    {
        PassedOver = 0;
        string? start = null;
        do
        {
            ServiceResult<ObjectPage> result = await CallAsync(
                    stop => objects.ListAsync(bucket, prefix + only, start, stop),
                    stopping
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
                page.NextStart is { } next && next.StartsWith(prefix + RecordNames.Done, StringComparison.Ordinal)
                    ? prefix + BehindDone
                    : page.NextStart;
        } while (start is not null);
    }

    public async Task<ServiceResult<ReadOnlyMemory<byte>?>> ReadAsync(string name, CancellationToken stopping)
    {
        ServiceResult<StoredObject> result = await CallAsync(
                stop => objects.GetAsync(bucket, prefix + name, null, DeadLetter.MaxBytes, stop),
                stopping
            )
            .ConfigureAwait(false);
        return result.TryGet(out StoredObject? stored, out ServiceFailure? failure)
                ? (ReadOnlyMemory<byte>?)stored.Content
            : failure is { Status: 404, Code: "ObjectNotFound" } ? (ReadOnlyMemory<byte>?)null
            : failure;
    }

    // The copy first. Interrupted behind it, the next call finds the run, the copy, and only deletes.
    public async Task<ServiceFailure?> PutAsideAsync(string name, ReadOnlyMemory<byte> record)
    {
        ServiceResult<PutOutcome> copied = await CallAsync(
                stop =>
                    objects.PutAsync(
                        bucket,
                        prefix + RecordNames.Done + name,
                        record,
                        "application/json",
                        PutCondition.Absent,
                        stop
                    ),
                CancellationToken.None
            )
            .ConfigureAwait(false);
        return copied.Failure
            ?? (
                await CallAsync(stop => objects.DeleteAsync(bucket, prefix + name, stop), CancellationToken.None)
                    .ConfigureAwait(false)
            ).Failure;
    }

    private Task<ServiceResult<T>> CallAsync<T>(
        Func<CancellationToken, Task<ServiceResult<T>>> call,
        CancellationToken stopping
    ) => patience.CallAsync(call, stopping);
}
