using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Docs;

/// <summary>What the page about a route set says, as JSON: the routes in the order they are tried.</summary>
internal sealed record DocsOutput(IReadOnlyList<RouteOutput> Routes)
{
    /// <summary>Writes the line.</summary>
    public static void Write(
        Terminal terminal,
        RouteSet set,
        ImmutableArray<RouteExamples> examples,
        ImmutableArray<WriteRow> writes
    )
    {
        ILookup<string, WriteRow> rows = writes.ToLookup(row => row.Route);
        var page = new DocsOutput([
            .. set.Routes.Zip(examples, (route, some) => RouteOutput.Of(route, some, rows[route.Name])),
        ]);
        terminal.Out.WriteLine(JsonText.Compact(page, DocsJson.Default.DocsOutput));
    }
}

internal sealed record RouteOutput(
    string Route,
    string File,
    int Line,
    string? Description,
    string? Owner,
    string State,
    bool Continue,
    bool Fallback,
    IReadOnlyList<string> Overrides,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MaxRunning,
    OrderedDictionary<string, IReadOnlyList<string>> Match,
    string? Task,
    IReadOnlyList<string> Parameters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RouteGroupOutput? Group,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RouteExpectOutput? Expect,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<WriteOutput>? Writes,
    long Complexity,
    IReadOnlyList<ExampleOutput> Taken,
    IReadOnlyList<ExampleOutput> Missed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Unknown
)
{
    public static RouteOutput Of(Route route, RouteExamples examples, IEnumerable<WriteRow> writes) =>
        new(
            route.Name,
            route.Position.File,
            route.Position.Line,
            route.Description,
            route.Owner,
            route.State.Word(),
            route.Continue,
            route.Fallback,
            route.Overrides,
            route.MaxRunning,
            MatchOf(route),
            route.Task?.Key.Template.Text,
            [.. route.Bindings.Select(binding => binding.Parameter)],
            RouteGroupOutput.Of(route.Group),
            RouteExpectOutput.Of(route.Expect),
            writes.Any() ? [.. writes.Select(WriteOutput.Of)] : null,
            Analysis.Lint.Checks.Complexity.Of(route),
            [.. examples.Taken.Select(ExampleOutput.Of)],
            [.. examples.Missed.Select(ExampleOutput.Of)],
            examples.IsUnknown
        );

    private static OrderedDictionary<string, IReadOnlyList<string>> MatchOf(Route route)
    {
        var match = new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (MatchPart part in route.Match.Parts)
            match[part.Name] = [.. part.Patterns.Select(placed => placed.Pattern.Text)];
        match["event"] = [.. route.Match.Kinds.Select(ObjectEventKinds.Word)];
        return match;
    }
}

internal sealed record RouteGroupOutput(
    string By,
    string Quiet,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Part,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Parts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AtMost
)
{
    public static RouteGroupOutput? Of(RouteGrouping? group) =>
        group is null
            ? null
            : new(
                group.By.Template.Text,
                Durations.Text(group.Quiet),
                group.Complete?.Part.Template.Text,
                group.Complete?.Of,
                group.AtMost is { } most ? Durations.Text(most) : null
            );
}

internal sealed record RouteExpectOutput(string Every, string Key, string Format, string Within, string Zone)
{
    public static RouteExpectOutput? Of(RouteExpectation? expect) =>
        expect is null
            ? null
            : new(
                expect.Every.Word(),
                expect.Key.Template.Text,
                expect.Format,
                Durations.Text(expect.Within),
                expect.Zone
            );
}

internal sealed record WriteOutput(
    string Bucket,
    IReadOnlyList<string> Names,
    bool Guessed,
    IReadOnlyList<string> Starts
)
{
    public static WriteOutput Of(WriteRow row) => new(row.Bucket, row.Names, row.IsGuess, row.Starts);
}

internal sealed record ExampleOutput(string Object, string? Bucket, string? Event, IReadOnlyList<string> Fires)
{
    public static ExampleOutput Of(RouteExample example) =>
        new(example.Object, example.Bucket, example.Kind, example.Fired);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DocsOutput))]
internal sealed partial class DocsJson : JsonSerializerContext;
