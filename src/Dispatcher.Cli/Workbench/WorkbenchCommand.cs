using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Workbench;

/// <summary><c>workbench</c>: a page on loopback where routes are edited and tried on names.</summary>
/// <remarks>cli-v1. It serves until Ctrl-C, which is its usual end: the exit code is then 0.</remarks>
internal sealed class WorkbenchCommand
{
    private readonly Option<int> port = new("--port")
    {
        Description = "The port on loopback; 0 for any that is free.",
        HelpName = "number",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<bool> noOpen = new("--no-open")
    {
        Description = "Print the page's address and do not show it in the browser.",
    };

    private readonly Option<double> budget = BudgetOption.Create();
    private readonly CommonOptions common;
    private readonly Terminal terminal;

    private WorkbenchCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        command.Add(port);
        command.Add(noOpen);
        command.Add(budget);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "workbench",
            "Serves a page on this machine: routes on one side, object names on the other, and beneath each name "
                + "which route takes it, why, and the request."
        );
        var run = new WorkbenchCommand(command, terminal);
        command.SetAction(run.RunAsync);
        HelpExample.AddTo(command, "dispatcher workbench --config-file samples/local.config");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        if (BudgetOption.Misuse(parsed, budget) is { } misuse)
            return UsageErrors.Report(terminal, parsed, misuse);
        int number = parsed.GetValue(port);
        if (number is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            return UsageErrors.Report(terminal, parsed, "--port is a number from 0 to 65535");
        if (RouteInput.Read(terminal, parsed, common, mayFail: true) is not { } input)
            return ExitCode.Usage;
        if (input.Routes.Files.Files.IsEmpty)
        {
            foreach (Diagnostic problem in input.Routes.Diagnostics)
                terminal.Error.WriteLine(problem);
            terminal.Error.WriteLine(
                "the page edits route files that exist; `dispatcher infer --names FILE --out routes` makes them from "
                    + "object names, `dispatcher init` makes a repository with an example"
            );
            return ExitCode.Usage;
        }

        var routes = new EditedRoutes(terminal, parsed.GetValue(common.Routes)!, input.Configuration);
        var answers = new WorkbenchAnswers(routes, input.Configuration, TimeSpan.FromSeconds(parsed.GetValue(budget)));
        WorkbenchServer server;
        try
        {
            server = await WorkbenchServer.StartAsync(answers, number, stopping).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            return UsageErrors.Report(
                terminal,
                parsed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--port {number} cannot be used: another program has it, or this user may not; "
                        + $"leave --port out for a free one"
                )
            );
        }

        await using (server.ConfigureAwait(false))
        {
            if (input.Format == "json")
                WorkbenchOutput.Write(terminal, server.Address);
            else
                WorkbenchText.Write(terminal, server.Address);
            await terminal.Out.FlushAsync(stopping).ConfigureAwait(false);
            if (
                !parsed.GetValue(noOpen)
                && terminal.OutIsTerminal
                && input.Format == "text"
                && !terminal.Browse(server.FirstAddress)
            )
                input.Notes.WriteLine("note: there is no browser to show it in; open the address");
            input.Notes.WriteLine("note: Ctrl-C ends it");
            try
            {
                await terminal.Wait(Timeout.InfiniteTimeSpan, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The usual end.
            }
        }

        return ExitCode.Done;
    }
}
