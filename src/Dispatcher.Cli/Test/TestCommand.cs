using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Analysis.Mutations;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Files;

namespace Dispatcher.Cli.Test;

/// <summary><c>test</c>: runs the tests inside the route files, and says which routes they prove.</summary>
/// <remarks>cli-v1; routes-v1, "Route tests". For a route that is not covered the text has tests that could be added.
/// The exit code is 1 when a test fails or the coverage is under <c>--fail-under</c>.</remarks>
internal sealed class TestCommand
{
    // A test that is not run has failed, and ten thousand usual tests take some seconds.
    private static readonly TimeSpan LeastForTests = TimeSpan.FromMinutes(1);

    private readonly Option<double?> failUnder = new("--fail-under")
    {
        Description = "Exit with 1 when fewer than this many per cent of the routes are covered.",
        HelpName = "percent",
    };

    private readonly Option<string?> junit = new("--junit")
    {
        Description = "Write the results to this file as JUnit XML, too.",
        HelpName = "file",
    };

    private readonly Option<bool> mutate = new("--mutate")
    {
        Description = "Change patterns and templates in small ways, and list the changes that no test notices.",
    };

    private readonly Option<double> budget = BudgetOption.Create();
    private readonly CommonOptions common;
    private readonly Terminal terminal;

    private TestCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        command.Add(failUnder);
        command.Add(junit);
        command.Add(mutate);
        command.Add(budget);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "test",
            "Runs the tests inside the route files. A route is covered by a test where it fires and a near "
                + "miss where it does not."
        );
        var run = new TestCommand(command, terminal);
        command.SetAction((parsed, stopping) => Task.FromResult(run.Run(parsed, stopping)));
        HelpExample.AddTo(command, "dispatcher test --fail-under 100 --mutate");
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken stopping)
    {
        double? threshold = parsed.GetValue(failUnder);
        if (threshold is < 0 or > 100)
            return UsageErrors.Report(terminal, parsed, "--fail-under is a percentage; give a number from 0 to 100");
        if (BudgetOption.Misuse(parsed, budget) is { } misuse)
            return UsageErrors.Report(terminal, parsed, misuse);
        if (RouteInput.Read(terminal, parsed, common) is not { } input)
            return ExitCode.Usage;
        var given = TimeSpan.FromSeconds(parsed.GetValue(budget));
        using var testing = new CancellationTokenSource(given > LeastForTests ? given : LeastForTests);
        ImmutableArray<RouteTestResult> results =
        [
            .. RouteTestRunner
                .RunAll(input.Routes.Planner!, input.Configuration.Configuration, testing.Token)
                .TakeWhile(_ => !stopping.IsCancellationRequested),
        ];
        stopping.ThrowIfCancellationRequested();
        RouteCoverage coverage = RouteTestRunner.Coverage(input.Routes.Planner!.Set, results);
        if (parsed.GetValue(junit) is { } file && !TryWriteJUnit(file, results))
            return ExitCode.Usage;

        using var time = new CancellationTokenSource(given);
        // A test that fails anyway notices nothing.
        var progress = new ProgressLine(terminal, input.Notes);
        MutationReport? mutations =
            parsed.GetValue(mutate) && results.All(result => result.Passed)
                ? RouteMutationRunner.Run(
                    input.Routes.Planner,
                    input.Configuration.Configuration,
                    time.Token,
                    stopping,
                    (done, all) => progress.Show("changes", done, all)
                )
                : null;
        progress.End();
        if (input.Format == "json")
            TestOutput.Write(terminal, results, coverage, mutations);
        else
        {
            TestText.Write(Screen.Out(terminal), results, coverage);
            if (mutations is not null)
                MutationText.Write(Screen.Out(terminal), mutations);
            SuggestionText.Write(
                terminal.Out,
                input.Routes.Planner,
                results,
                coverage,
                input.Configuration.Configuration,
                time.Token
            );
        }

        terminal.Out.Flush();
        if (results.Count(result => result.IsUnknown) is > 0 and var notRun)
            terminal.Error.WriteLine(
                $"note: unknown (budget): {notRun} of {results.Length} tests were not run, and count as failed; "
                    + "give more time with `--budget SECONDS`"
            );
        if (mutations is null && parsed.GetValue(mutate))
            terminal.Error.WriteLine("note: --mutate needs tests that pass; nothing was changed");
        if (mutations is { Unknown: > 0 })
            terminal.Error.WriteLine(
                $"note: unknown (budget): whether a test notices {mutations.Unknown} more changes was not "
                    + "decided; give more time with `--budget SECONDS`"
            );
        bool under = coverage.Percent < threshold;
        if (under)
        {
            terminal.Error.WriteLine(
                $"coverage {Percentage.Text(coverage.Percent)} is under --fail-under "
                    + $"{Percentage.Text(threshold!.Value)}; not covered: {string.Join(", ", coverage.Uncovered)}"
            );
        }

        return under || results.Any(result => !result.Passed) ? ExitCode.Findings : ExitCode.Done;
    }

    private bool TryWriteJUnit(string file, ImmutableArray<RouteTestResult> results)
    {
        try
        {
            using FileStream stream = File.Create(terminal.Absolute(file));
            JUnitXml.Write(stream, results);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine(
                $"error: --junit {file}: it cannot be written: {FileTrouble.Writing(terminal.Absolute(file), failure)}"
            );
            return false;
        }
    }
}
