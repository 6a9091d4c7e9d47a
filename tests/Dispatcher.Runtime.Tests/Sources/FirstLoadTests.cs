using System.Runtime;
using System.Text;
using Dispatcher.Routes.Loading;
using Dispatcher.Runtime.Sources;

namespace Dispatcher.Runtime.Tests.Sources;

public sealed class FirstLoadTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3_000)] // some 400 KB: large
    [InlineData(20_000)]
    public void Any_set_loads_the_same_and_collections_go_on_afterwards(int routes)
    {
        RouteFile[] files = Files(routes);

        RouteLoad load = FirstLoad.Load(files);

        Assert.Equal(RouteLoader.Load(files).Set!.Version, load.Set!.Version);
        Assert.Equal(routes, load.Set.Routes.Length);
        Assert.True(
            SpinWait.SpinUntil(() => GCSettings.LatencyMode != GCLatencyMode.NoGCRegion, TimeSpan.FromSeconds(20))
        );
    }

    [Fact]
    public void So_does_one_that_is_refused()
    {
        RouteLoad load = FirstLoad.Load(Files(3_000, end: "("));

        Assert.Null(load.Set);
        Assert.Equal(3_000, load.Diagnostics.Length);
        Assert.True(
            SpinWait.SpinUntil(() => GCSettings.LatencyMode != GCLatencyMode.NoGCRegion, TimeSpan.FromSeconds(20))
        );
    }

    [Fact]
    public async Task Several_at_once_do_not_hinder_each_other()
    {
        RouteFile[] files = Files(3_000);

        RouteLoad[] loads = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => FirstLoad.Load(files)))
        );

        Assert.All(loads, load => Assert.Equal(3_000, load.Set!.Routes.Length));
    }

    private static RouteFile[] Files(int routes, string end = "") =>
        [
            .. Enumerable
                .Range(0, routes)
                .Chunk(1_000)
                .Select(
                    (numbers, file) =>
                        new RouteFile(
                            $"f{file:d2}.yaml",
                            Encoding.UTF8.GetBytes(
                                "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
                                    + string.Concat(
                                        numbers.Select(i =>
                                            $"  - {{ name: r{i}, description: Load what is number {i} of "
                                            + $"many things, match: {{ object: \"o{i}{end}\" }} }}\n"
                                        )
                                    )
                            )
                        )
                ),
        ];
}
