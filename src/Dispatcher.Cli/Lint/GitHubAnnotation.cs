using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Lint;

/// <summary>Writes a finding as a workflow command that GitHub shows as an annotation in the pull request.</summary>
internal static class GitHubAnnotation
{
    /// <summary><c>::error file=…,line=…,col=…,title=RDnnn::message</c>.</summary>
    public static string Of(LintFinding finding)
    {
        string command = finding.Problem.Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            Severity.Note => "notice",
        };
        SourcePosition at = finding.Problem.Position;
        string message = finding.Witness is null
            ? finding.Message
            : $"{finding.Message}\nproof: {Quote.Value(finding.Witness)}"
                + string.Concat(finding.Commands.Select(command => $"\n{Quote.Whole(command)}"));
        return $"::{command} "
            + $"file={Property(Quote.Whole(RepositoryPath.Of(at.File)))},line={at.Line},col={at.Column},"
            + $"title={Property(finding.Problem.Code)}::{Data(message)}";
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
