using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Files;
using Dispatcher.Oci;
using Dispatcher.Planning;

namespace Dispatcher.Cli.DryRun;

/// <summary><c>dry-run</c>: what an event would start, as the exact request.</summary>
/// <remarks>cli-v1. The exit code is 1 when an event is rejected, and with <c>--require-match</c> when an object
/// matches no route.</remarks>
internal sealed class DryRunCommand
{
    private readonly Option<string?> name = new("--object")
    {
        Description = "The name of the object that landed.",
        HelpName = "name",
    };

    private readonly Option<string?> bucket = new("--bucket")
    {
        Description = "Its bucket. When left out: the first bucket that a route names and where the object matches.",
        HelpName = "name",
    };

    private readonly Option<string?> namespaceName = new("--namespace")
    {
        Description = "The bucket's namespace.",
        HelpName = "name",
    };

    private readonly Option<string> kind = new("--kind")
    {
        Description = "What happened to the object.",
        HelpName = string.Join('|', ObjectEventKinds.Words.All),
        DefaultValueFactory = _ => ObjectEventKind.Create.Word(),
    };

    private readonly Option<string?> etag = new("--etag")
    {
        Description = "The object's entity tag.",
        HelpName = "etag",
    };

    private readonly Option<string?> time = new("--time")
    {
        Description = "When it happened: 2022-08-12T10:00:00Z; the Unix epoch when left out.",
        HelpName = "time",
    };

    private readonly Option<string?> events = new("--event")
    {
        Description =
            "Event documents instead of --object: one JSON document, or JSON lines; "
            + "a batch gives one result an event; `-` is standard input.",
        HelpName = "file",
    };

    private readonly Option<string?> names = new("--names")
    {
        Description =
            "Object names instead of --object: one a line, or the JSON of `oci os object list`; `-` is standard input. "
            + "Shows which of them are one run, its key and parts, and when it starts.",
        HelpName = "file",
    };

    private readonly Option<bool> explain = new("--explain")
    {
        Description = "Say for every route why it did or did not match, the nearest first.",
    };

    private readonly Option<bool> requireMatch = new("--require-match")
    {
        Description = "Exit with 1 when an object matches no route.",
    };

    private readonly CommonOptions common;
    private readonly Terminal terminal;

    private DryRunCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        kind.AcceptOnlyFromAmong([.. ObjectEventKinds.Words.All]);
        foreach (
            Option option in (ReadOnlySpan<Option>)
                [name, bucket, namespaceName, kind, etag, time, events, names, explain, requireMatch]
        )
            command.Add(option);
        common = CommonOptions.AddTo(command, "text", "json");
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "dry-run",
            "Shows what an object or event would start, as the exact CreateTaskRun request. Starts nothing."
        );
        var run = new DryRunCommand(command, terminal);
        command.SetAction(run.RunAsync);
        HelpExample.AddTo(
            command,
            "dispatcher dry-run --object invoices/2022-08-12-documents.jsonlines --config-file samples/local.config"
        );
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        if (Misuse(parsed) is { } misuse)
            return UsageErrors.Report(terminal, parsed, misuse);
        if (RouteInput.Read(terminal, parsed, common) is not { } input)
            return ExitCode.Usage;
        Hidden(input);
        if (parsed.GetValue(names) is { } listed)
            return await FromNamesAsync(parsed, listed, input, stopping).ConfigureAwait(false);
        var report = new DryRunReport(terminal, input, parsed.GetValue(explain), parsed.GetValue(requireMatch));
        int code = parsed.GetValue(events) is { } file
            ? await FromEventsAsync(parsed, file, report, stopping).ConfigureAwait(false)
            : FromObject(parsed, input, report);
        input.NoteMissing(report.Missed);
        return code;
    }

    private string? Misuse(ParseResult parsed)
    {
        Option[] given =
        [
            .. new Option[] { name, events, names }.Where(option => parsed.GetResult(option) is not null),
        ];
        if (given.Length != 1)
            return given.Length == 0
                ? "there is no event; give --object NAME, --event FILE or --names FILE"
                : $"there are both {given[0].Name} and {given[1].Name}; give one of them";
        Option? part = Parts(given[0]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        if (part is not null)
            return given[0] == names
                ? $"{part.Name} does not go with --names; look at one object with --object NAME"
                : $"{part.Name} belongs to --object; an event document says this by itself";
        return parsed.GetValue(time) is { } text && EventTime.Parse(text) is null
            ? $"--time {Quote.Value(text)} is not a time; write for example 2022-08-12T10:00:00Z"
            : null;
    }

    // What the option leaves no room for.
    private Option[] Parts(Option given) =>
        given == events ? [bucket, namespaceName, kind, etag, time]
        : given == names ? [etag, explain]
        : [];

    // A key that was given but that no template can see would look like a missing value.
    private static void Hidden(RouteInput input)
    {
        foreach ((string key, _) in input.Configuration.Pairs)
        {
            if (
                key != Configuration.ShownKeys
                && input.Configuration.Configuration.ReasonHidden(key) is var (why, advice)
            )
                input.Notes.WriteLine($"note: the configuration key {Quote.Value(key)} {why}; {advice}");
        }
    }

    private int FromObject(ParseResult parsed, RouteInput input, DryRunReport report)
    {
        var document = new EventDocument
        {
            Object = parsed.GetValue(name)!,
            Kind = ObjectEventKinds.Words.Find(parsed.GetValue(kind)) ?? ObjectEventKind.Create,
            ETag = parsed.GetValue(etag),
            Time = Time(parsed),
            TimeText = parsed.GetValue(time),
        };
        (MadeUpEvent? made, ImmutableArray<DispatchError> errors) = MadeUpEvent.From(
            input.Routes.Planner!,
            document,
            parsed.GetValue(bucket),
            parsed.GetValue(namespaceName)
        );
        if (made is null)
            return UsageErrors.Report(terminal, parsed, string.Join(' ', errors.Select(error => error.Message)));
        if (made.Assumed.Length > 0)
            input.Notes.WriteLine($"note: assumed {Quote.Whole(made.Assumed)}");
        report.Add(new EventReading.Accepted(made.Event));
        return report.ExitCode;
    }

    private async Task<int> FromNamesAsync(
        ParseResult parsed,
        string file,
        RouteInput input,
        CancellationToken stopping
    )
    {
        (IReadOnlyList<string>? given, string? problem) = await ObjectNames
            .ReadAsync(terminal, names.Name, file, stopping)
            .ConfigureAwait(false);
        if (given is null)
            return UsageErrors.Report(terminal, parsed, problem!);
        if (given.Count == 0)
            return UsageErrors.Report(
                terminal,
                parsed,
                $"{names.Name} {file}: there is no name in it; give a name a line"
            );
        var together = new NamesDryRun(input.Routes.Planner!, input.Configuration.Configuration);
        foreach (string one in given.Distinct(StringComparer.Ordinal))
        {
            stopping.ThrowIfCancellationRequested();
            (MadeUpEvent? made, ImmutableArray<DispatchError> errors) = MadeUpEvent.From(
                input.Routes.Planner!,
                new EventDocument
                {
                    Object = one,
                    Kind = ObjectEventKinds.Words.Find(parsed.GetValue(kind)) ?? ObjectEventKind.Create,
                    Time = Time(parsed),
                    TimeText = parsed.GetValue(time),
                },
                parsed.GetValue(bucket),
                parsed.GetValue(namespaceName)
            );
            if (made is null)
                return UsageErrors.Report(
                    terminal,
                    parsed,
                    $"{names.Name} {file}: {Quote.Value(one)}: "
                        + string.Join(' ', errors.Select(error => error.Message))
                );
            together.Add(made);
        }

        foreach (string assumed in together.Assumed)
            input.Notes.WriteLine($"note: assumed {Quote.Whole(assumed)}");
        if (input.Format == "json")
            NamesOutput.Write(terminal, together);
        else
            NamesText.Write(terminal, together);
        input.NoteMissing(together.Missed);
        return together.HasErrors || (parsed.GetValue(requireMatch) && together.HasUnmatched)
            ? ExitCode.Findings
            : ExitCode.Done;
    }

    private DateTimeOffset Time(ParseResult parsed) =>
        parsed.GetValue(time) is { } written ? EventTime.Parse(written)!.Value : DateTimeOffset.UnixEpoch;

    private async Task<int> FromEventsAsync(
        ParseResult parsed,
        string file,
        DryRunReport report,
        CancellationToken stopping
    )
    {
        int count = 0;
        try
        {
            await using Stream stream = file == "-" ? terminal.In : RegularFile.Open(terminal.Absolute(file));
            await foreach (
                ReadOnlyMemory<byte> document in EventDocuments.ReadAsync(stream, stopping).ConfigureAwait(false)
            )
            {
                foreach (EventReading reading in EventDocuments.Readings(document))
                {
                    count++;
                    report.Add(reading);
                }

                await terminal.Out.FlushAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (count == 0 && failure is IOException or UnauthorizedAccessException)
        {
            return UsageErrors.Report(
                terminal,
                parsed,
                $"--event {file}: it cannot be read: {FileTrouble.Reading(terminal.Absolute(file), failure)}"
            );
        }

        return count == 0
            ? UsageErrors.Report(
                terminal,
                parsed,
                $"--event {file}: there is no event document in it; give one JSON document, or JSON lines"
            )
            : report.ExitCode;
    }
}
