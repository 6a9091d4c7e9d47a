using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Redrive;

/// <summary>A redrive's plan, and with <c>--submit</c> its result, as one JSON object.</summary>
internal sealed record RedriveOutput(
    string Place,
    long Records,
    long Ready,
    long Runs,
    long StartedSince,
    IReadOnlyList<RouteTallyOutput> Routes,
    IReadOnlyList<RouteTallyOutput> Existing,
    IReadOnlyList<NearestTallyOutput> Unmatched,
    IReadOnlyList<ReasonTallyOutput> Rejected,
    IReadOnlyList<ReasonTallyOutput> Unreadable,
    RedriveSubmittedOutput? Submitted
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, RedrivePlan plan, string place, RecordSubmission? done) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new RedriveOutput(
                    place,
                    plan.Records,
                    plan.Ready,
                    plan.Runs,
                    plan.StartedSince,
                    RouteTallyOutput.Of(plan.ByRoute),
                    RouteTallyOutput.Of(plan.Existing),
                    NearestTallyOutput.Of(plan.Unmatched),
                    ReasonTallyOutput.Of(plan.Rejected),
                    ReasonTallyOutput.Of(plan.Unreadable),
                    done is null
                        ? null
                        : new(
                            done.Runs.Started,
                            done.Runs.Succeeded,
                            done.Runs.Failed,
                            done.Runs.Running,
                            done.Runs.Existed,
                            done.Runs.FailedBefore,
                            done.Done,
                            done.Left
                        )
                ),
                RedriveJson.Default.RedriveOutput
            )
        );
}

internal sealed record RedriveSubmittedOutput(
    long Started,
    long Succeeded,
    long Failed,
    int Running,
    long Existed,
    long FailedBefore,
    long Done,
    long Left
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RedriveOutput))]
internal sealed partial class RedriveJson : JsonSerializerContext;
