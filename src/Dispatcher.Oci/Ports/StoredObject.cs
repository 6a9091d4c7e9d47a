namespace Dispatcher.Oci.Ports;

/// <summary>A bucket in a namespace.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Bucket">The bucket's name.</param>
public sealed record BucketName(string Namespace, string Bucket);

/// <summary>An object in a listing.</summary>
/// <param name="Name">Its name, unescaped.</param>
/// <param name="ETag">Its entity tag.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="TimeModified">When it was last written.</param>
public sealed record ObjectSummary(string Name, string? ETag, long? Size, DateTimeOffset? TimeModified)
{
    /// <summary><c>Archived</c>, <c>Restoring</c> or <c>Restored</c>, as sent; null for an object that was not
    /// archived.</summary>
    public string? ArchivalState { get; init; }
}

/// <summary>A page of a listing.</summary>
/// <param name="Objects">The objects, in the service's order.</param>
/// <param name="NextStart">Where the next page starts (<c>nextStartWith</c>), or null at the end.</param>
public sealed record ObjectPage(IReadOnlyList<ObjectSummary> Objects, string? NextStart);

/// <summary>An object that was read.</summary>
/// <param name="Content">Its bytes; empty when <paramref name="NotModified"/>.</param>
/// <param name="ETag">Its entity tag.</param>
/// <param name="NotModified">Whether the caller's ETag still holds (304).</param>
public sealed record StoredObject(ReadOnlyMemory<byte> Content, string? ETag, bool NotModified);

/// <summary>The result of a write.</summary>
public enum PutOutcome
{
    /// <summary>The object was written.</summary>
    Written,

    /// <summary>The condition of the write did not hold, and nothing was written: the object exists already, or it is
    /// another version now.</summary>
    ConditionFailed,
}
