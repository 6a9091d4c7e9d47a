using Dispatcher.Matching;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Matching;

/// <summary>What a route set holds, read from the heap: no other test runs beside this one.</summary>
[Collection(nameof(HeldMemoryTests))]
[CollectionDefinition(nameof(HeldMemoryTests), DisableParallelization = true)]
public sealed class HeldMemoryTests
{
    // As many characters as the patterns of a set may have; of the 16 million that were legal they held 734 MB.
    [Fact]
    public void A_set_with_as_long_patterns_as_there_may_be_leaves_room_in_a_function_of_256_MB()
    {
        string text = new('x', 780);
        RouteFile[] files =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(file =>
                    Given.File(
                        "version: 1\ndefaults: { task: { key: t } }\nroutes:\n"
                            + string.Concat(
                                Enumerable
                                    .Range(file * 1_000, 1_000)
                                    .Select(i =>
                                        $"  - {{ name: r{i}, match: {{ object: 'in/{i:D5}[a-z]+{text}' }} }}\n"
                                    )
                            ),
                        $"{file}.yaml"
                    )
                ),
        ];
        long before = GC.GetTotalMemory(forceFullCollection: true);

        RouteSet set = RouteLoader.Load(files).Set!;
        RouteTable table = RouteTable.Build(set);
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal(5_000, set.Routes.Length);
        Assert.InRange(held, 1 << 20, 128 << 20);
        GC.KeepAlive(table);
    }
}
