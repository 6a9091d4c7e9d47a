using System.CommandLine;
using System.Runtime.CompilerServices;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Send;

/// <summary><c>send</c>: one real dispatch with the caller's rights.</summary>
/// <remarks>cli-v1. The exit code is 1 when nothing was started because of the event or the routes, or when a run that
/// is waited for does not succeed; 3 when a service failed.</remarks>
internal sealed class SendCommand
{
    private readonly Option<string?> name = new("--object")
    {
        Description = "The name of the object to dispatch; its entity tag is looked up in the bucket.",
        HelpName = "name",
    };

    private readonly Option<string?> bucket = new("--bucket")
    {
        Description = "Its bucket. When left out: the first bucket that a route names and where the object matches.",
        HelpName = "name",
    };

    private readonly Option<string?> namespaceName = new("--namespace")
    {
        Description = "The bucket's namespace; looked up when left out.",
        HelpName = "name",
    };

    private readonly Option<string?> kind = new("--kind")
    {
        Description = "What happened to the object. When left out: create or update, as the routes take it.",
        HelpName = string.Join('|', ObjectEventKinds.Words.All),
    };

    private readonly Option<string?> etag = new("--etag")
    {
        Description = "The object's entity tag, instead of the bucket's: for a version that is gone.",
        HelpName = "etag",
    };

    private readonly Option<string?> events = new("--event")
    {
        Description = "One event document instead of --object; `-` is standard input.",
        HelpName = "file",
    };

    private readonly Option<bool> wait = new("--wait")
    {
        Description = "Follow the runs to their end; the exit code says whether all succeeded.",
    };

    private readonly Option<string?> cutOver = CutOverOption.Create();

    private readonly CommonOptions common;
    private readonly ServiceOptions service;
    private readonly Terminal terminal;

    private SendCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        kind.AcceptOnlyFromAmong([.. ObjectEventKinds.Words.All]);
        foreach (
            Option option in (ReadOnlySpan<Option>)[name, bucket, namespaceName, kind, etag, events, wait, cutOver]
        )
            command.Add(option);
        service = ServiceOptions.AddTo(command);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "send",
            "Dispatches one object or event for real, with your own credentials: "
                + "what was started before is not started again."
        );
        command.SetAction(new SendCommand(command, terminal).RunAsync);
        HelpExample.AddTo(
            command,
            "dispatcher send --object invoices/2022-08-12-documents.jsonlines --config-file "
                + "samples/local.config --wait",
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
        // The file is looked at with or without credentials, so that both problems are reported at once.
        var target = new SendTarget(terminal, input);
        (DispatchPlan? plan, int code) = parsed.GetValue(events) is { } file
            ? await target.FromFileAsync(file, stopping).ConfigureAwait(false)
            : (null, ExitCode.Done);
        if (!service.TryConnect(terminal, parsed, input.Configuration, out OciClients? clients))
            return ExitCode.Usage;
        using (clients)
        {
            if (code == ExitCode.Done && plan is null)
                (plan, code) = await target
                    .FromObjectAsync(clients.Objects, ObjectOf(parsed), stopping)
                    .ConfigureAwait(false);
            return plan is null
                ? code
                : await SendAsync(
                        input,
                        plan,
                        new RunCalls(clients.TaskRuns, new Patience(terminal, input.Notes)),
                        CliServices.For(terminal, clients, input.Notes, stopping),
                        TimeText.Read(parsed.GetValue(cutOver)),
                        parsed.GetValue(wait),
                        stopping
                    )
                    .ConfigureAwait(false);
        }
    }

    private string? Misuse(ParseResult parsed)
    {
        bool byName = parsed.GetValue(name) is not null,
            byEvent = parsed.GetValue(events) is not null;
        if (byName == byEvent)
            return byName
                ? "there are both --object and --event; give one of them"
                : "there is no event; give --object NAME or --event FILE";
        Option? part = byEvent
            ? new Option[] { bucket, namespaceName, kind, etag }.FirstOrDefault(option =>
                parsed.GetResult(option) is { Implicit: false }
            )
            : null;
        return part is null
            ? TimeText.Problem(cutOver.Name, parsed.GetValue(cutOver))
            : $"{part.Name} belongs to --object; an event document says this by itself";
    }

    private SendObject ObjectOf(ParseResult parsed) =>
        new(
            parsed.GetValue(name)!,
            parsed.GetValue(bucket),
            parsed.GetValue(namespaceName),
            ObjectEventKinds.Words.Find(parsed.GetValue(kind)),
            parsed.GetValue(etag)
        );

    private async Task<int> SendAsync(
        RouteInput input,
        DispatchPlan plan,
        RunCalls runs,
        SweepServices services,
        DateTimeOffset? cutOver,
        bool follow,
        CancellationToken stopping
    )
    {
        if (plan.Runs.Length > 0 && plan.Event.Time < cutOver)
        {
            input.Notes.WriteLine(
                $"note: nothing to start: the object was last written at {TimeText.Write(plan.Event.Time.Value)}, "
                    + "before the cut-over, so it counts as started"
            );
            plan = plan with { Runs = [] };
        }

        if (plan.Outcome == Outcome.Unmatched && input.Routes.Planner!.Nearest(plan.Event) is { } nearest)
            input.Notes.WriteLine($"note: nothing to start: nearest route {nearest.Text}");
        if (plan.Sink is { } sink)
            input.Notes.WriteLine($"note: nothing to start: `{sink}` is a sink (`task: none`)");
        if (plan.Outcome == Outcome.Shadowed)
            input.Notes.WriteLine($"note: nothing to start: `{plan.ShadowRoutes[0]}` is in shadow");
        input.NoteMissing(plan.Errors.Any(error => error.Code == Codes.RenderMissing));
        var sent = new List<SentRun>();
        List<DispatchError> errors = [.. plan.Errors];
        ServiceFailure? failed = null;
        var before = new List<ServiceResult<TaskRun?>>();
        foreach (TaskRunRequest request in plan.Runs)
            before.Add(await runs.FindAsync(request, stopping).ConfigureAwait(false));
        TaskPlace[] toStart =
        [
            .. plan.Runs.Where((_, n) => before[n] is { Failure: null, Value: null }).Select(TaskPlace.Of).Distinct(),
        ];
        if (cutOver is null && toStart.Length > 0)
        {
            DateTimeOffset since = plan.Event.Time ?? DateTimeOffset.MinValue;
            var search = new OtherRunsSearch(services, stopping);
            await using ConfiguredAsyncDisposable ending = search.ConfigureAwait(false);
            ServiceResult<IReadOnlyList<OtherRuns>> others = await search
                .FindAsync([.. toStart.Select(task => KeyValuePair.Create(task, since))])
                .ConfigureAwait(false);
            if (!others.TryGet(out IReadOnlyList<OtherRuns>? found))
                return Trouble.Report(terminal, "the runs of the task", others.Failure!);
            if (found.Count > 0)
            {
                OtherRuns.Refuse(terminal, found);
                return ExitCode.Usage;
            }
        }

        foreach ((TaskRunRequest request, ServiceResult<TaskRun?> known) in plan.Runs.Zip(before))
        {
            ServiceResult<SentRun> result = await SendAsync(runs, request, known).ConfigureAwait(false);
            if (result.TryGet(out SentRun? run))
            {
                sent.Add(run);
                continue;
            }

            failed = result.Failure;
            errors.Add(
                new DispatchError(
                    failed!.Kind == FailureKind.Deferred ? Codes.ServiceFailed : Codes.ServiceRefused,
                    request.Route,
                    failed.Describe(),
                    failed.Kind == FailureKind.Deferred
                )
            );
        }

        IReadOnlyList<SentRun> last = sent;
        if (follow && sent.Count > 0)
        {
            var watch = new RunWatch(terminal, runs, input.Notes, sent);
            try
            {
                failed = await watch.FollowAsync(stopping).ConfigureAwait(false) ?? failed;
            }
            catch (OperationCanceledException)
            {
                SendText.Write(terminal, input.Format, plan, watch.Current, errors);
                input.Notes.WriteLine(
                    "interrupted; what was started goes on, and the same command run again follows it"
                );
                throw;
            }

            last = watch.Current;
        }

        SendText.Write(terminal, input.Format, plan, last, errors);
        if (failed is not null)
            return Trouble.Report(terminal, "Data Integration", failed);
        bool wrong =
            plan.Outcome is not (Outcome.Dispatched or Outcome.Ignored or Outcome.Shadowed or Outcome.Held)
            || (follow && last.Any(run => run.Run.Status != "SUCCESS"));
        return wrong ? ExitCode.Findings : ExitCode.Done;
    }

    // Looked up first: the service remembers a retry token for a day or so, and an identifier as long as the run.
    internal static async Task<ServiceResult<SentRun>> SendAsync(
        RunCalls runs,
        TaskRunRequest request,
        ServiceResult<TaskRun?> before
    )
    {
        if (before.Failure is { } unknown)
            return unknown;
        if (before.Value is { } existing)
            return new SentRun(request, existing, Duplicate: true);
        ServiceResult<ExistingRun> started = await runs.StartAsync(request).ConfigureAwait(false);
        return started.TryGet(out ExistingRun? run) ? new SentRun(request, run.Run, run.Duplicate) : started.Failure!;
    }
}
