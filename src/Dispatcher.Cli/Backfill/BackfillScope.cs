using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Backfill;

/// <summary>Which objects, and which of their runs.</summary>
internal sealed record BackfillScope
{
    /// <summary>The bucket.</summary>
    public required BucketName Bucket { get; init; }

    /// <summary>The compartment's name, which a listing does not tell.</summary>
    public required string Compartment { get; init; }

    /// <summary>What names begin with.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Objects last written before this are passed over.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only runs of this route.</summary>
    public string? Route { get; init; }

    /// <summary>At most so many objects with something to start; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>The event that the bucket would have sent for the object, but for its kind and its id.</summary>
    public EventDocument Document(ObjectSummary one) =>
        new()
        {
            Object = one.Name,
            Bucket = Bucket.Bucket,
            Namespace = Bucket.Namespace,
            CompartmentName = Compartment,
            ETag = one.ETag,
            Time = one.TimeModified ?? DateTimeOffset.UnixEpoch,
        };

    /// <summary>Whether the run is one of those.</summary>
    public bool Has(TaskRunRequest run) => Route is null || run.Route == Route;
}
