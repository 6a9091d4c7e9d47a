using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Init;

/// <summary>What <c>init</c> wrote, as JSON.</summary>
internal sealed record InitOutput(string Folder, IReadOnlyList<string> Files)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, string folder, ImmutableArray<TemplateFile> files) =>
        terminal.Out.WriteLine(
            JsonText.Compact(new InitOutput(folder, [.. files.Select(file => file.Path)]), InitJson.Default.InitOutput)
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InitOutput))]
internal sealed partial class InitJson : JsonSerializerContext;
