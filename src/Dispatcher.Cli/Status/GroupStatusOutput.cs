using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;
using Dispatcher.Grouping;

namespace Dispatcher.Cli.Status;

/// <summary>What became of a group, as one JSON object: one item for each bucket that has members.</summary>
internal sealed record GroupStatusOutput(IReadOnlyList<FoundGroupOutput> Groups, string RouteSet)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<GroupStatus> found, string routeSet) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new GroupStatusOutput([.. found.Select(FoundGroupOutput.Of)], routeSet),
                StatusJson.Default.GroupStatusOutput
            )
        );
}

internal sealed record FoundGroupOutput(
    string Route,
    string Namespace,
    string Bucket,
    string Key,
    string State,
    DateTimeOffset? ReadyAt,
    IReadOnlyList<WrittenMemberOutput> Members,
    IReadOnlyList<string> Missing,
    RunStatusOutput? Run,
    IReadOnlyList<ErrorOutput> Errors,
    IReadOnlyList<string> Next
)
{
    public static FoundGroupOutput Of(GroupStatus status) =>
        new(
            status.Group.Route.Name,
            status.Group.Namespace,
            status.Group.Bucket,
            status.Group.Key,
            status.Group.State.Word(),
            status.Group.ReadyAt,
            [
                .. status.Group.Members.Select(member => new WrittenMemberOutput(
                    member.Name,
                    member.ETag,
                    member.Written,
                    member.Part
                )),
            ],
            status.Group.Missing,
            status.Run is { } run ? RunStatusOutput.Of(run) : null,
            ErrorOutput.Of(status.Group.Errors),
            [.. status.Next]
        );
}

internal sealed record WrittenMemberOutput(
    string Name,
    string? Etag,
    DateTimeOffset Written,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Part
);
