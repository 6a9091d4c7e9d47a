using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Lint;

/// <summary>Findings as JSON: one object with all of them, in order.</summary>
/// <remarks>cli-v1, <c>lint --format json</c>.</remarks>
internal sealed record LintOutput(IReadOnlyList<FindingOutput> Findings)
{
    /// <summary>Writes the line.</summary>
    public static void Write(Terminal terminal, ImmutableArray<LintFinding> findings) =>
        terminal.Out.WriteLine(
            JsonText.Compact(new LintOutput([.. findings.Select(FindingOutput.Of)]), LintJson.Default.LintOutput)
        );
}

internal sealed record FindingOutput(
    string Code,
    string Severity,
    string File,
    int Line,
    int Column,
    string? Route,
    string Message,
    string? Witness,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Commands
)
{
    public static FindingOutput Of(LintFinding finding) =>
        new(
            finding.Problem.Code,
            finding.Severity,
            finding.Problem.Position.File,
            finding.Problem.Position.Line,
            finding.Problem.Position.Column,
            finding.Problem.Route,
            finding.Message,
            finding.Witness,
            finding.Commands.IsEmpty ? null : finding.Commands
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LintOutput))]
[JsonSerializable(typeof(SarifLog))]
internal sealed partial class LintJson : JsonSerializerContext;
