using System.Collections.Immutable;
using Dispatcher.Analysis.Proofs;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Input;

/// <summary>An event made up from an object's name. What is not given is taken from the routes: the first bucket,
/// namespace and compartment that a route names literally and under which the object matches.</summary>
/// <param name="Event">The event.</param>
/// <param name="Assumed">What was assumed, for a note; empty when everything was given.</param>
internal sealed record MadeUpEvent(StorageEvent Event, string Assumed)
{
    /// <summary>Makes the event up, or says why it cannot be one.</summary>
    /// <param name="planner">The routes.</param>
    /// <param name="document">What the user gave.</param>
    /// <param name="bucket">The bucket, or null to find it.</param>
    /// <param name="namespaceName">The namespace, or null to find it.</param>
    public static (MadeUpEvent? Event, ImmutableArray<DispatchError> Errors) From(
        DispatchPlanner planner,
        EventDocument document,
        string? bucket,
        string? namespaceName
    ) =>
        AssumedEvent.Read(planner, document, (MatchKeys.Bucket, bucket), (MatchKeys.Namespace, namespaceName)) switch
        {
            EventReading.Malformed malformed => (null, malformed.Errors),
            EventReading.Accepted { Event: var made } => (
                new MadeUpEvent(made, Say(planner.Set, document, made, bucket, namespaceName)),
                []
            ),
            _ => throw new InvalidOperationException("A made-up event is an object event."),
        };

    private static string Say(
        RouteSet set,
        EventDocument document,
        StorageEvent made,
        string? bucket,
        string? namespaceName
    )
    {
        var assumed = new List<string>();
        if (bucket is null)
            assumed.Add($"bucket `{made.Bucket}` (say --bucket)");
        if (namespaceName is null && made.Namespace != MatchKeys.Namespace.StandIn)
            assumed.Add($"namespace `{made.Namespace}` (say --namespace)");
        IEnumerable<MatchKey> keys = MatchKeys.Places.Union(
            set.Routes.SelectMany(route => route.Match.Conditions).Select(condition => condition.Key)
        );
        foreach (MatchKey key in keys.Except([MatchKeys.Bucket, MatchKeys.Namespace]))
        {
            if (key.Given(document) == key.StandIn && key.Value(made) is { } value && value != key.StandIn)
                assumed.Add($"{key.What} `{value}` (from the route; --event FILE gives another)");
        }

        return string.Join(", ", assumed);
    }
}
