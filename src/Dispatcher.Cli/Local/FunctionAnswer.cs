using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Local;

/// <summary>A task run as the function answered it.</summary>
internal sealed record AnsweredRun(
    string Route,
    string TaskKey,
    string TaskRunKey,
    string Name,
    string Status,
    bool Duplicate
);

/// <summary>A task run that a route in shadow would have started.</summary>
internal sealed record ShadowedRun(string Route, string TaskKey, string Name);

/// <summary>What the function answered to one event.</summary>
/// <param name="Status">The function's own status (<c>Fn-Http-Status</c>).</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Runs">The task runs.</param>
/// <param name="Errors">What went wrong.</param>
/// <remarks>dispatch-v1, "Outcome".</remarks>
internal sealed record FunctionAnswer(
    int Status,
    Outcome Outcome,
    ImmutableArray<AnsweredRun> Runs,
    ImmutableArray<DispatchError> Errors
)
{
    /// <summary>Whether the event is as well dispatched as it can be: nothing was rejected or put off, and what had to
    /// be kept was kept.</summary>
    public bool IsGood => Outcome is not (Outcome.Rejected or Outcome.Deferred) && Status < 500;

    /// <summary>What routes in shadow would have started.</summary>
    public ImmutableArray<ShadowedRun> Shadow { get; init; } = [];

    /// <summary>The sink that took the event, when only sinks did.</summary>
    public string? Sink { get; init; }

    /// <summary>Where the dead-letter record is, when there is one.</summary>
    public string? DeadLetter { get; init; }

    /// <summary>Reads the response document; throws <see cref="InvalidDataException"/> when it is not one.</summary>
    public static FunctionAnswer Read(int status, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(_ => status, document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"the function answered {status} with something that is no response document: {wrong.Message}"
            );
        }
    }

    /// <summary>Reads the response to one event, alone or in a batch; throws what a wrong document makes the JSON
    /// reader throw.</summary>
    internal static FunctionAnswer Read(Func<FunctionAnswer, int> status, JsonElement root)
    {
        var answer = new FunctionAnswer(
            0,
            Outcomes.Words.Find(root.GetProperty("outcome").GetString())
                ?? throw new InvalidOperationException("the outcome is not one of the outcomes"),
            [.. root.GetProperty("runs").EnumerateArray().Select(Run)],
            [.. root.GetProperty("errors").EnumerateArray().Select(Error)]
        )
        {
            Shadow =
            [
                .. root.TryGetProperty("shadow", out JsonElement shadow)
                    ? shadow
                        .EnumerateArray()
                        .Select(run => new ShadowedRun(Text(run, "route"), Text(run, "taskKey"), Text(run, "name")))
                    : [],
            ],
            Sink = Text(root, "route") is { Length: > 0 } sink ? sink : null,
            DeadLetter = Text(root, "deadLetter") is { Length: > 0 } place ? place : null,
        };
        return answer with { Status = status(answer) };
    }

    private static AnsweredRun Run(JsonElement run) =>
        new(
            Text(run, "route"),
            Text(run, "taskKey"),
            Text(run, "taskRunKey"),
            Text(run, "name"),
            Text(run, "status"),
            run.TryGetProperty("duplicate", out JsonElement duplicate) && duplicate.ValueKind == JsonValueKind.True
        );

    private static DispatchError Error(JsonElement error) =>
        new(
            Text(error, "code"),
            error.TryGetProperty("route", out JsonElement route) ? route.GetString() : null,
            Text(error, "message"),
            error.TryGetProperty("retryable", out JsonElement retryable) && retryable.ValueKind == JsonValueKind.True
        );

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
