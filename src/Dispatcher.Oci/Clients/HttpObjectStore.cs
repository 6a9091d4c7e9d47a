using System.Globalization;
using System.Net;
using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Wire;

namespace Dispatcher.Oci.Clients;

/// <summary>Object Storage over HTTP.</summary>
internal sealed class HttpObjectStore(OciHttpClient client, IOciRequests requests) : IObjectStore
{
    public async Task<ServiceResult<string>> GetNamespaceAsync(CancellationToken cancellationToken)
    {
        OciRequest get = requests.GetNamespace();
        ServiceResult<OciAnswer> result = await client.SendAsync(get, cancellationToken).ConfigureAwait(false);
        if (!result.TryGet(out OciAnswer? answer))
            return result.Failure!;
        return ObjectDocument.Namespace(answer) is { } name
            ? name
            : Failures.Unreadable(get, answer, "is not a namespace");
    }

    public async Task<ServiceResult<ObjectPage>> ListAsync(
        BucketName bucket,
        string prefix,
        string? start,
        CancellationToken cancellationToken,
        string? end = null
    )
    {
        OciRequest list = requests.ListObjects(bucket, prefix.Length == 0 ? null : prefix, start, end);
        ServiceResult<OciAnswer> result = await client.SendAsync(list, cancellationToken).ConfigureAwait(false);
        if (!result.TryGet(out OciAnswer? answer))
            return result.Failure!;
        if (requests.ReadObjects(answer) is not { } page)
            return Failures.Unreadable(list, answer, "is not a list of objects");
        AnswerBody.Return(answer.Body);
        return page;
    }

    public async Task<ServiceResult<StoredObject>> GetAsync(
        BucketName bucket,
        string name,
        string? ifNoneMatch,
        int maxBytes,
        CancellationToken cancellationToken
    )
    {
        OciRequest get = requests.GetObject(bucket, name, ifNoneMatch) with
        {
            AcceptsNotModified = ifNoneMatch is not null,
            MaxAnswerBytes = maxBytes,
            TooLarge = answer =>
                new(
                    FailureKind.Rejected,
                    (int)answer.Status,
                    "ObjectTooLarge",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the object is larger than {maxBytes} bytes, the most that is read of one"
                    )
                )
                {
                    OpcRequestId = answer.OpcRequestId,
                },
        };
        ServiceResult<OciAnswer> result = await client.SendAsync(get, cancellationToken).ConfigureAwait(false);
        if (!result.TryGet(out OciAnswer? answer))
            return result.Failure!;
        bool notModified = answer.Status == HttpStatusCode.NotModified;
        // A page of a proxy must not be taken for a route file or a record.
        if (!notModified && answer.Header("ETag") is null)
            return Failures.Unreadable(get, answer, "has no `etag`, so it is not the object");
        return new StoredObject(
            notModified ? default : answer.Body,
            answer.Header("ETag") ?? (notModified ? ifNoneMatch : null),
            notModified
        );
    }

    public async Task<ServiceResult<PutOutcome>> PutAsync(
        BucketName bucket,
        string name,
        ReadOnlyMemory<byte> content,
        string contentType,
        PutCondition condition,
        CancellationToken cancellationToken
    )
    {
        OciRequest put = requests.PutObject(bucket, name, content, contentType, condition) with
        {
            SignBody = false, // PutObject is the one operation that signs its request line only.
        };
        ServiceResult<OciAnswer> result = await client.SendAsync(put, cancellationToken).ConfigureAwait(false);
        if (result.TryGet(out OciAnswer? answer, out ServiceFailure? failure))
            return IsEvidence(answer)
                ? PutOutcome.Written
                : Failures.Unreadable(put, answer, "has neither `etag` nor `opc-content-md5`, so nothing was written");
        return condition.IsGiven && DoesNotHold(failure) ? PutOutcome.ConditionFailed : failure;
    }

    public async Task<ServiceResult<bool>> DeleteAsync(
        BucketName bucket,
        string name,
        CancellationToken cancellationToken,
        string? ifMatch = null
    )
    {
        OciRequest delete = requests.DeleteObject(bucket, name, ifMatch);
        ServiceResult<OciAnswer> result = await client.SendAsync(delete, cancellationToken).ConfigureAwait(false);
        if (result.TryGet(out OciAnswer? answer, out ServiceFailure? failure))
            return answer.Status == HttpStatusCode.NoContent
                ? true
                : Failures.Unreadable(delete, answer, "is not the answer to a deletion, which has status 204");
        if (failure is { Status: (int)HttpStatusCode.NotFound, Code: "ObjectNotFound" })
            return true;
        return ifMatch is not null && DoesNotHold(failure) ? false : failure;
    }

    // The service says so in a document of its own; without one it may be a proxy that speaks.
    private static bool DoesNotHold(ServiceFailure failure) =>
        failure
            is { Status: (int)HttpStatusCode.PreconditionFailed, Code: not nameof(HttpStatusCode.PreconditionFailed) };

    // A proxy may answer every request with 200 and a page of its own, so the status alone proves nothing.
    private static bool IsEvidence(OciAnswer answer) =>
        (answer.Header("etag") ?? answer.Header("opc-content-md5")) is not null;
}
