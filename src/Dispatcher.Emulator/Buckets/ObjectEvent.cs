using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dispatcher.Emulator.Wire;

namespace Dispatcher.Emulator.Buckets;

/// <summary>The kind of a change of an object.</summary>
public enum ObjectChange
{
    /// <summary>An object with a new name was written.</summary>
    Create,

    /// <summary>An object was replaced.</summary>
    Update,

    /// <summary>An object was deleted.</summary>
    Delete,
}

/// <summary>An event of Object Storage.</summary>
/// <param name="Change">The kind of change.</param>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Name">The object's name.</param>
/// <param name="ETag">The entity tag of the object that was written or deleted.</param>
/// <param name="EventId">The event's identifier, a UUID.</param>
/// <param name="Document">The whole event as the Events service delivers it: JSON, UTF-8.</param>
public sealed record ObjectEvent(
    ObjectChange Change,
    EmulatedBucket Bucket,
    string Name,
    string ETag,
    string EventId,
    ReadOnlyMemory<byte> Document
)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static ObjectEvent Of(
        ObjectChange change,
        EmulatedBucket bucket,
        string name,
        string etag,
        DateTimeOffset time
    )
    {
        string id = Guid.NewGuid().ToString();
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
            Write(writer, change, bucket, name, etag, id, time);
        return new(change, bucket, name, etag, id, buffer.WrittenMemory);
    }

    private static void Write(
        Utf8JsonWriter writer,
        ObjectChange change,
        EmulatedBucket bucket,
        string name,
        string etag,
        string id,
        DateTimeOffset time
    )
    {
        writer.WriteStartObject();
        writer.WriteString(
            "eventType",
            change switch
            {
                ObjectChange.Create => "com.oraclecloud.objectstorage.createobject",
                ObjectChange.Update => "com.oraclecloud.objectstorage.updateobject",
                ObjectChange.Delete => "com.oraclecloud.objectstorage.deleteobject",
            }
        );
        writer.WriteString("cloudEventsVersion", "0.1");
        writer.WriteString("eventTypeVersion", "2.0");
        writer.WriteString("source", "ObjectStorage");
        writer.WriteString("eventTime", Times.Rfc3339(time));
        writer.WriteString("contentType", "application/json");
        writer.WriteStartObject("data");
        writer.WriteString("compartmentId", bucket.CompartmentId);
        writer.WriteString("compartmentName", bucket.CompartmentName);
        writer.WriteString("resourceName", name);
        writer.WriteString("resourceId", $"/n/{bucket.Namespace}/b/{bucket.Name}/o/{name}");
        writer.WriteString("availabilityDomain", "all");
        writer.WriteStartObject("additionalDetails");
        writer.WriteString("bucketName", bucket.Name);
        writer.WriteString("archivalState", "Available");
        writer.WriteString("namespace", bucket.Namespace);
        writer.WriteString("bucketId", bucket.Id);
        writer.WriteString("eTag", etag);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteString("eventID", id);
        writer.WriteStartObject("extensions");
        writer.WriteString("compartmentId", bucket.CompartmentId);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
