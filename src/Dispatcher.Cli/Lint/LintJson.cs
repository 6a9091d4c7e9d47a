using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Analysis.Lint.Checks;

namespace Dispatcher.Cli.Lint;

/// <summary>Writes findings as JSON.</summary>
/// <remarks>cli-v1, <c>lint --format json</c>.</remarks>
internal static class LintJson
{
    /// <summary>One object with all findings, in order.</summary>
    public static void Write(Utf8JsonWriter json, ImmutableArray<LintFinding> findings)
    {
        json.WriteStartObject();
        json.WriteStartArray("findings");
        foreach (LintFinding finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Problem.Code);
            json.WriteString("severity", finding.Severity);
            json.WriteString("file", finding.Problem.Position.File);
            json.WriteNumber("line", finding.Problem.Position.Line);
            json.WriteNumber("column", finding.Problem.Position.Column);
            json.WriteString("route", finding.Problem.Route);
            json.WriteString("message", finding.Message);
            json.WriteString("witness", finding.Witness);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
