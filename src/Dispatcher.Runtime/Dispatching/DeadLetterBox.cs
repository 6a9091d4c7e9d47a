using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Retrying;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Writes failed events to a bucket, each once.</summary>
/// <remarks>dispatch-v1, <c>DISPATCHER_DEAD_LETTER</c>.</remarks>
internal sealed class DeadLetterBox(IObjectStore objects, ObjectPlace place, Retrier retrier, TimeProvider time)
{
    private BucketName? bucket = place.Namespace is { } known ? new BucketName(known, place.Bucket) : null;

    /// <summary>Whether an object lies in this box: the function never dispatches what it wrote itself. A place without
    /// a prefix shares its bucket with others' objects, so there only what is named like a record counts.</summary>
    public bool Holds(string @namespace, string bucketName, string objectName) =>
        Holds(
            bucket is { } known ? place with { Namespace = known.Namespace } : place,
            @namespace,
            bucketName,
            objectName
        );

    /// <summary>The same for a box at a place.</summary>
    public static bool Holds(ObjectPlace place, string @namespace, string bucketName, string objectName)
    {
        if (bucketName != place.Bucket || (place.Namespace is { } exact && exact != @namespace))
            return false;
        return objectName.StartsWith(place.Prefix, StringComparison.Ordinal)
            && (place.Prefix.Length > 0 || DeadLetterRecord.IsName(objectName));
    }

    /// <summary>Writes the record of an event, or leaves the one that stands.</summary>
    /// <param name="invocation">The event as received.</param>
    /// <param name="result">What became of it.</param>
    /// <param name="until">No attempt goes on after this moment.</param>
    /// <param name="cancellationToken">Gives up at once.</param>
    /// <returns>Where it is, or why it could not be written.</returns>
    public async Task<ServiceResult<string>> WriteAsync(
        Invocation invocation,
        DispatchResult result,
        Moment until,
        CancellationToken cancellationToken
    )
    {
        string name = place.Prefix + DeadLetterRecord.NameFor(invocation.Body.Span, result);
        ReadOnlyMemory<byte> record = DeadLetterRecord.Write(
            invocation.Body,
            result,
            invocation.CallId,
            time.GetUtcNow(),
            !invocation.IsOversize
        );
        (ServiceResult<string> written, _) = await retrier
            .Until(until, cancellationToken)
            .RunAsync("write-dead-letter", (_, token) => PutAsync(name, record, token))
            .ConfigureAwait(false);
        return written;
    }

    private async Task<ServiceResult<string>> PutAsync(
        string name,
        ReadOnlyMemory<byte> record,
        CancellationToken cancellationToken
    )
    {
        if (bucket is not { } where)
        {
            ServiceResult<string> found = await objects.GetNamespaceAsync(cancellationToken).ConfigureAwait(false);
            if (!found.TryGet(out string? @namespace, out ServiceFailure? failure))
                return failure;
            bucket = where = new BucketName(@namespace, place.Bucket);
        }

        ServiceResult<PutOutcome> put = await objects
            .PutAsync(where, name, record, "application/json", PutCondition.Absent, cancellationToken)
            .ConfigureAwait(false);
        return put.Failure is { } refused ? refused : $"oci://{where.Bucket}@{where.Namespace}/{name}";
    }
}
