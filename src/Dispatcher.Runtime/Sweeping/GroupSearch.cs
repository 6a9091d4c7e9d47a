using System.Collections.Immutable;
using Dispatcher.Grouping;
using Dispatcher.Matching;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Runtime.Retrying;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>Looks for the groups of one key, one in each landing bucket that has members.</summary>
/// <remarks>sweep-v1, "Groups". The same listing, planner and identity as in a sweep.</remarks>
/// <param name="services">How to ask.</param>
/// <param name="planner">The routes.</param>
/// <param name="configuration">What templates see.</param>
public sealed class GroupSearch(SweepServices services, DispatchPlanner planner, Configuration configuration)
{
    private readonly SweptRoutes routes = SweptRoutes.Of(planner);

    /// <summary>Why the route's groups cannot be looked for, or null.</summary>
    public string? Problem(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return routes.Left.Contains(route.Name)
                ? routes.Notes.FirstOrDefault(note => note.Contains($"`{route.Name}`", StringComparison.Ordinal))
                    ?? $"a listing does not have what route `{route.Name}` asks for"
            : PlacesOf(route) is { Buckets.IsEmpty: true, Unknown: var unknown }
                ? unknown.FirstOrDefault() ?? $"route `{route.Name}` is not enabled, so no sweep starts its groups"
            : null;
    }

    /// <summary>The groups with the key, by bucket; none when no object has it.</summary>
    /// <param name="route">A grouped route.</param>
    /// <param name="key">The key.</param>
    /// <param name="bucket">The only bucket to look into; null for all that the route names.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<ServiceResult<ImmutableArray<ObjectGroup>>> FindAsync(
        Route route,
        string key,
        string? bucket,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(key);
        var groups = new GroupPlanner(planner.Set, configuration);
        foreach (
            LandingBucket landing in PlacesOf(route).Buckets.Where(landing => bucket is null || landing.Name == bucket)
        )
        {
            if (await AddAsync(landing, route, key, groups, stopping).ConfigureAwait(false) is { } failure)
                return failure;
        }

        return groups.Plan(services.Time.GetUtcNow()).ToImmutableArray();
    }

    private static LandingPlaces PlacesOf(Route route) => LandingPlaces.Of([route]);

    private async Task<ServiceFailure?> AddAsync(
        LandingBucket landing,
        Route route,
        string key,
        GroupPlanner groups,
        CancellationToken stopping
    )
    {
        string? namespaceName = landing.Namespace;
        if (namespaceName is null)
        {
            (ServiceResult<string> own, _) = await services
                .Reads.RunAsync("get-namespace", (_, token) => services.Objects.GetNamespaceAsync(token))
                .ConfigureAwait(false);
            if (!own.TryGet(out namespaceName, out ServiceFailure? unknown))
                return unknown;
        }

        var plans = new BucketPlans(
            routes.Planner,
            configuration,
            routes.Place with
            {
                Bucket = landing.Name,
                Namespace = namespaceName,
            }
        );
        var listing = new ObjectListing(services, new BucketName(namespaceName, landing.Name));
        await foreach (
            IReadOnlyList<ObjectSummary> page in listing
                .PagesAsync(landing.Prefixes, inOrder: false, stopping)
                .ConfigureAwait(false)
        )
        {
            foreach (PlannedObject planned in plans.Plan(page))
            {
                foreach (GroupedObject grouped in planned.Plan?.Groups ?? [])
                {
                    if (grouped.Route == route.Name && grouped.Key == key)
                        groups.Add(planned.Plan!.Event, grouped);
                }
            }
        }

        return listing.Failure;
    }
}
