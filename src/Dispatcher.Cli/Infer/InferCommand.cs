using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Analysis.Inference;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Cli.Infer;

/// <summary><c>infer</c>: proposes routes for object names.</summary>
/// <remarks>cli-v1. What it writes has been loaded, linted and tried on every given name before. The exit code is 1
/// when that finds something beyond what is marked as a question; nothing is then written.</remarks>
internal sealed class InferCommand
{
    private readonly Option<string> names = new("--names")
    {
        Description =
            "The object names: one a line, or the JSON of `oci os object list`; `-`, the default, is standard input.",
        HelpName = "file",
        DefaultValueFactory = _ => "-",
    };

    private readonly Option<string?> fromFunction = new("--from-function")
    {
        Description =
            "Instead of object names: the configuration of the original Python function, as `fn list config function`, "
            + "`oci fn function get` or a func.yaml has it. Writes the route that does the same, in shadow.",
        HelpName = "file",
    };

    private readonly Option<string?> outFolder = new("--out")
    {
        Description = "Write a route file for each first folder into this folder, instead of one to standard output.",
        HelpName = "folder",
    };

    private readonly Option<bool> force = new("--force")
    {
        Description = "Replace files that are in the folder of --out already.",
    };

    private readonly Option<string?> bucket = new("--bucket")
    {
        Description = "The landing bucket, for the routes' condition; without it that is a question in the file.",
        HelpName = "name",
    };

    private readonly Option<bool> levels = new("--levels")
    {
        Description =
            "Print finer and coarser patterns for each route instead of the file, with how many of the names each "
            + "takes.",
    };

    private readonly Option<double> budget = BudgetOption.Create();
    private readonly Option<string> format = CommonOptions.NewFormat("text", "json");

    private readonly Option<bool> quiet = new("--quiet") { Description = "Say nothing on standard error but errors." };

    private readonly Terminal terminal;

    private InferCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        foreach (
            Option option in (ReadOnlySpan<Option>)
                [names, fromFunction, outFolder, force, bucket, levels, budget, format, quiet]
        )
            command.Add(option);
    }

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "infer",
            "Proposes routes for object names: a route for each kind of name, with named groups, tests and near "
                + "misses, and TODO where you have to decide."
        );
        var run = new InferCommand(command, terminal);
        command.SetAction(run.RunAsync);
        HelpExample.AddTo(command, "dispatcher infer --names samples/names.txt");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stopping)
    {
        if (BudgetOption.Misuse(parsed, budget) is { } misuse)
            return UsageErrors.Report(terminal, parsed, misuse);
        string? folder = parsed.GetValue(outFolder);
        if (folder is null && parsed.GetValue(force))
            return UsageErrors.Report(terminal, parsed, "--force does nothing without --out");
        if (folder is not null && parsed.GetValue(levels))
            return UsageErrors.Report(terminal, parsed, "--levels writes no files; leave out --out");
        if (parsed.GetValue(fromFunction) is { } function)
            return parsed.GetResult(names) is { Implicit: false } || parsed.GetValue(levels)
                ? UsageErrors.Report(terminal, parsed, "--from-function takes neither --names nor --levels")
                : Translate(parsed, function, stopping);
        (IReadOnlyList<string>? given, string? unreadable) = await ObjectNames
            .ReadAsync(terminal, "--names", parsed.GetValue(names)!, stopping)
            .ConfigureAwait(false);
        if (given is null)
            return UsageErrors.Report(terminal, parsed, unreadable!);
        if (given.Count == 0)
            return UsageErrors.Report(terminal, parsed, "there is no object name; give one a line");

        RouteProposal proposal = Propose(parsed, given, folder, [], stopping);
        if (folder is not null)
        {
            if (ProposedFiles.Beside(terminal, folder, proposal.Files, parsed.GetValue(force)) is not { } beside)
                return ExitCode.Usage;
            if (!beside.IsEmpty)
                proposal = Propose(parsed, given, folder, beside, stopping);
        }

        stopping.ThrowIfCancellationRequested();
        if (proposal.Routes.IsEmpty)
            return UsageErrors.Report(terminal, parsed, $"no route can be proposed: {LeftOut(proposal)}");
        if (IsRefused(proposal))
            return ExitCode.Findings;
        bool asJson = parsed.GetValue(format) == "json";
        if (folder is not null && !ProposedFiles.Write(terminal, folder, proposal.Files))
            return ExitCode.Usage;
        if (asJson)
            InferOutput.Write(terminal, given, proposal, folder);
        else if (parsed.GetValue(levels))
            InferText.WriteLevels(Screen.Out(terminal), [.. given.Distinct()], proposal);
        else if (folder is not null)
            InferText.WriteFiles(Screen.Out(terminal), folder, proposal);
        else
            terminal.Out.Write(proposal.Files[0].Yaml);
        if (!parsed.GetValue(quiet))
            Note(given, proposal);
        return ExitCode.Done;
    }

    private int Translate(ParseResult parsed, string file, CancellationToken stopping)
    {
        if (FunctionFile.Read(terminal, file) is not { } configuration)
            return ExitCode.Usage;
        ImmutableArray<string> missing = OriginalFunction.Missing(configuration);
        if (!missing.IsEmpty)
            return UsageErrors.Report(
                terminal,
                parsed,
                $"--from-function {file}: it has no {string.Join(", ", missing.Select(key => $"`{key}`"))}; "
                    + "the original function had them"
            );
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(parsed.GetValue(budget)));
        using var outOfTime = CancellationTokenSource.CreateLinkedTokenSource(stopping, time.Token);
        OriginalFunction route = OriginalFunction.Translate(configuration, parsed.GetValue(bucket), outOfTime.Token);
        stopping.ThrowIfCancellationRequested();
        foreach (Diagnostic problem in route.Problems)
            terminal.Error.WriteLine(problem);
        if (route.Problems.Any(problem => problem.Severity == Severity.Error))
        {
            terminal.Error.WriteLine("nothing was written: this route would not do what the original function did");
            return ExitCode.Findings;
        }

        string? folder = parsed.GetValue(outFolder);
        ImmutableArray<ProposedFile> files = [new(route.Route + ".yaml", route.Yaml)];
        if (
            folder is not null
            && (
                ProposedFiles.Beside(terminal, folder, files, parsed.GetValue(force)) is null
                || !ProposedFiles.Write(terminal, folder, files)
            )
        )
            return ExitCode.Usage;
        if (parsed.GetValue(format) == "json")
            InferOutput.Write(terminal, route, folder);
        else if (folder is null)
            terminal.Out.Write(route.Yaml);
        if (!parsed.GetValue(quiet))
        {
            terminal.Out.Flush();
            InferText.WriteConfiguration(terminal.Error, route);
        }

        return ExitCode.Done;
    }

    private RouteProposal Propose(
        ParseResult parsed,
        IReadOnlyList<string> given,
        string? folder,
        ImmutableArray<RouteFile> existing,
        CancellationToken stopping
    )
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(parsed.GetValue(budget)));
        using var outOfTime = CancellationTokenSource.CreateLinkedTokenSource(stopping, time.Token);
        return RouteInference.Propose(
            given,
            parsed.GetValue(bucket),
            folder is null ? "routes.yaml" : null,
            existing,
            outOfTime.Token
        );
    }

    // Beyond what is marked and what there was no time for.
    private bool IsRefused(RouteProposal proposal)
    {
        ImmutableArray<Diagnostic> problems = proposal.Problems.RemoveAll(problem => problem.Code == Codes.LintUnknown);
        foreach (Diagnostic problem in problems)
            terminal.Error.WriteLine(problem);
        foreach (string name in proposal.NotTaken.Take(5))
            terminal.Error.WriteLine($"error: no proposed route takes {Quote.Value(name)}");
        if (problems.IsEmpty && proposal.NotTaken.IsEmpty)
            return false;
        terminal.Error.WriteLine(
            "nothing was written: the proposal does not pass its own checks; give --out another folder, or fewer names"
        );
        return true;
    }

    private void Note(IReadOnlyList<string> given, RouteProposal proposal)
    {
        terminal.Out.Flush(); // The sum comes after what it counts, where both go to one place.
        terminal.Error.WriteLine(
            $"routes: {proposal.Routes.Length}, for {given.Distinct().Count() - proposal.Left.Length} object names; "
                + "each TODO is a question for you"
        );
        if (!proposal.Left.IsEmpty)
            terminal.Error.WriteLine($"note: {LeftOut(proposal)}");
        if (proposal.Problems.Length > 0)
            terminal.Error.WriteLine(
                "note: unknown (budget): whether all of these routes are free of overlaps was not decided; "
                    + "give more time with `--budget SECONDS`"
            );
    }

    private static string LeftOut(RouteProposal proposal) =>
        string.Join(
            "; ",
            proposal
                .Left.GroupBy(left => left.Reason)
                .Select(reason =>
                    $"{reason.Count()} left out, such as {Quote.Value(reason.First().Name)}: {reason.Key}"
                )
        );
}
