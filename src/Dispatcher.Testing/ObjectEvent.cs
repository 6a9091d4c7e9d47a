using System.Text;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Testing;

/// <summary>An Object Storage event in one line. What is left out is filled in so that the same test gives the same
/// event every time.</summary>
public sealed class ObjectEvent
{
    private readonly Func<DispatchPlanner, EventReading> read;

    private ObjectEvent(string text, Func<DispatchPlanner, EventReading> read) => (Text, this.read) = (text, read);

    private string Text { get; }

    /// <summary>An object was created.</summary>
    /// <param name="name">The object's whole name.</param>
    /// <param name="bucket">The bucket. When left out: the first one that a route names literally and where a route
    /// takes the object.</param>
    /// <param name="namespace">The namespace; when left out, found like the bucket.</param>
    /// <param name="compartment">The compartment's name; when left out, found like the bucket.</param>
    /// <param name="etag">The object's entity tag.</param>
    /// <param name="time">When it happened; the Unix epoch when left out.</param>
    public static ObjectEvent Created(
        string name,
        string? bucket = null,
        string? @namespace = null,
        string? compartment = null,
        string? etag = null,
        DateTimeOffset? time = null
    ) => Of(ObjectEventKind.Create, name, bucket, @namespace, compartment, etag, time);

    /// <summary>An object was overwritten.</summary>
    /// <inheritdoc cref="Created"/>
    public static ObjectEvent Updated(
        string name,
        string? bucket = null,
        string? @namespace = null,
        string? compartment = null,
        string? etag = null,
        DateTimeOffset? time = null
    ) => Of(ObjectEventKind.Update, name, bucket, @namespace, compartment, etag, time);

    /// <summary>An object was deleted.</summary>
    /// <inheritdoc cref="Created"/>
    public static ObjectEvent Deleted(
        string name,
        string? bucket = null,
        string? @namespace = null,
        string? compartment = null,
        string? etag = null,
        DateTimeOffset? time = null
    ) => Of(ObjectEventKind.Delete, name, bucket, @namespace, compartment, etag, time);

    /// <summary>A whole event document, read the way the function reads it; it may also be one that the function
    /// refuses.</summary>
    /// <param name="json">The document as OCI Events sends it.</param>
    public static ObjectEvent FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new ObjectEvent("the event document", _ => EventReader.Read(Encoding.UTF8.GetBytes(json)));
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal EventReading Read(DispatchPlanner planner) => read(planner);

    private static ObjectEvent Of(
        ObjectEventKind kind,
        string name,
        string? bucket,
        string? namespaceName,
        string? compartment,
        string? etag,
        DateTimeOffset? time
    )
    {
        ArgumentNullException.ThrowIfNull(name);
        var document = new EventDocument
        {
            Object = name,
            Kind = kind,
            ETag = etag,
            Time = time ?? DateTimeOffset.UnixEpoch,
        };
        return new ObjectEvent(Wording.Event(kind, name), planner =>
            AssumedEvent.Read(
                planner,
                document,
                (MatchKeys.Bucket, bucket),
                (MatchKeys.Namespace, namespaceName),
                (MatchKeys.Compartment, compartment)
            )
        );
    }
}
