using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs;

/// <summary>An event made up from an object's name by somebody who does not say where the object lies. What is not said
/// is taken from the routes.</summary>
public static class AssumedEvent
{
    /// <summary>Stands in for a bucket that nobody names.</summary>
    public const string AnyBucket = "bucket";

    /// <summary>Stands in for a namespace that nobody names.</summary>
    public const string AnyNamespace = "namespace";

    /// <summary>Stands in for a compartment that nobody names.</summary>
    public const string AnyCompartment = "compartment";

    /// <summary>The event at the first place (bucket, namespace and compartment) that a route names literally and where
    /// a route takes the object; where none does, at the first place that the routes name.</summary>
    /// <param name="planner">The routes.</param>
    /// <param name="said">The object, the kind and whatever else was said; its place is replaced.</param>
    /// <param name="bucket">The bucket, or null to find it.</param>
    /// <param name="space">The namespace, or null to find it.</param>
    /// <param name="compartment">The compartment's name, or null to find it.</param>
    public static EventReading Read(
        DispatchPlanner planner,
        EventDocument said,
        string? bucket,
        string? space,
        string? compartment
    )
    {
        ArgumentNullException.ThrowIfNull(planner);
        ArgumentNullException.ThrowIfNull(said);
        EventReading? first = null;
        foreach (Place place in Places(planner.Set.Routes, bucket, space, compartment))
        {
            EventReading reading = (
                said with
                {
                    Bucket = place.Bucket,
                    Namespace = place.Namespace,
                    CompartmentName = place.Compartment,
                }
            ).Read();
            // Whether a route takes the object does not depend on the configuration.
            if (
                reading is not EventReading.Accepted accepted
                || planner.Plan(accepted.Event, Configuration.Empty).Outcome != Outcome.Unmatched
            )
                return reading;
            first ??= reading;
        }

        return first!;
    }

    // A place that a route names says more than the stand-ins, which come last.
    private static IEnumerable<Place> Places(
        ImmutableArray<Route> routes,
        string? bucket,
        string? space,
        string? compartment
    )
    {
        var standIn = new Place(bucket ?? AnyBucket, space ?? AnyNamespace, compartment ?? AnyCompartment);
        IEnumerable<Place> named =
            from route in routes
            where route.State != RouteState.Disabled
            from b in Literals(bucket, route.Match.Bucket, AnyBucket)
            from n in Literals(space, route.Match.Namespace, AnyNamespace)
            from c in Literals(compartment, route.Match.Compartment, AnyCompartment)
            select new Place(b, n, c);
        return named.Distinct().Where(place => place != standIn).Append(standIn);
    }

    private static IEnumerable<string> Literals(
        string? said,
        ImmutableArray<PlacedPattern> patterns,
        string otherwise
    ) => said is not null ? [said] : EventDefaults.Literals(patterns).DefaultIfEmpty(otherwise);

    private sealed record Place(string Bucket, string Namespace, string Compartment);
}
