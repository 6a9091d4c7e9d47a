using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Planning;

/// <summary>The routes as a listing can decide them. A condition on what a listing does not have cannot be decided, so
/// its route takes what the other conditions take, and starts nothing: what may be its own is given to no other
/// route.</summary>
/// <param name="Planner">Decides about objects of a listing.</param>
/// <param name="Left">The routes that start nothing.</param>
/// <param name="Place">What is assumed of every object.</param>
/// <param name="Notes">What is left out or assumed, one sentence each.</param>
/// <remarks>sweep-v1: "a route with <c>where</c> is swept only as far as the listing has the members, and says
/// so".</remarks>
public sealed record SweptRoutes(
    DispatchPlanner Planner,
    ImmutableHashSet<string> Left,
    EventDocument Place,
    ImmutableArray<string> Notes
)
{
    private static readonly MatchKey[] Known = [MatchKeys.Object, MatchKeys.Bucket, MatchKeys.Namespace];

    /// <summary>The routes of a planner.</summary>
    public static SweptRoutes Of(DispatchPlanner planner)
    {
        ArgumentNullException.ThrowIfNull(planner);
        RouteSet set = planner.Set;
        var place = new EventDocument { Object = "object" };
        var notes = ImmutableArray.CreateBuilder<string>();
        var undecided = new HashSet<MatchKey>();
        foreach (MatchKey key in set.Routes.Where(IsUsed).SelectMany(Parts).Select(part => part.Key).Distinct())
        {
            if (IsKnown(key))
                continue;
            if (Assumed(set, key) is { } value)
            {
                place = key.With(place, value);
                notes.Add($"a listing does not have the {Quote.Line(key.What)}; assumed `{Quote.Line(value)}`");
            }
            else
            {
                undecided.Add(key);
            }
        }

        if (undecided.Count == 0)
            return new(planner, [], place, notes.DrainToImmutable());
        var left = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (Route route in set.Routes.Where(IsUsed))
        {
            MatchKey[] unknown = [.. Parts(route).Select(part => part.Key).Where(undecided.Contains).Distinct()];
            if (unknown.Length == 0)
                continue;
            left.Add(route.Name);
            notes.Add(
                $"cannot sweep route `{route.Name}`: it asks for the "
                    + $"{string.Join(" and the ", unknown.Select(key => Quote.Line(key.What)))}, "
                    + "which a listing does not have"
            );
            set = set.With(
                route with
                {
                    Match = route.Match with
                    {
                        Conditions = route.Match.Conditions.RemoveAll(part => undecided.Contains(part.Key)),
                        Exceptions = route.Match.Exceptions.RemoveAll(part => undecided.Contains(part.Key)),
                    },
                }
            );
        }

        return new(DispatchPlanner.For(set), left.ToImmutable(), place, notes.DrainToImmutable());
    }

    private static bool IsUsed(Route route) => route.State != RouteState.Disabled;

    private static IEnumerable<MatchPart> Parts(Route route) => route.Match.Conditions.Concat(route.Match.Exceptions);

    private static bool IsKnown(MatchKey key) => Known.Contains(key) || ListedObjects.HasMember(key);

    private static bool IsMember(MatchKey key) => key.Name.StartsWith("where.", StringComparison.Ordinal);

    // All objects of a bucket lie in one compartment. Where all routes name the same one, it is that one.
    private static string? Assumed(RouteSet set, MatchKey key)
    {
        MatchPart[] parts = [.. set.Routes.Where(IsUsed).SelectMany(Parts).Where(part => part.Key.Equals(key))];
        return
            !IsMember(key)
            && Array.TrueForAll(parts, part => !part.IsExcept)
            && parts.Select(part => part.Wording).Distinct().Count() == 1
            ? EventDefaults.Literals(parts[0].Patterns).FirstOrDefault()
            : null;
    }
}
