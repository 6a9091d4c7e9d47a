using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Lint;

namespace Dispatcher.Cli.Check;

/// <summary>What does not fit the published tasks, as JSON: one object in the shape of <c>lint</c>.</summary>
internal sealed record CheckOutput(IReadOnlyList<FindingOutput> Findings)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, ImmutableArray<LintFinding> findings) =>
        terminal.Out.WriteLine(
            JsonText.Compact(new CheckOutput([.. findings.Select(FindingOutput.Of)]), CheckJson.Default.CheckOutput)
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckOutput))]
internal sealed partial class CheckJson : JsonSerializerContext;
