using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;
using Dispatcher.Events;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Local;

/// <summary>What <c>local</c> did, as JSON: the task runs, those of routes in shadow, what was unmatched, and what
/// failed.</summary>
internal sealed record LocalOutput(
    string Bucket,
    string RouteSet,
    IReadOnlyList<LocalRunOutput> Runs,
    IReadOnlyList<ShadowOutput> Shadow,
    IReadOnlyList<UnmatchedOutput> Unmatched,
    IReadOnlyList<FailedOutput> Failed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LocalSweepOutput? Sweep,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OrderedDictionary<string, long>? Faults
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(
        Terminal terminal,
        string bucket,
        string routeSet,
        IReadOnlyList<LocalEvent> events,
        LocalSweep? sweep,
        IReadOnlyList<SweptRun> swept,
        ImmutableArray<KeyValuePair<string, long>> faults
    ) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new LocalOutput(
                    bucket,
                    routeSet,
                    [
                        .. events.SelectMany(happened =>
                            happened.Runs.Select(run => LocalRunOutput.Of(happened.Change, run))
                        ),
                    ],
                    [
                        .. events.SelectMany(happened =>
                            happened.Answer.Shadow.Select(run => new ShadowOutput(
                                run.Route,
                                happened.Change.Object,
                                happened.Change.Kind.Word(),
                                run.TaskKey,
                                run.Name
                            ))
                        ),
                    ],
                    [
                        .. events
                            .Where(happened => happened.Answer.Outcome == Outcome.Unmatched)
                            .Select(happened => new UnmatchedOutput(
                                happened.Change.Object,
                                happened.Change.Kind.Word(),
                                happened.Nearest?.Route,
                                happened.Nearest?.Text
                            )),
                    ],
                    [
                        .. events
                            .Where(happened => !happened.Answer.IsGood)
                            .Select(happened => new FailedOutput(
                                happened.Change.Object,
                                happened.Change.Kind.Word(),
                                happened.Answer.Outcome.Word(),
                                ErrorOutput.Of(happened.Answer.Errors),
                                happened.Answer.DeadLetter
                            )),
                    ],
                    sweep is null ? null : LocalSweepOutput.Of(sweep, swept),
                    faults.IsEmpty ? null : new(faults, StringComparer.Ordinal)
                ),
                LocalJson.Default.LocalOutput
            )
        );
}

internal sealed record LocalRunOutput(
    string Route,
    string Object,
    string Kind,
    string Task,
    string TaskRunKey,
    string Name,
    string Status,
    string? ErrorMessage,
    bool Duplicate,
    OrderedDictionary<string, JsonElement> Bindings
)
{
    public static LocalRunOutput Of(LandingChange change, LocalRun run) =>
        new(
            run.Answered.Route,
            change.Object,
            change.Kind.Word(),
            run.Answered.TaskKey,
            run.Answered.TaskRunKey,
            run.Answered.Name,
            run.Status,
            run.ErrorMessage,
            run.Answered.Duplicate,
            new(run.Bindings, StringComparer.Ordinal)
        );
}

internal sealed record LocalSweepOutput(
    IReadOnlyList<SweptRunOutput> Runs,
    int Waiting,
    IReadOnlyList<MissingOutput> Missing,
    string? Error
)
{
    public static LocalSweepOutput Of(LocalSweep sweep, IReadOnlyList<SweptRun> runs) =>
        new(
            [.. runs.Select(SweptRunOutput.Of)],
            sweep.Waiting,
            [.. sweep.Missing.Select(missing => new MissingOutput(missing.Route, missing.Key))],
            sweep.Error
        );
}

internal sealed record SweptRunOutput(
    string Route,
    string Subject,
    string Task,
    string TaskRunKey,
    string Name,
    string Status,
    string? ErrorMessage,
    OrderedDictionary<string, JsonElement> Bindings
)
{
    public static SweptRunOutput Of(SweptRun one) =>
        new(
            one.Run.Answered.Route,
            one.Subject,
            one.Run.Answered.TaskKey,
            one.Run.Answered.TaskRunKey,
            one.Run.Answered.Name,
            one.Run.Status,
            one.Run.ErrorMessage,
            new(one.Run.Bindings, StringComparer.Ordinal)
        );
}

internal sealed record MissingOutput(string Route, string Key);

internal sealed record ShadowOutput(string Route, string Object, string Kind, string Task, string Name);

internal sealed record UnmatchedOutput(string Object, string Kind, string? Nearest, string? Why);

internal sealed record FailedOutput(
    string Object,
    string Kind,
    string Outcome,
    IReadOnlyList<ErrorOutput> Errors,
    string? DeadLetter
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LocalOutput))]
[JsonSerializable(typeof(StreamRecord[]))]
[JsonSerializable(typeof(OrderedDictionary<string, string>))]
internal sealed partial class LocalJson : JsonSerializerContext;
