using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Publish;

/// <summary>What was published, as one JSON object.</summary>
internal sealed record PublishOutput(
    string Place,
    string Action,
    string RouteSet,
    string? Before,
    PublishedFilesOutput Files,
    int Deleted
)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, string place, PublishRunner.Result result) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new PublishOutput(
                    place,
                    result.Action.Word(),
                    result.Set.RouteSet,
                    result.Before?.RouteSet,
                    new PublishedFilesOutput(
                        result.Change.Added,
                        result.Change.Changed,
                        result.Change.Removed,
                        result.Change.Unchanged
                    ),
                    result.Deleted
                ),
                PublishJson.Default.PublishOutput
            )
        );
}

internal sealed record PublishedFilesOutput(
    ImmutableArray<string> Added,
    ImmutableArray<string> Changed,
    ImmutableArray<string> Removed,
    int Unchanged
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PublishOutput))]
internal sealed partial class PublishJson : JsonSerializerContext;
