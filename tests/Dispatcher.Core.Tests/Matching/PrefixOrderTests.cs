using CsCheck;
using Dispatcher.Benchmarks.Matching;
using Dispatcher.Matching;
using Dispatcher.Routes;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Matching;

public sealed class PrefixOrderTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char["ab/"], 0, 6];

    [Fact]
    public void The_nearest_are_those_that_sorting_all_routes_gives() =>
        Gen.Select(Text.Array[1, 30], Text, Gen.Int[1, 8])
            .Sample(
                (prefixes, name, count) =>
                {
                    RouteSet set = Workload.Of(prefixes.Length, i => $"{prefixes[i]}[xyz]+|{prefixes[i]}q");

                    Assert.Equal(
                        set.Routes.OrderByDescending(route =>
                                route.Match.Object.Max(placed =>
                                    PrefixOrder
                                        .Folded(placed.Pattern.RequiredPrefix)
                                        .AsSpan()
                                        .CommonPrefixLength(PrefixOrder.Folded(name))
                                )
                            )
                            .ThenBy(route => route.Index)
                            .Take(count)
                            .Select(route => route.Index),
                        new PrefixOrder(set.Routes).Nearest(name, count)
                    );
                }
            );

    // Each route was looked at and sorted, which took 15 ms for an event that no route takes.
    [Theory]
    [InlineData("in/e{0}/", "in/x")] // all agree equally long
    [InlineData("e{0}/in/", "e777/x")]
    public void What_no_route_takes_costs_little_memory_however_many_routes_there_are(string prefix, string name)
    {
        var order = new PrefixOrder(Workload.Of(10_000, i => Given.Invariant(prefix, i) + ".*").Routes);
        order.Nearest(name, 32);

        long before = GC.GetAllocatedBytesForCurrentThread();
        order.Nearest(name, 32);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 4_000);
    }
}
