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

namespace Dispatcher.Cli.Sweep;

/// <summary><c>sweep</c>: what the function's sweep does, at a desk.</summary>
/// <remarks>sweep-v1. The exit code is 1 when something is lost, left, missing or failed, and 3 when a service
/// failed.</remarks>
internal sealed class SweepCommand
{
    private readonly Option<string?> every = new("--every")
    {
        Description =
            "The distance of the schedule: runs that ended in the last slot of this length are reported. "
            + "DISPATCHER_SWEEP_EVERY of the configuration, else 15m, when left out.",
        HelpName = "duration",
    };

    private readonly Option<string?> since = new("--since")
    {
        Description = "How far back to look. DISPATCHER_SWEEP_SINCE of the configuration, else 2d, when left out.",
        HelpName = "duration",
    };

    private readonly Option<string?> settle = new("--settle")
    {
        Description =
            "How old an object must be: its own event may be on its way. "
            + "DISPATCHER_SWEEP_SETTLE of the configuration, else 10m, when left out.",
        HelpName = "duration",
    };

    private readonly Option<int?> maxRunning = new("--max-running")
    {
        Description =
            "How many of the runs that this starts may be unfinished at once. "
            + "DISPATCHER_SWEEP_MAX_RUNNING of the configuration, else 4, when left out.",
        HelpName = "n",
    };

    private readonly Option<bool> submit = new("--submit")
    {
        Description = "Start what was lost, redrive what was deferred, and follow it. Without it, nothing is started.",
    };

    private readonly CommonOptions common;
    private readonly ServiceOptions service;
    private readonly Terminal terminal;

    private SweepCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        foreach (Option option in (ReadOnlySpan<Option>)[every, since, settle, maxRunning, submit])
            command.Add(option);
        service = ServiceOptions.AddTo(command);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "sweep",
            "Compares the landing buckets with the runs that there are and shows what was lost and what failed; "
                + "with --submit starts what was lost."
        );
        command.SetAction(new SweepCommand(command, terminal).RunAsync);
        HelpExample.AddTo(
            command,
            "dispatcher sweep --since 7d --config-file samples/local.config",
            ServiceOptions.Needs
        );
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        if (RouteInput.Read(terminal, parsed, common) is not { } input)
            return ExitCode.Usage;
        string? Value(string key) =>
            input.Configuration.Pairs.FirstOrDefault(pair => pair.Key == key).Value is { Length: > 0 } value
                ? value
                : null;
        var problems = new List<string>();
        SweepSettings settings = Settings(parsed, Value, problems);
        ObjectPlace? deadLetters = null;
        if (Value(FunctionSettings.DeadLetterKey) is { } text && !ObjectPlace.TryParse(text, out deadLetters))
            problems.Add(
                $"{FunctionSettings.DeadLetterKey} is {Quote.Value(text)}; write oci://BUCKET@NAMESPACE/PREFIX"
            );
        if (problems.Count > 0)
            return UsageErrors.Report(terminal, parsed, [.. problems]);
        if (!service.TryConnect(terminal, parsed, input.Configuration, out OciClients? clients))
            return ExitCode.Usage;
        using (clients)
        {
            bool acts = parsed.GetValue(submit);
            SweepServices services = CliServices.For(terminal, clients, input.Notes, stopping);
            var news = new SweepNews(terminal, input.Notes);
            var request = new SweepRequest(
                input.Routes.Planner!,
                input.Configuration.Configuration,
                settings,
                Plans: !acts
            )
            {
                DeadLetters = deadLetters,
                FollowsToTheEnd = true,
            };
            SweepReport report;
            try
            {
                report = await new SweepRunner(services, request, news).RunAsync(stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                news.Progress.End();
                input.Notes.WriteLine(
                    "interrupted; what was started goes on, and the same command run again starts the rest"
                );
                throw;
            }

            news.Progress.End();
            SweepText.Write(terminal, input, settings, report, news, acts);
            foreach (SweepProblem problem in report.Problems)
                Trouble.Report(terminal, problem.What, problem.Failure);
            return !report.Problems.IsEmpty ? ExitCode.Service
                : report.Left + report.Failed + report.Missing > 0 ? ExitCode.Findings
                : ExitCode.Done;
        }
    }

    private SweepSettings Settings(ParseResult parsed, Func<string, string?> value, List<string> problems)
    {
        var configured = SweepSettings.Read(value, problems.Add);
        SweepSettings settings = configured with
        {
            Every = Duration(every) ?? configured.Every,
            Since = Duration(since) ?? configured.Since,
            Settle = Duration(settle) ?? configured.Settle,
            MaxRunning = parsed.GetValue(maxRunning) ?? configured.MaxRunning,
        };
        if (settings.MaxRunning < 1)
            problems.Add("--max-running must be at least 1");
        if (problems.Count == 0 && settings.Problem is { } problem)
            problems.Add(problem);
        return settings;

        TimeSpan? Duration(Option<string?> option)
        {
            if (parsed.GetValue(option) is not { } text)
                return null;
            if (Durations.Parse(text) is { } duration)
                return duration;
            problems.Add($"{option.Name} {Quote.Value(text)} is not a duration; write {Durations.Form}");
            return null;
        }
    }
}
