using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Send;

/// <summary>What <c>send</c> started, as JSON with the member names of the function's response.</summary>
internal sealed record SendOutput(
    string Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Route,
    EventOutput Event,
    ObjectOutput Object,
    IReadOnlyList<SentRunOutput> Runs,
    IReadOnlyList<ErrorOutput> Errors,
    string RouteSet
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(
        Terminal terminal,
        Outcome outcome,
        DispatchPlan plan,
        IReadOnlyList<SentRun> runs,
        IReadOnlyList<DispatchError> errors
    ) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new SendOutput(
                    outcome.Word(),
                    plan.Sink,
                    new EventOutput(plan.Event.Id, plan.Event.Type, PlanJson.Time(plan.Event)),
                    ObjectOutput.Of(plan.Event),
                    [.. runs.Select(SentRunOutput.Of)],
                    ErrorOutput.Of(errors),
                    plan.RouteSetVersion
                ),
                SendJson.Default.SendOutput
            )
        );
}

internal sealed record EventOutput(string Id, string Type, string? Time);

internal sealed record SentRunOutput(
    string Route,
    string TaskKey,
    string TaskRunKey,
    string? Name,
    string? Status,
    string? ErrorMessage,
    string? OpcRequestId,
    bool Duplicate
)
{
    public static SentRunOutput Of(SentRun run) =>
        new(
            run.Request.Route,
            run.Request.TaskKey,
            run.Run.Key,
            run.Run.Name,
            run.Run.Status,
            run.Run.ErrorMessage,
            run.Run.OpcRequestId,
            run.Duplicate
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SendOutput))]
internal sealed partial class SendJson : JsonSerializerContext;
