using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Input;

/// <summary>An event made up from an object's name. What is not said is taken from the routes: the first bucket, namespace and
/// compartment that a route names literally and under which the object matches.</summary>
/// <param name="Event">The event.</param>
/// <param name="Assumed">What was assumed, for a note; empty when everything was said.</param>
internal sealed record MadeUpEvent(StorageEvent Event, string Assumed)
{
    private const string AnyBucket = "bucket", AnyNamespace = "namespace", AnyCompartment = "compartment";

    /// <summary>Makes the event up, or says why it cannot be one.</summary>
    /// <param name="planner">The routes.</param>
    /// <param name="said">What the user said; bucket and namespace where they said them.</param>
    /// <param name="bucket">The bucket, or null to find it.</param>
    /// <param name="space">The namespace, or null to find it.</param>
    public static (MadeUpEvent? Event, ImmutableArray<DispatchError> Errors) From(
        DispatchPlanner planner, EventDocument said, string? bucket, string? space)
    {
        MadeUpEvent? first = null;
        foreach (Place place in Places(planner.Set.Routes, bucket, space))
        {
            EventReading reading = (said with
            {
                Bucket = place.Bucket,
                Namespace = place.Namespace,
                CompartmentName = place.Compartment,
            }).Read();
            if (reading is EventReading.Malformed malformed)
                return (null, malformed.Errors);
            var made = new MadeUpEvent(((EventReading.Accepted)reading).Event, Say(place, bucket, space));
            // Whether a route takes the object does not depend on the configuration.
            if (planner.Plan(made.Event, Configuration.Empty).Outcome != Outcome.Unmatched)
                return (made, []);
            first ??= made;
        }

        return (first, []);
    }

    /// <summary>The texts that patterns accept and that are written out in full, in order.</summary>
    public static IEnumerable<string> Literals(ImmutableArray<PlacedPattern> patterns) =>
        patterns.Select(pattern => EventDefaults.Value([pattern], "")).Where(text => text.Length > 0);

    private static IEnumerable<Place> Places(ImmutableArray<Route> routes, string? bucket, string? space)
    {
        IEnumerable<Place> fromRoutes =
            from route in routes
            where route.State != RouteState.Disabled
            from b in One(bucket, route.Match.Bucket, AnyBucket)
            from n in One(space, route.Match.Namespace, AnyNamespace)
            from c in One(null, route.Match.Compartment, AnyCompartment)
            select new Place(b, n, c);
        // A place that a route names says more than the stand-ins, which come last.
        Place[] distinct = [.. fromRoutes.Distinct()];
        var standIn = new Place(bucket ?? AnyBucket, space ?? AnyNamespace, AnyCompartment);
        return distinct.Where(place => place != standIn).Append(standIn);
    }

    private static IEnumerable<string> One(string? said, ImmutableArray<PlacedPattern> patterns, string otherwise) =>
        said is not null ? [said] : Literals(patterns).DefaultIfEmpty(otherwise);

    private static string Say(Place place, string? bucket, string? space)
    {
        var assumed = new List<string>();
        if (bucket is null)
            assumed.Add($"bucket `{place.Bucket}` (say --bucket)");
        if (space is null && place.Namespace != AnyNamespace)
            assumed.Add($"namespace `{place.Namespace}` (say --namespace)");
        if (place.Compartment != AnyCompartment)
            assumed.Add($"compartment `{place.Compartment}` (from the route; --event FILE gives another)");
        return string.Join(", ", assumed);
    }

    private sealed record Place(string Bucket, string Namespace, string Compartment);
}
