using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Names;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Grouping;
using Dispatcher.Patterns;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs.Writes;

/// <summary>What the function itself does with an event: every counterexample is put to it.</summary>
/// <param name="planner">The routes.</param>
/// <param name="configuration">The configuration; keys that it lacks are made up.</param>
/// <param name="proofs">What is proved of the routes among each other.</param>
/// <param name="outOfTime">Ends the work.</param>
internal sealed class Production(
    DispatchPlanner planner,
    Configuration? configuration,
    ImmutableArray<RouteProof> proofs,
    CancellationToken outOfTime
)
{
    private const long Steps = 100_000;
    private const string ETag = "etag";
    private const int MostNames = 24;

    private readonly Dictionary<string, EventDocument?> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeyImage> keyImages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RouteProof> proofOf = proofs.ToDictionary(proof => proof.Route.Name);
    private readonly ImmutableSortedSet<string> keys =
    [
        .. planner
            .Set.Routes.SelectMany(RouteTemplates.RequiredConfiguration)
            .Concat(["workspace_id", "application_key"])
            .Distinct(),
    ];

    /// <summary>The routes.</summary>
    public RouteSet Set => planner.Set;

    /// <summary>Whether time is over.</summary>
    public bool IsOver => outOfTime.IsCancellationRequested;

    /// <summary>A budget for one question.</summary>
    public WorkBudget Budget(long steps = Steps) => new(steps, outOfTime);

    /// <summary>The routes that may take an event before a route does.</summary>
    public ImmutableArray<Route> Before(Route route) =>
        proofOf.TryGetValue(route.Name, out RouteProof? proof)
            ? [.. proof.Overlaps.Select(overlap => overlap.First).Concat(proof.Undecided)]
            : [];

    /// <summary>Whether an event makes the route start something, as far as is proved.</summary>
    public bool MayFire(Route route) =>
        route is { State: RouteState.Enabled, IsSink: false }
        && (!proofOf.TryGetValue(route.Name, out RouteProof? proof) || proof.Fires != Decision.No);

    /// <summary>An event of this object that the route takes, as far as a place is known where it takes any.</summary>
    public EventDocument? Event(Route route, string name) =>
        Event(route) is { } place ? place with { Object = name } : null;

    /// <summary>An event that the route takes; null when none is found.</summary>
    public EventDocument? Event(Route route)
    {
        if (!places.TryGetValue(route.Name, out EventDocument? place))
        {
            place = EventAnalysis.Between([route], Before(route), Budget()).Witness;
            places.Add(route.Name, place);
        }

        return place is null ? null : place with { ETag = ETag };
    }

    /// <summary>An event of what the templates of the route's request are functions of: an object of this name, of a
    /// grouped route an object of a group with this key. Null when there is none that is found.</summary>
    public EventDocument? Of(Route route, string subject)
    {
        if (route.Group is null)
            return Event(route, subject);
        if (!keyImages.TryGetValue(route.Name, out KeyImage? image))
            keyImages.Add(route.Name, image = KeyImage.Of(route, configuration)!);
        return image
            .NamesOf(subject)
            .Take(MostNames)
            .Select(name => Event(route, name))
            .FirstOrDefault(document =>
                document is not null
                && Plan(document, ImmutableSortedDictionary<string, string>.Empty) is { } plan
                && plan.Groups.Any(group => group.Route == route.Name && group.Key == subject)
            );
    }

    /// <summary>The group of an object; null where the route does not take it, or cannot tell.</summary>
    public GroupedObject? Group(EventDocument document, Route route) =>
        Plan(document, ImmutableSortedDictionary<string, string>.Empty)
            ?.Groups.FirstOrDefault(group => group.Route == route.Name);

    /// <summary>The key of an object that is expected; null where the route does not take it, or cannot tell.</summary>
    public string? Answer(EventDocument document, Route route) =>
        (document.Read() as EventReading.Accepted)?.Event is { } storageEvent
            ? planner
                .Answers(storageEvent, Known(ImmutableSortedDictionary<string, string>.Empty))
                .Where(answer => answer.Route == route.Name)
                .Select(answer => answer.Key)
                .FirstOrDefault()
            : null;

    private DispatchPlan? Plan(EventDocument document, ImmutableSortedDictionary<string, string> settings) =>
        (document.Read() as EventReading.Accepted)?.Event is { } storageEvent
            ? planner.Plan(storageEvent, Known(settings))
            : null;

    /// <summary>An event with exactly this object, in exactly this place, that the route takes; null when there is
    /// none.</summary>
    public EventDocument? Event(Route route, WrittenObject written, EventDocument from)
    {
        Route exactly = route with
        {
            Match = route
                .Match.With(new MatchPart(MatchKeys.Object, false, Exactly(route, written.Name)))
                .With(new MatchPart(MatchKeys.Bucket, false, Exactly(route, written.Bucket)))
                .With(new MatchPart(MatchKeys.Namespace, false, Exactly(route, from.Namespace))),
        };
        Route cut = exactly with { Match = exactly.Match with { Kinds = [.. exactly.Match.Kinds.Where(IsWriting)] } };
        // The route's own conditions hold as well.
        return EventAnalysis.Between([cut, route], Before(route), Budget()).Witness is { } found
            ? found with
            {
                ETag = ETag,
                Time = from.Time,
            }
            : null;
    }

    /// <summary>Whether writing an object makes an event of this kind.</summary>
    public static bool IsWriting(ObjectEventKind kind) => kind is ObjectEventKind.Create or ObjectEventKind.Update;

    /// <summary>What the route does with the event; null when it does not take it.</summary>
    /// <param name="document">The event.</param>
    /// <param name="route">The route.</param>
    /// <param name="settings">Values of configuration keys that are not known.</param>
    /// <param name="write">What is asked; null for the request alone.</param>
    public ProofStep? Run(
        EventDocument document,
        Route route,
        ImmutableSortedDictionary<string, string> settings,
        RouteWrite? write
    )
    {
        if (Plan(document, settings) is not { } plan)
            return null;
        Configuration known = Known(settings);
        TaskRunRequest? request = plan.Runs.FirstOrDefault(run => run.Route == route.Name);
        DispatchError? error = plan.Errors.FirstOrDefault(error => error.Route == route.Name);
        GroupedObject? grouped = plan.Groups.FirstOrDefault(group => group.Route == route.Name);
        if (grouped is not null)
        {
            var groups = new GroupPlanner(Set, known);
            groups.Add(plan.Event, grouped);
            ObjectGroup group = groups.Plan(DateTimeOffset.UnixEpoch).Single();
            (request, error) = (group.Run, group.Errors.FirstOrDefault());
        }

        if (request is null && error is null)
            return null;
        WrittenObject? written = null;
        if (request is not null && write is not null)
        {
            // Where nothing is known of the bucket, it is any.
            RouteWrite asked =
                write.Bucket.Name.Length > 0 ? write : write with { Bucket = new(document.Bucket, false) };
            written = WrittenObject.Of([asked], request.Bindings).FirstOrDefault();
        }

        return new ProofStep(
            document,
            route,
            written,
            error is null ? null : $"{error.Code}: {error.Message}",
            RouteTemplates
                .RequiredConfiguration(route)
                .Union(settings.Keys)
                .Where(key => known.Find(key) is not null)
                .ToImmutableSortedDictionary(key => key, key => known.Find(key)!)
        )
        {
            Group = grouped?.Key,
        };
    }

    /// <summary>The names of the routes that the event fires and that start something.</summary>
    public IEnumerable<Route> Fired(EventDocument document) =>
        document.Read() is EventReading.Accepted accepted
            ? planner.Fired(accepted.Event).Where(route => route.State == RouteState.Enabled)
            : [];

    private Configuration Known(ImmutableSortedDictionary<string, string> settings) =>
        Configuration.OfTest(
            keys.Union(settings.Keys)
                .Union(configuration?.Keys ?? [])
                .Select(key =>
                    KeyValuePair.Create(key, configuration?.Find(key) ?? settings.GetValueOrDefault(key, key))
                )
        );

    private static ImmutableArray<PlacedPattern> Exactly(Route route, string text) =>
        [new PlacedPattern(Pattern.Of(Languages.Literal(text), text), route.Position)];
}
