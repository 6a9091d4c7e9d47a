using Dispatcher.Analysis.Inference;
using Dispatcher.Events;
using Dispatcher.Planning;
using Xunit.Abstractions;

namespace Dispatcher.Analysis.Tests.Inference;

/// <summary>Names made from hidden patterns give the routes back, for names that were not among them as well.</summary>
public sealed class HiddenPatternTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 500)]
    [InlineData(2, 500)]
    [InlineData(3, 50)]
    public void Twenty_hidden_patterns_are_found_and_take_names_that_were_held_out(int seed, int ofEach)
    {
        RouteProposal proposal = RouteInference.Propose(
            HiddenPatterns.Names(seed, ofEach).Select(made => made.Name),
            "landing",
            "routes.yaml",
            [],
            CancellationToken.None
        );
        foreach (InferredRoute route in proposal.Routes)
            output.WriteLine($"{route.Names.Length, 6} {route.Name, -24} {route.Object}");
        Assert.Empty(proposal.Problems.Select(problem => problem.ToString()));
        Assert.Empty(proposal.NotTaken);
        Assert.Empty(proposal.Left);

        // A pattern's route is the one that takes most of its given names; a route is one pattern's.
        ILookup<int, string?> takenBy = Taken(proposal.Planner!, HiddenPatterns.Names(seed, ofEach));
        var routeOf = takenBy.ToDictionary(
            taken => taken.Key,
            taken => taken.GroupBy(route => route).MaxBy(group => group.Count())!.Key
        );
        int found = routeOf.GroupBy(pair => pair.Value).Count(group => group.Count() == 1);
        ILookup<int, string?> heldOut = Taken(proposal.Planner!, HiddenPatterns.Names(seed + 1000, 500));
        int right = heldOut.Sum(taken => taken.Count(route => route == routeOf[taken.Key]));
        foreach (var taken in heldOut.Where(taken => taken.Any(route => route != routeOf[taken.Key])))
            output.WriteLine(
                $"{taken.Key}: {taken.Count(route => route != routeOf[taken.Key])} of {routeOf[taken.Key]}"
            );
        output.WriteLine(
            $"{proposal.Routes.Length} routes, {found} patterns found, {right} of 10000 held-out names right"
        );
        Assert.InRange(found, 19, 20);
        Assert.InRange(right, 9_900, 10_000);
    }

    private static ILookup<int, string?> Taken(
        DispatchPlanner planner,
        IEnumerable<(int Pattern, string Name)> names
    ) =>
        names.ToLookup(
            made => made.Pattern,
            made =>
                planner
                    .Fired(
                        Assert
                            .IsType<EventReading.Accepted>(
                                new EventDocument
                                {
                                    Object = made.Name,
                                    Bucket = "landing",
                                    Kind = ObjectEventKind.Create,
                                }.Read()
                            )
                            .Event
                    )
                    .SingleOrDefault()
                    ?.Name
        );
}
