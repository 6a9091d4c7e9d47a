using System.Text;
using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;
using Dispatcher.Grouping;
using Dispatcher.Planning;

namespace Dispatcher.Cli.DryRun;

/// <summary>What many objects start together, as one JSON object.</summary>
internal sealed record NamesOutput(
    IReadOnlyList<GroupOutput> Groups,
    IReadOnlyList<AloneOutput> Objects,
    string RouteSet
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, NamesDryRun names) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new NamesOutput(
                    [.. names.Groups.Select(GroupOutput.Of)],
                    [.. names.Alone.Select(plan => AloneOutput.Of(plan, names.Nearest(plan)))],
                    names.RouteSet
                ),
                DryRunJson.Default.NamesOutput
            )
        );
}

internal sealed record GroupOutput(
    string Route,
    string File,
    string Namespace,
    string Bucket,
    string Key,
    IReadOnlyList<MemberOutput> Members,
    IReadOnlyList<string> Missing,
    string Starts,
    string? Workspace,
    string? Application,
    RawJson? Request,
    IReadOnlyList<ErrorOutput> Errors
)
{
    public static GroupOutput Of(ObjectGroup group) =>
        new(
            group.Route.Name,
            group.Route.Position.File,
            group.Namespace,
            group.Bucket,
            group.Key,
            [.. group.Members.Select(member => new MemberOutput(member.Name, member.Part))],
            group.Missing,
            NamesDryRun.When(group),
            group.Run?.Workspace,
            group.Run?.Application,
            group.Run is { } run ? new RawJson(Encoding.UTF8.GetString(run.Body.Span)) : null,
            ErrorOutput.Of(group.Errors)
        );
}

internal sealed record MemberOutput(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Part
);

internal sealed record AloneOutput(
    string Outcome,
    ObjectOutput Object,
    IReadOnlyList<string> Routes,
    string? Nearest,
    IReadOnlyList<ErrorOutput> Errors
)
{
    public static AloneOutput Of(DispatchPlan plan, string? nearest) =>
        new(
            plan.Outcome.Word(),
            ObjectOutput.Of(plan.Event),
            [.. plan.Runs.Select(run => run.Route), .. plan.Sinks, .. plan.ShadowRoutes],
            nearest,
            ErrorOutput.Of(plan.Errors)
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NamesOutput))]
internal sealed partial class DryRunJson : JsonSerializerContext;
