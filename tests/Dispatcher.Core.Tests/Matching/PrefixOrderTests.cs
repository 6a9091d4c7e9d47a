using CsCheck;
using Dispatcher.Benchmarks.Matching;
using Dispatcher.Matching;
using Dispatcher.Routes;

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
                                    placed.Pattern.RequiredPrefix.AsSpan().CommonPrefixLength(name)
                                )
                            )
                            .ThenBy(route => route.Index)
                            .Take(count)
                            .Select(route => route.Index),
                        new PrefixOrder(set.Routes).Nearest(name, count)
                    );
                }
            );
}
