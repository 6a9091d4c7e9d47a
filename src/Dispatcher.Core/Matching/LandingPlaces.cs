using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>Where the objects of a route set lie: the buckets that its routes name, and what names in them begin
/// with.</summary>
/// <param name="Buckets">The buckets, in order of name.</param>
/// <param name="Unknown">Why a route's objects cannot be looked for, one sentence each.</param>
/// <param name="Routes">The routes whose objects all lie in these buckets.</param>
/// <remarks>sweep-v1, "What it does". The same buckets as in the Events rule, but for those with a <c>*</c>.</remarks>
public sealed record LandingPlaces(
    ImmutableArray<LandingBucket> Buckets,
    ImmutableArray<string> Unknown,
    ImmutableHashSet<string> Routes
)
{
    /// <summary>The places of the enabled routes that take written objects.</summary>
    public static LandingPlaces Of(RouteSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Of(set.Routes);
    }

    /// <summary>The places of some routes; of those that are not enabled, or take no written objects, there are
    /// none.</summary>
    public static LandingPlaces Of(IEnumerable<Route> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var found = new SortedDictionary<(string Bucket, string Namespace), SortedSet<string>>();
        var unknown = ImmutableArray.CreateBuilder<string>();
        var listed = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (Route route in routes.Where(TakesListed))
        {
            string[] buckets = Values(route, MatchKeys.Bucket);
            if (buckets.Length == 0)
            {
                unknown.Add(
                    $"cannot sweep route `{route.Name}`: "
                        + (
                            route.Match[MatchKeys.Bucket] is [var first, ..]
                                ? $"the bucket pattern {Quote.Value(first.Pattern.Text)} stands for more names than "
                                    + "can be listed; write the buckets out"
                                : "it takes objects of any bucket; give it a `bucket`"
                        )
                );
                continue;
            }

            listed.Add(route.Name);
            // A tenancy has one namespace, so a pattern for several finds nothing in the others.
            string[] namespaces = Values(route, MatchKeys.Namespace);
            foreach (string bucket in buckets)
            {
                foreach (string space in namespaces.Length == 0 ? [""] : namespaces)
                {
                    if (!found.TryGetValue((bucket, space), out SortedSet<string>? prefixes))
                        found.Add((bucket, space), prefixes = new(StringComparer.Ordinal));
                    prefixes.UnionWith(route.Match.Object.Select(placed => placed.Pattern.RequiredPrefix));
                }
            }
        }

        return new(
            [
                .. found.Select(pair => new LandingBucket(
                    pair.Key.Bucket,
                    pair.Key.Namespace.Length == 0 ? null : pair.Key.Namespace,
                    WithoutCovered(pair.Value)
                )),
            ],
            unknown.DrainToImmutable(),
            listed.ToImmutable()
        );
    }

    /// <summary>Whether a listing can hold objects of the route: it starts something, and takes objects that are
    /// there.</summary>
    public static bool TakesListed(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return route.State == RouteState.Enabled
            && route.Match.Kinds.Any(kind => kind is ObjectEventKind.Create or ObjectEventKind.Update);
    }

    // The values one by one, or none when they have no bound.
    private static string[] Values(Route route, MatchKey key)
    {
        Wildcard[] values = [.. route.Match[key].SelectMany(placed => Wildcard.Of(placed.Pattern))];
        return values.Any(value => value.Text.Contains('*', StringComparison.Ordinal))
            ? []
            : [.. values.Select(value => value.Text).Distinct()];
    }

    // In ordinal order a text comes before all that begin with it.
    private static ImmutableArray<string> WithoutCovered(SortedSet<string> prefixes)
    {
        var kept = ImmutableArray.CreateBuilder<string>();
        foreach (string prefix in prefixes)
        {
            if (kept.Count == 0 || !prefix.StartsWith(kept[^1], StringComparison.Ordinal))
                kept.Add(prefix);
        }

        return kept.DrainToImmutable();
    }
}

/// <summary>A bucket to list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace; null for the caller's own.</param>
/// <param name="Prefixes">What names begin with, none of them the beginning of another; never empty.</param>
public sealed record LandingBucket(string Name, string? Namespace, ImmutableArray<string> Prefixes);
