using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Analysis.Mutations;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Test;

/// <summary>Writes test results as JSON.</summary>
/// <remarks>cli-v1, <c>test --format json</c>; <c>mutants</c> is there with <c>--mutate</c> only.</remarks>
internal static class TestJson
{
    /// <summary>One object: the tests in order, the coverage, and which changes no test notices.</summary>
    public static void Write(
        Utf8JsonWriter json,
        ImmutableArray<RouteTestResult> results,
        RouteCoverage coverage,
        MutationReport? mutations
    )
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
        if (mutations is not null)
            WriteMutants(json, mutations);
        json.WriteEndObject();
    }

    private static void WriteMutants(Utf8JsonWriter json, MutationReport mutations)
    {
        json.WriteStartObject("mutants");
        json.WriteNumber("noticed", mutations.Noticed);
        json.WriteStartArray("survived");
        foreach ((RouteMutant mutant, EventDocument? witness) in mutations.Survived)
        {
            json.WriteStartObject();
            json.WriteString("route", mutant.Original.Name);
            json.WriteString("file", mutant.Position.File);
            json.WriteNumber("line", mutant.Position.Line);
            json.WriteNumber("column", mutant.Position.Column);
            json.WriteString("part", mutant.Part);
            json.WriteString("before", mutant.Before);
            json.WriteString("after", mutant.After);
            json.WriteString("witness", witness?.Object);
            if (witness is not null && Besides(mutant, witness) is (string name, string value))
                json.WriteString(name, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // What a test has to say besides the name, because the change is there.
    private static (string Name, string Value)? Besides(RouteMutant mutant, EventDocument witness) =>
        mutant.Key is { } key && key != MatchKeys.Object && key.Given(witness) is { } value ? (key.Name, value)
        : mutant.Part == RouteMutant.EventPart ? ("event", witness.Kind.Word())
        : null;
}
