using Dispatcher.Diagnostics;

namespace Dispatcher.Analysis.Lint;

/// <summary>Something the linter found.</summary>
/// <param name="Problem">What and where.</param>
/// <param name="Witness">An object name that proves it, or null.</param>
internal sealed record LintFinding(Diagnostic Problem, string? Witness = null)
{
    /// <summary>What is wrong, and what to write instead.</summary>
    public string Message => Problem.Hint.Length == 0 ? Problem.Message : $"{Problem.Message}; {Problem.Hint}";

    /// <summary><c>error warning note</c>.</summary>
    public string Severity => Problem.Severity.Word();
}
