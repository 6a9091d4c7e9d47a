using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.RouteTests;

/// <summary>The planner of a route set under the configuration of each test. Tests with equal configurations share one:
/// making it takes work for every route of the set.</summary>
/// <remarks>routes-v1, "match": the values are put into patterns once per <c>config</c> of a route test.</remarks>
internal sealed class TestPlanners(DispatchPlanner planner)
{
    // Tests alternate between a few configurations, if they have any.
    private const int Most = 4;

    private readonly Dictionary<string, DispatchPlanner> configured = new(StringComparer.Ordinal);

    /// <summary>The planner for a test.</summary>
    public DispatchPlanner For(RouteTest test)
    {
        if (test.Configuration is not { } configuration || !planner.Set.AsksConfiguration)
            return planner;
        string values = string.Join('\0', configuration.Keys.Select(key => $"{key}\0{configuration.Find(key)}"));
        if (!configured.TryGetValue(values, out DispatchPlanner? own))
        {
            if (configured.Count == Most)
                configured.Clear();
            own = configured[values] = DispatchPlanner.For(planner.Set.Under(configuration));
        }

        return own;
    }
}
