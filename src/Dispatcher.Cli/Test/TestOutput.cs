using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dispatcher.Analysis.Mutations;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Cli.Console;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Test;

/// <summary>Test results as JSON: the tests in order, the coverage, and with <c>--mutate</c> which changes no test
/// notices.</summary>
/// <remarks>cli-v1, <c>test --format json</c>.</remarks>
internal sealed record TestOutput(
    IReadOnlyList<TestResultOutput> Tests,
    CoverageOutput Coverage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MutantsOutput? Mutants
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(
        Terminal terminal,
        ImmutableArray<RouteTestResult> results,
        RouteCoverage coverage,
        MutationReport? mutations
    ) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new TestOutput(
                    [.. results.Select(TestResultOutput.Of)],
                    new CoverageOutput(Percentage.Cut(coverage.Percent), coverage.Uncovered),
                    mutations is null
                        ? null
                        : new MutantsOutput(
                            mutations.Noticed,
                            [.. mutations.Survived.Select(SurvivorOutput.Of)],
                            mutations.Unknown
                        )
                ),
                TestJson.Default.TestOutput
            )
        );
}

internal sealed record TestResultOutput(string Route, string File, int Line, string Object, bool Passed, string Message)
{
    public static TestResultOutput Of(RouteTestResult result) =>
        new(result.Route, result.Position.File, result.Position.Line, result.Object, result.Passed, result.Message);
}

internal sealed record CoverageOutput(double Percent, IReadOnlyList<string> Uncovered);

internal sealed record MutantsOutput(int Noticed, IReadOnlyList<SurvivorOutput> Survived, int Unknown);

/// <summary>A change that no test notices. What a test has to say besides the name stands behind the witness, where the
/// change is in that part of <c>match</c>.</summary>
internal sealed record SurvivorOutput(
    string Route,
    string File,
    int Line,
    int Column,
    string Part,
    string Before,
    string After,
    string? Witness
)
{
    /// <summary>One member named after the key of <c>match</c>, or nothing.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Besides { get; set; }

    public static SurvivorOutput Of(SurvivingMutant survivor)
    {
        (RouteMutant mutant, EventDocument? witness) = survivor;
        return new(
            mutant.Original.Name,
            mutant.Position.File,
            mutant.Position.Line,
            mutant.Position.Column,
            mutant.Part,
            mutant.Before,
            mutant.After,
            witness?.Object
        )
        {
            Besides = witness is null ? null : BesidesOf(mutant, witness),
        };
    }

    private static Dictionary<string, JsonElement>? BesidesOf(RouteMutant mutant, EventDocument witness) =>
        mutant.Key is { } key && key != MatchKeys.Object && key.Given(witness) is { } value ? Member(key.Name, value)
        : mutant.Part == RouteMutant.EventPart ? Member("event", witness.Kind.Word())
        : null;

    private static Dictionary<string, JsonElement> Member(string name, string value) =>
        new(StringComparer.Ordinal) { [name] = JsonSerializer.SerializeToElement(value, TestJson.Default.String) };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TestOutput))]
internal sealed partial class TestJson : JsonSerializerContext;
