using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Clients;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Redrive;

/// <summary><c>redrive</c>: puts dead-lettered events through again.</summary>
/// <remarks>dispatch-v1, "Outcome". The exit code is 1 when a record is left, or a run failed, and 3 when a service
/// failed.</remarks>
internal sealed class RedriveCommand
{
    private readonly Argument<string?> where = new("place")
    {
        Description =
            "Where the records are: oci://BUCKET@NAMESPACE/PREFIX (or one record's whole name), or a folder; "
            + "what DISPATCHER_DEAD_LETTER of the configuration names, when left out.",
        HelpName = "place",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> submit = new("--submit")
    {
        Description =
            "Start what was never started, and move every record whose runs all exist to done/. Without it, "
            + "nothing is started or moved.",
    };

    private readonly Option<int> maxRunning = new("--max-running")
    {
        Description = "How many runs may be unfinished at once; a workspace runs four unless its limits were raised.",
        HelpName = "n",
        DefaultValueFactory = _ => 4,
    };

    private readonly CommonOptions common;
    private readonly ServiceOptions service;
    private readonly Terminal terminal;

    private RedriveCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        command.Add(where);
        command.Add(submit);
        command.Add(maxRunning);
        service = ServiceOptions.AddTo(command);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "redrive",
            "Puts dead-lettered events through again: shows the plan, and with --submit starts what was never started."
        );
        command.SetAction(new RedriveCommand(command, terminal).RunAsync);
        HelpExample.AddTo(
            command,
            "dispatcher redrive samples/dead-letters --config-file samples/local.config",
            ServiceOptions.Needs
        );
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        if (parsed.GetValue(maxRunning) < 1)
            return UsageErrors.Report(terminal, parsed, "--max-running must be at least 1");
        if (RouteInput.Read(terminal, parsed, common) is not { } input)
            return ExitCode.Usage;
        string? given = parsed.GetValue(where)
            ?? input.Configuration.Pairs.FirstOrDefault(pair => pair.Key == FunctionSettings.DeadLetterKey).Value
            ?? terminal.Variable(FunctionSettings.DeadLetterKey);
        if (given is null)
            return UsageErrors.Report(
                terminal,
                parsed,
                "there is no place; give oci://BUCKET@NAMESPACE/PREFIX or a folder, "
                    + $"or a configuration with {FunctionSettings.DeadLetterKey}"
            );
        bool remote = given.StartsWith("oci:", StringComparison.OrdinalIgnoreCase);
        if ((remote ? BucketProblem(given) : FolderProblem(given)) is { } problem)
            return UsageErrors.Report(terminal, parsed, problem);
        if (!service.TryConnect(terminal, parsed, input.Configuration, out OciClients? clients))
            return ExitCode.Usage;
        using (clients)
        {
            SweepServices services = CliServices.For(terminal, clients, input.Notes, stopping);
            (IRecordPlace? place, int code) = remote
                ? await BucketAsync(given, clients, services, input.Notes, stopping).ConfigureAwait(false)
                : (new FolderRecords(terminal.Absolute(given)), ExitCode.Done);
            if (place is null)
                return code;
            try
            {
                return await new RedriveRunner(terminal, input, place, services)
                    .RunAsync(parsed.GetValue(submit), parsed.GetValue(maxRunning), stopping)
                    .ConfigureAwait(false);
            }
            catch (Exception failure)
                when (!remote
                    && (
                        failure is UnauthorizedAccessException
                        || (failure is IOException broken && !Terminal.IsClosedPipe(broken))
                    )
                )
            {
                return UsageErrors.Report(
                    terminal,
                    parsed,
                    $"{Quote.Value(given)}: a record cannot be read or moved: {Quote.Line(failure.Message)}"
                );
            }
        }
    }

    private static string? BucketProblem(string given) =>
        !ObjectPlace.TryParse(given, out ObjectPlace? place)
            ? $"{Quote.Value(given)} is not a place; write oci://BUCKET@NAMESPACE/PREFIX"
        : ("/" + place.Prefix).EndsWith("/" + RecordNames.Done, StringComparison.Ordinal)
        || (RecordNames.Split(place.Prefix).Only.Length > 0 && RecordNames.IsDone(place.Prefix))
            ? Settled(given)
        : null;

    private string? FolderProblem(string given)
    {
        string folder = terminal.Absolute(given);
        return !Directory.Exists(folder)
                ? $"{Quote.Value(given)}: there is no such folder; give the folder that the records are below, "
                    + "or oci://BUCKET@NAMESPACE/PREFIX"
            : Path.TrimEndingDirectorySeparator(folder)
                .EndsWith(Path.DirectorySeparatorChar + RecordNames.Done[..^1], StringComparison.Ordinal)
                ? Settled(given)
            : null;
    }

    private static string Settled(string given) =>
        $"{Quote.Value(given)}: what lies below done/ was redriven; to put a record through once more, "
        + "move it to where it was first";

    private async Task<(IRecordPlace? Place, int Code)> BucketAsync(
        string given,
        OciClients clients,
        SweepServices services,
        TextWriter notes,
        CancellationToken stopping
    )
    {
        _ = ObjectPlace.TryParse(given, out ObjectPlace? place);
        if (
            await BucketPlace
                .FindAsync(terminal, place!, clients.Objects, new Patience(terminal, notes), stopping)
                .ConfigureAwait(false)
            is not { } bucket
        )
            return (null, ExitCode.Service);
        (string prefix, string only) = RecordNames.Split(place!.Prefix);
        return (new BucketRecords(services, bucket, prefix, only), ExitCode.Done);
    }
}
