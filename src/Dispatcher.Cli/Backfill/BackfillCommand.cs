using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Clients;
using Dispatcher.Routes;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Backfill;

/// <summary><c>backfill</c>: routes what lies in a bucket, and starts what was never started.</summary>
/// <remarks>cli-v1. The exit code is 1 when something was rejected or a run failed, with <c>--gaps</c> when there is a
/// gap, and 3 when a service failed.</remarks>
internal sealed class BackfillCommand
{
    private readonly Option<string> bucket = new("--bucket")
    {
        Description = "The landing bucket.",
        HelpName = "name",
        Required = true,
    };

    private readonly Option<string?> namespaceName = new("--namespace")
    {
        Description = "Its namespace; looked up when left out.",
        HelpName = "name",
    };

    private readonly Option<string> prefix = new("--prefix")
    {
        Description = "Only objects whose name begins with this.",
        HelpName = "text",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string?> since = new("--since")
    {
        Description =
            "Only objects last written at or after this time: 2026-11-23T00:00:00Z, or from this day on, "
            + "in UTC: 2026-11-23.",
        HelpName = "time",
    };

    private readonly Option<string?> cutOver = CutOverOption.Create();

    private readonly Option<string?> names = new("--names")
    {
        Description =
            "Object names, one a line, instead of listing the bucket; `-` is standard input. "
            + "A plan then asks no service.",
        HelpName = "file",
    };

    private readonly Option<string?> route = new("--route")
    {
        Description = "Only runs of this route.",
        HelpName = "name",
    };

    private readonly Option<int?> limit = new("--limit")
    {
        Description = "At most so many objects that start something.",
        HelpName = "n",
    };

    private readonly Option<int> maxRunning = new("--max-running")
    {
        Description = "How many runs may be unfinished at once; a workspace runs four unless its limits were raised.",
        HelpName = "n",
        DefaultValueFactory = _ => 4,
    };

    private readonly Option<bool> submit = new("--submit")
    {
        Description =
            "Start what was never started, and follow it. Without it, nothing is started. Where runs of the same "
            + "tasks carry no identity of the dispatcher, it asks for --cut-over.",
    };

    private readonly Option<bool> gaps = new("--gaps")
    {
        Description = "Report every object that has no successful run, one line (or JSON line) each; starts nothing.",
    };

    private readonly CommonOptions common;
    private readonly ServiceOptions service;
    private readonly Terminal terminal;

    private BackfillCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        foreach (
            Option option in (ReadOnlySpan<Option>)
                [bucket, namespaceName, prefix, since, cutOver, names, route, limit, maxRunning, submit, gaps]
        )
            command.Add(option);
        service = ServiceOptions.AddTo(command);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "backfill",
            "Routes what lies in a bucket and shows the plan; with --submit starts what was never started, "
                + "each object once."
        );
        command.SetAction(new BackfillCommand(command, terminal).RunAsync);
        HelpExample.AddTo(
            command,
            "dispatcher backfill --bucket landing-area --names samples/names.txt --config-file samples/local.config"
        );
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        if (Misuse(parsed) is { } misuse)
            return UsageErrors.Report(terminal, parsed, misuse);
        if (RouteInput.Read(terminal, parsed, common) is not { } input)
            return ExitCode.Usage;
        if (UnknownRoute(input, parsed.GetValue(route)) is { } unknown)
            return UsageErrors.Report(terminal, parsed, unknown);

        OciClients? clients = null;
        bool asksServices = parsed.GetValue(names) is null || parsed.GetValue(submit) || parsed.GetValue(gaps);
        if (asksServices && !service.TryConnect(terminal, parsed, input.Configuration, out clients))
            return ExitCode.Usage;
        using (clients)
        {
            var request = new BackfillRequest
            {
                Bucket = parsed.GetValue(bucket)!,
                Namespace = parsed.GetValue(namespaceName),
                Prefix = parsed.GetValue(prefix)!,
                Since = TimeText.Read(parsed.GetValue(since)),
                CutOver = TimeText.Read(parsed.GetValue(cutOver)),
                Names = parsed.GetValue(names),
                Route = parsed.GetValue(route),
                Limit = parsed.GetValue(limit),
                MaxRunning = parsed.GetValue(maxRunning),
                Submit = parsed.GetValue(submit),
                Gaps = parsed.GetValue(gaps),
            };
            try
            {
                SweepServices? services = clients is null
                    ? null
                    : CliServices.For(terminal, clients, input.Notes, stopping);
                return await new BackfillRunner(terminal, input, request, services)
                    .RunAsync(stopping)
                    .ConfigureAwait(false);
            }
            catch (InvalidDataException wrong) when (request.Names is not null)
            {
                return UsageErrors.Report(terminal, parsed, $"--names {request.Names}: {wrong.Message}");
            }
        }
    }

    private string? Misuse(ParseResult parsed)
    {
        if (parsed.GetValue(submit) && parsed.GetValue(gaps))
            return "there are both --submit and --gaps; look for gaps first, then submit";
        if (parsed.GetValue(limit) is < 1)
            return "--limit must be at least 1";
        if (parsed.GetValue(maxRunning) < 1)
            return "--max-running must be at least 1";
        if (parsed.GetValue(names) == "-" && parsed.GetValue(submit))
            return "--submit reads the names twice, to plan and to start; give --names a file";
        if (parsed.GetValue(names) is not null && !parsed.GetValue(submit) && !parsed.GetValue(gaps))
        {
            foreach (Option<string?> option in (ReadOnlySpan<Option<string?>>)[since, cutOver])
            {
                if (parsed.GetValue(option) is not null)
                    return $"{option.Name} needs the times of the bucket, which a plan over --names does not ask; "
                        + "leave one of them out, or say --submit or --gaps";
            }
        }

        return TimeText.Problem(since.Name, parsed.GetValue(since))
            ?? TimeText.Problem(cutOver.Name, parsed.GetValue(cutOver));
    }

    private static string? UnknownRoute(RouteInput input, string? name)
    {
        IEnumerable<Route> routes = input.Routes.Planner!.Set.Routes;
        if (routes.FirstOrDefault(known => known.Name == name) is { IsSink: true })
            return $"route {Quote.Value(name!)} is a sink (`task: none`): it starts nothing; name another route";
        return name is null || routes.Any(known => known.Name == name)
            ? null
            : $"there is no route {Quote.Value(name)}; "
                + $"{Suggestion.Hint(name, routes.Select(known => known.Name), "`dispatcher test` lists them")}";
    }
}
