using System.Text.Json;
using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;

namespace Dispatcher.Cli.Compare;

/// <summary>What was compared.</summary>
/// <param name="Since">The oldest event.</param>
/// <param name="Until">The last line of the log.</param>
/// <param name="Runs">By task, in order of time; the extra runs of a task at its end.</param>
internal sealed record CompareResult(DateTimeOffset Since, DateTimeOffset Until, IReadOnlyList<ComparedRun> Runs)
{
    /// <summary>How many are so.</summary>
    public int Count(ComparedAs value) => Runs.Count(run => run.As == value);
}

/// <summary>The same as one JSON object.</summary>
internal sealed record CompareOutput(
    string Since,
    string Until,
    int Same,
    int Different,
    int Missing,
    int Extra,
    int Unknown,
    IReadOnlyList<ComparedRunOutput> Runs
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, CompareResult result) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new CompareOutput(
                    TimeText.Write(result.Since),
                    TimeText.Write(result.Until),
                    result.Count(ComparedAs.Same),
                    result.Count(ComparedAs.Different),
                    result.Count(ComparedAs.Missing),
                    result.Count(ComparedAs.Extra),
                    result.Count(ComparedAs.Unknown),
                    [.. result.Runs.Select(ComparedRunOutput.Of)]
                ),
                CompareJson.Default.CompareOutput
            )
        );
}

internal sealed record ComparedRunOutput(
    string Result,
    string? Bucket,
    string? Object,
    string? Etag,
    string? Route,
    string TaskKey,
    string? TaskRunKey,
    string? Name,
    IReadOnlyList<ComparedFieldOutput> Fields
)
{
    public static ComparedRunOutput Of(ComparedRun run) =>
        new(
            run.As.Word(),
            run.Shadow?.Bucket,
            run.Shadow?.Object,
            run.Shadow?.ETag,
            run.Shadow?.Route,
            run.Task.TaskKey,
            run.Run?.Key,
            run.Run?.Name,
            [.. run.Fields.Select(field => new ComparedFieldOutput(field.Path, Json(field.Before), Json(field.After)))]
        );

    private static RawJson? Json(JsonElement? value) =>
        value is { } known ? RawJson.Of(JsonText.Compact(known.WriteTo)) : null;
}

/// <summary>A member of a parameter: the shadow's value and the run's; null where one has none.</summary>
internal sealed record ComparedFieldOutput(string Path, RawJson? Shadow, RawJson? Run);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CompareOutput))]
internal sealed partial class CompareJson : JsonSerializerContext;
