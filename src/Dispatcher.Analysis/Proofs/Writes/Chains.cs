using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Names;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs.Writes;

/// <summary>A step of a chain of routes: the names that come, and what the route makes of them.</summary>
/// <param name="Image">What the route writes.</param>
/// <param name="Names">The names that it takes, never fewer.</param>
internal sealed record ChainStep(WriteImage Image, TextAutomaton Names);

/// <summary>Follows all names at once round a circle of routes: the names that come to a route are those that the one
/// before it writes, of the names that came to that one.</summary>
/// <remarks>proofs-v1, RD520. A chain in which a route fires twice begins with one in which the routes between are
/// different, and that one is followed here from each route of the circle.</remarks>
internal sealed class Chains
{
    private const int MostSteps = 5,
        MostFound = 4,
        MostNames = 6;
    private const long Steps = 1_000_000;

    private readonly ImmutableArray<WriteEdge> circle;
    private readonly ILookup<Route, WriteImage> images;
    private readonly Production production;
    private readonly WorkBudget budget;
    private readonly List<(ImmutableArray<ChainStep> Steps, string Last)> found = [];
    private bool undecided;

    private Chains(ImmutableArray<WriteEdge> circle, Production production)
    {
        (this.circle, this.production, budget) = (circle, production, production.Budget(Steps));
        images = circle.Select(edge => edge.Image).Distinct().ToLookup(image => image.Route);
    }

    /// <summary>Whether some name comes back to a route of the circle, as far as the names tell; and names to try with
    /// which it may.</summary>
    public static (Decision Found, ImmutableArray<(WriteImage Image, Origin Origin)> Starts) Find(
        ImmutableArray<WriteEdge> circle,
        Production production
    )
    {
        var chains = new Chains(circle, production);
        foreach (IGrouping<Route, WriteImage> first in chains.images.OrderBy(route => route.Key.Index))
        {
            if (chains.Left(TextAutomaton.AnyName, first.Key, isWritten: false, bucket: null) is { } names)
                chains.Follow(first.Key, names, []);
        }

        return (
            chains.found.Count > 0 ? Decision.Yes
            : chains.undecided || chains.budget.IsSpent ? Decision.Undecided
            : Decision.No,
            [
                .. chains.found.SelectMany(chain =>
                    Back(chain.Steps, chain.Last).Take(MostNames).Select(origin => (chain.Steps[0].Image, origin))
                ),
            ]
        );
    }

    private void Follow(Route route, TextAutomaton names, ImmutableArray<ChainStep> before)
    {
        foreach (WriteImage image in images[route])
        {
            if (found.Count >= MostFound || budget.IsSpent)
                return;
            // Of a grouped route the templates see the key of all its members.
            if (
                WrittenNames.Of(image.Ways, route.Group is null ? names : TextAutomaton.Anything, budget)
                is not { } written
            )
            {
                undecided = true;
                continue;
            }

            ImmutableArray<ChainStep> steps = before.Add(new ChainStep(image, names));
            foreach (Route taker in circle.Where(edge => edge.Image == image).Select(edge => edge.Taker).Distinct())
                Take(taker, written, Bucket(image), steps);
        }
    }

    private void Take(Route taker, TextAutomaton written, string? bucket, ImmutableArray<ChainStep> steps)
    {
        // A chain that comes back to another route than its first is followed from that one.
        bool isBack = taker == steps[0].Image.Route;
        if (!isBack && steps.Any(step => step.Image.Route == taker))
            return;
        if (Left(written, taker, isWritten: true, bucket) is not { } names)
            return;
        string? last = taker
            .Match.Object.Select(placed => names.Common(TextAutomaton.Of(placed.Pattern.Root), budget))
            .FirstOrDefault(common => common is not null);
        if (last is null)
            return;
        if (isBack)
            found.Add((steps, last));
        else if (steps.Length == MostSteps)
            undecided = true;
        else
            Follow(taker, names, steps);
    }

    // The names that neither the route's `except` nor a route before it takes away; null where that was not decided.
    private TextAutomaton? Left(TextAutomaton names, Route route, bool isWritten, string? bucket)
    {
        TextAutomaton? left = names.Without([.. route.Match.Except.Select(placed => placed.Pattern)], budget);
        foreach (
            Route earlier in production.Before(route).Where(earlier => TakesAll(earlier, route, isWritten, bucket))
        )
        {
            // What its own exceptions leave to the route is not taken away.
            if (earlier.Match.Except.IsEmpty)
                left = left?.Without(earlier.Match.Object.Select(placed => placed.Pattern), budget);
        }

        undecided |= left is null;
        return left;
    }

    // Whether the earlier route takes every event of the names that it matches, where the other one would.
    private static bool TakesAll(Route earlier, Route route, bool isWritten, string? bucket) =>
        earlier is { State: RouteState.Enabled, Continue: false, Match.Exceptions.IsEmpty: true }
        && route.Match.Kinds.All(kind =>
            (isWritten && !Production.IsWriting(kind)) || earlier.Match.Kinds.Contains(kind)
        )
        && earlier.Match.Conditions.All(condition =>
            route.Match.Conditions.Any(own => own.Key == condition.Key && own.Wording == condition.Wording)
            || (
                condition.Key == MatchKeys.Bucket
                && bucket is not null
                && condition.Patterns.Any(placed => placed.Pattern.IsMatch(bucket))
            )
        );

    private static string? Bucket(WriteImage image) =>
        image.Ways.Select(way => way.Bucket is [Piece.Text text] ? text.Value : null).Distinct().ToArray() is [var only]
            ? only
            : null;

    // From the last name to first ones: each step's name is one that may have made the next.
    private static IEnumerable<Origin> Back(ImmutableArray<ChainStep> steps, string written)
    {
        ChainStep last = steps[^1];
        var tries = new NameTries(last.Image.Hints);
        IEnumerable<Origin> origins = last
            .Image.Ways.SelectMany(way => Origins.Of(way, written, null, tries))
            .Where(origin => last.Image.Route.Group is not null || last.Names.Contains(origin.Name));
        return steps.Length == 1
            ? origins
            : origins
                .Take(MostNames)
                .SelectMany(origin =>
                    Back(steps[..^1], origin.Name)
                        .Select(first => first with { Settings = origin.Settings.SetItems(first.Settings) })
                );
    }
}
