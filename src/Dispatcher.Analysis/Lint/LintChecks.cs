using System.Collections.Immutable;
using Dispatcher.Analysis.Lint.Checks;

namespace Dispatcher.Analysis.Lint;

/// <summary>Every check of <c>lint</c> over a route set that loads. A new check is a function, and a line
/// here.</summary>
internal static class LintChecks
{
    private static readonly ImmutableArray<Func<LintSubject, IEnumerable<LintFinding>>> All =
    [
        MissingParts.Descriptions,
        MissingParts.Owners,
        MissingParts.Tests,
        Unused.Variables,
        Unused.Groups,
        TestsThatProveNothing.Check,
        UnknownConfiguration.Check,
        OpenPaths.Check,
        HardlyMeant.Patterns,
        HardlyMeant.Cut,
        HardlyMeant.Controls,
        HardlyMeant.Escapes,
        ForeignExpressions.Check,
        FolderObjects.Check,
        EmptyPatterns.Check,
        Overlaps.Check,
        Overlaps.LateOverrides,
        Unreachable.Check,
        Undecided.Check,
        WrittenObjects.Check,
        WrittenObjects.Promised,
        Groups.Check,
        Complexity.Check,
        Complexity.CheckTogether,
        Complexity.CheckRendering,
    ];

    /// <summary>What all checks find, ordered by position.</summary>
    public static ImmutableArray<LintFinding> Run(LintSubject subject) =>
        [
            .. All.SelectMany(check => check(subject))
                .OrderBy(finding => finding.Problem.Position)
                .ThenBy(finding => finding.Problem.Code, StringComparer.Ordinal)
                .ThenBy(finding => finding.Problem.Message, StringComparer.Ordinal),
        ];
}
