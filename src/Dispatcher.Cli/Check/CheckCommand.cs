using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Analysis.Tenancy;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Check;

/// <summary><c>check</c>: the routes' bindings against the parameters of the published tasks.</summary>
/// <remarks>cli-v1. The exit code is 1 when there is an error; what cannot be checked is a note, never left
/// out.</remarks>
internal sealed class CheckCommand
{
    private readonly Option<string?> save = new("--save")
    {
        Description = "Write what is published to a file, for --against.",
        HelpName = "file",
    };

    private readonly Option<string?> against = new("--against")
    {
        Description = "Check against such a file, without asking any service.",
        HelpName = "file",
    };

    private readonly CommonOptions common;
    private readonly ServiceOptions service;
    private readonly Terminal terminal;

    private CheckCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        command.Add(save);
        command.Add(against);
        service = ServiceOptions.AddTo(command);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "check",
            "Asks Data Integration for every task that routes name, and compares its parameters with the bindings."
        );
        command.SetAction(new CheckCommand(command, terminal).RunAsync);
        HelpExample.AddTo(
            command,
            "dispatcher check --config-file samples/local.config --against samples/published-tasks.json"
        );
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        if (parsed.GetValue(save) is not null && parsed.GetValue(against) is not null)
            return UsageErrors.Report(
                terminal,
                parsed,
                "there are both --save and --against; the file would be written from itself: give one of them"
            );
        if (RouteInput.Read(terminal, parsed, common) is not { } input)
            return ExitCode.Usage;
        RouteSet set = input.Routes.Planner!.Set;
        (ImmutableArray<PublishedApplication> published, int code) = parsed.GetValue(against) is { } file
            ? FromFile(file)
            : await FromServiceAsync(parsed, input, set, stopping).ConfigureAwait(false);
        if (code != ExitCode.Done)
            return code;
        if (
            parsed.GetValue(save) is { } target
            && !TextFile.Write(terminal, "--save", target, PublishedSnapshot.Write(published))
        )
            return ExitCode.Usage;
        return Report(input, set, TaskContract.Check(set, input.Configuration.Configuration, published));
    }

    private (ImmutableArray<PublishedApplication> Published, int Code) FromFile(string file)
    {
        if (TextFile.Read(terminal, "--against", file) is not { } text)
            return ([], ExitCode.Usage);
        (ImmutableArray<PublishedApplication> published, string? problem) = PublishedSnapshot.Read(text);
        if (problem is null)
            return (published, ExitCode.Done);
        terminal.Error.WriteLine($"error: --against {file}: {problem}");
        return ([], ExitCode.Usage);
    }

    private async Task<(ImmutableArray<PublishedApplication> Published, int Code)> FromServiceAsync(
        ParseResult parsed,
        RouteInput input,
        RouteSet set,
        CancellationToken stopping
    )
    {
        if (!service.TryConnect(terminal, parsed, input.Configuration, out OciClients? clients))
            return ([], ExitCode.Usage);
        using (clients)
        {
            var published = ImmutableArray.CreateBuilder<PublishedApplication>();
            foreach (
                (string workspace, string application) in TaskContract.Places(set, input.Configuration.Configuration)
            )
            {
                input.Notes.WriteLine($"reading what is published in application {Quote.Value(application)}");
                ServiceResult<PublishedApplication> result = await ReadAsync(
                        clients.Published,
                        new Patience(terminal, input.Notes),
                        workspace,
                        application,
                        stopping
                    )
                    .ConfigureAwait(false);
                if (!result.TryGet(out PublishedApplication? read))
                    return ([], Trouble.Report(terminal, $"application {Quote.Value(application)}", result.Failure!));
                published.Add(read);
            }

            return (published.DrainToImmutable(), ExitCode.Done);
        }
    }

    private static async Task<ServiceResult<PublishedApplication>> ReadAsync(
        IPublishedTasks tasks,
        Patience patience,
        string workspace,
        string application,
        CancellationToken stopping
    )
    {
        var all = ImmutableArray.CreateBuilder<PublishedTask>();
        string? page = null;
        do
        {
            string? current = page;
            ServiceResult<PublishedTaskPage> result = await patience
                .CallAsync(stop => tasks.ListAsync(workspace, application, current, stop), stopping)
                .ConfigureAwait(false);
            if (result.Failure is { Status: 404 } missing)
                return new PublishedApplication(workspace, application, [], missing.Describe());
            if (!result.TryGet(out PublishedTaskPage? read))
                return result.Failure!;
            all.AddRange(read.Items);
            page = read.NextPage;
        } while (page is not null);
        return new PublishedApplication(workspace, application, all.DrainToImmutable());
    }

    private int Report(RouteInput input, RouteSet set, ImmutableArray<Diagnostic> found)
    {
        ImmutableArray<LintFinding> findings = [.. found.Select(problem => new LintFinding(problem))];
        if (input.Format == "json")
            CheckOutput.Write(terminal, findings);
        else
            CheckText.Write(terminal, findings, input.Routes.Files);
        terminal.Out.Flush();
        int errors = found.Count(finding => finding.Severity == Severity.Error),
            open = found.Count(finding => finding.Code == Codes.CannotCheck);
        int routes = TaskContract.Routes(set).Count();
        input.Notes.WriteLine($"errors: {errors}, cannot check: {open}; routes: {routes}");
        return errors > 0 ? ExitCode.Findings : ExitCode.Done;
    }
}
