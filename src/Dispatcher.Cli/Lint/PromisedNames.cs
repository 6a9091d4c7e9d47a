using System.Collections.Immutable;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Lint;

/// <summary>The file of <c>--names-within</c>: patterns of what producers promise, one a line.</summary>
/// <remarks>proofs-v1, RD525. Empty lines and lines that begin with <c>#</c> are passed over.</remarks>
internal static class PromisedNames
{
    private const string Option = "--names-within";

    /// <summary>The patterns; null when the file cannot be used, with the reason on standard error.</summary>
    public static ImmutableArray<PlacedPattern>? Read(Terminal terminal, string file)
    {
        if (TextFile.Read(terminal, Option, file) is not { } text)
            return null;
        var patterns = ImmutableArray.CreateBuilder<PlacedPattern>();
        bool usable = true;
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            int column = lines[i].IndexOf(line, StringComparison.Ordinal) + 1;
            PatternParse parse = Pattern.Parse(line);
            foreach (PatternProblem problem in parse.Problems)
            {
                usable = false;
                terminal.Error.WriteLine(
                    new Diagnostic(
                        problem.Code,
                        Severity.Error,
                        new SourcePosition(file, i + 1, column + problem.Offset),
                        problem.Message,
                        problem.Hint
                    )
                );
            }

            if (parse.Pattern is { } pattern)
                patterns.Add(new PlacedPattern(pattern, new SourcePosition(file, i + 1, column)));
        }

        if (usable && patterns.Count == 0)
        {
            terminal.Error.WriteLine(
                $"error: {Option} {file}: it has no pattern; write one a line, such as `invoices/.+\\.jsonlines`"
            );
            return null;
        }

        return usable ? patterns.DrainToImmutable() : null;
    }
}
