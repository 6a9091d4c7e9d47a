using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Analysis.Diff;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Diff;

/// <summary><c>diff</c>: which objects change their route or request between two route sets.</summary>
/// <remarks>cli-v1. The exit code is 1 when anything changes or could not be decided, 2 when a set does not
/// load.</remarks>
internal sealed class DiffCommand
{
    private const string GitPrefix = "git:";

    private readonly Argument<string> before = new("base")
    {
        Description =
            "The routes before: a folder, a file, or git:REVISION such as git:main (the files below --routes "
            + "at that revision).",
    };

    private readonly Argument<string?> after = new("head")
    {
        Description = "The routes after, given in the same way; --routes when left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> objects = new("--objects")
    {
        Description =
            "Objects to compare as well: names, one a line, the JSON of `oci os object list`, or the function's log, "
            + "whose decisions are taken again; `-` is standard input.",
        HelpName = "file",
    };

    private readonly Option<double> budget = BudgetOption.Create();
    private readonly CommonOptions common;
    private readonly Terminal terminal;

    private DiffCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        command.Add(before);
        command.Add(after);
        command.Add(objects);
        command.Add(budget);
        common = CommonOptions.AddTo(command, "text", "json", "markdown");
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "diff",
            "Shows which objects change their route or request between two route sets: over names, "
                + "and proved over all events."
        );
        var run = new DiffCommand(command, terminal);
        command.SetAction(run.RunAsync);
        HelpExample.AddTo(command, "dispatcher diff routes/orders.yaml --config-file samples/local.config");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        if (BudgetOption.Misuse(parsed, budget) is { } misuse)
            return UsageErrors.Report(terminal, parsed, misuse);
        TextWriter notes = parsed.GetValue(common.Quiet) ? TextWriter.Null : terminal.Error;
        (ConfigurationInput? given, ImmutableArray<string> problems) = ConfigurationInput.Read(
            terminal,
            parsed.GetValue(common.ConfigFile),
            parsed.GetValue(common.Config) ?? []
        );
        foreach (string problem in problems)
            terminal.Error.WriteLine($"error: {problem}");
        if (given?.Warning is { } warning)
            notes.WriteLine($"warning: {warning}");
        string old = parsed.GetValue(before)!,
            @new = parsed.GetValue(after) ?? parsed.GetValue(common.Routes)!;
        if (!IsRevision(old) && !IsRevision(@new) && IsSame(old, @new))
            notes.WriteLine(
                $"note: both sides are {Quote.Value(old)}; write as the first one what it was before, such as git:main"
            );
        DiffSource? was = await LoadAsync(parsed, given, old, stopping).ConfigureAwait(false);
        DiffSource? now = await LoadAsync(parsed, given, @new, stopping).ConfigureAwait(false);
        (ComparedObjects? named, string? unreadable) = parsed.GetValue(objects) is { } file
            ? await ComparedObjects.ReadAsync(terminal, file, stopping).ConfigureAwait(false)
            : (null, null);
        if (unreadable is not null)
            return UsageErrors.Report(terminal, parsed, unreadable);
        if (given is null || was is null || now is null)
            return ExitCode.Usage;
        if (named is { Unread: > 0 })
            notes.WriteLine($"note: {Tally.Number(named.Unread)} lines of the log are not JSON and were passed over");
        if (!given.Given && (was.Planner.Set.AsksConfiguration || now.Planner.Set.AsksConfiguration))
            notes.WriteLine(ConfigurationInput.AnyText);

        (Configuration configuration, ImmutableArray<string> made) = StandIns.For(
            given.Pairs,
            was.Planner,
            now.Planner
        );
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(parsed.GetValue(budget)));
        using var outOfTime = CancellationTokenSource.CreateLinkedTokenSource(stopping, time.Token);
        SetDifference proof = RouteSetDiff.Compare(was.Planner, now.Planner, configuration, outOfTime.Token);
        stopping.ThrowIfCancellationRequested();
        ObjectDifference? compared = named is null
            ? null
            : ObjectDiff.Compare(was.Planner, now.Planner, named, configuration, stopping);
        string format = parsed.GetValue(common.Format)!;
        var result = new DiffResult(was, now, compared, proof)
        {
            Configuration = configuration,
            Missing = given.Given ? made : [],
            // Only the report has it.
            Writes =
                format == "markdown"
                    ? (WriteRow.Of(was.Planner, outOfTime.Token), WriteRow.Of(now.Planner, outOfTime.Token))
                    : ([], []),
        };
        stopping.ThrowIfCancellationRequested();
        Print(format, result);
        if (!made.IsEmpty && result.HasRequests)
            await notes
                .WriteLineAsync(
                    $"note: no configuration for {string.Join(", ", made)}; "
                        + "requests show config.KEY instead (--config-file gives values)"
                )
                .ConfigureAwait(false);
        return result.IsDifferent ? ExitCode.Findings : ExitCode.Done;
    }

    private bool IsSame(string one, string other) =>
        Path.TrimEndingDirectorySeparator(terminal.Absolute(one))
        == Path.TrimEndingDirectorySeparator(terminal.Absolute(other));

    private static bool IsRevision(string source) => source.StartsWith(GitPrefix, StringComparison.Ordinal);

    private async Task<DiffSource?> LoadAsync(
        ParseResult parsed,
        ConfigurationInput? given,
        string source,
        CancellationToken stopping
    )
    {
        RouteFiles files;
        if (IsRevision(source))
        {
            (RouteFiles? read, string? problem) = await GitFiles
                .ReadAsync(terminal, source[GitPrefix.Length..], parsed.GetValue(common.Routes)!, stopping)
                .ConfigureAwait(false);
            if (read is null)
            {
                await terminal.Error.WriteLineAsync($"error: {problem}").ConfigureAwait(false);
                return null;
            }

            files = read;
        }
        else
        {
            files = RouteFiles.Read(terminal, source);
        }

        LoadedRoutes routes = LoadedRoutes.Load(files, source, given);
        if (routes.Planner is { } planner)
            return new DiffSource(source, planner);
        DiagnosticText.Write(
            terminal.Error,
            terminal.ErrorIsTerminal && terminal.MayColour,
            routes.Diagnostics,
            routes.Files
        );
        return null;
    }

    private void Print(string format, DiffResult result)
    {
        switch (format)
        {
            case "json":
                DiffOutput.Write(terminal, result);
                break;
            case "markdown":
                DiffMarkdown.Write(terminal.Out, result);
                break;
            default:
                DiffText.Write(Screen.Out(terminal), result);
                break;
        }
    }
}
