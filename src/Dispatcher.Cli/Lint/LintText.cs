using System.Collections.Immutable;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;

namespace Dispatcher.Cli.Lint;

/// <summary>Findings for people: each with its source line, a caret, and the object name that proves it.</summary>
internal static class LintText
{
    /// <summary>Writes them all.</summary>
    public static void Write(Terminal terminal, ImmutableArray<LintFinding> findings, RouteFiles files)
    {
        bool colour = terminal.OutIsTerminal && terminal.MayColour;
        var lines = new SourceLines(files);
        foreach (LintFinding finding in findings)
        {
            DiagnosticText.Write(terminal.Out, colour, finding.Problem, lines);
            if (finding.Witness is not null)
                terminal.Out.WriteLine($"  proof: {Diagnostics.Quote.Value(finding.Witness)}");
            foreach (string command in finding.Commands)
                terminal.Out.WriteLine($"  {Diagnostics.Quote.Whole(command)}");
        }
    }
}
