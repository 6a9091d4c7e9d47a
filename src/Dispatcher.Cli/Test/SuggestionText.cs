using System.Collections.Immutable;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Test;

/// <summary>Tests that could be added, as YAML to paste. Never coloured, and no line is broken.</summary>
internal static class SuggestionText
{
    private const int MostRoutes = 5;

    /// <summary>Writes what the uncovered routes lack.</summary>
    public static void Write(
        TextWriter writer,
        DispatchPlanner planner,
        ImmutableArray<RouteTestResult> results,
        RouteCoverage coverage,
        Configuration configuration,
        CancellationToken outOfTime
    )
    {
        foreach (
            Route route in planner.Set.Routes.Where(route => coverage.Uncovered.Contains(route.Name)).Take(MostRoutes)
        )
        {
            ImmutableArray<SuggestedTest> tests = TestSuggestions.For(
                planner,
                route,
                results,
                configuration,
                outOfTime
            );
            writer.WriteLine();
            if (tests.IsEmpty)
            {
                string reason = outOfTime.IsCancellationRequested
                    ? "unknown (budget)"
                    : "no object name and no bucket make the difference that is missing";
                writer.WriteLine($"No test can be suggested for `{route.Name}` ({route.Position}): {reason}.");
                continue;
            }

            writer.WriteLine(
                $"{(route.Tests.IsEmpty ? "Tests" : "More tests")} for `{route.Name}` ({route.Position}). "
                    + "They pass as things are; check that things are right before you add them:"
            );
            writer.Write(SuggestedYaml.Of(tests, route.Tests.IsEmpty));
        }

        if (coverage.Uncovered.Length > MostRoutes)
            writer.WriteLine(
                $"{Environment.NewLine}{coverage.Uncovered.Length - MostRoutes} more routes are not covered; "
                    + "cover these first."
            );
    }
}
