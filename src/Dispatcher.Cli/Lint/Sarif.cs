using System.Collections.Immutable;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Version;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Lint;

/// <summary>Writes findings as SARIF 2.1.0, the format that code scanning services take.</summary>
internal static class Sarif
{
    private const string Version = "2.1.0";

    /// <summary>One run with one result for each finding.</summary>
    public static void Write(Terminal terminal, ImmutableArray<LintFinding> findings)
    {
        string[] rules = [.. findings.Select(finding => finding.Problem.Code).Distinct().Order(StringComparer.Ordinal)];
        var log = new SarifLog(
            "https://json.schemastore.org/sarif-2.1.0.json",
            Version,
            [
                new SarifRun(
                    new SarifTool(
                        new SarifDriver(
                            "dispatcher",
                            Product.Version,
                            Product.Repository ?? "urn:dispatcher",
                            [.. rules.Select(Rule)]
                        )
                    ),
                    // SARIF counts columns in UTF-16 units by default, as diagnostics do; saying so keeps readers from
                    // guessing.
                    "utf16CodeUnits",
                    [.. findings.Select(finding => Result(finding, Array.IndexOf(rules, finding.Problem.Code)))]
                ),
            ]
        );
        terminal.Out.WriteLine(JsonText.Pretty(log, LintJson.Default.SarifLog));
    }

    private static SarifRule Rule(string code)
    {
        var page = ErrorPage.Of(code);
        return new SarifRule(
            code,
            page.Name,
            Sentence(page.Means),
            Sentence($"{page.Means}; what to do: {page.Do}"),
            Sentence(page.Do),
            page.Address
        );
    }

    private static SarifMessage Sentence(string text) =>
        new($"{char.ToUpperInvariant(text[0])}{text[1..]}{(text.EndsWith('.') ? "" : ".")}");

    private static SarifResult Result(LintFinding finding, int ruleIndex) =>
        new(
            finding.Problem.Code,
            ruleIndex,
            finding.Severity,
            new SarifMessage(
                finding.Witness is null
                    ? $"{finding.Message}."
                    : $"{finding.Message} (object: {Quote.Whole(finding.Witness)})."
                        + string.Concat(finding.Commands.Select(command => $"\n{Quote.Whole(command)}"))
            ),
            [
                new SarifLocation(
                    new SarifPhysicalLocation(
                        new SarifArtifactLocation(Uri(RepositoryPath.Of(finding.Problem.Position.File))),
                        new SarifRegion(finding.Problem.Position.Line, finding.Problem.Position.Column)
                    ),
                    finding.Problem.Route is { } route ? [new SarifLogicalLocation(route, "object")] : null
                ),
            ]
        );

    // Relative to the repository; what lies outside has its scheme.
    private static string Uri(string path) =>
        (path.StartsWith('/') ? "file://" : "") + string.Join('/', path.Split('/').Select(System.Uri.EscapeDataString));
}
