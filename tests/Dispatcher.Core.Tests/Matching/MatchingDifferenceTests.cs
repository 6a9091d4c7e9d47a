using Dispatcher.Benchmarks.Matching;

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
        for (int seed = first; seed < first + 40; seed++)
            Assert.Null(MatchingDifference.Find(seed, 60));
    }
}
