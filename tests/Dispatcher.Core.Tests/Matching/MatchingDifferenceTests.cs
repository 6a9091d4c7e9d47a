using Dispatcher.Benchmarks.Matching;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Matching;

/// <summary>The short form; the long one is `dotnet run -c Release --project bench/Dispatcher.Benchmarks --
/// differ`.</summary>
public sealed class MatchingDifferenceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    public void The_fast_matcher_answers_as_trying_each_route_in_turn(int first)
    {
        int sets = Iterations.Of(40);
        for (int seed = first; seed < first + sets; seed++)
            Assert.Null(MatchingDifference.Find(seed, 60));
    }
}
