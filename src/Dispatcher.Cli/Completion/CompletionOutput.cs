using System.Text.Json.Serialization;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Completion;

/// <summary>The script as JSON.</summary>
internal sealed record CompletionOutput(string Shell, string Script)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, string shell, string script) =>
        terminal.Out.WriteLine(
            JsonText.Compact(new CompletionOutput(shell, script), CompletionJson.Default.CompletionOutput)
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CompletionOutput))]
internal sealed partial class CompletionJson : JsonSerializerContext;
