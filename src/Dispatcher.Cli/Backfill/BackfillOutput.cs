using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Backfill;

/// <summary>A backfill's plan, and with <c>--submit</c> its result, as one JSON object.</summary>
internal sealed record BackfillOutput(
    long Objects,
    long Matched,
    long Runs,
    IReadOnlyList<RouteTallyOutput> Routes,
    IReadOnlyList<NearestTallyOutput> Unmatched,
    IReadOnlyList<ReasonTallyOutput> StartNothing,
    IReadOnlyList<ReasonTallyOutput> Rejected,
    long BeforeCutOver,
    IReadOnlyList<OtherRunsOutput> OtherRuns,
    BackfillSubmittedOutput? Submitted
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, BackfillPlan plan, PacedRuns? done) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new BackfillOutput(
                    plan.Objects,
                    plan.Matched,
                    plan.Runs,
                    RouteTallyOutput.Of(plan.ByRoute),
                    NearestTallyOutput.Of(plan.Unmatched),
                    ReasonTallyOutput.Of(plan.StartNothing),
                    ReasonTallyOutput.Of(plan.Rejected),
                    plan.BeforeCutOver,
                    OtherRunsOutput.Of(plan.Others),
                    done is null
                        ? null
                        : new(done.Started, done.Succeeded, done.Failed, done.Running, done.Existed, done.FailedBefore)
                ),
                BackfillJson.Default.BackfillOutput
            )
        );
}

internal sealed record BackfillSubmittedOutput(
    long Started,
    long Succeeded,
    long Failed,
    int Running,
    long Existed,
    long FailedBefore
);

/// <summary>An object without a successful run, as one JSON line.</summary>
internal sealed record GapOutput(
    string Object,
    string? Etag,
    string Route,
    string? Status,
    string? TaskRunKey,
    string? ErrorMessage
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, ObjectSummary listed, string route, TaskRun? run) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new GapOutput(listed.Name, listed.ETag, route, run?.Status, run?.Key, run?.ErrorMessage),
                BackfillJson.Default.GapOutput
            )
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BackfillOutput))]
[JsonSerializable(typeof(GapOutput))]
internal sealed partial class BackfillJson : JsonSerializerContext;
