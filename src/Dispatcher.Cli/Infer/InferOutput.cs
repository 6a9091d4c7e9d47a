using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dispatcher.Analysis.Inference;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Infer;

/// <summary>Proposed routes as JSON.</summary>
internal sealed record InferOutput(
    int Names,
    IReadOnlyList<InferredRouteOutput> Routes,
    IReadOnlyList<InferredFileOutput> Files,
    IReadOnlyList<LeftOutput> Left
)
{
    /// <summary>Writes the line.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="given">The names.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="folder">The folder that the files were written to; null where they were not.</param>
    public static void Write(Terminal terminal, IReadOnlyList<string> given, RouteProposal proposal, string? folder)
    {
        ImmutableArray<string> all = [.. given.Distinct()];
        terminal.Out.WriteLine(
            JsonText.Compact(
                new InferOutput(
                    all.Length,
                    [.. proposal.Routes.Select(route => InferredRouteOutput.Of(route, all))],
                    [
                        .. proposal.Files.Select(file => new InferredFileOutput(
                            folder is null ? null : Path.Join(folder, file.Name),
                            file.Yaml
                        )),
                    ],
                    [.. proposal.Left.Select(left => new LeftOutput(left.Name, left.Reason))]
                ),
                InferJson.Default.InferOutput
            )
        );
    }

    /// <summary>Writes the line about a route that was made from a function's configuration.</summary>
    public static void Write(Terminal terminal, OriginalFunction route, string? folder) =>
        terminal.Out.WriteLine(
            JsonText.Compact(
                new TranslationOutput(
                    route.Route,
                    new OrderedDictionary<string, string>(route.Configuration),
                    route.Unused,
                    [
                        new InferredFileOutput(
                            folder is null ? null : Path.Join(folder, route.Route + ".yaml"),
                            route.Yaml
                        ),
                    ]
                ),
                InferJson.Default.TranslationOutput
            )
        );
}

internal sealed record TranslationOutput(
    string Route,
    OrderedDictionary<string, string> Configuration,
    IReadOnlyList<string> Unused,
    IReadOnlyList<InferredFileOutput> Files
);

internal sealed record InferredRouteOutput(
    string Route,
    string Object,
    int Names,
    IReadOnlyList<string> Examples,
    IReadOnlyList<string> Groups,
    IReadOnlyList<LevelOutput> Levels
)
{
    private const int MostExamples = 3;

    public static InferredRouteOutput Of(InferredRoute route, ImmutableArray<string> all) =>
        new(
            route.Name,
            route.Object,
            route.Names.Length,
            [.. route.Names.Take(MostExamples)],
            [.. route.Groups.Select(group => group.Group!)],
            [.. route.Levels(all).Select(level => new LevelOutput(level.Object, level.Taken))]
        );
}

internal sealed record LevelOutput(string Object, int Taken);

internal sealed record InferredFileOutput(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? File,
    string Yaml
);

internal sealed record LeftOutput(string Name, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InferOutput))]
[JsonSerializable(typeof(TranslationOutput))]
internal sealed partial class InferJson : JsonSerializerContext;
