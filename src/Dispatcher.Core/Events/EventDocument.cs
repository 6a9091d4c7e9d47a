using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dispatcher.Events;

/// <summary>The parts of an event that is made up: for a dry run by object name, a route test, a unit test. What is
/// left out is filled in with fixed values, so that the same parts give the same event.</summary>
public sealed record EventDocument
{
    /// <summary>The object's name.</summary>
    public required string Object { get; init; }

    /// <summary>The bucket's name; <c>bucket</c> when left out.</summary>
    public string Bucket { get; init; } = "bucket";

    /// <summary>The namespace; <c>namespace</c> when left out.</summary>
    public string Namespace { get; init; } = "namespace";

    /// <summary>The kind; create when left out.</summary>
    public ObjectEventKind Kind { get; init; }

    /// <summary>The object's entity tag, or null.</summary>
    public string? ETag { get; init; }

    /// <summary>When it happened; the Unix epoch when left out.</summary>
    public DateTimeOffset Time { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The same time as it is to be written; null writes it with milliseconds in UTC.</summary>
    public string? TimeText { get; init; }

    /// <summary>The event's identifier.</summary>
    public string Id { get; init; } = "00000000-0000-0000-0000-000000000000";

    /// <summary>The compartment's OCID.</summary>
    public string CompartmentId { get; init; } = "ocid1.compartment.oc1..dry-run";

    /// <summary>The compartment's name.</summary>
    public string CompartmentName { get; init; } = "compartment";

    /// <summary>Members of the document by their path, written over those that come from the parts above; null for a
    /// member that is missing.</summary>
    public ImmutableArray<KeyValuePair<string, string?>> Members { get; init; } = [];

    /// <summary>The text of a member by its path, as <see cref="EventMember.Text"/> reads it.</summary>
    public string? Member(string path)
    {
        using var document = JsonDocument.Parse(ToJson());
        return EventMember.Names(path) is { } names ? EventMember.Text(document.RootElement, names) : null;
    }

    /// <summary>The parts with another text for a member; null takes the member away.</summary>
    public EventDocument WithMember(string path, string? text) =>
        this with
        {
            Members = Members.RemoveAll(member => member.Key == path).Add(new(path, text)),
        };

    /// <summary>True when <see cref="Read"/> accepts the parts, without writing and reading them; false when only
    /// reading tells.</summary>
    internal bool IsSurelyAccepted =>
        Members.IsEmpty
        && IsPlain(Object)
        && IsPlain(Bucket)
        && IsPlain(Namespace)
        && IsPlain(Id)
        && IsPlain(CompartmentId)
        && IsPlain(CompartmentName)
        && (ETag is null || IsPlain(ETag));

    /// <summary>The time as the document has it.</summary>
    internal string WrittenTime =>
        TimeText ?? Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The document as OCI Events sends it, as UTF-8 JSON.</summary>
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("eventType", Kind.EventType());
            json.WriteString("cloudEventsVersion", "0.1");
            json.WriteString("eventTypeVersion", "2.0");
            json.WriteString("source", "ObjectStorage");
            json.WriteString("eventTime", WrittenTime);
            json.WriteString("contentType", "application/json");
            json.WriteStartObject("data");
            json.WriteString("compartmentId", CompartmentId);
            json.WriteString("compartmentName", CompartmentName);
            json.WriteString("resourceName", Object);
            json.WriteString("resourceId", $"/n/{Namespace}/b/{Bucket}/o/{Object}");
            json.WriteString("availabilityDomain", "all");
            json.WriteStartObject("additionalDetails");
            json.WriteString("bucketName", Bucket);
            json.WriteString("namespace", Namespace);
            json.WriteString("bucketId", "ocid1.bucket.oc1..dry-run");
            json.WriteString("archivalState", "Available");
            if (ETag is not null)
                json.WriteString("eTag", ETag);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("eventID", Id);
            json.WriteStartObject("extensions");
            json.WriteString("compartmentId", CompartmentId);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Members.IsEmpty ? buffer.ToArray() : Overwritten(buffer.ToArray());
    }

    private byte[] Overwritten(byte[] json)
    {
        JsonNode root = JsonNode.Parse(json)!;
        foreach ((string path, string? text) in Members)
        {
            if (EventMember.Names(path) is not { } names)
                continue;
            JsonNode parent = root;
            foreach (string name in names[..^1])
            {
                if (parent[name] is not JsonObject child)
                    parent[name] = child = [];
                parent = child;
            }

            if (text is null)
                parent.AsObject().Remove(names[^1]);
            else
                parent[names[^1]] = JsonValue.Create(text);
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            root.WriteTo(writer);
        return buffer.ToArray();
    }

    /// <summary>The event, read the way the function reads it.</summary>
    public EventReading Read() => EventReader.Read(ToJson());

    /// <summary>Not empty, within every limit whatever its characters take in UTF-8, and without surrogates, of which
    /// one might stand alone.</summary>
    internal static bool IsPlain(string text) =>
        text.Length is > 0 and <= EventReader.MaxObjectNameBytes / 3
        && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');
}
