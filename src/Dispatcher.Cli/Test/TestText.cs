using System.Collections.Immutable;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Cli.Console;
using Spectre.Console;

namespace Dispatcher.Cli.Test;

/// <summary>Test results for people: a tree for each file, routes and their tests below it.</summary>
internal static class TestText
{
    /// <summary>Writes the results and the coverage.</summary>
    public static void Write(IAnsiConsole console, ImmutableArray<RouteTestResult> results, RouteCoverage coverage)
    {
        foreach (
            IGrouping<string, RouteTestResult> file in results.GroupBy(
                result => result.Position.File,
                StringComparer.Ordinal
            )
        )
        {
            var tree = new Tree(new Line().Add(file.Key, Styles.Strong).Text) { Style = Styles.Faint };
            foreach (
                IGrouping<string, RouteTestResult> route in file.GroupBy(result => result.Route, StringComparer.Ordinal)
            )
            {
                TreeNode node = tree.AddNode(new Line().Add(route.Key, Styles.Name).Text);
                foreach (RouteTestResult result in route)
                    Add(node, result);
            }

            console.Write(tree);
            console.WriteLine();
        }

        Summary(results, coverage).Write(console);
    }

    private static void Add(TreeNode route, RouteTestResult result)
    {
        Line line = new Line()
            .Add(result.Passed ? "✓ " : "✗ ", result.Passed ? Styles.Good : Styles.Bad)
            .Add(result.Object)
            .Add(result.Given.Length == 0 ? "" : $"  ({result.Given})", Styles.Faint)
            .Add(result.Fired.IsEmpty ? "  unmatched" : $"  {string.Join(", ", result.Fired)}", Styles.Faint);
        if (result.Passed)
        {
            route.AddNode(line.Text);
            return;
        }

        TreeNode failed = route.AddNode(line.Add($"  {result.Position}", Styles.Faint).Text);
        foreach (string detail in result.Message.Split('\n'))
            failed.AddNode(new Line().Add(detail.Trim(), detail.StartsWith(' ') ? Styles.Faint : Styles.Bad).Text);
    }

    private static Line Summary(ImmutableArray<RouteTestResult> results, RouteCoverage coverage)
    {
        int failed = results.Count(result => !result.Passed),
            routes = coverage.Covered.Length + coverage.Uncovered.Length;
        Line line = new Line()
            .Add($"{results.Length - failed} passed", Styles.Good)
            .Add(", ")
            .Add($"{failed} failed", failed > 0 ? Styles.Bad : Styles.Plain)
            .Add($"; {coverage.Covered.Length} of {routes} routes covered ({Percentage.Text(coverage.Percent)})");
        return coverage.Uncovered.IsEmpty
            ? line
            : line.Add("; not covered: ")
                .Add(string.Join(", ", coverage.Uncovered), Styles.Odd)
                .Add(" (a route needs a test where it fires and one where it does not)", Styles.Faint);
    }
}
