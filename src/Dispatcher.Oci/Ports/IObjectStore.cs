namespace Dispatcher.Oci.Ports;

/// <summary>Object Storage, as far as dispatching needs it.</summary>
/// <remarks>Each call makes one attempt; expected failures are values. See <see cref="ITaskRuns"/>.</remarks>
public interface IObjectStore
{
    /// <summary>The caller's namespace (GetNamespace).</summary>
    Task<ServiceResult<string>> GetNamespaceAsync(CancellationToken cancellationToken);

    /// <summary>One page of objects below a prefix, in the service's order (ListObjects with name, size, etag,
    /// timeModified and archivalState).</summary>
    /// <param name="bucket">Where.</param>
    /// <param name="prefix">The prefix of the names; empty for all objects.</param>
    /// <param name="start">The previous page's <see cref="ObjectPage.NextStart"/>, or null for the first.</param>
    /// <param name="cancellationToken">Reaches the wire.</param>
    /// <param name="end">Only names before this one; null for all.</param>
    Task<ServiceResult<ObjectPage>> ListAsync(
        BucketName bucket,
        string prefix,
        string? start,
        CancellationToken cancellationToken,
        string? end = null
    );

    /// <summary>Reads a whole object of at most <paramref name="maxBytes"/> bytes.</summary>
    /// <param name="bucket">Where.</param>
    /// <param name="name">The object's name, unescaped.</param>
    /// <param name="ifNoneMatch">The ETag of a copy that the caller has: when it is still current,
    /// <see cref="StoredObject.NotModified"/> is set.</param>
    /// <param name="maxBytes">A larger object is a failure of kind <see cref="FailureKind.Rejected"/>.</param>
    /// <param name="cancellationToken">Reaches the wire.</param>
    Task<ServiceResult<StoredObject>> GetAsync(
        BucketName bucket,
        string name,
        string? ifNoneMatch,
        int maxBytes,
        CancellationToken cancellationToken
    );

    /// <summary>Writes an object.</summary>
    /// <param name="bucket">Where.</param>
    /// <param name="name">The object's name, unescaped.</param>
    /// <param name="content">The whole content.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="condition">Where it does not hold, the result is <see cref="PutOutcome.ConditionFailed"/>, which is
    /// not a failure.</param>
    /// <param name="cancellationToken">Reaches the wire.</param>
    Task<ServiceResult<PutOutcome>> PutAsync(
        BucketName bucket,
        string name,
        ReadOnlyMemory<byte> content,
        string contentType,
        PutCondition condition,
        CancellationToken cancellationToken
    );

    /// <summary>Deletes an object. A missing object is a success: it is already deleted.</summary>
    /// <param name="bucket">Where.</param>
    /// <param name="name">The object's name, unescaped.</param>
    /// <param name="cancellationToken">Reaches the wire.</param>
    /// <param name="ifMatch">Only the version with this entity tag; null for any.</param>
    /// <returns>Whether it is gone: false where the object is another version by now, which stays.</returns>
    Task<ServiceResult<bool>> DeleteAsync(
        BucketName bucket,
        string name,
        CancellationToken cancellationToken,
        string? ifMatch = null
    );
}
