using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Where an event that proves something happens, as far as the routes care.</summary>
internal static class Places
{
    /// <summary><c> in bucket "b"</c> and so on; empty when the object's name says it all.</summary>
    public static string Of(EventDocument witness, params ReadOnlySpan<Route> routes)
    {
        var asked = new HashSet<MatchKey>();
        foreach (Route route in routes)
            asked.UnionWith(route.Match.Conditions.Concat(route.Match.Exceptions).Select(part => part.Key));
        return string.Concat(
            MatchKeys
                .Places.Where(asked.Contains)
                .Concat(asked.Except(MatchKeys.Places))
                .Select(key => key.Place(witness))
        );
    }
}
