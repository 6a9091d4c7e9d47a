using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Docs;
using Dispatcher.Cli.Lint;

namespace Dispatcher.Cli.Workbench;

/// <summary>Where the page is, as JSON.</summary>
internal sealed record WorkbenchOutput(string Address)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, Uri address) =>
        terminal.Out.WriteLine(
            JsonText.Compact(new WorkbenchOutput(address.AbsoluteUri), WorkbenchJson.Default.WorkbenchOutput)
        );
}

/// <summary>What the page sends: the files that were edited, and what to try on them.</summary>
internal sealed record WorkbenchQuestion
{
    public IReadOnlyList<EditedFile?>? Files { get; init; }

    public IReadOnlyList<string?>? Names { get; init; }

    /// <summary>The bucket of the names; found from the routes when null or empty.</summary>
    public string? Bucket { get; init; }

    public string? Kind { get; init; }
}

/// <summary>A route file as it is edited.</summary>
/// <param name="Path">Its path, relative to <c>--routes</c>.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Version">The version that the text was made from; asked for where the file is saved.</param>
internal sealed record EditedFile(string? Path, string? Text, string? Version);

/// <summary>The route files as they are on the disk, and names to begin with.</summary>
internal sealed record FilesOutput(string Routes, IReadOnlyList<FileOutput> Files, IReadOnlyList<string> Names);

/// <summary>A route file on the disk.</summary>
/// <param name="Path">Its path, relative to <c>--routes</c>.</param>
/// <param name="Shown">What diagnostics call it.</param>
/// <param name="Text">Its text, with line feeds only; null when it cannot be edited as text.</param>
/// <param name="Version">Of the bytes; null when the text is.</param>
internal sealed record FileOutput(string Path, string Shown, string? Text, string? Version);

/// <summary>Whether the edited routes load, and what each name starts.</summary>
internal sealed record CheckOutput(
    bool Loads,
    string? RouteSet,
    IReadOnlyList<FindingOutput> Diagnostics,
    IReadOnlyList<NameOutput> Names
);

/// <summary>What one name starts.</summary>
/// <param name="Object">The name.</param>
/// <param name="Outcome">The plan's outcome; null when no event can have this name.</param>
/// <param name="Bucket">The bucket of the event.</param>
/// <param name="Assumed">What was assumed beside the name.</param>
/// <param name="Routes">The routes that take it, each with the pattern and where that stands.</param>
/// <param name="Captures">What the first of them that captures anything captures.</param>
/// <param name="Nearest">The route that came nearest, when none takes it.</param>
/// <param name="Requests">What is sent.</param>
/// <param name="Errors">What is wrong.</param>
/// <param name="Plan">The line of <c>dry-run --format json</c>.</param>
internal sealed record NameOutput(
    string Object,
    string? Outcome,
    string? Bucket,
    string Assumed,
    IReadOnlyList<TakerOutput> Routes,
    IReadOnlyList<CaptureOutput> Captures,
    string? Nearest,
    IReadOnlyList<RequestOutput> Requests,
    IReadOnlyList<string> Errors,
    RawJson? Plan
);

internal sealed record TakerOutput(string Route, string State, string Pattern, string File, int Line);

internal sealed record CaptureOutput(string Group, int Start, int Length);

internal sealed record RequestOutput(string Route, bool Shadow, string Text);

/// <summary>What is proved of the edited routes.</summary>
internal sealed record ProofsOutput(
    bool Loads,
    IReadOnlyList<FindingOutput> Findings,
    IReadOnlyList<MapNode> Nodes,
    IReadOnlyList<MapEdge> Edges,
    bool Unknown
);

internal sealed record MapNode(string Id, string Kind, string Label)
{
    public static MapNode Of(FlowNode node) =>
        new(
            node.Id,
            node.Kind switch
            {
                FlowNodeKind.Bucket => "bucket",
                FlowNodeKind.Route => "route",
                FlowNodeKind.Task => "task",
            },
            node.Label
        );
}

internal sealed record MapEdge(string From, string To, string Kind, bool Shadow)
{
    public static MapEdge Of(FlowEdge edge) =>
        new(
            edge.From,
            edge.To,
            edge.Kind switch
            {
                FlowEdgeKind.Takes => "takes",
                FlowEdgeKind.Runs => "runs",
                FlowEdgeKind.Writes => "writes",
                FlowEdgeKind.Starts => "starts",
            },
            edge.IsShadow
        );
}

/// <summary>The files that were written.</summary>
internal sealed record SavedOutput(IReadOnlyList<FileOutput> Files);

/// <summary>Why a request was refused.</summary>
internal sealed record RefusedOutput(string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkbenchOutput))]
[JsonSerializable(typeof(WorkbenchQuestion))]
[JsonSerializable(typeof(FilesOutput))]
[JsonSerializable(typeof(CheckOutput))]
[JsonSerializable(typeof(ProofsOutput))]
[JsonSerializable(typeof(SavedOutput))]
[JsonSerializable(typeof(RefusedOutput))]
[JsonSerializable(typeof(RawJson))]
internal sealed partial class WorkbenchJson : JsonSerializerContext;
