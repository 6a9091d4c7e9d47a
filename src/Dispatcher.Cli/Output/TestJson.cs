using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Proving;

namespace Dispatcher.Cli.Output;

/// <summary>Writes test results as JSON.</summary>
/// <remarks>cli-v1, <c>test --format json</c>.</remarks>
internal static class TestJson
{
    /// <summary>One object: the tests in order, and the coverage.</summary>
    public static void Write(Utf8JsonWriter json, ImmutableArray<RouteTestResult> results, RouteCoverage coverage)
    {
        json.WriteStartObject();
        json.WriteStartArray("tests");
        foreach (RouteTestResult result in results)
        {
            json.WriteStartObject();
            json.WriteString("route", result.Route);
            json.WriteString("file", result.Position.File);
            json.WriteNumber("line", result.Position.Line);
            json.WriteString("object", result.Object);
            json.WriteBoolean("passed", result.Passed);
            json.WriteString("message", result.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("coverage");
        json.WriteNumber("percent", Percentage.Cut(coverage.Percent));
        json.WriteStartArray("uncovered");
        foreach (string route in coverage.Uncovered)
            json.WriteStringValue(route);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
