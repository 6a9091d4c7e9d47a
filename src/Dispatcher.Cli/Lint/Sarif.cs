using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Analysis.Lint.Checks;

namespace Dispatcher.Cli.Lint;

/// <summary>Writes findings as SARIF 2.1.0, the format that code scanning services take.</summary>
internal static class Sarif
{
    private const string Version = "2.1.0";

    /// <summary>One run with one result for each finding.</summary>
    public static void Write(Utf8JsonWriter json, ImmutableArray<LintFinding> findings)
    {
        string[] rules = [.. findings.Select(finding => finding.Problem.Code).Distinct().Order(StringComparer.Ordinal)];
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", Version);
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, rules);
        // SARIF counts columns in UTF-16 units by default, as diagnostics do; saying so keeps readers from guessing.
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (LintFinding finding in findings)
            WriteResult(json, finding, Array.IndexOf(rules, finding.Problem.Code));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, string[] rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "dispatcher");
        json.WriteString("version", typeof(Sarif).Assembly.GetName().Version!.ToString(3));
        json.WriteStartArray("rules");
        foreach (string rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, LintFinding finding, int ruleIndex)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Problem.Code);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", finding.Severity);
        json.WriteStartObject("message");
        json.WriteString(
            "text",
            finding.Witness is null ? finding.Message : $"{finding.Message} (object: {finding.Witness})"
        );
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString(
            "uri",
            string.Join('/', RepositoryPath.Of(finding.Problem.Position.File).Split('/').Select(Uri.EscapeDataString))
        );
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", finding.Problem.Position.Line);
        json.WriteNumber("startColumn", finding.Problem.Position.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        if (finding.Problem.Route is { } route)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("name", route);
            json.WriteString("kind", "object");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
