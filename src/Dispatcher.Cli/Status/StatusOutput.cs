using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Status;

/// <summary>What happened to an object, as one JSON object.</summary>
internal sealed record StatusOutput(
    string Outcome,
    ObjectOutput Object,
    string? Nearest,
    IReadOnlyList<RunStatusOutput> Runs,
    IReadOnlyList<ErrorOutput> Errors,
    FoundLetterOutput? DeadLetter,
    IReadOnlyList<string> Next,
    string RouteSet
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, ObjectStatus status) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new StatusOutput(
                    status.Plan.Outcome.Word(),
                    ObjectOutput.Of(status.Plan.Event),
                    status.Nearest,
                    [.. status.Runs.Select(RunStatusOutput.Of)],
                    ErrorOutput.Of(status.Plan.Errors),
                    status.Letter is { } letter ? new(letter.Name, letter.Recorded, letter.IsDone) : null,
                    [.. status.Next],
                    status.Plan.RouteSetVersion
                ),
                StatusJson.Default.StatusOutput
            )
        );
}

internal sealed record RunStatusOutput(
    string Route,
    string? Owner,
    string TaskKey,
    string Name,
    string? TaskRunKey,
    string? Status,
    DateTimeOffset? Created,
    DateTimeOffset? Started,
    DateTimeOffset? Ended,
    string? ErrorMessage
)
{
    public static RunStatusOutput Of(RunStatus run) =>
        new(
            run.Request.Route,
            run.Owner,
            run.Request.TaskKey,
            run.Run?.Name ?? run.Request.Name,
            run.Run?.Key,
            run.Run?.Status,
            run.Created,
            run.Started,
            run.Ended,
            run.Run?.ErrorMessage
        );
}

internal sealed record FoundLetterOutput(string Name, string? Outcome, bool Settled);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusOutput))]
[JsonSerializable(typeof(GroupStatusOutput))]
internal sealed partial class StatusJson : JsonSerializerContext;
