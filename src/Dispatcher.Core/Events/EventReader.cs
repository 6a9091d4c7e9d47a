using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Dispatcher.Diagnostics;

namespace Dispatcher.Events;

/// <summary>Decodes one event: an OCI Events document (<c>cloudEventsVersion</c> 0.1) or the same fields in
/// a CloudEvents 1.0 structured envelope.</summary>
/// <remarks>dispatch-v1, "Input". Never throws for any bytes; the body is untrusted.</remarks>
public static class EventReader
{
    /// <summary>1 MiB: larger events are refused.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>An object name has at most this many bytes of UTF-8.</summary>
    public const int MaxObjectNameBytes = 1024;

    internal const string LoneSurrogate = "A string of the event has half of a surrogate pair; send valid Unicode.";
    private const int MaxDepth = 64;

    // Two members of one name would let a writer show one object to a rule and another to the routes.
    internal static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaxDepth,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads one event. The bytes are copied where needed; the caller may reuse its buffer.</summary>
    public static EventReading Read(ReadOnlyMemory<byte> body) => Read(body, "The body");

    /// <summary>The same; messages call the bytes <paramref name="subject"/>.</summary>
    internal static EventReading Read(ReadOnlyMemory<byte> body, string subject)
    {
        if (body.Length > MaxBytes)
            return Fail(Codes.EventTooLarge, $"The event has {body.Length} bytes; at most {MaxBytes} are accepted.");
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
            return Fail(Codes.EventMalformed, $"{subject} is empty; send one OCI event document as JSON.");

        // JsonDocument checks the syntax only: bytes inside a string are decoded, and refused, only when it is read.
        if (!Utf8.IsValid(body.Span))
            return Fail(
                Codes.EventMalformed,
                $"{subject} is not valid UTF-8; send one OCI event document as JSON in UTF-8."
            );

        JsonElement root;
        try
        {
            // Its own copy of the bytes: the caller may reuse its buffer.
            root = JsonElement.Parse(body.Span, Options);
        }
        catch (JsonException e)
        {
            return Fail(
                Codes.EventMalformed,
                $"{subject} is not valid JSON: {JsonReason.Of(e)} Send one OCI event document."
            );
        }
        catch (InvalidOperationException)
        {
            // The search for duplicate members decodes their names and throws this for half of a surrogate pair.
            return Fail(Codes.EventMalformed, LoneSurrogate);
        }

        if (root.ValueKind != JsonValueKind.Object)
            return Fail(
                Codes.EventMalformed,
                $"{subject} is {Name(root.ValueKind)}; send one OCI event document, a JSON object."
            );
        if (HasLoneSurrogate(body.Span, root))
            return Fail(Codes.EventMalformed, LoneSurrogate);
        return CloudEventEnvelope.WithPlainData(root) is { } plain ? Read(plain, subject) : new Fields(root).Read();
    }

    private static EventReading.Malformed Fail(string code, string message, string? id = null, string? type = null) =>
        new([new DispatchError(code, null, message, Retryable: false)], id, type);

    internal static string Name(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            JsonValueKind.Object => "an object",
            _ => "a boolean",
        };

    // Only a \uD8xx–\uDFxx escape can make one: in valid UTF-8 there is none.
    private static bool HasLoneSurrogate(ReadOnlySpan<byte> body, JsonElement root) =>
        (body.IndexOf("\\ud"u8) >= 0 || body.IndexOf("\\uD"u8) >= 0) && IsBroken(root);

    private static bool IsBroken(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    if (!CanRead(() => member.Name) || IsBroken(member.Value))
                        return true;
                }

                return false;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    if (IsBroken(item))
                        return true;
                }

                return false;
            case JsonValueKind.String:
                return !CanRead(() => element.GetString());
            default:
                return false;
        }
    }

    private static bool CanRead(Func<string?> read)
    {
        try
        {
            _ = read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private sealed class Fields(JsonElement root)
    {
        private readonly ImmutableArray<DispatchError>.Builder errors = ImmutableArray.CreateBuilder<DispatchError>();
        private readonly List<string> missing = [];

        public EventReading Read()
        {
            bool modern = root.TryGetProperty("specversion", out _);

            // A record of Logging looks like a CloudEvents envelope, and is about a line of a log.
            if (modern && root.TryGetProperty("oracle", out _))
                return new EventReading.Ignored(Plain("id"), Plain("type") ?? "a record of Logging", Plain("time"));
            CheckVersion(modern);
            string? id = Text(root, modern ? "id" : "eventID", modern ? "id" : "eventID");
            string? type = Text(root, modern ? "type" : "eventType", modern ? "type" : "eventType");
            string timeName = modern ? "time" : "eventTime";
            if (IsComplete && ObjectEventKinds.OfEventType(type!) is null)
                return new EventReading.Ignored(id!, type!, OptionalText(root, timeName, timeName));
            ObjectEventKind? kind = type is null ? null : ObjectEventKinds.OfEventType(type);

            string? timeText = modern ? OptionalText(root, timeName, timeName) : Text(root, timeName, timeName);
            DateTimeOffset? time = timeText is null ? null : Time(timeText, timeName);
            JsonElement? data = Map(root, "data", "data");
            JsonElement? details = data is { } d ? Map(d, "additionalDetails", "data.additionalDetails") : null;
            string? name = data is null ? null : Text(data.Value, "resourceName", "data.resourceName");
            if (name is not null && Encoding.UTF8.GetByteCount(name) > MaxObjectNameBytes)
                Add($"`data.resourceName` has more than {MaxObjectNameBytes} bytes; no object has so long a name.");
            string? bucket = details is null
                ? null
                : Text(details.Value, "bucketName", "data.additionalDetails.bucketName");
            string? @namespace = details is null
                ? null
                : Text(details.Value, "namespace", "data.additionalDetails.namespace");
            string? compartment = data is null ? null : OptionalText(data.Value, "compartmentId", "data.compartmentId");
            if (
                compartment is null
                && root.TryGetProperty("extensions", out JsonElement extensions)
                && extensions.ValueKind == JsonValueKind.Object
            )
                compartment = OptionalText(extensions, "compartmentId", "extensions.compartmentId");
            string? compartmentName = data is null
                ? null
                : OptionalText(data.Value, "compartmentName", "data.compartmentName");
            string? bucketId = Detail(details, "bucketId"),
                etag = Detail(details, "eTag"),
                version = Detail(details, "versionId");
            if (!IsComplete)
                return new EventReading.Malformed(AllErrors(), id, type);

            return new EventReading.Accepted(
                new StorageEvent
                {
                    Id = id!,
                    Type = type!,
                    Kind = kind!.Value,
                    Time = time,
                    TimeText = timeText,
                    ObjectName = name!,
                    Bucket = bucket!,
                    Namespace = @namespace!,
                    BucketId = bucketId,
                    CompartmentId = compartment,
                    CompartmentName = compartmentName,
                    ETag = etag,
                    VersionId = version,
                    Raw = root,
                }
            );
        }

        private bool IsComplete => errors.Count == 0 && missing.Count == 0;

        // What is missing is one message, however much it is.
        private ImmutableArray<DispatchError> AllErrors()
        {
            string names = string.Join(", ", missing.Select(path => $"`{path}`"));
            if (missing.Count > 0)
                Add(
                    missing.Count == 1
                        ? $"{names} is missing; an Object Storage event has it."
                        : $"{names} are missing; an Object Storage event has them."
                );
            return errors.ToImmutable();
        }

        private string? Plain(string name) =>
            root.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            && !value.ValueEquals("")
                ? value.GetString()
                : null;

        private string? Detail(JsonElement? details, string name) =>
            details is { } element ? OptionalText(element, name, "data.additionalDetails." + name) : null;

        private void CheckVersion(bool modern)
        {
            string name = modern ? "specversion" : "cloudEventsVersion";
            string wanted = modern ? "1.0" : "0.1";
            if (Text(root, name, name) is { } version && version != wanted)
                Add($"`{name}` is {Quote.Value(version)}; this dispatcher reads \"{wanted}\".");
        }

        private DateTimeOffset? Time(string text, string name)
        {
            if (EventTime.Parse(text) is { } time)
                return time;
            Add($"`{name}` is {Quote.Value(text)}; write a time as in RFC 3339, such as 2019-01-10T21:19:24.000Z.");
            return null;
        }

        private JsonElement? Map(JsonElement parent, string name, string path)
        {
            if (parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object)
                return value;
            if (value.ValueKind != JsonValueKind.Undefined)
                Add($"`{path}` is {Name(value.ValueKind)}; it must be an object.");
            else if (parent.TryGetProperty(name + "_base64", out _))
                Add(
                    $"`{path}` is not JSON: what `{path}_base64` has, or the body in binary mode, "
                        + "must be the event's data as JSON."
                );
            else
                missing.Add(path);
            return null;
        }

        private string? Text(JsonElement parent, string name, string path)
        {
            if (!parent.TryGetProperty(name, out JsonElement value))
                missing.Add(path);
            else if (value.ValueKind != JsonValueKind.String)
                Add($"`{path}` is {Name(value.ValueKind)}; it must be a string.");
            else if (value.ValueEquals(""))
                Add($"`{path}` is empty; it must have at least one character.");
            else
                return value.GetString();
            return null;
        }

        private string? OptionalText(JsonElement parent, string name, string path)
        {
            if (!parent.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
                return null;
            if (value.ValueKind == JsonValueKind.String)
                return value.ValueEquals("") ? null : value.GetString();
            Add($"`{path}` is {Name(value.ValueKind)}; it must be a string or absent.");
            return null;
        }

        private void Add(string message) =>
            errors.Add(new DispatchError(Codes.EventField, null, message, Retryable: false));
    }
}
