using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Analysis.Lint;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Clients;

namespace Dispatcher.Cli.Publish;

/// <summary><c>publish</c>: lints and tests the routes, then replaces the set in a bucket as a whole.</summary>
/// <remarks>cli-v1. The exit code is 1 when the routes have a lint error or a failed test, when there is nothing to
/// roll back to, or when another publish came first; nothing is changed then. It is 3 when a service
/// failed.</remarks>
internal sealed class PublishCommand
{
    private readonly Argument<string> where = new("place")
    {
        Description =
            "Where the function reads its routes: oci://BUCKET@NAMESPACE/PREFIX, as its DISPATCHER_ROUTES says.",
        HelpName = "place",
    };

    private readonly Option<bool> rollback = new("--rollback")
    {
        Description =
            "Put back the set that was there before the last publish, instead of publishing. "
            + "Once more puts the newer one back.",
    };

    private readonly Option<double> budget = BudgetOption.Create();
    private readonly CommonOptions common;
    private readonly ServiceOptions service;
    private readonly Terminal terminal;

    private PublishCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        command.Add(where);
        command.Add(rollback);
        command.Add(budget);
        service = ServiceOptions.AddTo(command);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "publish",
            "Lints and tests the routes, then replaces the set in a bucket as a whole; --rollback puts the previous "
                + "one back."
        );
        command.SetAction(new PublishCommand(command, terminal).RunAsync);
        HelpExample.AddTo(
            command,
            "dispatcher publish oci://dispatcher-routes/live --config-file samples/local.config",
            ServiceOptions.Needs
        );
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        if (BudgetOption.Misuse(parsed, budget) is { } misuse)
            return UsageErrors.Report(terminal, parsed, misuse);
        string written = parsed.GetValue(where)!;
        if (!ObjectPlace.TryParse(written, out ObjectPlace? place))
            return UsageErrors.Report(
                terminal,
                parsed,
                $"{Quote.Value(written)} is not a place; write oci://BUCKET@NAMESPACE/PREFIX"
            );
        bool back = parsed.GetValue(rollback);
        // A rollback needs no routes, but the configuration may lead to the services.
        if (RouteInput.Read(terminal, parsed, common, mayFail: back) is not { } input)
            return ExitCode.Usage;
        if (!back && !IsFit(input, TimeSpan.FromSeconds(parsed.GetValue(budget)), stopping))
            return ExitCode.Findings;
        if (!service.TryConnect(terminal, parsed, input.Configuration, out OciClients? clients))
            return ExitCode.Usage;
        using (clients)
        {
            var patience = new Patience(terminal, input.Notes);
            if (
                await BucketPlace.FindAsync(terminal, place, clients.Objects, patience, stopping).ConfigureAwait(false)
                is not { } bucket
            )
                return ExitCode.Service;
            var routes = new RouteBucket(patience, clients.Objects, bucket, place.Prefix);
            var runner = new PublishRunner(terminal, input.Notes, routes);
            (PublishRunner.Result? result, int code) = back
                ? await runner.RollBackAsync(stopping).ConfigureAwait(false)
                : await runner
                    .PublishAsync(input.Routes.Planner!.Set.Version, input.Routes.Files.Files, stopping)
                    .ConfigureAwait(false);
            if (result is not null)
                Print(input, routes.Name, result);
            return code;
        }
    }

    private void Print(RouteInput input, string place, PublishRunner.Result result)
    {
        if (input.Format == "json")
            PublishOutput.Write(terminal, place, result);
        else
            PublishText.Write(terminal, place, result);
        terminal.Out.Flush();
        if (result.Action != PublishAction.Unchanged)
            input.Notes.WriteLine(
                "note: each function takes the set up when it next looks, DISPATCHER_REFRESH_SECONDS (60) after it "
                    + "last did; `dispatcher publish PLACE --rollback` puts the set before it back"
            );
    }

    // What lint and test find errors in is not published. Findings go to standard error: the data of this command is
    // what it published.
    private bool IsFit(RouteInput input, TimeSpan time, CancellationToken stopping)
    {
        using var spent = new CancellationTokenSource(time);
        using var outOfTime = CancellationTokenSource.CreateLinkedTokenSource(stopping, spent.Token);
        var progress = new ProgressLine(terminal, input.Notes);
        ImmutableArray<LintFinding> findings = LintChecks.Run(
            new LintSubject(
                input.Routes.Planner!,
                input.Configuration.Given ? input.Configuration.Configuration : null,
                outOfTime.Token,
                new SourceLines(input.Routes.Files).At,
                (done, all) => progress.Show("proofs", done, all)
            )
        );
        progress.End();
        stopping.ThrowIfCancellationRequested();
        ImmutableArray<Diagnostic> errors =
        [
            .. findings.Select(finding => finding.Problem).Where(problem => problem.Severity == Severity.Error),
        ];
        RouteTestResult[] failed =
        [
            .. RouteTestRunner
                .RunAll(input.Routes.Planner!, input.Configuration.Configuration, stopping)
                .Where(result => !result.Passed),
        ];
        stopping.ThrowIfCancellationRequested();
        DiagnosticText.Write(
            terminal.Error,
            terminal.ErrorIsTerminal && terminal.MayColour,
            errors,
            input.Routes.Files
        );
        foreach (RouteTestResult result in failed)
            terminal.Error.WriteLine(
                $"{Quote.Line(result.Position.ToString())}: error: a test of route {result.Route} failed: "
                    + Quote.Line(result.Message)
            );
        if (errors.IsEmpty && failed.Length == 0)
        {
            if (!findings.IsEmpty)
                input.Notes.WriteLine(
                    $"note: warnings and notes of lint: {findings.Length}; `dispatcher lint` shows them"
                );
            return true;
        }

        terminal.Error.WriteLine(
            $"error: nothing was published: lint errors {errors.Length}, failed tests {failed.Length}; "
                + "`dispatcher lint` and `dispatcher test` show them with all details"
        );
        return false;
    }
}
