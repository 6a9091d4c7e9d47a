using System.Collections.Immutable;
using Dispatcher.Diagnostics;

namespace Dispatcher.Analysis.RouteTests;

/// <summary>How a route test ended.</summary>
/// <param name="Route">The route the test stands in.</param>
/// <param name="Position">Where the test stands.</param>
/// <param name="Object">The object's name.</param>
/// <param name="Fired">The routes that fired, in order.</param>
/// <param name="Message">What differs, with the explanation, over several lines; empty when the test passed.</param>
public sealed record RouteTestResult(
    string Route,
    SourcePosition Position,
    string Object,
    ImmutableArray<string> Fired,
    string Message
)
{
    /// <summary><see cref="Routes.RouteTest.Given"/>: tells tests of the same object apart.</summary>
    public string Given { get; init; } = "";

    /// <summary>Whether there was no time to run it. It has not passed.</summary>
    internal bool IsUnknown { get; init; }

    /// <summary>Whether everything expected holds.</summary>
    public bool Passed => Message.Length == 0;
}

/// <summary>Which routes are proved by tests: at least one where the route fires, and one near miss where it does
/// not.</summary>
/// <remarks>routes-v1, "Route tests". Disabled routes are not counted.</remarks>
/// <param name="Covered">The names of the covered routes, in route order.</param>
/// <param name="Uncovered">The names of the others, in route order.</param>
public sealed record RouteCoverage(ImmutableArray<string> Covered, ImmutableArray<string> Uncovered)
{
    /// <summary>Covered routes of all routes, 0 to 100; 100 when there is none.</summary>
    public double Percent =>
        Covered.Length + Uncovered.Length is > 0 and var all ? 100.0 * Covered.Length / all : 100.0;
}
