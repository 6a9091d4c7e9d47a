using System.Text.Json.Serialization;
using Dispatcher.Analysis.Diff;
using Dispatcher.Cli.Console;
using Dispatcher.Events;

namespace Dispatcher.Cli.Diff;

/// <summary>A difference as JSON: the two sets, the changes over names when there were any, and those over all
/// events.</summary>
internal sealed record DiffOutput(
    SourceOutput Base,
    SourceOutput Head,
    ObjectsOutput? Objects,
    IReadOnlyList<ChangeOutput> Changes,
    IReadOnlyList<UnknownOutput> Unknown
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, DiffResult result) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new DiffOutput(
                    SourceOutput.Of(result.Base),
                    SourceOutput.Of(result.Head),
                    result.Objects is { } objects ? ObjectsOutput.Of(objects) : null,
                    [.. result.Proof.Changes.Select(ChangeOutput.Of)],
                    [
                        .. result.Proof.Unknown.Select(unknown => new UnknownOutput(
                            unknown.Before,
                            unknown.After,
                            unknown.Reason
                        )),
                    ]
                ),
                DiffJson.Default.DiffOutput
            )
        );
}

internal sealed record SourceOutput(string Source, string RouteSet)
{
    public static SourceOutput Of(DiffSource source) => new(source.Name, source.Planner.Set.Version);
}

internal sealed record ObjectsOutput(int Compared, int Changed, IReadOnlyList<GroupOutput> Groups)
{
    public static ObjectsOutput Of(ObjectDifference objects) =>
        new(
            objects.Compared,
            objects.Changed,
            [
                .. objects.Groups.Select(group => new GroupOutput(
                    group.Count,
                    [.. group.Examples.Select(ChangeOutput.Of)]
                )),
            ]
        );
}

internal sealed record GroupOutput(int Count, IReadOnlyList<ChangeOutput> Examples);

internal sealed record ChangeOutput(
    string Change,
    string Kind,
    ObjectOutput Object,
    IReadOnlyList<string> Before,
    IReadOnlyList<string> After,
    IReadOnlyList<FieldOutput> Fields
)
{
    public static ChangeOutput Of(RouteChange change) =>
        new(
            change.Kind.Word(),
            change.Event.Kind.Word(),
            ObjectOutput.Of(change.Event),
            change.Before,
            change.After,
            [
                .. change.Fields.Select(field => new FieldOutput(
                    field.Route,
                    field.Path,
                    RawJson.Of(field.Before),
                    RawJson.Of(field.After)
                )),
            ]
        );
}

/// <summary>A member of a request that changed; <c>before</c> and <c>after</c> are left out where it was
/// absent.</summary>
internal sealed record FieldOutput(
    string Route,
    string Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RawJson? Before,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RawJson? After
);

internal sealed record UnknownOutput(string? Before, string? After, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DiffOutput))]
internal sealed partial class DiffJson : JsonSerializerContext;
