using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Analysis.Lint;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Lint;

/// <summary><c>lint</c>: every problem of a route set, as text, JSON, SARIF or GitHub annotations.</summary>
/// <remarks>cli-v1. The exit code is 2 when the route set does not load, 1 when it loads and there is an error, 0 when
/// there are only warnings. Findings are the data of this command: they are on standard output in every case; in the
/// formats that machines read, what keeps the set from loading is on standard error as well, as every command has
/// it.</remarks>
internal sealed class LintCommand
{
    private readonly Option<double> budget = BudgetOption.Create();
    private readonly Option<string?> namesWithin = new("--names-within")
    {
        Description = "Patterns of the names that producers promise, one a line: each must be taken by a route.",
        HelpName = "file",
    };
    private readonly CommonOptions common;
    private readonly Terminal terminal;

    private LintCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        command.Add(budget);
        command.Add(namesWithin);
        common = CommonOptions.AddTo(command, "text", "json", "sarif", "github");
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "lint",
            "Checks the route files: load errors, and what works but should be looked at."
        );
        var run = new LintCommand(command, terminal);
        command.SetAction((parsed, stopping) => Task.FromResult(run.Run(parsed, stopping)));
        HelpExample.AddTo(command, "dispatcher lint --config-file samples/local.config");
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken stopping)
    {
        if (BudgetOption.Misuse(parsed, budget) is { } misuse)
            return UsageErrors.Report(terminal, parsed, misuse);
        ImmutableArray<PlacedPattern>? promised = parsed.GetValue(namesWithin) is { } file
            ? PromisedNames.Read(terminal, file)
            : [];
        if (promised is null || RouteInput.Read(terminal, parsed, common, mayFail: true) is not { } input)
            return ExitCode.Usage;
        LoadedRoutes routes = input.Routes;
        IEnumerable<LintFinding> loading = routes.Diagnostics.Select(problem => new LintFinding(problem));
        Configuration? configuration = input.Configuration.Given ? input.Configuration.Configuration : null;
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(parsed.GetValue(budget)));
        using var outOfTime = CancellationTokenSource.CreateLinkedTokenSource(stopping, time.Token);
        var progress = new ProgressLine(terminal, input.Notes);
        ImmutableArray<LintFinding> findings = routes.Planner is { } planner
            ?
            [
                .. loading,
                .. LintChecks.Run(
                    new LintSubject(
                        planner,
                        configuration,
                        outOfTime.Token,
                        new SourceLines(routes.Files).At,
                        (done, all) => progress.Show("proofs", done, all)
                    )
                    {
                        Promised = promised.Value,
                        Options = [.. Given(parsed)],
                    }
                ),
            ]
            : [.. loading];
        progress.End();
        stopping.ThrowIfCancellationRequested();
        Print(input.Format, findings, routes);
        if (routes.Planner is null && input.Format != "text")
        {
            foreach (Diagnostic problem in routes.Diagnostics)
                terminal.Error.WriteLine(problem);
        }

        terminal.Out.Flush(); // The sum comes after what it counts, where both go to one place.
        int errors = findings.Count(finding => finding.Problem.Severity == Severity.Error);
        string checkedRoutes = routes.Planner is null
            ? "the route set does not load"
            : $"routes: {routes.Planner.Set.Routes.Length}";
        input.Notes.WriteLine($"errors: {errors}, warnings and notes: {findings.Length - errors}; {checkedRoutes}");
        return routes.Planner is null ? ExitCode.Usage
            : errors > 0 ? ExitCode.Findings
            : ExitCode.Done;
    }

    // The options that say where routes and configuration are, as they were given.
    private IEnumerable<KeyValuePair<string, string>> Given(ParseResult parsed)
    {
        if (parsed.GetResult(common.Routes) is { Implicit: false })
            yield return new("routes", parsed.GetValue(common.Routes)!);
        if (parsed.GetValue(common.ConfigFile) is { } file)
            yield return new("config-file", file);
        foreach (string pair in parsed.GetValue(common.Config) ?? [])
            yield return new("config", pair);
    }

    private void Print(string format, ImmutableArray<LintFinding> findings, LoadedRoutes routes)
    {
        switch (format)
        {
            case "json":
                LintOutput.Write(terminal, findings);
                break;
            case "sarif":
                Sarif.Write(terminal, findings);
                break;
            case "github":
                foreach (LintFinding finding in findings)
                    terminal.Out.WriteLine(GitHubAnnotation.Of(finding));
                break;
            default:
                LintText.Write(terminal, findings, routes.Files);
                break;
        }
    }
}
