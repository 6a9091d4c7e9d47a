using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Backfill;

/// <summary>Which objects, and which of their runs.</summary>
internal sealed record BackfillScope
{
    /// <summary>The bucket.</summary>
    public required BucketName Bucket { get; init; }

    /// <summary>The values that a listing does not tell and that routes ask for: the compartment, and event
    /// members.</summary>
    public required ImmutableArray<KeyValuePair<MatchKey, string>> Assumed { get; init; }

    /// <summary>What names begin with.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Objects last written before this are passed over.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Objects last written before this count as started; null for none.</summary>
    public DateTimeOffset? CutOver { get; init; }

    /// <summary>Only runs of this route.</summary>
    public string? Route { get; init; }

    /// <summary>At most so many objects with something to start; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>An event of the bucket, with what is assumed of all its objects.</summary>
    public EventDocument Place =>
        Assumed.Aggregate(
            new EventDocument
            {
                Object = "object",
                Bucket = Bucket.Bucket,
                Namespace = Bucket.Namespace,
            },
            (document, assumed) => assumed.Key.With(document, assumed.Value)
        );

    /// <summary>Whether the object counts as started by what ran before.</summary>
    public bool IsBeforeCutOver(ObjectSummary listed) => listed.TimeModified < CutOver;

    /// <summary>Whether the run is one of those.</summary>
    public bool Has(TaskRunRequest run) => Has(run.Route);

    /// <summary>Whether runs of the route are.</summary>
    public bool Has(string route) => Route is null || route == Route;
}
