using System.Text.Json;

namespace Dispatcher.Events;

/// <summary>An Object Storage event, decoded and checked: what routes match on and templates see.</summary>
/// <remarks>dispatch-v1, "Input". Names are kept exactly as the event carries them; nothing is
/// percent-decoded.</remarks>
public sealed record StorageEvent
{
    /// <summary>The event's own identifier (<c>eventID</c>, or <c>id</c> in a CloudEvents 1.0 envelope).</summary>
    public required string Id { get; init; }

    /// <summary>The full event type, as received.</summary>
    public required string Type { get; init; }

    /// <summary>The kind, from <see cref="Type"/>.</summary>
    public required ObjectEventKind Kind { get; init; }

    /// <summary>When it happened, in UTC; null for a CloudEvents 1.0 envelope without <c>time</c>, which is optional
    /// there.</summary>
    public required DateTimeOffset? Time { get; init; }

    /// <summary>The time as the event writes it, for answers and logs that quote the event.</summary>
    public string? TimeText { get; init; }

    /// <summary>The object name (<c>data.resourceName</c>), Unicode, 1 to 1,024 bytes of UTF-8.</summary>
    public required string ObjectName { get; init; }

    /// <summary>The bucket's name.</summary>
    public required string Bucket { get; init; }

    /// <summary>The bucket's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The bucket's OCID, where the event carries it.</summary>
    public string? BucketId { get; init; }

    /// <summary>The compartment's OCID, where the event carries it.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>The compartment's name, where the event carries it.</summary>
    public string? CompartmentName { get; init; }

    /// <summary>The object's entity tag, where the event carries it.</summary>
    public string? ETag { get; init; }

    /// <summary>The object's version, on versioned buckets.</summary>
    public string? VersionId { get; init; }

    /// <summary>The whole document as received; a JSON object.</summary>
    public required JsonElement Raw { get; init; }
}
