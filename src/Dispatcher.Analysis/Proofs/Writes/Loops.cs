using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Names;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs.Writes;

/// <summary>Whether what a route writes fires a route.</summary>
/// <param name="Image">What is written.</param>
/// <param name="Taker">The route that takes it.</param>
/// <param name="Found">Whether it does.</param>
/// <param name="Witness">Such an object, where it does.</param>
internal sealed record WriteEdge(WriteImage Image, Route Taker, Decision Found, EventDocument? Witness);

/// <summary>Whether what a route writes fires a route, which writes what fires … the first again.</summary>
/// <remarks>proofs-v1, RD520. Where no circle of routes is possible, none is a loop; where one is, a chain of events is
/// looked for that goes round it.</remarks>
internal static class Loops
{
    private const long QuickSteps = 20_000;
    private const int MostRuns = 300,
        MostNames = 12,
        MostRoutes = 6;

    /// <summary>Which written objects fire which routes, as far as that is possible.</summary>
    public static ImmutableArray<WriteEdge> Edges(ImmutableArray<WriteImage> images, Production production)
    {
        ImmutableArray<Route> routes = production.Set.Routes;
        var neighbours = new PrefixNeighbours(routes);
        var outlines = new RouteOutline?[routes.Length];
        var edges = ImmutableArray.CreateBuilder<WriteEdge>();
        foreach (WriteImage image in images)
        {
            var outline = new RouteOutline(image.Writer);
            foreach (int index in neighbours.Near(image.Writer))
            {
                Route taker = routes[index];
                if (!production.MayFire(taker) || !outline.MayMeet(outlines[index] ??= new RouteOutline(taker)))
                    continue;
                EventSearch search = production.IsOver
                    ? EventSearch.Unknown
                    : EventAnalysis.Between(
                        [image.Writer, taker],
                        production.Before(taker),
                        production.Budget(QuickSteps)
                    );
                if (search.Found != Decision.No)
                    edges.Add(new WriteEdge(image, taker, search.Found, search.Witness));
            }
        }

        return edges.DrainToImmutable();
    }

    /// <summary>Every circle that is one, or of which it was not decided.</summary>
    public static IEnumerable<ProofFinding> Ask(ImmutableArray<WriteEdge> edges, Production production)
    {
        foreach (ImmutableArray<WriteEdge> circle in Circles(edges))
        {
            Verdict verdict = Decide(circle, production);
            if (verdict is Verdict.Proved)
                continue;
            Route first = verdict is Verdict.Refuted { Steps: [{ Route: { } start }, ..] }
                ? start
                : circle.Select(edge => edge.Image.Route).MinBy(route => route.Index)!;
            ImmutableArray<Route> others = verdict is Verdict.Refuted found
                ? [.. found.Steps.Select(step => step.Route!).Distinct().Where(route => route != first)]
                : [.. circle.Select(edge => edge.Taker).Distinct().Where(route => route != first)];
            ImmutableArray<WriteEdge> used =
                verdict is Verdict.Refuted
                    ?
                    [
                        .. circle.Where(edge =>
                            (edge.Image.Route == first || others.Contains(edge.Image.Route))
                            && (edge.Taker == first || others.Contains(edge.Taker))
                        ),
                    ]
                    : circle;
            yield return new ProofFinding(Codes.LintLoop, first, verdict)
            {
                Image = used.FirstOrDefault(edge => edge.Image.Route == first)?.Image,
                Others = others,
                IsGuess = used.Any(edge => edge.Image.IsGuess),
                HasOpenBucket = used.Any(edge => edge.Image.HasOpenBucket),
            };
        }
    }

    // Most loops are found by usual names; what is not is followed with all names at once.
    private static Verdict Decide(ImmutableArray<WriteEdge> circle, Production production)
    {
        var search = new Search(circle, production);
        if (search.Find() is { } soon)
            return soon;
        (Decision comesBack, ImmutableArray<(WriteImage Image, Origin Origin)> starts) = Chains.Find(
            circle,
            production
        );
        if (comesBack == Decision.No)
            return Verdict.Proved.Instance;
        return search.Find(starts) is { } found ? found
            : production.IsOver || comesBack == Decision.Undecided ? Verdict.Unknown.Budget
            : Verdict.Unknown.Tries;
    }

    // The strongly connected parts of the graph that have an edge.
    private static IEnumerable<ImmutableArray<WriteEdge>> Circles(ImmutableArray<WriteEdge> edges)
    {
        List<WriteEdge> left = [.. edges];
        while (true)
        {
            // What nothing leads to, and what leads to nothing, is in no circle.
            HashSet<int> from = [.. left.Select(edge => edge.Image.Route.Index)],
                to = [.. left.Select(edge => edge.Taker.Index)];
            if (left.RemoveAll(edge => !to.Contains(edge.Image.Route.Index) || !from.Contains(edge.Taker.Index)) == 0)
                break;
        }

        ILookup<int, int> forth = left.ToLookup(edge => edge.Image.Route.Index, edge => edge.Taker.Index);
        ILookup<int, int> back = left.ToLookup(edge => edge.Taker.Index, edge => edge.Image.Route.Index);
        var done = new HashSet<int>();
        foreach (int start in left.Select(edge => edge.Image.Route.Index).Distinct().Order())
        {
            if (done.Contains(start))
                continue;
            HashSet<int> part = Reached(start, forth);
            part.IntersectWith(Reached(start, back));
            done.UnionWith(part);
            ImmutableArray<WriteEdge> inside =
            [
                .. left.Where(edge => part.Contains(edge.Image.Route.Index) && part.Contains(edge.Taker.Index)),
            ];
            if (!inside.IsEmpty)
                yield return inside;
        }
    }

    private static HashSet<int> Reached(int start, ILookup<int, int> next)
    {
        var reached = new HashSet<int>();
        var pending = new Stack<int>([start]);
        while (pending.TryPop(out int at))
        {
            foreach (int then in next[at])
            {
                if (reached.Add(then))
                    pending.Push(then);
            }
        }

        return reached;
    }

    // Follows events round a circle, through the function itself.
    private sealed class Search(ImmutableArray<WriteEdge> circle, Production production)
    {
        private readonly ILookup<Route, WriteImage> images = circle
            .Select(edge => edge.Image)
            .Distinct()
            .ToLookup(image => image.Route);
        private int runs;

        // What the shortest circle needs is tried first.
        public Verdict.Refuted? Find() =>
            Find(
                circle
                    .OrderByDescending(edge => edge.Image.Route == edge.Taker)
                    .SelectMany(edge => Starts(edge).Take(MostNames).Select(origin => (edge.Image, origin)))
            );

        /// <summary>The first of these names that comes back.</summary>
        public Verdict.Refuted? Find(IEnumerable<(WriteImage Image, Origin Origin)> starts)
        {
            runs = 0;
            foreach ((WriteImage image, Origin origin) in starts)
            {
                if (runs >= MostRuns || production.IsOver)
                    return null;
                if (
                    production.Of(image.Route, origin.Name) is { } document
                    && Follow(document, image.Route, origin.Settings, []) is { } steps
                )
                    return new Verdict.Refuted(steps);
            }

            return null;
        }

        private static IEnumerable<Origin> Starts(WriteEdge edge)
        {
            var tries = new NameTries(edge.Image.Hints);
            return edge
                .Image.Ways.SelectMany(way =>
                    edge.Witness is { } written
                        ? Origins.Of(way, written.Object, written.Bucket, tries).Take(MostRoutes)
                        : []
                )
                .Concat(
                    edge.Image.Ways.SelectMany(way =>
                        tries
                            .Names(way.Name, ImmutableDictionary<int, string>.Empty)
                            .Take(MostRoutes)
                            .Select(name => new Origin(name, ImmutableSortedDictionary<string, string>.Empty))
                    )
                );
        }

        private ImmutableArray<ProofStep>? Follow(
            EventDocument document,
            Route route,
            ImmutableSortedDictionary<string, string> settings,
            ImmutableArray<ProofStep> before
        )
        {
            int first = before.Select(step => step.Route).ToList().IndexOf(route);
            if (first >= 0)
            {
                ProofStep? last = production.Run(document, route, settings, write: null);
                return last is null ? null : before[first..].Add(last);
            }

            foreach (WriteImage image in images[route])
            {
                if (runs++ >= MostRuns || production.IsOver)
                    return null;
                if (
                    production.Run(document, route, settings, image.Write)
                    is not { Written: { Name.Length: > 0 } written } step
                )
                    continue;
                foreach (Route taker in circle.Where(edge => edge.Image == image).Select(edge => edge.Taker))
                {
                    EventDocument? next = Next(image, taker, written, document);
                    if (next is not null && Follow(next, taker, settings, before.Add(step)) is { } found)
                        return found;
                }
            }

            return null;
        }

        // The written object's event, where the route takes it; in any bucket, where nothing is known of it.
        private EventDocument? Next(WriteImage image, Route taker, Planning.WrittenObject written, EventDocument from)
        {
            if (image.Ways.All(way => way.Bucket is not null))
                return production.Event(taker, written, from);
            return
                production.Event(taker, written.Name) is { } anywhere
                && Production.IsWriting(anywhere.Kind)
                && production.Fired(anywhere).Contains(taker)
                ? anywhere
                : null;
        }
    }
}
