using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Files;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Compare;

/// <summary><c>compare</c>: what routes in shadow would have started, by the function's log, against the runs that the
/// service lists.</summary>
/// <remarks>cli-v1. The exit code is 1 when anything but the same was found, and 3 when a service failed.</remarks>
internal sealed class CompareCommand
{
    private readonly Option<string> log = new("--log")
    {
        Description = "The function's log: its lines, or what a search of OCI Logging gives; `-` is standard input.",
        HelpName = "file",
        Required = true,
    };

    private readonly Option<string?> since = new("--since")
    {
        Description =
            "Only events of this time or later: 2026-11-23T00:00:00Z, or 2026-11-23; the first of the log, "
            + "when left out.",
        HelpName = "time",
    };

    private readonly Option<string[]> config = CommonOptions.NewConfig();
    private readonly Option<string?> configFile = CommonOptions.NewConfigFile();
    private readonly Option<string> format = CommonOptions.NewFormat("text", "json");
    private readonly Option<bool> quiet = CommonOptions.NewQuiet();
    private readonly ServiceOptions service;
    private readonly Terminal terminal;

    private CompareCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        foreach (Option option in (ReadOnlySpan<Option>)[log, since])
            command.Add(option);
        service = ServiceOptions.AddTo(command);
        foreach (Option option in (ReadOnlySpan<Option>)[config, configFile, format, quiet])
            command.Add(option);
    }

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "compare",
            "Compares what routes in shadow would have started, by the function's log, with the runs that the "
                + "service lists: same, different, missing, extra."
        );
        command.SetAction(new CompareCommand(command, terminal).RunAsync);
        HelpExample.AddTo(
            command,
            "dispatcher compare --log samples/shadow.log --config-file samples/local.config",
            ServiceOptions.Needs
        );
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        if (TimeText.Problem(since.Name, parsed.GetValue(since)) is { } misuse)
            return UsageErrors.Report(terminal, parsed, misuse);
        (ConfigurationInput? configuration, var problems) = ConfigurationInput.Read(
            terminal,
            parsed.GetValue(configFile),
            parsed.GetValue(config) ?? []
        );
        foreach (string problem in problems)
            terminal.Error.WriteLine($"error: {problem}");
        if (configuration is null)
            return ExitCode.Usage;

        string file = parsed.GetValue(log)!;
        ShadowLog read;
        try
        {
            read = await ShadowLog.ReadAsync(terminal, file, stopping).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return UsageErrors.Report(
                terminal,
                parsed,
                $"--log {file}: it cannot be read: {FileTrouble.Reading(terminal.Absolute(file), failure)}"
            );
        }

        if (read.Events == 0)
            return UsageErrors.Report(
                terminal,
                parsed,
                $"--log {file}: it has no line of the function's log with the event `invocation`; give the lines that "
                    + "the function writes, or the JSON of a search for them"
            );
        TextWriter notes = parsed.GetValue(quiet) ? TextWriter.Null : terminal.Error;
        if (read.Unread > 0)
            notes.WriteLine($"note: {Tally.Number(read.Unread)} lines of the log are not JSON and were passed over");
        ShadowRun[] shadows =
        [
            .. read.Runs.Where(run => TimeText.Read(parsed.GetValue(since)) is not { } from || run.Time >= from),
        ];
        if (shadows.Length == 0)
        {
            notes.WriteLine("note: the log has no run of a route in shadow; there is nothing to compare");
            return ExitCode.Done;
        }

        if (!service.TryConnect(terminal, parsed, configuration, out OciClients? clients))
            return ExitCode.Usage;
        using (clients)
            return await CompareAsync(
                    shadows,
                    TimeText.Read(parsed.GetValue(since)) ?? shadows.Min(run => run.Time),
                    read.Last ?? shadows.Max(run => run.Time),
                    CliServices.For(terminal, clients, notes, stopping),
                    parsed.GetValue(format)!,
                    stopping
                )
                .ConfigureAwait(false);
    }

    private async Task<int> CompareAsync(
        ShadowRun[] shadows,
        DateTimeOffset from,
        DateTimeOffset until,
        SweepServices services,
        string format,
        CancellationToken stopping
    )
    {
        var compared = new List<ComparedRun>();
        foreach (IGrouping<TaskPlace, ShadowRun> task in shadows.GroupBy(shadow => shadow.Task))
        {
            var runs = new List<TaskRun>();
            var reader = new RunReader(task.Key, services, runs.Add) { WithBindings = true };
            if (await reader.ReadBackToAsync(from, stopping).ConfigureAwait(false) is { } failure)
                return Trouble.Report(terminal, "Data Integration", failure);
            compared.AddRange(
                RunComparison.Of(task.Key, task, runs.Where(run => run.Created is null || run.Created >= from), until)
            );
        }

        var result = new CompareResult(from, until, compared);
        CompareText.Write(terminal, format, result);
        return result.Count(ComparedAs.Same) == compared.Count ? ExitCode.Done : ExitCode.Findings;
    }
}
