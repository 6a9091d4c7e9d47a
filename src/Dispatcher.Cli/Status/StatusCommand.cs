using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Cli.Send;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Grouping;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Status;

/// <summary><c>status</c>: what happened to an object or a group, and what to do next.</summary>
/// <remarks>cli-v1. The exit code is 1 when no route takes the object, no object has the group's key, a run is missing
/// or ended badly, and 3 when a service failed.</remarks>
internal sealed class StatusCommand
{
    private readonly Option<string?> name = new("--object") { Description = "The object's name.", HelpName = "name" };

    private readonly Option<string[]?> group = new("--group")
    {
        Description = "Instead of an object: a route with `group`, and the key of the group.",
        HelpName = "route> <key",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> bucket = new("--bucket")
    {
        Description = "Its bucket; the one that its route names, when left out.",
        HelpName = "name",
    };

    private readonly Option<string?> namespaceName = new("--namespace")
    {
        Description = "Its namespace; looked up when left out.",
        HelpName = "name",
    };

    private readonly Option<string?> etag = new("--etag")
    {
        Description = "The entity tag of the version; that of the object in the bucket, when left out.",
        HelpName = "tag",
    };

    private readonly CommonOptions common;
    private readonly ServiceOptions service;
    private readonly Terminal terminal;

    private StatusCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        foreach (Option option in (ReadOnlySpan<Option>)[name, group, bucket, namespaceName, etag])
            command.Add(option);
        service = ServiceOptions.AddTo(command);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "status",
            "Says what happened to an object, or to a group: the routes' decision, its runs with state and message, a "
                + "dead letter if there is one, and what to do next."
        );
        command.SetAction(new StatusCommand(command, terminal).RunAsync);
        HelpExample.AddTo(
            command,
            "dispatcher status --object invoices/2022-08-12-documents.jsonlines --config-file samples/local.config",
            ServiceOptions.Needs
        );
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        if (Misuse(parsed) is { } misuse)
            return UsageErrors.Report(terminal, parsed, misuse);
        if (RouteInput.Read(terminal, parsed, common) is not { } input)
            return ExitCode.Usage;
        if (parsed.GetValue(group) is [var groupedBy, var key])
            return await OfGroupAsync(parsed, input, groupedBy, key, stopping).ConfigureAwait(false);
        string? where = input
            .Configuration.Pairs.FirstOrDefault(pair => pair.Key == FunctionSettings.DeadLetterKey)
            .Value;
        ObjectPlace? place = null;
        if (where is { Length: > 0 } && !ObjectPlace.TryParse(where, out place))
            return UsageErrors.Report(
                terminal,
                parsed,
                $"{FunctionSettings.DeadLetterKey} is {Quote.Value(where)}; write oci://BUCKET@NAMESPACE/PREFIX"
            );
        if (!service.TryConnect(terminal, parsed, input.Configuration, out OciClients? clients))
            return ExitCode.Usage;
        using (clients)
        {
            var target = new SendObject(
                parsed.GetValue(name)!,
                parsed.GetValue(bucket),
                parsed.GetValue(namespaceName),
                Kind: null,
                parsed.GetValue(etag)
            );
            (DispatchPlan? plan, int code) = await new SendTarget(terminal, input)
                .FromObjectAsync(clients.Objects, target, stopping)
                .ConfigureAwait(false);
            if (plan is null)
                return code;
            var patience = new Patience(terminal, input.Notes);
            ServiceResult<ObjectStatus> status = await LookAsync(
                    input.Routes.Planner!,
                    plan,
                    new RunCalls(clients.TaskRuns, patience),
                    stopping
                )
                .ConfigureAwait(false);
            if (!status.TryGet(out ObjectStatus? found))
                return Trouble.Report(terminal, "Data Integration", status.Failure!);
            if (place is not null)
            {
                if (
                    await BucketPlace
                        .FindAsync(terminal, place, clients.Objects, patience, stopping)
                        .ConfigureAwait(false)
                    is not { } letters
                )
                    return ExitCode.Service;
                ServiceResult<FoundLetter?> letter = await LetterAsync(
                        clients.Objects,
                        letters,
                        place,
                        plan.Event,
                        patience,
                        stopping
                    )
                    .ConfigureAwait(false);
                if (letter.Failure is { } failure)
                    return Trouble.Report(terminal, "the dead letters", failure);
                found = found with { Letter = letter.Value };
            }

            if (input.Format == "json")
                StatusOutput.Write(terminal, found);
            else
                StatusText.Write(terminal, found);
            return found.IsWell ? ExitCode.Done : ExitCode.Findings;
        }
    }

    private string? Misuse(ParseResult parsed)
    {
        bool byName = parsed.GetResult(name) is not null,
            byGroup = parsed.GetResult(group) is not null;
        if (byName == byGroup)
            return byName
                ? "there are both --object and --group; ask for one of them"
                : "there is nothing to look for; give --object NAME or --group ROUTE KEY";
        Option? part = byGroup
            ? new Option[] { namespaceName, etag }.FirstOrDefault(option => parsed.GetResult(option) is not null)
            : null;
        return part is null
            ? null
            : $"{part.Name} belongs to --object; a group has every version that is in the bucket";
    }

    private async Task<int> OfGroupAsync(
        ParseResult parsed,
        RouteInput input,
        string routeName,
        string key,
        CancellationToken stopping
    )
    {
        RouteSet set = input.Routes.Planner!.Set;
        if (set.Routes.FirstOrDefault(one => one.Name == routeName) is not { Group: not null } route)
        {
            string[] grouped = [.. set.Routes.Where(one => one.Group is not null).Select(one => one.Name)];
            return UsageErrors.Report(
                terminal,
                parsed,
                $"there is no route with `group` that is called {Quote.Value(routeName)}; "
                    + Suggestion.Hint(
                        routeName,
                        grouped,
                        grouped.Length == 0 ? "no route has `group`" : "there are " + string.Join(", ", grouped)
                    )
            );
        }

        if (!service.TryConnect(terminal, parsed, input.Configuration, out OciClients? clients))
            return ExitCode.Usage;
        using (clients)
        {
            SweepServices services = CliServices.For(terminal, clients, input.Notes, stopping);
            var search = new GroupSearch(services, input.Routes.Planner!, input.Configuration.Configuration);
            if (search.Problem(route) is { } problem)
                return UsageErrors.Report(terminal, parsed, problem);
            ServiceResult<ImmutableArray<ObjectGroup>> looked = await search
                .FindAsync(route, key, parsed.GetValue(bucket), stopping)
                .ConfigureAwait(false);
            if (looked.Failure is { } failure)
                return Trouble.Report(terminal, "the landing buckets", failure);
            var runs = new RunCalls(clients.TaskRuns, new Patience(terminal, input.Notes));
            var found = new List<GroupStatus>();
            foreach (ObjectGroup one in looked.Value)
            {
                if (one.Run is not { } request)
                {
                    found.Add(new GroupStatus(one, null));
                    continue;
                }

                ServiceResult<TaskRun?> run = await runs.FindAsync(request, stopping).ConfigureAwait(false);
                if (run.Failure is { } unknown)
                    return Trouble.Report(terminal, "Data Integration", unknown);
                found.Add(new GroupStatus(one, new RunStatus(request, route.Owner, run.Value)));
            }

            if (input.Format == "json")
                GroupStatusOutput.Write(terminal, found, set.Version);
            else
                GroupStatusText.Write(terminal, route, key, found);
            return found.Count > 0 && found.TrueForAll(one => one.IsWell) ? ExitCode.Done : ExitCode.Findings;
        }
    }

    private static async Task<ServiceResult<ObjectStatus>> LookAsync(
        DispatchPlanner planner,
        DispatchPlan plan,
        RunCalls runs,
        CancellationToken stopping
    )
    {
        var found = new List<RunStatus>();
        foreach (TaskRunRequest request in plan.Runs)
        {
            ServiceResult<TaskRun?> run = await runs.FindAsync(request, stopping).ConfigureAwait(false);
            if (run.Failure is { } failure)
                return failure;
            found.Add(
                new RunStatus(request, planner.Set.Routes.First(route => route.Name == request.Route).Owner, run.Value)
            );
        }

        return new ObjectStatus
        {
            Plan = plan,
            Nearest = plan.Outcome == Outcome.Unmatched ? planner.Nearest(plan.Event)?.Text : null,
            Runs = found,
        };
    }

    // A record's name is a function of the event, and what is settled lies below done/.
    private static async Task<ServiceResult<FoundLetter?>> LetterAsync(
        IObjectStore objects,
        BucketName letters,
        ObjectPlace place,
        StorageEvent storageEvent,
        Patience patience,
        CancellationToken stopping
    )
    {
        foreach (bool done in new[] { false, true })
        {
            foreach (string record in DeadLetter.NamesFor(storageEvent))
            {
                string full = $"{place.Prefix}{(done ? "done/" : "")}{record}";
                ServiceResult<StoredObject> read = await patience
                    .CallAsync(stop => objects.GetAsync(letters, full, null, DeadLetter.MaxBytes, stop), stopping)
                    .ConfigureAwait(false);
                if (read.TryGet(out StoredObject? stored, out ServiceFailure? failure))
                    return new FoundLetter(
                        $"oci://{letters.Bucket}@{letters.Namespace}/{full}",
                        DeadLetter.Read(stored.Content, out _)?.Outcome,
                        done
                    );
                if (failure is not { Status: 404, Code: "ObjectNotFound" })
                    return failure;
            }
        }

        return (FoundLetter?)null;
    }
}
