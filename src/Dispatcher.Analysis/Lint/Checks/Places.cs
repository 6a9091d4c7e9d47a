using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Where an event that proves something happens, as far as the routes care.</summary>
internal static class Places
{
    /// <summary><c> in bucket "b"</c> and so on; empty when the object's name says it all.</summary>
    public static string Of(EventDocument witness, params ReadOnlySpan<Route> routes)
    {
        string place = "";
        if (Any(routes, match => match.Bucket))
            place += $" in bucket {Quote.Value(witness.Bucket)}";
        if (Any(routes, match => match.Namespace))
            place += $" of namespace {Quote.Value(witness.Namespace)}";
        if (Any(routes, match => match.Compartment))
            place += $" in compartment {Quote.Value(witness.CompartmentName)} ({witness.CompartmentId})";
        return place;
    }

    private static bool Any(ReadOnlySpan<Route> routes, Func<RouteMatch, ImmutableArray<PlacedPattern>> part)
    {
        foreach (Route route in routes)
        {
            if (!part(route.Match).IsEmpty)
                return true;
        }

        return false;
    }
}
