using System.Collections.Immutable;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Lint;

namespace Dispatcher.Cli.Check;

/// <summary>What does not fit the published tasks, for people: as <c>lint</c> shows its findings.</summary>
internal static class CheckText
{
    /// <summary>Writes them all.</summary>
    public static void Write(Terminal terminal, ImmutableArray<LintFinding> findings, RouteFiles files) =>
        LintText.Write(terminal, findings, files);
}
