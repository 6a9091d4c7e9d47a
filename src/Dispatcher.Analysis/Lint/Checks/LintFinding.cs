using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Something the linter found.</summary>
/// <param name="Problem">What and where.</param>
/// <param name="Witness">An object name that proves it, or null.</param>
internal sealed record LintFinding(Diagnostic Problem, string? Witness = null)
{
    /// <summary>Command lines that show it.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>What is wrong, and what to write instead.</summary>
    public string Message => Problem.Hint.Length == 0 ? Problem.Message : $"{Problem.Message}; {Problem.Hint}";

    /// <summary><c>error warning note</c>.</summary>
    public string Severity => Problem.Severity.Word();

    /// <summary>A finding about one route that does not do what it says.</summary>
    public static LintFinding Error(
        string code,
        Route route,
        SourcePosition position,
        string message,
        string hint,
        string? witness = null
    ) => new(new Diagnostic(code, Diagnostics.Severity.Error, position, message, hint) { Route = route.Name }, witness);

    /// <summary>A finding about one route that works but should be looked at.</summary>
    public static LintFinding Warning(string code, Route route, SourcePosition position, string message, string hint) =>
        new(new Diagnostic(code, Diagnostics.Severity.Warning, position, message, hint) { Route = route.Name });
}
