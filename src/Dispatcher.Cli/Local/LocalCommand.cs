using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Emulator.Model;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Local;

/// <summary><c>local</c>: the whole system on this machine, with a folder as the landing bucket.</summary>
/// <remarks>cli-v1. The exit code is 1 when an event was rejected or deferred, or a task run failed.</remarks>
internal sealed class LocalCommand
{
    private const string SampleLanding = "samples/landing",
        SampleConfiguration = "samples/local.config";

    private static readonly TimeSpan UsualSweep = TimeSpan.FromSeconds(5);

    private readonly Argument<string> folder = new("dir")
    {
        Description =
            "The landing area: a folder whose files are the bucket's objects. "
            + "Files and folders whose name begins with `.` are passed over, such as `.git`.",
        DefaultValueFactory = _ => SampleLanding,
    };

    private readonly Option<bool> once = new("--once")
    {
        Description =
            "Dispatch what is there, wait for the task runs, print them, and end; without it, the folder is watched "
            + "until Ctrl-C, and a file counts when it has not changed for two seconds.",
    };

    private readonly Option<string?> bucket = new("--bucket")
    {
        Description =
            "The bucket that the folder stands for. When left out: the one that most routes name, "
            + "else the folder's name.",
        HelpName = "name",
    };

    private readonly Option<string?> function = new("--function")
    {
        Description =
            "The function's program, for instance the native one. When left out: "
            + "the one beside this command, else the one in it.",
        HelpName = "path",
    };

    private readonly Option<string?> faults = new("--faults")
    {
        Description =
            "What Data Integration does wrong to the function, and how often: 429:10%,slow:5%,fail-run:10%. A status "
            + "from 400 to 599, slow, reset (a lost connection) or fail-run (a run that ends in ERROR).",
        HelpName = "list",
    };

    private readonly Option<string?> through = new("--through")
    {
        Description =
            "Put the events into a stream: the function gets them in batches, and a batch again until it answers 200. "
            + "When left out, each event is a call.",
        HelpName = "stream",
    };

    private readonly Option<string?> services = new("--services")
    {
        Description =
            "A new folder for what leads other commands to these services while this one runs: `config`, an OCI config "
            + "file, and `services.yaml`, the configuration. When left out: a temporary one.",
        HelpName = "folder",
    };

    private readonly Option<string?> sweep = new("--sweep")
    {
        Description =
            "Call the function's sweep so often, with --once one time: it starts the runs of groups, and says which "
            + "expected objects are missing. 5s when left out and a route has `group` or `expect`; 0s for never.",
        HelpName = "duration",
    };

    private readonly CommonOptions common;
    private readonly Terminal terminal;

    private LocalCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        command.Add(folder);
        foreach (Option option in (ReadOnlySpan<Option>)[once, bucket, function, faults, through, services, sweep])
            command.Add(option);
        through.AcceptOnlyFromAmong("stream");
        common = CommonOptions.AddTo(command, "text", "json");
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "local",
            "Runs the whole system on this machine: the function as a process, emulated services, "
                + "and a folder as the landing bucket."
        );
        var run = new LocalCommand(command, terminal);
        command.SetAction(run.RunAsync);
        HelpExample.AddTo(command, "dispatcher local samples/landing --once --config-file samples/local.config");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        string landing = parsed.GetValue(folder)!;
        if (LandingFolder.Problem(terminal.Absolute(landing)) is { } unusable)
            return UsageErrors.Report(
                terminal,
                parsed,
                $"{unusable} {landing}; name the folder where files land: dispatcher local DIR"
            );
        string? unread = null;
        LocalFaults? wrong = parsed.GetValue(faults) is { } text
            ? LocalFaults.Read(text, out unread)
            : LocalFaults.None;
        if (wrong is null)
            return UsageErrors.Report(terminal, parsed, $"--faults: {unread}");
        if (parsed.GetValue(sweep) is { } often && Durations.Parse(often) is null)
            return UsageErrors.Report(
                terminal,
                parsed,
                $"--sweep {Quote.Value(often)} is not a duration; write {Durations.Form}"
            );
        (IReadOnlyList<string>? program, string problem) = FunctionExecutable.Find(terminal, parsed.GetValue(function));
        if (program is null)
            return UsageErrors.Report(terminal, parsed, problem);
        if (RouteInput.Read(terminal, parsed, common, otherwise: SampleConfiguration) is not { } input)
            return ExitCode.Usage;

        string bucketName = parsed.GetValue(bucket)
            ?? LandingBucket.Name(input.Routes.Planner!.Set, terminal.Absolute(landing));
        if (!LandingBucket.IsName(bucketName))
            return UsageErrors.Report(
                terminal,
                parsed,
                $"no bucket can be called {Quote.Value(bucketName)}; give one of letters, digits, `-`, "
                    + "`_` and `.` with --bucket NAME"
            );
        string? commands = parsed.GetValue(services) is { } written ? terminal.Absolute(written) : null;
        if (commands is not null && ServicesProblem(commands) is { } unfit)
            return UsageErrors.Report(
                terminal,
                parsed,
                $"--services {Quote.Value(parsed.GetValue(services)!)}: {unfit}; name a new folder: it goes in the end"
            );
        var setup = new LocalSetup
        {
            Landing = new LandingFolder(terminal.Absolute(landing)),
            Bucket = bucketName,
            Namespace = LandingBucket.Namespace(input.Routes.Planner!.Set),
            Routes = terminal.Absolute(parsed.GetValue(common.Routes)!),
            Planner = input.Routes.Planner!,
            Function = program,
            Services = commands,
            Faults = wrong,
            // No user watches a run of --once; what waits for it should not wait long.
            Course = parsed.GetValue(once)
                ? new RunCourse
                {
                    NotStarted = TimeSpan.Zero,
                    Queued = TimeSpan.Zero,
                    Running = TimeSpan.FromMilliseconds(20),
                }
                : new RunCourse(),
            Configuration = input.Configuration.Pairs,
        };
        input.Notes.WriteLine(
            $"note: {landing} stands for the bucket `{setup.Bucket}`; routes: {setup.Planner.Set.Routes.Length}"
        );
        var report = new LocalReport(terminal, input, setup.Bucket, lines: !parsed.GetValue(once));
        try
        {
            await using LocalSession session = await LocalSession.StartAsync(setup, stopping).ConfigureAwait(false);
            var run = new LocalRunner(
                session,
                setup.Landing,
                report,
                input.Notes,
                throughStream: parsed.GetValue(through) is not null,
                sweeps: Sweeps(parsed, setup.Planner.Set)
            );
            if (parsed.GetValue(once))
                await run.OnceAsync(stopping).ConfigureAwait(false);
            else
                await run.WatchAsync(
                        new RouteWatch(terminal, parsed.GetValue(common.Routes)!, input.Configuration),
                        stopping
                    )
                    .ConfigureAwait(false);
            return report.Finish(session);
        }
        catch (FunctionFailedException failure)
        {
            return Explain(failure);
        }
    }

    // Makes the folder, or says why it cannot be.
    private static string? ServicesProblem(string folder)
    {
        try
        {
            return File.Exists(folder) ? "that is a file"
                : Directory.CreateDirectory(folder).EnumerateFileSystemInfos().Any() ? "the folder is not empty"
                : null;
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            return Quote.Line(cannot.Message).TrimEnd('.');
        }
    }

    private TimeSpan? Sweeps(ParseResult parsed, RouteSet routes) =>
        parsed.GetValue(sweep) is { } often
            ? Durations.Parse(often) is { Ticks: > 0 } duration
                ? duration
                : null
            : routes.Routes.Any(route => route.Group is not null || route.Expect is not null)
                ? UsualSweep
                : null;

    private int Explain(FunctionFailedException failure)
    {
        terminal.Error.WriteLine(
            $"error: {failure.Message}{(failure.ExitCode is { } code ? $" (exit code {code})" : "")}"
        );
        foreach (string line in failure.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            terminal.Error.WriteLine("  " + Quote.Line(line));
        terminal.Error.WriteLine(
            "the function's log says why; --config gives it other configuration, --function another program"
        );
        return failure.ExitCode == ExitCode.Usage ? ExitCode.Usage : ExitCode.Service;
    }
}
