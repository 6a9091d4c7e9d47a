using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Planning;

/// <summary>Plans for objects that are known from a listing: for the event that each would have had. Safe for any
/// number of threads.</summary>
/// <remarks>A listing does not say whether the object's event was <c>create</c> or <c>update</c>. The run is the same
/// under both (<see cref="RunIdentity"/>), but a route may take one of them only: create is tried before update. The
/// event's id, and what else a listing does not have, is as in <see cref="EventDocument"/>.</remarks>
public sealed class ListedObjects
{
    private const string ArchivalState = "data.additionalDetails.archivalState";

    private readonly DispatchPlanner planner;
    private readonly Configuration configuration;
    private readonly EventDocument place;
    private readonly StorageEvent? common;
    private readonly bool takesUpdatesOnly,
        isPlacePlain;

    /// <summary>Plans for objects of one bucket.</summary>
    /// <param name="planner">The routes.</param>
    /// <param name="configuration">What templates see.</param>
    /// <param name="place">An event of the bucket, with what is known of all its objects.</param>
    public ListedObjects(DispatchPlanner planner, Configuration configuration, EventDocument place)
    {
        ArgumentNullException.ThrowIfNull(planner);
        (this.planner, this.configuration, this.place) = (planner, configuration, place);
        isPlacePlain = (place with { Object = "object", ETag = null, Members = [] }).IsSurelyAccepted;
        Route[] routes = [.. planner.Set.Routes.Where(route => route.State != RouteState.Disabled)];
        takesUpdatesOnly = routes.Any(route =>
            route.Match.Kinds.Contains(ObjectEventKind.Update) && !route.Match.Kinds.Contains(ObjectEventKind.Create)
        );

        // Nearly no route looks at the document itself. Writing and reading one costs ten times what deciding does.
        common =
            !routes.Any(SeesDocument) && (place with { Object = "object" }).Read() is EventReading.Accepted read
                ? read.Event
                : null;
    }

    /// <summary>Whether a key is a member of the event that a listing has, too.</summary>
    public static bool HasMember(MatchKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Name == $"where.{ArchivalState}";
    }

    /// <summary>What the object starts.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="etag">Its entity tag, or null.</param>
    /// <param name="written">When it was last written; null for the Unix epoch.</param>
    /// <param name="archivalState">The listing's archival state; null for an object that can be read.</param>
    /// <returns>The plan, or why the object can have no event.</returns>
    public (DispatchPlan? Plan, ImmutableArray<DispatchError> Errors) Plan(
        string name,
        string? etag,
        DateTimeOffset? written,
        string? archivalState
    )
    {
        EventDocument document = place with { Object = name, ETag = etag, Time = written ?? DateTimeOffset.UnixEpoch };
        if (common is not null && IsSurelyAccepted(name, etag))
            return (
                Plan(
                    WithoutDocument(common, name, etag, document.Time) with
                    {
                        TimeText = document.WrittenTime,
                    },
                    second: null
                ),
                []
            );
        if (archivalState is not null)
            document = document.WithMember(ArchivalState, archivalState);
        EventReading reading = (document with { Kind = ObjectEventKind.Create }).Read();
        return reading is EventReading.Accepted created
            ? (Plan(created.Event, document), [])
            : (null, (reading as EventReading.Malformed)?.Errors ?? []);
    }

    /// <summary>The event that the object had, without <see cref="StorageEvent.TimeText"/>, and the routes that start a
    /// run for it, without rendering anything; null where only
    /// <see cref="Plan(string, string?, DateTimeOffset?, string?)"/> tells. Whether the requests can be rendered is not
    /// known.</summary>
    public (StorageEvent Event, ImmutableArray<Route> Routes)? Starts(
        string name,
        string? etag,
        DateTimeOffset? written,
        string? archivalState
    )
    {
        if (common is null || archivalState is not null && !place.Members.IsEmpty)
            return null;
        // Every template refuses a control character.
        if (!IsSurelyAccepted(name, etag) || name.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0)
            return null;
        StorageEvent created = WithoutDocument(common, name, etag, written ?? DateTimeOffset.UnixEpoch);
        return planner.Starts(created) is { } routes ? (created, routes) : null;
    }

    private DispatchPlan Plan(StorageEvent created, EventDocument? second)
    {
        DispatchPlan plan = planner.Plan(created, configuration);
        if (!StartsNothing(plan) || !takesUpdatesOnly)
            return plan;
        DispatchPlan updated = planner.Plan(
            created with
            {
                Kind = ObjectEventKind.Update,
                Type = ObjectEventKind.Update.EventType(),
            },
            configuration
        );
        if (StartsNothing(updated) || second is null)
            return StartsNothing(updated) ? plan : updated;

        // Only a template that quotes the document itself can show the difference, and it must not see a made-up one.
        return (second with { Kind = ObjectEventKind.Update }).Read() is EventReading.Accepted read
            ? planner.Plan(read.Event, configuration)
            : plan;
    }

    private static bool StartsNothing(DispatchPlan plan) =>
        plan.Outcome switch
        {
            Outcome.Unmatched or Outcome.Ignored or Outcome.Shadowed => true,
            Outcome.Dispatched or Outcome.Held or Outcome.Rejected or Outcome.Deferred => false,
        };

    // What is known of all objects was looked at once.
    private bool IsSurelyAccepted(string name, string? etag) =>
        isPlacePlain && EventDocument.IsPlain(name) && (etag is null || EventDocument.IsPlain(etag));

    // As precise as the document has the time.
    private static StorageEvent WithoutDocument(
        StorageEvent common,
        string name,
        string? etag,
        DateTimeOffset written
    ) =>
        common with
        {
            ObjectName = name,
            ETag = etag,
            Time = written.AddTicks(-(written.Ticks % TimeSpan.TicksPerMillisecond)),
            TimeText = null,
        };

    private static bool SeesDocument(Route route) =>
        route
            .Match.Conditions.Concat(route.Match.Exceptions)
            .Any(part => part.Key.Name.StartsWith("where.", StringComparison.Ordinal))
        || RouteTemplates
            .Of(route)
            .Any(placed =>
                placed.Template.References.Any(reference => reference is { Root: "event", Member: "raw" or null })
            );
}
