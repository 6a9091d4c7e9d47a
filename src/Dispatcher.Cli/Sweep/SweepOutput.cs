using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Grouping;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Sweep;

/// <summary>What a sweep found and did, with the member names of the function's answer.</summary>
internal sealed record SweepOutput(
    string Outcome,
    bool Plan,
    long Listed,
    long Lost,
    long Started,
    SweepGroupsOutput Groups,
    long Redriven,
    long Failed,
    long Missing,
    long Left,
    bool Complete,
    IReadOnlyList<RouteTallyOutput> Routes,
    IReadOnlyList<FailedRunOutput> FailedRuns,
    IReadOnlyList<MissingObjectOutput> MissingObjects,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Errors
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, SweepReport report, SweepNews news, bool acts) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new SweepOutput(
                    "sweep",
                    !acts,
                    report.Listed,
                    report.Lost,
                    report.Started,
                    new(report.GroupsReady, report.GroupsWaiting),
                    report.Redriven,
                    report.Failed,
                    report.Missing,
                    report.Left,
                    report.IsComplete,
                    RouteTallyOutput.Of(news.LostRuns),
                    [.. news.FailedRuns.Select(FailedRunOutput.Of)],
                    [.. news.MissingObjects.Select(MissingObjectOutput.Of)],
                    report.Notes,
                    [.. report.Problems.Select(problem => $"{problem.What}: {problem.Failure.Describe()}")]
                ),
                SweepJson.Default.SweepOutput
            )
        );
}

internal sealed record SweepGroupsOutput(long Ready, long Waiting);

/// <summary>A run that ended badly.</summary>
internal sealed record FailedRunOutput(
    string? Route,
    string? Owner,
    string? ObjectName,
    string? Group,
    string TaskKey,
    string TaskRunKey,
    string? Status,
    string? ServiceMessage
)
{
    public static FailedRunOutput Of(FailedRun failed) =>
        new(
            failed.Route?.Name,
            failed.Route?.Owner,
            failed.Subject?.ObjectName,
            failed.Subject?.Group,
            failed.Task.TaskKey,
            failed.Run.Key,
            failed.Run.Status,
            failed.Run.ErrorMessage
        );
}

/// <summary>An object that should have come.</summary>
internal sealed record MissingObjectOutput(string Route, string? Owner, string Key, DateTimeOffset Due)
{
    public static MissingObjectOutput Of(MissingObject missing) =>
        new(missing.Route.Name, missing.Route.Owner, missing.Key, missing.Due.ToUniversalTime());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SweepOutput))]
internal sealed partial class SweepJson : JsonSerializerContext;
